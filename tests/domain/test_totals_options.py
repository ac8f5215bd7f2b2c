"""Groups with bounds and weights, what counts after the total, vetoes that cost points, stated rounding."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from lawcheck.domain.assessment import Answer
from lawcheck.domain.checklist import Checklist, Column, Every, Rounding, Veto
from lawcheck.domain.fitting import misfits
from lawcheck.domain.parse import parse
from lawcheck.domain.scorecard import Scorecard
from tests import making

LOSSES = "measure='count', of='losses', lose=1, each=1"


def with_group(checklist: Checklist, group: str, **options: Any) -> Checklist:
    groups = tuple(replace(one, **options) if one.id == group else one for one in checklist.groups)
    return replace(checklist, groups=groups)


def claimed(card: Scorecard) -> Fraction | None:
    return card.totals.columns[Column.CLAIMED]


def adjustments(card: Scorecard) -> dict[str, Fraction | None]:
    return {one.id: one.columns[Column.CLAIMED] for one in card.totals.adjustments}


def test_weights_make_one_total_of_two_scales_of_100() -> None:
    checklist = making.checklist(
        making.item("A-01", 100), making.item("B-01", 100, "measure='count', of='vote', earn=1, each=1")
    )
    checklist = with_group(
        with_group(checklist, "A", weight=Fraction(85, 100)), "B", weight=Fraction(15, 100)
    )
    checklist = replace(checklist, scoring=replace(checklist.scoring, total=Fraction(100)))

    card = making.score(checklist, making.assessment({"A-01": "done", "B-01": "done"}, {"vote": 90}))

    assert claimed(card) == Fraction("98.5")
    assert adjustments(card) == {"weight-A": -15, "weight-B": Fraction("-76.5")}


def test_group_loses_no_more_than_down_to_its_floor() -> None:
    one = making.full("A-01", 5, LOSSES, no_floor=True)
    checklist = with_group(making.checklist(one, making.item("B-01", 5)), "A", floor=Fraction(-5))

    card = making.score(checklist, making.assessment({"A-01": "done", "B-01": "done"}, {"losses": 30}))

    assert card.items["A-01"].claimed == -25
    assert claimed(card) == 0
    assert adjustments(card) == {"floor-A": 20}


def test_group_earns_no_more_than_its_cap() -> None:
    checklist = making.checklist(making.item("A-01", 4), making.item("A-02", 4), making.item("B-01", 2))
    checklist = with_group(checklist, "A", cap=Fraction(5))
    checklist = replace(checklist, scoring=replace(checklist.scoring, total=Fraction(7)))

    card = making.score(checklist, making.assessment(dict.fromkeys(("A-01", "A-02", "B-01"), "done")))

    assert claimed(card) == 7
    assert adjustments(card) == {"cap-A": -3}


def test_rescaling_above_a_capped_group_counts_what_it_can_reach() -> None:
    checklist = making.checklist(
        making.item("A-01", 4), making.item("A-02", 4), making.item("B-01", 5, na=True)
    )
    checklist = with_group(checklist, "A", cap=Fraction(5))
    checklist = replace(checklist, scoring=replace(checklist.scoring, total=Fraction(10)))
    answers: dict[str, str | Answer | None] = {
        "A-01": "done",
        "B-01": making.answer("not_applicable", reason="none"),
    }

    card = making.score(checklist, making.assessment(answers))

    # 4 of the 5 points that A can reach are 8 of 10.
    assert claimed(card) == 8


def bonus() -> Checklist:
    checklist = making.checklist(
        making.item("A-01", 10, na=True), making.item("A-02", 10), making.item("B-01", 3)
    )
    checklist = with_group(checklist, "B", after_total=True)
    return replace(checklist, scoring=replace(checklist.scoring, total=Fraction(20)))


def test_bonus_after_the_total_is_not_rescaled_with_it() -> None:
    said = making.assessment(
        {"A-01": making.answer("not_applicable", reason="none"), "A-02": "done", "B-01": "done"}
    )

    card = making.score(bonus(), said)

    assert claimed(card) == 23
    assert adjustments(card) == {"rescale-A": 10}


def test_bonus_that_does_not_apply_is_not_made_up_for() -> None:
    checklist = making.checklist(
        making.item("A-01", 20), making.item("B-01", 3, na=True), making.item("B-02", 2)
    )
    checklist = with_group(checklist, "B", after_total=True)
    checklist = replace(checklist, scoring=replace(checklist.scoring, total=Fraction(20)))
    answers: dict[str, str | Answer | None] = {
        "A-01": "done",
        "B-01": making.answer("not_applicable", reason="none"),
        "B-02": "done",
    }

    assert claimed(making.score(checklist, making.assessment(answers))) == 22


def test_bonus_not_earned_costs_nothing() -> None:
    assert claimed(making.score(bonus(), making.assessment({"A-01": "done", "A-02": "done"}))) == 20


def test_total_is_bounded_when_all_has_been_added() -> None:
    checklist = replace(bonus(), scoring=replace(bonus().scoring, cap=Fraction(22)))

    card = making.score(checklist, making.assessment({"A-01": "done", "A-02": "done", "B-01": "done"}))

    assert claimed(card) == 22
    assert adjustments(card) == {"cap-all": -1}


def charging(times: str | None = None) -> Checklist:
    veto = {"id": "V-01", "title": {"zh": "否决"}, "when": "accidents > 0", "effect": "points", "points": 30}
    checklist = making.checklist(making.item("A-01", 100), vetoes=(making.veto("accidents > 0"),))
    return replace(checklist, vetoes=(parse(Veto, veto | ({"times": times} if times else {})),))


@pytest.mark.parametrize(("accidents", "total"), [("0", 100), ("1", 70), (None, 70), ("~1", 70)])
def test_veto_costs_points_unless_it_is_ruled_out(accidents: str | None, total: int) -> None:
    figures = {} if accidents is None else {"accidents": accidents}

    assert claimed(making.score(charging(), making.assessment({"A-01": "done"}, figures))) == total


def test_veto_is_multiplied() -> None:
    card = making.score(charging("accidents"), making.assessment({"A-01": "done"}, {"accidents": 2}))

    assert claimed(card) == 40
    assert adjustments(card) == {"veto-V-01": -60}


@pytest.mark.parametrize("accidents", [None, "~2", "1+"])
def test_veto_whose_number_is_not_known_costs_all_there_is(accidents: str | None) -> None:
    figures = {} if accidents is None else {"accidents": accidents}

    card = making.score(charging("accidents"), making.assessment({"A-01": "done"}, figures))

    assert adjustments(card) == {"veto-V-01": -100}


def test_veto_costs_no_fraction_that_the_scheme_does_not_count() -> None:
    card = making.score(charging("accidents / 7"), making.assessment({"A-01": "done"}, {"accidents": 9}))

    assert adjustments(card) == {"veto-V-01": Fraction("-38.57")}


def test_reviewed_total_keeps_what_the_unit_admits_in_an_item_without_points() -> None:
    checklist = making.checklist(
        making.item("A-01", 10), making.item("B-01", 0, "measure='count', of='n', lose=2, each=1", floor=-8)
    )
    said = making.assessment({"A-01": "done", "B-01": "done"}, {"n": 3})

    card = making.score(checklist, said, grants={"A-01": 9})

    assert card.items["B-01"].reviewed == -6
    assert sum(one.reviewed or 0 for one in card.items["B-01"].reasons) == -6
    assert card.totals.columns[Column.REVIEWED] == 3
    assert making.score(checklist, said).items["B-01"].reviewed is None


def doubled(*, proof: str | bool) -> Checklist:
    checklist = making.checklist(making.item("A-01", 10, na=proof), making.full("B-01", 90, LOSSES))
    return making.checklist(*checklist.items, policies={"A": "double"})


def test_losses_beside_a_group_that_does_not_apply_count_twice() -> None:
    answers: dict[str, str | Answer | None] = {
        "A-01": making.answer("not_applicable", reason="none"),
        "B-01": "done",
    }

    card = making.score(doubled(proof=True), making.assessment(answers, {"losses": 4}))

    assert claimed(card) == 92
    assert adjustments(card) == {"double-A": 10, "double-all": -4}


def test_an_unproved_not_applicable_doubles_as_well_and_gains_nothing() -> None:
    answers: dict[str, str | Answer | None] = {
        "A-01": making.answer("not_applicable", reason="none"),
        "B-01": "done",
    }

    card = making.score(doubled(proof="id='na'"), making.assessment(answers, {"losses": 20}))

    assert claimed(card) == 60
    assert card.totals.columns[Column.SUPPORTED] == 50


@pytest.mark.parametrize(
    ("rounding", "score"), [("half_up", "0.13"), ("half_even", "0.12"), ("down", "0.12")]
)
def test_item_is_rounded_as_the_scheme_states(rounding: str, score: str) -> None:
    checklist = making.checklist(
        making.item(
            "A-01",
            1,
            "measure='count', of='n', earn=0.125, each=1",
            "measure='count', of='n', lose=0, each=1",
        )
    )
    checklist = replace(checklist, scoring=replace(checklist.scoring, rounding=Rounding(rounding)))

    card = making.score(checklist, making.assessment({"A-01": "done"}, {"n": 1}))

    assert card.items["A-01"].claimed == Fraction(score)


def test_parts_earn_their_share() -> None:
    one = making.item("A-01", 6, "measure='parts', done='systems', of=2, earn=6")

    assert making.score_one(one, figures={"systems": 1}).claimed == 3


@pytest.mark.parametrize(("judged", "score"), [("1.5", "1.5"), ("4", "3"), ("~2", "0"), ("2+", "2")])
def test_judged_points_are_taken_up_to_the_price(judged: str, score: str) -> None:
    one = making.item("A-01", 3, "measure='judged', of='judgement', earn=3")

    assert making.score_one(one, figures={"judgement": judged}).claimed == Fraction(score)


def monthly() -> Checklist:
    rule = "measure='short', of='posts', target=40, per_period=true, cap=60"
    bands = ", lose_by=[{ at_least = 40, points = 10 }, { above = 0, points = 5 }]"
    checklist = making.checklist(making.full("A-01", 100, rule + bands))
    figures = tuple(replace(one, every=Every.MONTH) for one in checklist.figures)
    return replace(checklist, figures=figures)


def posts(**months: str | int) -> dict[str, str | int]:
    return {f"posts_{number:02d}": 40 for number in range(1, 13)} | months


def test_each_month_is_priced_on_its_own() -> None:
    said = making.assessment({"A-01": "done"}, posts(posts_03=39, posts_07=0))

    assert making.score(monthly(), said).items["A-01"].claimed == 85


def test_a_month_that_is_not_stated_loses_the_most() -> None:
    stated = posts()
    del stated["posts_05"]

    assert making.score(monthly(), making.assessment({"A-01": "done"}, stated)).items["A-01"].claimed == 40


def test_a_periodic_figure_named_elsewhere_is_the_sum() -> None:
    card = making.score(monthly(), making.assessment({"A-01": "done"}, posts()))

    assert card.stated.certain["posts"] is not None
    assert card.stated.certain["posts"].exact == 480


def test_a_periodic_figure_is_not_stated_as_a_whole() -> None:
    (misfit,) = misfits(monthly(), making.assessment(figures={"posts": 480}))

    assert "posts_01" in str(misfit.error)


@pytest.mark.parametrize("per_period", ["true", "false"])
def test_not_applicable_is_refused_while_a_part_records_a_loss(per_period: str) -> None:
    rule = f"measure='count', of='late', lose=1, each=1, cap=5, per_period={per_period}"
    checklist = making.checklist(making.full("A-01", 5, rule, na=True))
    figures = tuple(replace(one, every=Every.QUARTER) for one in checklist.figures)
    checklist = replace(checklist, figures=figures)
    answers: dict[str, str | Answer | None] = {"A-01": making.answer("not_applicable", reason="none")}

    assert misfits(checklist, making.assessment(answers, {"late_02": 3}))
    assert not misfits(checklist, making.assessment(answers, {"late_02": 0}))
    assert not misfits(checklist, making.assessment(answers))
