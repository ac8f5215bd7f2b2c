from fractions import Fraction
from typing import Any

import pytest

from lawcheck.domain.checklist import Checklist, Column
from lawcheck.domain.scorecard import Scorecard
from tests import making
from tests.making import checklist, item

ALL = Column.CLAIMED, Column.SUPPORTED


def said(card: Checklist, *statuses: str | None, **grants: int | str | None) -> Scorecard:
    answers = dict(zip((one.id for one in card.items), statuses, strict=True))
    points = {id_.replace("_", "-"): value for id_, value in grants.items()}
    return making.score(card, making.assessment(answers), grants=points)


def section(card: Scorecard, id_: str) -> Fraction | None:
    return next(one.columns[Column.CLAIMED] for one in card.totals.sections if one.group.id == id_)


def three(policy: str = "rescale", **more: Any) -> Checklist:
    """Return a group A of 10 points: 5, 3 and 2, each of which may be not applicable."""
    return checklist(
        *(item(f"A-0{n}", points, na=True) for n, points in ((1, 5), (2, 3), (3, 2))), policy=policy, **more
    )


def test_total_is_the_exact_sum_of_items() -> None:
    card = said(
        checklist(item("A-01", "0.1"), item("A-02", "0.2"), item("B-01", 3)), "done", "done", "partial"
    )

    assert card.totals.columns[Column.CLAIMED] == Fraction("1.8")
    assert card.totals.adjustments == ()


def test_sections_add_up_level_by_level() -> None:
    card = said(
        checklist(item("A1-01", 1), item("A1-02", 2), item("A2-01", 4), item("A-01", 8)), *["done"] * 4
    )

    assert [section(card, id_) for id_ in ("A", "A1", "A2")] == [15, 3, 4]


def test_rescaling_raises_a_group_to_its_full_points() -> None:
    card = said(three(), "not_applicable", "done", "partial")

    # 3 + 1 of 5 applicable points is 8 of 10.
    assert section(card, "A") == 8
    assert [(one.id, one.section, one.columns[Column.CLAIMED]) for one in card.totals.adjustments] == [
        ("rescale-A", "A", 4)
    ]


def test_rescaling_is_rounded_once_a_group() -> None:
    card = said(three(), "done", "not_applicable", "not_done")

    # 5 of 7 is 7.142857… of 10.
    assert section(card, "A") == Fraction("7.14")


def test_rescaling_rounds_as_the_checklist_says() -> None:
    assert section(said(three(decimals=0), "done", "not_applicable", "not_done"), "A") == 7


def test_rescaling_never_enlarges_a_negative_sum() -> None:
    losing = making.full("A-01", 5, "measure='count', of='n', lose=1, each=1", floor=Fraction(-4))
    small = checklist(losing, item("A-02", 5, na=True))
    stated = making.assessment({"A-01": "done", "A-02": "not_applicable"}, {"n": 8})

    assert making.score(small, stated).totals.columns[Column.CLAIMED] == -3


def test_group_of_which_nothing_applies_is_not_applicable_in_its_parent() -> None:
    card = said(checklist(item("A1-01", 4, na=True), item("A2-01", 6)), "not_applicable", "partial")

    assert section(card, "A1") is None
    # A2 has 3 of 6, which is 5 of A's 10.
    assert section(card, "A") == 5


def test_group_of_which_only_rows_without_points_apply_is_not_applicable_in_its_parent() -> None:
    card = said(
        checklist(item("A1-01", 4, na=True), item("A1-02", 0), item("A2-01", 6)),
        "not_applicable",
        "done",
        "done",
    )

    assert section(card, "A") == 10


def test_penalty_counts_in_a_group_of_which_nothing_else_applies() -> None:
    penalty = making.full("A1-02", 0, "measure='count', of='n', lose=1, each=1", floor=Fraction(-3))
    small = checklist(item("A1-01", 4, na=True), penalty, item("A2-01", 6))
    stated = making.assessment({"A1-01": "not_applicable", "A1-02": "done", "A2-01": "done"}, {"n": 2})

    # 6 − 2 of 6 applicable points: 4·10/6.
    assert making.score(small, stated).totals.columns[Column.CLAIMED] == Fraction("6.67")


