"""Rules, each price by hand; the real schemes' rules (R1 to R14) stand at the end of the file."""

import math
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pytest

from lawcheck.domain.pricing import Applied, Outcome, Situation
from lawcheck.domain.quantities import Kind, parse_quantity
from tests import making

HALF = Fraction(1, 2)


def apply(
    rule: str, figures: dict[str, str] | None = None, *, done: Fraction | int = 0, points: int = 5
) -> Applied:
    certain = {
        name: parse_quantity(
            text, Kind.DATE if text.startswith("2") and "-" in text else Kind.NUMBER
        ).interval
        for name, text in (figures or {}).items()
    }
    return making.rule(rule).apply(Situation(certain, Fraction(done), Fraction(points)))


def points(rule: str, **figures: str) -> Fraction:
    return apply(rule, figures).points


# Measures


@pytest.mark.parametrize(("done", "earned"), [(1, 4), (HALF, 2), (0, 0)])
def test_status_earns_its_share(done: Fraction | int, earned: int) -> None:
    assert apply("measure='status', earn=4", done=done).points == earned


@pytest.mark.parametrize(("done", "lost"), [(1, 0), (HALF, 2), (0, 4)])
def test_status_loses_what_is_not_done(done: Fraction | int, lost: int) -> None:
    assert apply("measure='status', lose=4", done=done).points == lost


@pytest.mark.parametrize(("done", "lost"), [(1, 0), (HALF, 5), (0, 5)])
def test_status_that_loses_all_wants_it_done(done: Fraction | int, lost: int) -> None:
    assert apply("measure='status', lose_all=true", done=done).points == lost


@pytest.mark.parametrize(("visits", "earned"), [("0", 0), ("1", 3), ("7", 3)])
def test_count_earns_once_if_there_is_any(visits: str, earned: int) -> None:
    assert points("measure='count', of='visits', earn=3", visits=visits) == earned


@pytest.mark.parametrize(("held", "lost"), [("0", 3), ("2", 1), ("3", 0), ("5", 0)])
def test_short_never_counts_what_is_beyond_the_target(held: str, lost: int) -> None:
    assert points("measure='short', of='held', target=3, lose=1, each=1", held=held) == lost


def test_short_may_have_a_figure_as_its_target() -> None:
    assert points("measure='short', of='held', target='planned', lose=1, each=1", held="2", planned="6") == 4


@pytest.mark.parametrize(("of", "to"), [("6", "4"), ("5+", "4"), ("4", "0")])
def test_rate_of_more_than_the_whole_earns_nothing(of: str, to: str) -> None:
    assert points("measure='rate', of='of', to='to', earn=4", of=of, to=to) == 0


@pytest.mark.parametrize(("of", "to", "earned"), [("1", "4", 1), ("4", "4", 4), ("0", "4", 0)])
def test_rate_earns_its_share_up_to_all(of: str, to: str, earned: int) -> None:
    assert points("measure='rate', of='heard', to='held', earn=4", heard=of, held=to) == earned


def test_rate_of_nothing_in_nothing_is_void() -> None:
    applied = apply("measure='rate', of='heard', to='held', earn=4", {"heard": "0", "held": "0"})

    assert (applied.outcome, applied.points) == (Outcome.VOID, 0)


@pytest.mark.parametrize("held", ["0", "0+"])
def test_rate_of_something_in_perhaps_nothing_cannot_be_compared(held: str) -> None:
    applied = apply("measure='rate', of='heard', to='held', earn=4", {"heard": "1", "held": held})

    assert (applied.outcome, applied.points) == (Outcome.MISSING, 0)


@pytest.mark.parametrize(("now", "earned"), [("9", 0), ("10", 0), ("11", 2)])
def test_change_is_positive_where_it_grew(now: str, earned: int) -> None:
    assert points("measure='change', of='now', base='then', earn=2", now=now, then="10") == earned


def test_change_in_percent_is_of_the_base() -> None:
    rule = "measure='change', of='now', base='then', unit='percent', earn=1, each=10"

    assert points(rule, now="26", then="20") == 3


