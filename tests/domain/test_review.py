from datetime import date
from fractions import Fraction

import pytest

from lawcheck.domain.checklist import Opinions
from lawcheck.domain.fitting import Misfit, misfits_of_review
from lawcheck.domain.review import FORMAT, Grant, Opinion, Review, granted_points
from lawcheck.domain.scoring import Granted
from tests import making
from tests.making import checklist, item

DAY = date(2021, 2, 1)
SMALL = checklist(
    item("A-01", 5, na=True),
    item("A-02", 4, cap=Fraction(6)),
    item("A-03", 0, "measure='count', of='complaints', lose=1, each=1", floor=Fraction(-3)),
    item("A-04", 5, "measure='count', of='complaints', lose=1, each=1", no_floor=True),
    making.same("A-05", "A-01"),
    decimals=1,
    notes=(making.note("A-06"),),
)


def opinion(points: int | str) -> Opinion:
    return Opinion(points=Fraction(points), by="王五", on=DAY)


def grant(*points: int | str, penalty: int | str | None = None, not_applicable: bool = False) -> Grant:
    return Grant(
        opinions=tuple(opinion(one) for one in points),
        not_applicable=not_applicable,
        penalty=None if penalty is None else Fraction(penalty),
    )


def granted(one: Grant, how: str = "mean") -> dict[str, Granted]:
    return granted_points(Review(format=FORMAT, grants={"A-01": one}), Opinions(how))


def found(id_: str, one: Grant) -> list[Misfit]:
    return misfits_of_review(SMALL, Review(format=FORMAT, grants={id_: one}))


def paths(id_: str, one: Grant) -> list[tuple[str | int, ...]]:
    return [misfit.path[2:] for misfit in found(id_, one)]


def test_granted_points_are_those_of_the_only_opinion() -> None:
    assert granted(grant("4.5")) == {"A-01": Granted(Fraction(9, 2))}


def test_granted_points_are_the_exact_average() -> None:
    assert granted(grant(1, 2, 2)) == {"A-01": Granted(Fraction(5, 3))}


@pytest.mark.parametrize(
    ("points", "expected"),
    [((1, 5, 2, 3), "2.5"), ((5, 5, 1), 5), ((5, 1, 1, 1, 1), 1), ((2, 5), "3.5"), ((4,), 4)],
)
def test_granted_points_leave_out_the_highest_and_the_lowest(
    points: tuple[int, ...], expected: int | str
) -> None:
    """Of two opinions none would be left, so both count."""
    assert granted(grant(*points), "trimmed") == {"A-01": Granted(Fraction(expected))}


def test_granted_points_are_the_lowest() -> None:
    assert granted(grant(4, 2, 5, penalty="0.5"), "lowest") == {"A-01": Granted(Fraction("1.5"))}


def test_granted_points_lose_the_penalty_once() -> None:
    assert granted(grant(4, 5, penalty="1.5")) == {"A-01": Granted(Fraction(3))}


def test_granted_points_may_fall_below_nothing_by_the_penalty() -> None:
    """The floor is the item's own and comes with its score."""
    assert granted(grant(1, penalty=3)) == {"A-01": Granted(Fraction(-2))}


def test_granted_points_are_none_where_not_applicable_is_agreed() -> None:
    assert granted(grant(not_applicable=True)) == {"A-01": Granted(None)}


def test_item_without_an_opinion_is_not_granted() -> None:
    assert granted(grant()) == {}


@pytest.mark.parametrize(
    ("id_", "points"),
    [("A-01", 0), ("A-01", 5), ("A-01", "4.5"), ("A-02", 6), ("A-03", -3), ("A-04", -100)],
)
def test_grant_within_what_the_item_can_score_fits(id_: str, points: int | str) -> None:
    assert found(id_, grant(points)) == []


@pytest.mark.parametrize(
    ("id_", "points"),
    [("A-01", "5.1"), ("A-01", -1), ("A-02", 7), ("A-03", 1), ("A-03", -4), ("A-04", 6)],
)
def test_grant_beyond_what_the_item_can_score_does_not_fit(id_: str, points: int | str) -> None:
    assert paths(id_, grant(points)) == [("opinions", 0, "points")]


def test_every_opinion_is_looked_at() -> None:
    assert paths("A-01", grant(6, 5, 7)) == [("opinions", 0, "points"), ("opinions", 2, "points")]


def test_grant_finer_than_the_decimals_of_the_scheme_does_not_fit() -> None:
    (misfit,) = found("A-01", grant("4.25"))

    assert misfit.path == ("grants", "A-01", "opinions", 0, "points")
    assert misfit.error.fields == {"points": "4.25", "decimals": 1}


@pytest.mark.parametrize(("id_", "penalty"), [("A-01", 5), ("A-02", "0.1"), ("A-03", 3), ("A-04", 1000)])
def test_penalty_within_what_the_item_can_lose_fits(id_: str, penalty: int | str) -> None:
    assert found(id_, grant(0, penalty=penalty)) == []


@pytest.mark.parametrize(("id_", "penalty"), [("A-01", "5.1"), ("A-02", 7), ("A-03", 4), ("A-01", "0.01")])
def test_penalty_beyond_what_the_item_can_lose_or_too_fine_does_not_fit(id_: str, penalty: int | str) -> None:
    assert paths(id_, grant(0, penalty=penalty)) == [("penalty",)]


def test_penalty_without_an_opinion_does_not_fit() -> None:
    """It would count for nothing, and nobody would see that."""
    assert paths("A-01", grant(penalty=1)) == [("penalty",)]


def test_not_applicable_is_agreed_only_where_the_checklist_allows_it() -> None:
    assert found("A-01", grant(not_applicable=True)) == []
    assert paths("A-02", grant(not_applicable=True)) == [("not_applicable",)]


@pytest.mark.parametrize("one", [grant(3, not_applicable=True), grant(not_applicable=True, penalty=1)])
def test_not_applicable_goes_with_neither_points_nor_a_penalty(one: Grant) -> None:
    assert paths("A-01", one) == [("not_applicable",)]


@pytest.mark.parametrize(
    ("id_", "sentence"),
    [
        ("A-05", "A-05 is scored with A-01; grant the points there, and delete this"),
        ("A-06", "A-06 is direction only and has no points; delete the grant"),
        ("A-99", "the checklist has no item A-99; correct the id, or delete the grant"),
    ],
)
def test_grant_for_what_has_no_points_does_not_fit(id_: str, sentence: str) -> None:
    (misfit,) = found(id_, grant(0))

    assert misfit.path == ("grants", id_)
    assert str(misfit.error) == sentence
