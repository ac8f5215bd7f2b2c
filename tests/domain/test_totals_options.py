"""Groups with bounds and weights, what counts after the total, vetoes that cost points, stated rounding."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from lawcheck.domain.assessment import Answer
from lawcheck.domain.checklist import Checklist, Column, Every, NotApplicablePolicy, Rounding, Veto
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


@pytest.mark.parametrize("accidents", [4, 5, 1000, "5+", "~5", None])
def test_veto_costs_no_more_than_the_total(accidents: int | str | None) -> None:
    """So that a number that is not stated never costs less than one that is."""
    figures = {} if accidents is None else {"accidents": accidents}

    card = making.score(charging("accidents"), making.assessment({"A-01": "done"}, figures))

    assert adjustments(card) == {"veto-V-01": -100}


@pytest.mark.parametrize("accidents", [1, 9, None])
def test_veto_of_more_than_the_total_costs_its_points(accidents: int | None) -> None:
    checklist = charging("accidents")
    vetoes = (replace(checklist.vetoes[0], points=Fraction(150)),)
    figures = {} if accidents is None else {"accidents": accidents}

    card = making.score(replace(checklist, vetoes=vetoes), making.assessment({"A-01": "done"}, figures))

    assert adjustments(card) == {"veto-V-01": -150}


@pytest.mark.parametrize("times", ["repeated", "repeated / 2", "repeated - 3"])
def test_veto_that_strikes_costs_its_points_once_at_least(times: str) -> None:
    checklist = charging(times)
    figures = making.checklist(
        *checklist.items, vetoes=(making.veto("accidents > 0 and repeated >= 0"),)
    ).figures
    said = making.assessment(
        {"A-01": "done"}, {"accidents": 1, "repeated": 1 if times == "repeated / 2" else 0}
    )

    card = making.score(replace(checklist, figures=figures), said)

    assert adjustments(card) == {"veto-V-01": -30}


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
    assert adjustments(card) == {"rescale-A": 10, "double-all": -4}


def test_an_unproved_not_applicable_doubles_as_well_and_gains_nothing() -> None:
    answers: dict[str, str | Answer | None] = {
        "A-01": making.answer("not_applicable", reason="none"),
        "B-01": "done",
    }

    card = making.score(doubled(proof="id='na'"), making.assessment(answers, {"losses": 20}))

    assert claimed(card) == 60
    assert card.totals.columns[Column.SUPPORTED] == 50


def twice_lost(says: str, **grants: int | None) -> Fraction | None:
    """Return the reviewed total where the unit says so of a group that doubles, and loses 4 beside it."""
    said = making.assessment(
        {"A-01": making.answer(says, reason="none"), "B-01": "done"},
        {"losses": 4},
    )
    points = {name.replace("_", "-"): value for name, value in grants.items()}
    return making.score(doubled(proof=True), said, grants=points).totals.columns[Column.REVIEWED]


def test_reviewers_who_agree_that_a_group_does_not_apply_count_losses_twice() -> None:
    assert twice_lost("done", A_01=None, B_01=86) == 92
    assert twice_lost("not_applicable", A_01=None, B_01=86) == 92


def test_reviewers_who_find_that_a_group_applies_count_losses_once() -> None:
    assert twice_lost("not_applicable", A_01=7, B_01=86) == 93


def test_rows_without_points_that_no_reviewer_saw_double_nothing() -> None:
    """Nobody has to review them, and silence is no word that they do not apply."""
    checklist = making.checklist(
        making.item("A-01", 0, "measure='count', of='prizes', earn=1", cap=Fraction(1)),
        making.full("B-01", 90, LOSSES),
        policy="double",
    )
    said = making.assessment({"A-01": "done", "B-01": "done"}, {"losses": 4, "prizes": 0})

    assert making.score(checklist, said, grants={"B-01": 86}).totals.columns[Column.REVIEWED] == 86


@pytest.mark.parametrize("place", ["A-01", "A1-01"])
def test_group_with_a_row_that_no_reviewer_saw_is_not_left_out(place: str) -> None:
    """Its points are agreed not to apply, so others are raised for them; nothing is given or doubled."""
    checklist = making.checklist(
        making.item(place, 0, "measure='count', of='prizes', earn=1", cap=Fraction(1)),
        making.item("A-02", 10, na=True),
        making.full("B-01", 90, LOSSES),
        policies={"A": "double"},
    )
    answers: dict[str, str | Answer | None] = {place: "done", "B-01": "done", "A-02": "done"}
    said = making.assessment(answers, {"losses": 9, "prizes": 0})

    card = making.score(checklist, said, grants={"A-02": None, "B-01": 81})

    assert card.totals.columns[Column.REVIEWED] == 90


def test_losses_count_twice_as_they_were_before_raising() -> None:
    """Of B, C and the group that doubles, C is left out: 4 is lost twice, though B is raised for C."""
    checklist = making.checklist(
        making.item("A-01", 10, na=True),
        making.full("B-01", 45, LOSSES),
        making.item("C-01", 45, na=True),
        policies={"A": "double"},
    )
    answers = {id_: making.answer("not_applicable", reason="none") for id_ in ("A-01", "C-01")}
    said = making.assessment({**answers, "B-01": "done"}, {"losses": 4})

    card = making.score(checklist, said)

    # 10 + 41 of 55 is 92.73 of 100, less 4.
    assert adjustments(card) == {"rescale-A": 10, "rescale-all": Fraction("41.73"), "double-all": -4}


def spread(policy: str = "rescale", **policies: str) -> Checklist:
    """Return two headings, each with common points and points of its own that may not apply."""
    return making.checklist(
        making.item("A-01", 15),
        making.item("A-02", 12, na=True),
        making.item("B-01", 9),
        making.item("B-02", 4, na=True),
        policy=policy,
        policies=policies,
    )


def common_only(checklist: Checklist, first: str = "done", second: str = "done") -> Scorecard:
    left_out = making.answer("not_applicable", reason="none")
    return making.score(
        checklist, making.assessment({"A-01": first, "A-02": left_out, "B-01": second, "B-02": left_out})
    )


def test_what_is_passed_up_is_raised_once_by_one_factor() -> None:
    card = common_only(spread(A="pass_up", B="pass_up"), first="partial")

    # 7.5 + 9 of 24 common points, to 40; heading by heading it would be 13.5 + 13.
    assert claimed(card) == Fraction("27.5")
    assert adjustments(card) == {"rescale-all": 11}
    assert claimed(common_only(spread(), first="partial")) == Fraction("26.5")


def test_total_raises_what_every_group_passes_up() -> None:
    card = common_only(spread("pass_up"), first="partial")

    assert claimed(card) == Fraction("27.5")
    assert adjustments(card) == {"rescale-all": 11}


def test_second_level_passes_up_to_the_first() -> None:
    checklist = making.checklist(
        making.item("A1-01", 6),
        making.item("A1-02", 2, na=True),
        making.item("A2-01", 2),
        making.item("B-01", 10),
        policies={"A1": "pass_up"},
    )
    said = making.assessment(
        {
            "A1-01": "partial",
            "A1-02": making.answer("not_applicable", reason="none"),
            "A2-01": "done",
            "B-01": "done",
        }
    )

    card = making.score(checklist, said)

    # 3 + 2 of 8 is 6.25 of A's 10.
    assert adjustments(card) == {"rescale-A": Fraction("1.25")}


def test_group_of_which_nothing_applies_passes_all_up() -> None:
    checklist = making.checklist(
        making.item("A-01", 5, na=True), making.item("B-01", 5), policies={"A": "pass_up"}
    )
    said = making.assessment({"A-01": making.answer("not_applicable", reason="none"), "B-01": "partial"})

    card = making.score(checklist, said)

    assert card.totals.sections[0].columns[Column.CLAIMED] is None
    assert claimed(card) == 5


def test_unproved_not_applicable_stays_in_what_is_passed_up() -> None:
    checklist = making.checklist(
        making.item("A-01", 5, na="id='na'"), making.item("B-01", 5), policies={"A": "pass_up"}
    )
    said = making.assessment({"A-01": making.answer("not_applicable", reason="none"), "B-01": "done"})

    card = making.score(checklist, said)

    assert (claimed(card), card.totals.columns[Column.SUPPORTED]) == (10, 5)


def test_weight_may_be_above_1() -> None:
    checklist = with_group(making.checklist(making.item("A-01", 10)), "A", weight=Fraction("1.2"))
    checklist = replace(checklist, scoring=replace(checklist.scoring, total=Fraction(12)))

    card = making.score(checklist, making.assessment({"A-01": "partial"}))

    assert claimed(card) == 6
    assert adjustments(card) == {"weight-A": 1}


def test_group_without_a_weight_is_an_exact_sum() -> None:
    """A weight is rounded where it stands, and what is only added up is not."""
    rate = "measure='rate', of='heard', to='held', earn=3"
    checklist = making.checklist(making.item("A1-01", 8, "measure='status', earn=5", rate))
    checklist = with_group(
        checklist, "A1", weight=Fraction("0.125"), not_applicable=NotApplicablePolicy.PASS_UP
    )
    checklist = with_group(checklist, "A", points=Fraction(1), not_applicable=NotApplicablePolicy.KEEP)
    scoring = replace(checklist.scoring, total=Fraction(1), rounding=Rounding.DOWN)
    said = making.assessment({"A1-01": "done"}, {"heard": 0, "held": 0})

    card = making.score(replace(checklist, scoring=scoring), said)

    # 5 of 8 is 0.625, cut to 0.62; the other 0.375 do not apply, and count as full.
    assert claimed(card) == Fraction("0.995")


def waiting(needed: int) -> Checklist:
    """Return 20 points, of which 10 need proof, and a bonus that waits for the total."""
    checklist = making.checklist(
        making.item("A-01", 10),
        making.item("A-02", 10, evidence=["id='minutes'"]),
        making.item("B-01", 0, "measure='count', of='prizes', earn=2, each=1", PENALTY, cap=6, floor=-6),
    )
    checklist = with_group(checklist, "B", after_total=True, needs_total=Fraction(needed))
    return replace(checklist, scoring=replace(checklist.scoring, total=Fraction(20)))


PENALTY = "measure='count', of='late', lose=1, each=1"


def scored(needed: int, status: str = "done", prizes: int = 2, late: int = 0) -> Scorecard:
    said = making.assessment(
        {"A-01": "done", "A-02": status, "B-01": "done"},
        {"prizes": prizes, "late": late},
        making.pieces(0, "A-02:minutes"),
    )
    return making.score(waiting(needed), said, grants={"A-01": 10, "A-02": 5, "B-01": 3})


@pytest.mark.parametrize(("needed", "total"), [(20, 24), (15, 24), (21, 20)])
def test_bonus_counts_from_the_total_that_it_needs_on(needed: int, total: int) -> None:
    assert claimed(scored(needed)) == total


def test_bonus_is_withheld_in_each_score_on_its_own() -> None:
    card = scored(15)

    assert dict(card.totals.columns) == {Column.CLAIMED: 24, Column.SUPPORTED: 10, Column.REVIEWED: 18}
    assert [(one.id, dict(one.columns)) for one in card.totals.adjustments] == [
        ("withheld-B", {Column.CLAIMED: 0, Column.SUPPORTED: -4, Column.REVIEWED: 0})
    ]


def test_total_below_what_a_bonus_needs_spares_no_deduction() -> None:
    assert claimed(scored(20, "partial", prizes=0, late=3)) == 12
    assert claimed(scored(20, "partial", prizes=2, late=3)) == 15


def test_bonus_waits_for_the_total_without_any_bonus() -> None:
    checklist = making.checklist(making.item("A-01", 20), making.item("B-01", 3), making.item("C-01", 3))
    for group in "BC":
        checklist = with_group(checklist, group, after_total=True, needs_total=Fraction(12))
    checklist = replace(checklist, scoring=replace(checklist.scoring, total=Fraction(20)))

    card = making.score(checklist, making.assessment({"A-01": "partial", "B-01": "done", "C-01": "done"}))

    assert claimed(card) == 10


def test_bonus_is_withheld_where_no_total_is_reached_at_all() -> None:
    checklist = making.checklist(making.item("A-01", 20, na=True), making.item("B-01", 3))
    checklist = with_group(checklist, "B", after_total=True, needs_total=Fraction(1))
    checklist = replace(checklist, scoring=replace(checklist.scoring, total=Fraction(20)))
    said = making.assessment({"A-01": making.answer("not_applicable", reason="none"), "B-01": "done"})

    assert claimed(making.score(checklist, said)) == 0


def test_bonus_of_which_nothing_applies_is_nothing() -> None:
    checklist = making.checklist(making.item("A-01", 20), making.item("B-01", 3, na=True))
    checklist = with_group(checklist, "B", after_total=True)
    checklist = replace(checklist, scoring=replace(checklist.scoring, total=Fraction(20)))
    said = making.assessment({"A-01": "done", "B-01": making.answer("not_applicable", reason="none")})

    card = making.score(checklist, said)

    assert card.totals.sections[1].columns[Column.CLAIMED] == 0
    assert claimed(card) == 20


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