def test_change_in_percent_without_a_base_cannot_be_compared() -> None:
    rule = "measure='change', of='now', base='then', unit='percent', lose=1, each=10, cap=2"

    assert apply(rule, {"now": "26", "then": "0"}) == Applied(Outcome.MISSING, Fraction(2), None)
    assert apply(rule, {"now": "26"}) == Applied(Outcome.MISSING, Fraction(2), None)


@pytest.mark.parametrize(("day", "lost"), [("2021-03-30", 0), ("2021-03-31", 0), ("2021-04-02", 2)])
def test_days_are_counted_from_the_day_itself(day: str, lost: int) -> None:
    assert points("measure='days', of='sent', by=2021-03-31, lose=1, each=1", sent=day) == lost


@pytest.mark.parametrize(
    ("day", "lost"),
    [("2020-09-30", 0), ("2020-10-01", 1), ("2020-10-08", 1), ("2020-10-10", 2), ("2020-09-01", 0)],
)
def test_days_late_may_be_working_days_and_late_is_one_at_least(day: str, lost: int) -> None:
    rule = "measure='days', of='sent', by=2020-09-30, count='working', lose=1, each=1"

    assert points(rule, sent=day) == lost


def test_days_are_counted_from_what_a_formula_comes_to() -> None:
    rule = "measure='days', of='sent', by='workday(received, 20)', lose=1, each=1"

    assert points(rule, received="2020-01-20", sent="2020-02-25") == 0
    assert points(rule, received="2020-01-20", sent="2020-02-27") == 2


def test_days_from_a_missing_day_are_missing() -> None:
    rule = "measure='days', of='sent', by='workday(received, 20)', count='working', lose=1"

    assert apply(rule, {"sent": "2020-02-25"}).outcome is Outcome.MISSING


@pytest.mark.parametrize(("sent", "lost", "earned"), [("2099-06-24", 0, 3), ("2099-06-25", 3, 0)])
def test_days_from_an_estimate_are_taken_at_their_worst(sent: str, lost: int, earned: int) -> None:
    rule = "measure='days', of='sent', by='workday(received, 20)'"

    assert points(f"{rule}, lose=3", received="2099-06-01", sent=sent) == lost
    assert points(f"{rule}, earn=3, below=1", received="2099-06-01", sent=sent) == earned


# Prices


@pytest.mark.parametrize(("count", "lost"), [("2", 0), ("3", HALF), ("5", 3 * HALF)])
def test_each_counts_what_is_above(count: str, lost: Fraction) -> None:
    assert points("measure='count', of='n', lose=0.5, each=1, above=2", n=count) == lost


@pytest.mark.parametrize(("rate", "lost"), [("95", 0), ("94", HALF), ("90", 5 * HALF), ("99", 0)])
def test_each_counts_what_is_below(rate: str, lost: Fraction) -> None:
    assert points("measure='count', of='n', lose=0.5, each=1, below=95", n=rate) == lost


@pytest.mark.parametrize(("steps", "lost"), [("exact", Fraction(5, 4)), ("whole", 1), ("started", 2)])
def test_steps_cut_the_distance(steps: str, lost: Fraction | int) -> None:
    assert points(f"measure='count', of='n', lose=1, each=20, steps='{steps}'", n="25") == lost


@pytest.mark.parametrize("steps", ["exact", "whole", "started"])
def test_steps_agree_on_a_completed_step(steps: str) -> None:
    assert points(f"measure='count', of='n', lose=1, each=20, steps='{steps}'", n="40") == 2


BANDS = (
    "measure='count', of='n', "
    "earn_by=[{at_least=10, points=5}, {above=5, points=3}, {at_most=1, points=0}, {points=1}]"
)


@pytest.mark.parametrize(("n", "earned"), [("10", 5), ("9.9", 3), ("5.1", 3), ("5", 1), ("2", 1), ("1", 0)])
def test_bands_give_the_points_of_the_first_that_holds(n: str, earned: int) -> None:
    assert points(BANDS, n=n) == earned


