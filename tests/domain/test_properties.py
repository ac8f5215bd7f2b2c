"""What holds of every checklist and every assessment: above all, that leaving something out never helps.

The checklists are generated without regard to whether they make sense (points need not fit the rules), so
that nothing holds merely because a linted checklist is well behaved. Every rule has figures of its own;
else one figure may be good for one rule and bad for another.
"""

import dataclasses
import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lawcheck.domain.assessment import Answer, Assessment, Piece, Status
from lawcheck.domain.checklist import NA_ROW, Checklist, Column, Item, Proof, Start
from lawcheck.domain.parse import parse
from lawcheck.domain.pricing import Outcome, Situation, Steps
from lawcheck.domain.quantities import Interval, parse_quantity
from lawcheck.domain.rules import CountRule, RateRule, Rule, ShortRule, StatusRule
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import rounded
from tests import making

BOTH = Column.CLAIMED, Column.SUPPORTED
ROWS = ("x", "y")
PLACES = ("A", "A", "B1", "B1", "B2", "C")

POINTS = [Decimal(n) / 4 for n in range(13)]
EDGES = [Decimal(n) for n in (0, 1, 2, 3, 5, 50, 90, 100)]
AMOUNTS = ["0", "0", "1", "2", "3", "4", "7", "100"]
POLICIES = ["rescale", "keep", "zero"]
NA: list[str | bool] = [False, True, "id='na'", "id='na', needed=2"]
DAYS = [None, "2020-05-01", "2020-05-01", "2021-05-01"]


def make_bands(chance: Random) -> list[dict[str, Decimal]]:
    return [
        {"points": chance.choice(POINTS)}
        | {key: chance.choice(EDGES) for key in chance.sample(["at_least", "above", "at_most", "below"], 2)}
        for _ in range(chance.randint(1, 3))
    ]


def make_rule(chance: Random, prefix: str) -> Rule:
    """Return a rule whose figures begin with `prefix`."""
    measure = chance.choice(["status", "count", "count", "short", "rate", "rate", "change"])
    table: dict[str, Any] = {"measure": measure}
    second = {"short": "target", "rate": "to", "change": "base"}.get(measure)
    if measure != "status":
        table["of"] = f"{prefix}_of"
    if second:
        table[second] = f"{prefix}_{second}"
    if measure == "change":
        table["unit"] = chance.choice(["number", "percent"])
    # With bands or steps a scheme may price a status the wrong way round.
    prices = [
        "earn",
        "earn",
        "lose",
        "lose",
        "lose_all",
        *(["earn_by", "lose_by"] if second or measure == "count" else []),
    ]
    price = chance.choice(prices)
    many = {"lose_all": True, "earn_by": make_bands(chance), "lose_by": make_bands(chance)}
    table[price] = many.get(price, chance.choice(POINTS))
    if price in ("earn", "lose") and measure != "status" and chance.random() < 1 / 2:
        table |= {
            "each": chance.choice([Decimal("0.5"), Decimal(1), Decimal(3)]),
            "steps": str(chance.choice([*Steps])),
        }
    if bound := chance.choice([None, None, "above", "below"]):
        table[bound] = chance.choice(EDGES)
    if chance.random() < 1 / 2:
        table["cap"] = chance.choice(POINTS)
    if chance.random() < 1 / 6:
        table["times"] = f"{prefix}_times"
    if chance.random() < 1 / 6:
        table["when"] = f"{prefix}_when >= 2"
    made: Rule = parse(Rule, table)  # type: ignore[arg-type]  # an annotated union is no class
    return made


def make_item(chance: Random, id_: str, prefix: str) -> Item:
    needed = chance.choice(["", "", ", needed=2", f", needed='{prefix}_needed'"])
    window = chance.choice(["", ", window={first=2020-01-01, last=2020-12-31}"])
    return making.item(
        id_,
        Fraction(chance.choice(POINTS)),
        *[make_rule(chance, f"{prefix}_r{number}") for number in range(chance.randint(1, 3))],
        start=chance.choice([*Start]),
        proof=chance.choice([*Proof]),
        evidence=[f"id='{row}'{needed}{window}" for row in ROWS[: chance.randint(0, 2)]],
        na=chance.choice(NA),
        floor=chance.choice([None, Fraction(0), Fraction(-2)]),
        cap=chance.choice([None, None, Fraction(1), Fraction(2)]),
    )