def test_keeping_gives_the_points_of_what_does_not_apply() -> None:
    card = said(three("keep"), "not_applicable", "partial", "not_done")

    assert section(card, "A") == Fraction("6.5")
    assert [one.columns[Column.CLAIMED] for one in card.totals.adjustments] == [5]


def test_zero_gives_nothing_for_what_does_not_apply() -> None:
    card = said(three("zero"), "not_applicable", "done", "done")

    assert section(card, "A") == 5
    assert card.totals.adjustments == ()


@pytest.mark.parametrize(("policy", "total"), [("rescale", None), ("keep", 10), ("zero", 0)])
def test_group_of_which_nothing_applies_follows_its_policy(policy: str, total: int | None) -> None:
    card = said(three(policy), *["not_applicable"] * 3)

    assert section(card, "A") == total
    assert card.totals.columns[Column.CLAIMED] == total


def test_group_may_have_a_policy_of_its_own() -> None:
    small = checklist(
        item("A-01", 4, na=True), item("B-01", 6, na=True), item("B-02", 2), policies={"A": "keep"}
    )

    card = said(small, "not_applicable", "not_applicable", "partial")

    assert (section(card, "A"), section(card, "B")) == (4, 4)


def test_group_rescales_what_is_void() -> None:
    small = checklist(
        item("A-01", 5, "measure='status', earn=3", "measure='rate', of='a', to='b', earn=2"), item("A-02", 5)
    )
    stated = making.assessment({"A-01": "done", "A-02": "not_done"}, {"a": 0, "b": 0})

    # 3 of 8 applicable points is 3.75 of 10.
    assert making.score(small, stated).totals.columns[Column.CLAIMED] == Fraction("3.75")


def test_unproved_not_applicable_item_stays_in_the_supported_total() -> None:
    small = checklist(item("A-01", 5, na="id='na'"), item("A-02", 5))

    card = said(small, "not_applicable", "done")

    assert (card.totals.columns[Column.CLAIMED], card.totals.columns[Column.SUPPORTED]) == (10, 5)
    assert [
        (one.columns[Column.CLAIMED], one.columns[Column.SUPPORTED]) for one in card.totals.adjustments
    ] == [(5, 0)]


def test_row_that_shares_another_is_counted_once() -> None:
    small = checklist(item("A-01", 5), making.same("A-02", "A-01"))

    card = making.score(small, making.assessment({"A-01": "done"}))

    assert card.totals.columns[Column.CLAIMED] == 5
    assert card.of("A-02") is card.items["A-01"]


# Reviewed


def test_reviewed_total_is_null_until_every_item_is_reviewed() -> None:
    small = checklist(item("A-01", 5), item("B-01", 5))

    card = said(small, "done", "done", A_01=4)

    assert card.items["A-01"].reviewed == 4
    assert card.totals.columns[Column.REVIEWED] is None
    assert {one.columns[Column.REVIEWED] for one in card.totals.sections} == {None}


def test_reviewed_total_waits_for_items_said_not_applicable_too() -> None:
    small = checklist(item("A-01", 5), item("A-02", 5, na=True))

    assert said(small, "done", "not_applicable", A_01=4).totals.columns[Column.REVIEWED] is None
    assert said(small, "done", "not_applicable", A_01=4, A_02=None).totals.columns[Column.REVIEWED] == 8


def test_reviewed_total_does_not_wait_for_rows_without_points() -> None:
    small = checklist(item("A-01", 5), item("A-02", 0))

    assert said(small, "done", "done", A_01=4).totals.columns[Column.REVIEWED] == 4


def test_reviewed_total_is_that_of_the_grants() -> None:
    card = said(three(), "done", "done", "not_applicable", A_01=1, A_02="2.5", A_03=2)

    assert card.totals.columns[Column.REVIEWED] == Fraction("5.5")


def test_total_of_no_items_is_null() -> None:
    assert all(
        making.score(checklist(), making.assessment()).totals.columns[column] is None for column in Column
    )