def test_bands_of_which_none_holds_give_nothing() -> None:
    assert points("measure='count', of='n', lose_by=[{below=3, points=2}]", n="3") == 0


@pytest.mark.parametrize(("n", "lost"), [("0", 0), ("1", 5), ("7", 5)])
def test_lose_all_takes_the_whole_item(n: str, lost: int) -> None:
    assert points("measure='count', of='n', lose_all=true", n=n) == lost


@pytest.mark.parametrize(
    ("n", "lost"), [("3", Fraction("0.9")), ("4", Fraction("1.2")), ("9", Fraction("1.2"))]
)
def test_cap_is_the_most_that_a_rule_loses(n: str, lost: Fraction) -> None:
    assert points("measure='count', of='n', lose=0.3, each=1, cap=1.2", n=n) == lost


def test_cap_is_the_most_that_a_rule_earns() -> None:
    assert points("measure='count', of='n', earn=1, each=1, cap=2", n="3") == 2


def test_losses_without_a_cap_may_exceed_the_item() -> None:
    assert points("measure='count', of='n', lose=6, each=1", n="3") == 18


def test_times_multiplies_the_points_before_the_cap() -> None:
    rule = "measure='count', of='n', lose=1, each=1, times='k', cap=5"

    assert points(rule, n="2", k="2") == 4
    assert points(rule, n="2", k="9") == 5


def test_times_never_turns_a_loss_into_a_gain() -> None:
    assert points("measure='count', of='n', lose=1, times='k'", n="2", k="-3") == 0


def test_times_nothing_is_nothing_however_much_is_counted() -> None:
    assert points("measure='count', of='n', lose=1, each=1, times='k'", n="10+", k="0") == 0


@pytest.mark.parametrize(("k", "lost"), [("0", 0), ("1", 5), ("3", 5)])
def test_times_never_takes_more_than_all(k: str, lost: int) -> None:
    assert points("measure='count', of='n', lose_all=true, times='k'", n="1", k=k) == lost


def test_rule_whose_condition_is_false_neither_earns_nor_loses() -> None:
    applied = apply("measure='count', of='n', lose=1, when='k > 0'", {"n": "2", "k": "0"})

    assert applied == Applied(Outcome.IDLE, Fraction(0), None)


def test_rule_whose_condition_is_true_applies() -> None:
    assert points("measure='count', of='n', lose=1, when='k > 0'", n="2", k="1") == 1


@pytest.mark.parametrize("figures", [{"n": "2"}, {"n": "2", "k": "0+"}, {"n": "2", "k": "~1"}])
def test_rule_whose_condition_is_undecided_is_missing(figures: dict[str, str]) -> None:
    assert apply("measure='count', of='n', lose=1, cap=1, when='k > 0'", figures).outcome is Outcome.MISSING
    assert apply("measure='count', of='n', earn=1, when='k > 0'", figures).points == 0


# What is worst for the unit


@pytest.mark.parametrize(
    ("rule", "points_"),
    [
        ("measure='count', of='n', earn=1", 0),
        ("measure='count', of='n', earn_by=[{points=4}]", 0),
        ("measure='count', of='n', lose=1, each=1, cap=2", 2),
        ("measure='count', of='n', lose=1", 5),
        ("measure='count', of='n', lose_all=true", 5),
        ("measure='count', of='m', times='n', earn=1", 0),
        ("measure='count', of='m', times='n', lose=1, cap=3", 3),
    ],
)
@pytest.mark.parametrize("said", [None, "~10"])
def test_rule_without_its_figure_earns_nothing_or_loses_its_cap(
    rule: str, points_: int, said: str | None
) -> None:
    figures = {"m": "1"} | ({"n": said} if said else {})

    assert apply(rule, figures) == Applied(Outcome.MISSING, Fraction(points_), None)