def make_checklist(chance: Random, size: int) -> Checklist:
    places = PLACES[:size]
    items = [make_item(chance, f"{place}-0{number}", f"i{number}") for number, place in enumerate(places)]
    gated = [item.id for item in chance.sample(items, min(2, size))]
    return making.checklist(
        *items,
        policy=chance.choice(POLICIES),
        policies={id_: chance.choice(POLICIES) for id_ in sorted({*places, *(place[0] for place in places)})},
        decimals=chance.choice([0, 2, 2]),
        gate=making.gate(
            chance.choice(["0.01", "2"]),
            making.gate_item(*gated, met=chance.choice([None, "gate_n = 0"])),
            grade_at_most="fair",
            checks=("sum",),
            unsupported=1,
        ),
        vetoes=(making.veto("veto_n > 1", chance.choice([None, "fair"])),),
        checks=(making.check("sum", "check_a >= check_b"),),
        grades=making.grades(good=4, fair=2, poor=0),
    )


def make_answer(chance: Random, item: Item) -> Answer:
    statuses = [None, "done", "done", "done", "partial", "not_done"]
    if item.not_applicable:
        statuses += ["not_applicable"] * 2
    return making.answer(chance.choice(statuses), confirmed=chance.random() < 7 / 8)


def make_piece(chance: Random, checklist: Checklist) -> Piece:
    """Return a piece; with so few targets many are registered twice."""
    rows = [f"{item.id}:{row}" for item in checklist.items for row in (*ROWS, NA_ROW)]
    return making.piece(
        *chance.choices(rows, k=chance.randint(1, 5)),
        target=chance.choice("abcd"),
        covers=chance.choice(DAYS),
    )


class Said(NamedTuple):
    """A checklist, what is said on it, and how the pieces of evidence stand."""

    checklist: Checklist
    assessment: Assessment
    states: dict[str, str]

    def score(self, **grants: str | None) -> Scorecard:
        return making.score(self.checklist, self.assessment, self.states, grants)

    def with_(self, **changes: Any) -> "Said":
        return self._replace(assessment=dataclasses.replace(self.assessment, **changes))

    def stating(self, name: str, text: str | None) -> "Said":
        figures = {key: value for key, value in self.assessment.figures.items() if key != name}
        return self.with_(figures=figures if text is None else figures | {name: text})

    def answering(self, id_: str, answer: Answer) -> "Said":
        return self.with_(answers=self.assessment.answers | {id_: answer})


def make_said(size: int, seed: int) -> Said:
    """Return a checklist of `size` items and an assessment of it.

    A seed makes them ten times as fast as single draws would, so that many more are tried; hypothesis
    still finds the smallest size that fails.
    """
    chance = Random(seed)
    checklist = make_checklist(chance, size)
    shapes = ["", "{}", "{}", "{}", "{}+", "~{}"]
    figures = {
        figure.name: chance.choice(shapes).format(chance.choice(AMOUNTS)) for figure in checklist.figures
    }
    evidence = {f"p{number}": make_piece(chance, checklist) for number in range(chance.randint(0, 9))}
    stated = making.assessment(
        {item.id: make_answer(chance, item) for item in checklist.items},
        {name: text for name, text in figures.items() if text},
        evidence,
    )
    states = {key: chance.choice(["present"] * 4 + ["missing", "changed"]) for key in evidence}
    return Said(checklist, stated, states)


SAID = st.builds(make_said, st.integers(1, len(PLACES)), st.integers(0, 2**32))
RULES = st.integers(0, 2**32).map(lambda seed: make_rule(Random(seed), "n"))
NUMBERS = st.one_of(
    st.fractions(-20, 120, max_denominator=4),
    st.sampled_from([Fraction(n) for n in (-1, 0, 1, 2, 3, 5, 50, 90, 100)]),
)


Scores = dict[str, Fraction | None]


def scores(card: Scorecard, column: Column) -> Scores:
    """Return the score of every item and section, and the total under ""."""
    return (
        {id_: one.columns[column].score for id_, one in card.items.items()}
        | {one.group.id: one.columns[column] for one in card.totals.sections}
        | {"": card.totals.columns[column]}
    )


def assert_no_better(worse: Scorecard, better: Scorecard, columns: tuple[Column, ...] = BOTH) -> None:
    for column in columns:
        low, high = scores(worse, column), scores(better, column)
        for place, found in low.items():
            limit = high[place]
            if found is not None and limit is not None:
                assert found <= limit, (column, place)