@pytest.mark.parametrize(
    ("rule", "points_"),
    [
        ("measure='count', of='n', earn=1, each=1", 10),
        ("measure='count', of='n', earn=1, each=1, below=20", 0),
        ("measure='count', of='n', lose=1, each=1, below=12", 2),
        ("measure='count', of='n', lose=1, each=1, cap=3", 3),
        ("measure='count', of='n', lose=1, above=10", 1),
        ("measure='count', of='n', lose=1, below=10", 0),
        ("measure='count', of='n', earn_by=[{at_most=10, points=4}, {at_most=30, points=1}, {points=2}]", 1),
        ("measure='count', of='n', earn_by=[{at_least=11, points=4}, {points=2}]", 2),
        ("measure='count', of='n', lose_by=[{above=50, below=51, points=4}, {points=2}]", 4),
        ("measure='rate', of='n', to='all', earn=4", 2),
        ("measure='rate', of='part', to='n', earn=4", 0),
    ],
)
def test_rule_over_at_least_ten_takes_what_is_worst(rule: str, points_: int) -> None:
    assert points(rule, n="10+", all="20", part="5") == points_


def test_loss_without_bound_takes_the_whole_item() -> None:
    applied = apply("measure='count', of='n', lose=1, each=1", {"n": "0+"}, points=4)

    assert applied.points == 4


def test_rule_that_reads_an_enormous_number_still_has_points() -> None:
    enormous = "*".join(["n"] * 40)

    assert points(f"measure='count', of='{enormous}', lose=1, each=1, cap=3", n="1000000000000") == 3


def test_rule_remembers_what_it_read() -> None:
    applied = apply("measure='count', of='n', earn=1", {"n": "10+"})

    assert applied.reading == (10, math.inf)


def test_rule_names_every_figure_it_looks_at() -> None:
    rule = making.rule("measure='rate', of='a', to='b + c', earn=1, times='d', when='e > 0'")

    assert rule.names == {"a", "b", "c", "d", "e"}


@pytest.mark.parametrize(
    ("rule", "worth"),
    [
        ("measure='status', earn=3", 3),
        ("measure='count', of='n', earn_by=[{above=3, points=1}, {points=2}]", 2),
        ("measure='count', of='n', earn=3, each=1, cap=4", 4),
        ("measure='count', of='n', earn=3, each=1", 5),
        ("measure='count', of='n', earn=3, times='n'", 5),
        ("measure='count', of='n', lose=3", 3),
        ("measure='count', of='n', lose_by=[{above=3, points=1}, {points=2}]", 2),
        ("measure='count', of='n', lose=3, each=1", 5),
        ("measure='count', of='n', lose=3, times='n'", 5),
        ("measure='count', of='n', lose=3, none_at=1, all_at=4", 3),
        ("measure='count', of='n', lose_all=true", 5),
    ],
)
def test_worth_is_the_most_that_a_rule_gives_or_takes(rule: str, worth: int) -> None:
    assert making.rule(rule).worth(Fraction(5)) == worth


# The real schemes. Source: domain.md 2.3; what a file of this format says, and points by hand.


class Case(NamedTuple):
    """An item that starts full, its points, its rules, figures, and what is left of it."""

    points: int | str
    rules: tuple[str, ...]
    figures: dict[str, str]
    left: str