def assert_passes_no_better(worse: Scorecard, better: Scorecard) -> None:
    order = [grade.id for grade in worse.checklist.grades]
    assert worse.verdict.passed <= better.verdict.passed
    for column in BOTH:
        low, high = worse.grades[column], better.grades[column]
        assert low is None or high is None or order.index(low.id) >= order.index(high.id)


def leaves(before: Scorecard, after: Scorecard) -> bool:
    """Whether an item is left out in one and not in the other; then the totals are of different items."""
    return any(
        (before.items[id_].columns[column].score is None) != (one.columns[column].score is None)
        for id_, one in after.items.items()
        for column in BOTH
    )


# Sums


@given(SAID, st.lists(st.sampled_from([None, "0", "1", "0.33"]), min_size=4, max_size=6))
def test_items_and_adjustments_are_exactly_the_totals(one: Said, granted: list[str | None]) -> None:
    grants = dict(zip((item.id for item in one.checklist.items), granted, strict=False))

    card = one.score(**grants)

    for column in Column:
        total = card.totals.columns[column]
        parts = [score.columns[column].score for score in card.items.values()]
        parts += [adjustment.columns[column] for adjustment in card.totals.adjustments]
        if total is not None:
            assert sum((part for part in parts if part is not None), Fraction(0)) == total
        elif column is not Column.REVIEWED:
            assert set(parts) == {None}


@given(SAID)
def test_reasons_of_an_item_are_exactly_its_score(one: Said) -> None:
    for score in one.score(**{"A-00": "1.5"}).items.values():
        for column in Column:
            found = sum((getattr(reason, column) or Fraction(0) for reason in score.reasons), Fraction(0))
            assert found == (score.columns[column].score or 0)


@given(SAID)
def test_sections_are_the_sum_of_what_stands_in_them(one: Said) -> None:
    card = one.score()
    found = {section.group.id: section for section in card.totals.sections}

    for id_, section in found.items():
        for column in BOTH:
            parts = [score.columns[column].score for score in card.items.values() if score.item.group == id_]
            parts += [below.columns[column] for below in found.values() if below.group.parent == id_]
            parts += [one.columns[column] for one in card.totals.adjustments if one.section == id_]
            assert sum((part or Fraction(0) for part in parts), Fraction(0)) == (section.columns[column] or 0)


@given(SAID)
def test_scores_lie_between_floor_and_cap(one: Said) -> None:
    for score in one.score().items.values():
        item, decimals = score.item, one.checklist.scoring.decimals
        low = rounded(item.floor or Fraction(0), decimals)
        high = rounded(item.points if item.cap is None else item.cap, decimals)
        for column in BOTH:
            found = score.columns[column].score
            assert found is None or low <= found <= high


@given(SAID)
def test_group_never_exceeds_its_points_where_no_item_does(one: Said) -> None:
    card = one.score()
    assume(
        all(score.item.cap is None or score.item.cap <= score.item.points for score in card.items.values())
    )

    for section in card.totals.sections:
        for column in BOTH:
            limit = round_up(section.group.points, one.checklist.scoring.decimals, len(card.items))
            assert (section.columns[column] or 0) <= limit


def round_up(points: Fraction, decimals: int, times: int) -> Fraction:
    """Return `points` and what rounding may add so many times; with two decimals none."""
    return points + (times if decimals == 0 else 0)


# Leaving out never helps


@given(SAID)
def test_supported_is_never_above_claimed(one: Said) -> None:
    card = one.score()
    claimed, supported = scores(card, Column.CLAIMED), scores(card, Column.SUPPORTED)

    for place, points in supported.items():
        limit = claimed[place]
        assert points is None or limit is None or points <= limit


@given(SAID, st.sampled_from(["removed", "missing", "changed"]), st.data())
def test_losing_evidence_never_helps(one: Said, how: str, data: st.DataObject) -> None:
    assume(one.assessment.evidence)
    key = data.draw(st.sampled_from(sorted(one.assessment.evidence)))
    rest = {other: piece for other, piece in one.assessment.evidence.items() if other != key}
    without = (
        Said(one.checklist, one.with_(evidence=rest).assessment, {other: one.states[other] for other in rest})
        if how == "removed"
        else one._replace(states=one.states | {key: how})
    )

    before, after = one.score(), without.score()

    assert_no_better(after, before)
    assert_passes_no_better(after, before)
    assert scores(after, Column.CLAIMED) == scores(before, Column.CLAIMED)
    for id_, score in after.items.items():
        assert before.items[id_].supported is None or score.supported is not None