MEETINGS = (
    "measure='count', of='no_group', lose=0.5",
    "measure='count', of='no_leader', lose=0.5",
    "measure='short', of='meetings', target=3, lose=0.5, each=1",
)
STUDY = (
    "measure='count', of='no_system', lose=0.3",
    "measure='short', of='study', target=6, lose=0.3, each=1, cap=1.2",
)
TRAINING = (
    "measure='count', of='none_held', lose=0.6",
    "measure='count', of='absent', lose=0.3, each=1, cap=0.9",
)
PROPOSALS = (
    "measure='rate', of='done', to='received', lose=0.5, each=1, below=100",
    "measure='count', of='satisfied', lose=0.5, each=1, below=95",
)
REPORTS = ("measure='count', of='late', lose=0.5, each=1", "measure='count', of='missed', lose=1, each=1")
SYSTEMS = (
    "measure='short', of='systems', target=2, lose=3, each=1",
    "measure='count', of='unfiled', lose=1, each=1",
)
SAFETY = (
    "measure='count', of='sense', lose=0.25, each=1, below=96, cap=5",
    "measure='count', of='sense', lose=0.25, each=1, below=90",
)
RANK = (
    (
        "measure='change', of='rank', base='last_rank', "
        "lose_by=[{at_least=10, points=2}, {at_least=5, points=1}]"
    ),
)
VETO = ("measure='count', of='events', lose=30, each=1, times='1 + repeated'",)
REPLIES = ("measure='count', of='overdue', lose=6, each=1", "measure='count', of='corrected', lose=3, each=1")
YEARLY = (
    "measure='days', of='published', by=2018-03-31, lose_by=[{above=0, points=2}]",
    "measure='count', of='no_ledger', lose=2",
)
POSTS = (
    "measure='count', of='short_posts', lose=5, each=1",
    "measure='count', of='blank_months', lose=10, each=1",
)