@given(SAID, st.data())
def test_losing_a_figure_never_helps(one: Said, data: st.DataObject) -> None:
    """Save where 0 of 0 leaves the item out of the total: then there is nothing to compare."""
    assume(one.assessment.figures)
    name = data.draw(st.sampled_from(sorted(one.assessment.figures)))

    before, after = one.score(), one.stating(name, data.draw(st.sampled_from([None, "~1"]))).score()

    assume(not leaves(before, after))
    assert_no_better(after, before)
    assert_passes_no_better(after, before)


@given(SAID, st.data())
def test_widening_a_figure_never_helps(one: Said, data: st.DataObject) -> None:
    exact = [name for name, text in one.assessment.figures.items() if text.isdecimal()]
    assume(exact)
    name = data.draw(st.sampled_from(exact))

    before, after = one.score(), one.stating(name, one.assessment.figures[name] + "+").score()

    assume(not leaves(before, after))
    assert_no_better(after, before)
    assert_passes_no_better(after, before)


@given(SAID, st.booleans(), st.data())
def test_taking_an_answer_back_never_helps(one: Said, entirely: bool, data: st.DataObject) -> None:  # noqa: FBT001
    """Save where figures come back into play that a not-applicable answer kept out."""
    id_ = data.draw(st.sampled_from(sorted(one.assessment.answers)))
    said_now = one.assessment.answers[id_]
    assume(said_now.confirmed or said_now.status is not Status.NOT_APPLICABLE)
    silent = dataclasses.replace(said_now, **({"status": None} if entirely else {"confirmed": False}))

    assert_no_better(one.answering(id_, silent).score(), one.score())


# Better answers


@given(SAID, st.data())
def test_doing_more_never_lowers_a_score(one: Said, data: st.DataObject) -> None:
    id_ = data.draw(st.sampled_from([item.id for item in one.checklist.items]))

    not_done, partial, done = (
        one.answering(id_, making.answer(status)).score() for status in ("not_done", "partial", "done")
    )

    assert_no_better(not_done, partial)
    assert_no_better(partial, done)


def directions(checklist: Checklist) -> Iterator[tuple[str, bool]]:
    """Yield every figure that only one rule uses in one direction, and whether more of it is better."""
    for item in checklist.items:
        for rule in item.rules:
            priced = rule.earn is not None or rule.lose is not None or rule.lose_all
            if isinstance(rule, CountRule | ShortRule) and priced and rule.below is None:
                yield rule.of.text, rule.loses is isinstance(rule, ShortRule)


@given(SAID, st.integers(0, 6), st.integers(0, 6), st.data())
def test_better_figure_never_lowers_a_score(one: Said, few: int, more: int, data: st.DataObject) -> None:
    found = list(directions(one.checklist))
    assume(found)
    name, more_is_better = data.draw(st.sampled_from(found))

    low, high = (one.stating(name, str(count)).score() for count in (few, few + more))

    assert_no_better(*((low, high) if more_is_better else (high, low)))


# Nothing else matters


def seen(card: Scorecard) -> object:
    """Return all that a reader is told, without the order in which reasons are told."""
    return (
        [scores(card, column) for column in Column],
        {id_: sorted(map(repr, score.columns.items())) for id_, score in card.items.items()},
        card.grades,
        card.verdict,
    )


@given(SAID)
def test_same_input_gives_the_same_result(one: Said) -> None:
    assert one.score() == one.score()


@given(SAID, st.randoms(use_true_random=False))
def test_order_does_not_matter(one: Said, chance: Any) -> None:
    def shuffled(table: dict[str, Any]) -> dict[str, Any]:
        return dict(chance.sample(sorted(table.items()), len(table)))

    mixed = tuple(
        dataclasses.replace(
            item,
            rules=tuple(chance.sample(item.rules, len(item.rules))),
            evidence=tuple(chance.sample(item.evidence, len(item.evidence))),
        )
        for item in one.checklist.items
    )
    keys = dict(zip(one.assessment.evidence, chance.sample(sorted(one.states), len(one.states)), strict=True))
    other = Said(
        dataclasses.replace(one.checklist, items=mixed),
        dataclasses.replace(
            one.assessment,
            answers=shuffled(one.assessment.answers),
            figures=shuffled(one.assessment.figures),
            evidence=shuffled({keys[key]: piece for key, piece in one.assessment.evidence.items()}),
        ),
        {keys[key]: state for key, state in one.states.items()},
    )

    assert seen(other.score()) == seen(one.score())


@given(SAID, st.data())
def test_registering_a_piece_twice_changes_nothing(one: Said, data: st.DataObject) -> None:
    assume(one.assessment.evidence)
    key = data.draw(st.sampled_from(sorted(one.assessment.evidence)))
    twice = one.with_(evidence=one.assessment.evidence | {"copy": one.assessment.evidence[key]})

    found = twice._replace(states=one.states | {"copy": one.states[key]}).score()

    assert seen(found) == seen(one.score())


# Not applicable


@given(SAID)
def test_unproved_not_applicable_item_stays_with_nothing(one: Said) -> None:
    bare = one._replace(states=dict.fromkeys(one.states, "missing"))

    for score in bare.score().items.values():
        allowed = score.item.not_applicable
        if score.is_answered and score.status is Status.NOT_APPLICABLE and allowed and allowed.proof:
            assert score.columns[Column.SUPPORTED] == (0, score.item.points)


@given(SAID)
def test_item_without_its_required_evidence_never_leaves_the_total(one: Said) -> None:
    bare = one._replace(states=dict.fromkeys(one.states, "missing"))

    for score in bare.score().items.values():
        if not score.proof.complete:
            assert score.supported is not None
            assert score.columns[Column.SUPPORTED].weight == score.item.points


# Rules over intervals


def samples(rule: Rule, low: Fraction, high: Fraction) -> list[Fraction]:
    """Return many values from `low` to `high`, also the edges of bands and what lies just beside them."""
    near = Fraction(1, 1000)
    bands = [
        edge
        for band in rule.earn_by + rule.lose_by
        for edge in (band.at_least, band.above, band.at_most, band.below)
    ]
    marks = [edge + beside for edge in bands if edge is not None for beside in (-near, Fraction(0), near)]
    even = [low + (high - low) * part / 40 for part in range(41)]
    return [value for value in (*even, *marks) if low <= value <= high]


@settings(max_examples=400)
@given(RULES, NUMBERS, NUMBERS, st.sampled_from([Fraction(1), Fraction(2), Fraction(100)]))
def test_rule_over_an_interval_is_worth_the_worst_value_in_it(
    rule: Rule, one: Fraction, other: Fraction, second: Fraction
) -> None:
    assume(not isinstance(rule, StatusRule))
    low, high = sorted((one, other))
    figures = {name: Interval(second, second) for name in rule.names}
    first = next(iter(rule.of.names))  # type: ignore[union-attr]  # every rule but a status rule has it

    def points_at(reading: Interval) -> Fraction:
        return rule.apply(Situation(figures | {first: reading}, Fraction(0), Fraction(5))).points

    # A part larger than its whole is no value that the figure may have.
    high = min(high, second) if isinstance(rule, RateRule) and first not in rule.to.names else high
    assume(low <= high)
    worst: Callable[[list[Fraction]], Fraction] = max if rule.loses else min
    expected = worst([points_at(Interval(value, value)) for value in samples(rule, low, high)])
    found = points_at(Interval(low, high))

    if isinstance(rule, CountRule) or not (rule.earn_by or rule.lose_by):
        assert found == expected
    else:
        # Here the samples may miss a band that is narrow in what the rule measures.
        assert found == worst([found, expected])


@settings(max_examples=400)
@given(RULES, st.data())
def test_rule_with_no_bound_is_as_bad_as_any_value_beyond(rule: Rule, data: st.DataObject) -> None:
    """A loss without cap is as large as the item, whatever the value beyond."""
    assume(not rule.loses or rule.cap is not None)
    low = {name: data.draw(st.integers(0, 5)) for name in sorted(rule.names)}
    at_least = {name: Interval(Fraction(value), math.inf) for name, value in low.items()}
    given_points = rule.apply(Situation(at_least, Fraction(0), Fraction(5))).points

    for more in (0, 1, 7, 10**6):
        name = data.draw(st.sampled_from([*sorted(low), ""]))
        values = {
            key: parse_quantity(str(value + more * (key == name))).interval for key, value in low.items()
        }
        found = rule.apply(Situation(values, Fraction(0), Fraction(5)))
        is_impossible = isinstance(rule, RateRule) and found.outcome is Outcome.MISSING
        assert (
            is_impossible
            or found.outcome is Outcome.VOID
            or (found.points - given_points) * (-1 if rule.loses else 1) >= 0
        )