CASES = {
    "R1 nothing missing": Case(3, MEETINGS, {"no_group": "0", "no_leader": "0", "meetings": "3"}, "3"),
    "R1 two sessions and the leader": Case(
        3, MEETINGS, {"no_group": "0", "no_leader": "1", "meetings": "1"}, "1.5"
    ),
    "R2 four times 0.3 is 1.2": Case("1.5", STUDY, {"no_system": "0", "study": "2"}, "0.3"),
    "R2 capped": Case("1.5", STUDY, {"no_system": "0", "study": "0"}, "0.3"),
    "R2 capped, and no system": Case("1.5", STUDY, {"no_system": "1", "study": "0"}, "0"),
    "R3 two absent": Case("1.5", TRAINING, {"none_held": "0", "absent": "2"}, "0.9"),
    "R3 seven absent": Case("1.5", TRAINING, {"none_held": "0", "absent": "7"}, "0.6"),
    "R4 both rates": Case(6, PROPOSALS, {"done": "49", "received": "50", "satisfied": "93"}, "4"),
    "R4 until empty": Case(6, PROPOSALS, {"done": "1", "received": "2", "satisfied": "95"}, "0"),
    "R5 one unlawful decision": Case(
        5, ("measure='count', of='unlawful', lose_all=true",), {"unlawful": "1"}, "0"
    ),
    "R6 late and missed": Case(12, REPORTS, {"late": "3", "missed": "2"}, "8.5"),
    "R8 one of two": Case(6, SYSTEMS, {"systems": "1", "unfiled": "1"}, "2"),
    "R11 first slope": Case(5, SAFETY, {"sense": "94"}, "4.5"),
    "R11 both slopes": Case(5, SAFETY, {"sense": "88"}, "2.5"),
    "R11 rank five down": Case(2, RANK, {"rank": "12", "last_rank": "7"}, "1"),
    "R11 rank up": Case(2, RANK, {"rank": "2", "last_rank": "7"}, "2"),
    "R11 doubled veto": Case(100, VETO, {"events": "1", "repeated": "1"}, "40"),
    "R12 one overdue empties it": Case(6, REPLIES, {"overdue": "1", "corrected": "0"}, "0"),
    "R12 beyond its points": Case(6, REPLIES, {"overdue": "2", "corrected": "3"}, "0"),
    "R12 once corrected": Case(6, REPLIES, {"overdue": "0", "corrected": "1"}, "3"),
    "R13 on the day": Case(4, YEARLY, {"published": "2018-03-31", "no_ledger": "0"}, "4"),
    "R13 late": Case(4, YEARLY, {"published": "2018-04-01", "no_ledger": "0"}, "2"),
    "R13 late, no ledger": Case(4, YEARLY, {"published": "2018-04-01", "no_ledger": "1"}, "0"),
    "R13 never": Case(4, YEARLY, {"no_ledger": "0"}, "0"),
    "R14 short and blank months": Case(40, POSTS, {"short_posts": "3", "blank_months": "1"}, "15"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_real_scheme(case: Case) -> None:
    score = making.score_one(making.full("A-01", case.points, *case.rules), figures=case.figures)

    assert score.claimed == Fraction(case.left)


@pytest.mark.parametrize(
    ("growth", "earned"),
    [("40", "0"), ("44", "1"), ("48", "1"), ("52", "1"), ("60", "2"), ("61", "2"), ("68", "3")],
)
def test_real_scheme_r14_bonus_has_steps(growth: str, earned: str) -> None:
    """10 % over the quota of 40 earns 1, over 30 % another 1 for each completed 20 %."""
    item = making.item(
        "A-01",
        10,
        "measure='change', of='posts', base=40, unit='percent', earn_by=[{at_least=10, points=1}]",
        "measure='change', of='posts', base=40, unit='percent', earn=1, each=20, above=30, steps='whole'",
    )

    assert making.score_one(item, figures={"posts": growth}).claimed == Fraction(earned)


def test_real_scheme_r14_weighted_channels() -> None:
    """80 % online and 20 % on site: 90 and 50 of 100 are 82."""
    item = making.item(
        "A-01",
        100,
        "measure='count', of='online', earn=0.8, each=1",
        "measure='count', of='on_site', earn=0.2, each=1",
    )

    assert making.score_one(item, figures={"online": "90", "on_site": "50"}).claimed == 82


def test_days_rule_reads_a_day_that_a_checklist_names() -> None:
    rule = making.rule(
        "measure='days', of='published', by=2021-04-01, "
        "earn_by=[{below=0, points=2}, {at_most=0, points=1.5}, {points=1}]"
    )
    by_day = {
        day: rule.apply(
            Situation({"published": parse_quantity(str(day), Kind.DATE).interval}, Fraction(1), Fraction(2))
        )
        for day in (date(2021, 3, 31), date(2021, 4, 1), date(2021, 4, 2))
    }

    assert [one.points for one in by_day.values()] == [2, Fraction(3, 2), 1]


@pytest.mark.parametrize(
    ("value", "points"),
    [(50, 0), (60, 0), (75, 5), (90, 10), (99, 10), ("75+", 5), ("60+", 0), ("95+", 10), ("~80", 0)],
)
def test_slope_earns_in_proportion_between_its_ends(value: int | str, points: int) -> None:
    one = making.item("A-01", 10, "measure='count', of='n', earn=10, none_at=60, all_at=90", cap=Fraction(99))

    assert making.score_one(one, figures={"n": value}).claimed == points


@pytest.mark.parametrize(("value", "points"), [(1, 10), (3, 10), (6, 5), (9, 0), (20, 0), ("3+", 0)])
def test_slope_may_run_downwards(value: int | str, points: int) -> None:
    one = making.item("A-01", 10, "measure='count', of='n', earn=10, none_at=9, all_at=3")

    assert making.score_one(one, figures={"n": value}).claimed == points


@pytest.mark.parametrize(("done", "points"), [(50, 0), (60, 0), (75, 5), (90, 10), (100, 10)])
def test_slope_of_a_rate_loses_in_proportion(done: int, points: int) -> None:
    one = making.full("A-01", 10, "measure='rate', of='n', to=100, lose=10, none_at=90, all_at=60")

    assert making.score_one(one, figures={"n": done}).claimed == points


def test_part_that_may_be_larger_than_its_whole_counts_as_all_of_it() -> None:
    """Of `2+` of 2 only 2 is possible: nothing lies over 100 %."""
    over = "measure='rate', of='n', to='m', lose_by=[{above=100, points=4}, {below=100, points=2}]"
    one = making.full("A-01", 5, over, "measure='status', lose=1")

    assert making.score_one(one, figures={"n": "2+", "m": 2}).claimed == 5
    assert making.score_one(one, figures={"n": "1+", "m": 2}).claimed == 3
