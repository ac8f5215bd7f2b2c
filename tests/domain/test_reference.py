"""Whatever a checklist says, the program scores it as the slow reference does, to the last fraction.

The checklists keep to what `lint` allows of prices, limits and sums, and the assessments to what fits them;
within that everything is generated that a key of the format can say.
"""

import dataclasses
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lawcheck.domain import fitting
from lawcheck.domain.assessment import Answer, Assessment, Piece, PieceState
from lawcheck.domain.checklist import (
    Checklist,
    Column,
    Every,
    Figure,
    Group,
    Item,
    NotApplicablePolicy,
    Opinions,
    Period,
    Proof,
    Rounding,
    Scoring,
    Start,
    Veto,
)
from lawcheck.domain.parse import parse
from lawcheck.domain.pricing import Steps
from lawcheck.domain.quantities import Kind, plain
from lawcheck.domain.review import Grant, Opinion, Review, granted_points
from lawcheck.domain.rules import Rule
from lawcheck.domain.scorecard import Scorecard, score
from lawcheck.domain.scoring import Granted
from tests import making
from tests.domain import reference

PLACES = ("A1", "A1", "A2", "B", "B1", "C", "D", "D1")
ROWS = ("x", "y")
KINDS = ("record", "statement")
PRICES = [Decimal(text) for text in ("0", "0.07", "0.3", "0.5", "1", "1.5", "2", "3", "5", "8")]
EDGES = [Decimal(text) for text in ("0", "1", "2", "3", "5", "50", "90", "100", "0.5", "-2")]
AMOUNTS = ("0", "0", "1", "2", "3", "4", "5", "7", "12", "100", "1.5")
DAYS = ("2020-03-30", "2020-03-31", "2020-04-01", "2020-04-20")
MEASURES = {
    "status": (),
    "count": ("of",),
    "judged": ("of",),
    "short": ("of", "target"),
    "rate": ("of", "to"),
    "parts": ("done", "of"),
    "change": ("of", "base"),
    "days": ("of",),
}
SHARED = ("g1", "g2")
"""Figures that a veto owns, so that many items may use them."""


def some(chance: Random, share: float) -> bool:
    return chance.random() < share


def make_bands(chance: Random) -> list[dict[str, Decimal]]:
    bands = []
    for _ in range(chance.randint(1, 3)):
        keys = chance.sample(["at_least", "above", "at_most", "below"], chance.choice([0, 1, 1, 2]))
        bands.append({"points": chance.choice(PRICES)} | {key: chance.choice(EDGES) for key in keys})
    return bands


def make_formula(chance: Random, name: str) -> Any:
    """Return a formula over figures of its own, now and then over those that others use, too."""
    shapes = [name] * 12 + [f"{name} + {name}b", f"{name} - {name}b", f"{name} * 2", f"{name} / {name}b"]
    return chance.choice([*shapes, f"{name} + 1", *SHARED, Decimal(2)])


def make_price(chance: Random, measure: str) -> dict[str, Any]:
    """Return a price and what may stand beside it."""
    price = chance.choice(["earn", "earn", "lose", "lose", "lose_all", "earn_by", "lose_by"])
    table: dict[str, Any] = {}
    if price.endswith("_by"):
        table[price] = make_bands(chance)
        return table
    is_share = measure in reference.FULL
    table[price] = True if price == "lose_all" else chance.choice(PRICES)
    if measure == "judged" and price != "lose_all":
        return table
    if price != "lose_all" and some(chance, 0.5):
        table["each"] = chance.choice([Decimal("0.5"), Decimal(1), Decimal(3), Decimal(10)])
        table["steps"] = str(chance.choice([*Steps]))
    if price != "lose_all" and "each" not in table and some(chance, 0.2):
        ends = chance.sample([Decimal(text) for text in ("0", "0.5", "1", "3", "60", "90", "100")], 2)
        return table | dict(zip(("none_at", "all_at"), ends, strict=True))
    if ("each" in table or not is_share) and (bound := chance.choice([None, "above", "below"])):
        table[bound] = chance.choice(EDGES)
    return table


def make_rule(chance: Random, prefix: str, *, needs_cap: bool) -> Rule:
    """Return a rule whose figures begin with `prefix`."""
    measure = chance.choice([*MEASURES, "status"])
    table: dict[str, Any] = {"measure": measure}
    table |= {"earn": chance.choice(PRICES)} if some(chance, 0.2) else make_price(chance, measure)
    for key in MEASURES[measure]:
        table[key] = make_formula(chance, f"{prefix}_{key}")
    if measure == "days":
        by = chance.choice([date(2020, 3, 31), "workday(day(2020, 3, 1), 21)", "due(day(2020, 3, 1), 30)"])
        table |= {"of": f"{prefix}_day", "by": by, "count": chance.choice(["calendar", "working"])}
    if measure == "change":
        table["unit"] = chance.choice(["number", "percent"])
    if some(chance, 0.4) or (needs_cap and {"lose", "lose_by"} & table.keys()):
        table["cap"] = chance.choice(PRICES)
    if some(chance, 0.15):
        table["times"] = chance.choice([f"{prefix}_times", f"1 + {prefix}_times", "g1"])
    if some(chance, 0.2):
        table["when"] = chance.choice([f"{prefix}_when > 0", f"{prefix}_when >= 2 and g1 > 0", "g2 < 3"])
    made: Rule = parse(Rule, table)  # type: ignore[arg-type]  # an annotated union is no class
    if some(chance, 0.15) and measure != "days" and made.names - {*SHARED}:
        made = parse(Rule, table | {"per_period": True})  # type: ignore[arg-type]  # as above
    return made


def make_row(chance: Random, id_: str, prefix: str) -> str:
    needed = chance.choice(
        ["", "needed=2", "needed=3", f"needed='{prefix}_needed'", f"needed='{prefix}_needed / 2'"]
    )
    window = chance.choice(["", "", "", "window={first=2020-01-01, last=2020-05-31}"])
    kinds = chance.choice(["", "", "", "kinds=['record']"])
    required = chance.choice(["", "", "", "required=false"]) if id_ != "na" else ""
    return ", ".join(part for part in (f"id='{id_}'", needed, window, kinds, required) if part)


def make_item(chance: Random, id_: str, prefix: str, grid: Fraction) -> Item:
    points = grid * chance.choice([0, 1, 4, 8, 12, 20, 20])
    floor = chance.choice([None, None, Fraction(0), Fraction(-2)])
    no_floor = floor is None and some(chance, 0.2)
    count = chance.choice([1, 1, 1, 2, 3])
    choices: list[str | bool] = [False, True, True, make_row(chance, "na", prefix)]
    return making.item(
        id_,
        points,
        *[make_rule(chance, f"{prefix}_r{number}", needs_cap=no_floor) for number in range(count)],
        start=chance.choice([*Start]),
        proof=chance.choice([*Proof]),
        evidence=[make_row(chance, row, prefix) for row in ROWS[: chance.choice([0, 0, 1, 2])]],
        na=chance.choice(choices),
        floor=floor,
        no_floor=no_floor,
        cap=points + grid * chance.choice([0, 2, 4]) if some(chance, 0.3) else None,
    )


def make_groups(chance: Random, items: list[Item], decimals: int, grid: Fraction) -> list[Group]:
    """Return groups whose points are what stands in them, the second level before the first."""
    groups: dict[str, Group] = {}
    ids = {item.group for item in items}
    for id_ in sorted(ids | {one[0] for one in ids}, key=lambda one: (-len(one), one)):
        points = sum((item.points for item in items if item.group == id_), Fraction(0))
        points += sum((one.worth for one in groups.values() if one.parent == id_), Fraction(0))
        floor, cap = (
            grid * chance.choice(choice) if some(chance, 0.25) else None
            for choice in ([-4, -1, 0], [2, 6, 99])
        )
        share = Fraction(chance.choice(["0.85", "0.5", "1", "1.5"])) if some(chance, 0.3) else None
        most = points if cap is None else min(points, cap)
        groups[id_] = Group(
            id=id_,
            title=making.WORDS,
            points=points,
            not_applicable=chance.choice([None, *NotApplicablePolicy]),
            floor=floor,
            cap=cap,
            weight=share if share and (most * share * 10**decimals).denominator == 1 else None,
        )
    after = {id_ for id_ in groups if id_ in "CD" and some(chance, 0.3)}
    return [
        dataclasses.replace(
            one,
            not_applicable=None,
            after_total=one.id in after,
            needs_total=grid * chance.choice([1, 4, 12]) if one.id in after and some(chance, 0.4) else None,
        )
        if one.id[0] in after
        else one
        for one in sorted(groups.values(), key=lambda one: one.id)
    ]


def make_scoring(chance: Random, groups: list[Group], decimals: int, grid: Fraction) -> Scoring:
    inside = [one.worth for one in groups if one.parent is None and not one.after_total]
    total = sum(inside, Fraction(0))
    return Scoring(
        total=total,
        cap=max(total - grid, Fraction(0)) if some(chance, 0.2) else None,
        floor=chance.choice([Fraction(0), -grid]) if some(chance, 0.3) else None,
        decimals=decimals,
        rounding=chance.choice([*Rounding]),
        partial=Fraction(chance.choice(["0.5", "0.6"])),
        not_applicable=chance.choice([*NotApplicablePolicy]),
    )


def make_veto(chance: Random, grid: Fraction) -> Veto:
    table = {"id": "V-01", "title": {"zh": "否决"}, "when": "veto_n > 1", "effect": "points"}
    times = chance.choice([{}, {"times": "veto_n"}, {"times": "veto_n + veto_times"}])
    points = Decimal(plain(grid * chance.choice([1, 3])))
    return parse(Veto, table | {"points": points} | times)


def make_checklist(chance: Random, size: int) -> Checklist:
    decimals = chance.choice([0, 1, 2])
    grid = (Fraction(1), Fraction(1, 2), Fraction(1, 4))[decimals]
    places = chance.sample(PLACES, size)
    items = [make_item(chance, f"{place}-0{n}", f"i{n}", grid) for n, place in enumerate(places)]
    twins = [making.same(f"{places[0]}-90", items[0].id)] if some(chance, 0.2) else []
    owners = dict.fromkeys((*SHARED, "veto_n", "veto_times"), "V-01")
    if twins:
        owners["i0_r0_of"] = twins[0].id
    vetoes = [make_veto(chance, grid)] if some(chance, 0.3) else [making.veto("veto_n > 1")]
    plain_one = making.checklist(*items, *twins, vetoes=tuple(vetoes), owners_of=owners)
    last = chance.choice([date(2020, 2, 29), date(2020, 5, 31)])
    groups = make_groups(chance, items, decimals, grid)
    return dataclasses.replace(
        plain_one,
        period=Period(first=date(2020, 1, 1), last=last, label=making.WORDS),
        groups=tuple(groups),
        scoring=make_scoring(chance, groups, decimals, grid),
        figures=tuple(make_figures(chance, plain_one)),
    )


def make_figures(chance: Random, checklist: Checklist) -> Iterator[Figure]:
    """Yield the figures; those of a rule for each period, and a few others, are stated in parts."""
    rules = [rule for item in checklist.items for rule in item.rules]
    periodic: dict[str, Every] = {}
    for rule in rules:
        own = sorted(rule.names - {*SHARED})
        every = chance.choice([*Every])
        if rule.per_period or some(chance, 0.05):
            periodic |= dict.fromkeys(own if some(chance, 0.5) else own[:1], every)
    for figure in checklist.figures:
        every = periodic.get(figure.name) if figure.kind is Kind.NUMBER else None
        yield dataclasses.replace(figure, every=every)


def make_figure_text(chance: Random, figure: Figure) -> str | None:
    if some(chance, 0.1):
        return None
    if figure.kind is Kind.DATE:
        return chance.choice(DAYS)
    return chance.choice(["{}"] * 7 + ["{}+", "{}+", "~{}"]).format(chance.choice(AMOUNTS))


def make_nothings(chance: Random, items: list[Item]) -> Iterator[str]:
    """Yield figures of rules that have nothing to measure, 0 of 0."""
    for rule in (rule for item in items for rule in item.rules):
        names = rule.names if rule.measure in ("rate", "parts") and some(chance, 0.2) else ()
        yield from (name for name in names if name.endswith(("_of", "_to", "_done")))


def make_answer(chance: Random, item: Item) -> Answer | None:
    statuses = ["done"] * 5 + ["partial", "not_done", None]
    if item.not_applicable:
        statuses += ["not_applicable"] * 4
    return (
        making.answer(chance.choice(statuses), reason="没有", confirmed=some(chance, 0.92))
        if some(chance, 0.95)
        else None
    )


def make_piece(chance: Random, rows: list[str]) -> Piece:
    """Return a piece; with so few targets many are registered twice."""
    return making.piece(
        *chance.sample(rows, min(len(rows), chance.randint(1, 6))),
        target=chance.choice("abcdefg"),
        kind=chance.choice(KINDS),
        covers=chance.choice([None, "2020-05-01", "2020-05-31..2020-06-30", "2021-05-01", "2020-06-01"]),
    )


def make_grants(chance: Random, items: list[Item], decimals: int) -> dict[str, Fraction | None]:
    """Return what reviewers granted, averages of what fits the item."""
    grants: dict[str, Grant] = {}
    for item in items if some(chance, 0.6) else []:
        if item.not_applicable and some(chance, 0.3):
            grants[item.id] = Grant(not_applicable=True)
        elif some(chance, 0.9 if item.points else 0.6):
            low = item.most - 5 if item.no_floor else Fraction(item.least)
            given = [low + (item.most - low) * chance.randint(0, 4) / 4 for _ in range(chance.randint(1, 3))]
            scale = 10**decimals
            grants[item.id] = Grant(
                opinions=tuple(
                    Opinion(points=Fraction(int(one * scale), scale), by="甲", on=making.DAY) for one in given
                ),
                penalty=chance.choice([None, None, Fraction(1)]),
            )
    how = chance.choice([*Opinions])
    return {id_: one.points for id_, one in granted_points(Review(format=1, grants=grants), how).items()}


class Said(NamedTuple):
    """A checklist, what is said on it, how the pieces stand, and what was granted."""

    checklist: Checklist
    assessment: Assessment
    states: dict[str, PieceState]
    grants: dict[str, Fraction | None]

    def score(self) -> Scorecard:
        granted = {id_: Granted(points) for id_, points in self.grants.items()}
        return score(self.checklist, self.assessment, self.states, granted)

    def score_slowly(self) -> reference.Scores:
        return reference.score(self.checklist, self.assessment, self.states, self.grants)


def make_said(size: int, seed: int) -> Said:
    chance = Random(seed)
    checklist = make_checklist(chance, size)
    items = [item for item in checklist.items if item.same_as is None]
    rows = [f"{item.id}:{row}" for item in items for row in fitting.evidence_rows(item)]
    evidence = (
        {f"p{n}": make_piece(chance, rows) for n in range(chance.choice([0, 3, 7, 12]))} if rows else {}
    )
    figures = {one.name: make_figure_text(chance, one) for one in checklist.asked_figures}
    figures |= {name: "0" for name in make_nothings(chance, items) if name in figures}
    stated = making.assessment(
        {item.id: answer for item in items if (answer := make_answer(chance, item))},
        {name: text for name, text in figures.items() if text is not None},
        evidence,
    )
    states = {key: chance.choice([PieceState.PRESENT] * 12 + [*PieceState]) for key in evidence}
    refused = {str(one.path[1]): making.answer() for one in fitting.misfits(checklist, stated)}
    stated = dataclasses.replace(stated, answers=stated.answers | refused)
    return Said(checklist, stated, states, make_grants(chance, items, checklist.scoring.decimals))


SAID = st.builds(make_said, st.integers(1, len(PLACES)), st.integers(0, 2**32))


def found(card: Scorecard) -> reference.Scores:
    return reference.Scores(
        {id_: {column: one.columns[column].score for column in Column} for id_, one in card.items.items()},
        {one.group.id: dict(one.columns) for one in card.totals.sections},
        dict(card.totals.columns),
    )


def places(scores: reference.Scores, column: Column) -> dict[str, Fraction | None]:
    """Return one column of all items and groups, and the total under ""."""
    both = {**scores.items, **scores.groups, "": scores.totals}
    return {id_: columns[column] for id_, columns in both.items()}


def assert_no_better(worse: Scorecard, better: Scorecard) -> None:
    low, high = (places(found(card), Column.SUPPORTED) for card in (worse, better))
    for id_, points in low.items():
        limit = high[id_]
        assert points is None or limit is None or points <= limit, id_


@given(SAID)
def test_generated_assessments_fit(one: Said) -> None:
    assert fitting.misfits(one.checklist, one.assessment) == []


@settings(max_examples=10 * settings().max_examples)
@given(SAID)
def test_scores_are_those_of_the_reference(one: Said) -> None:
    card, expected = one.score(), one.score_slowly()

    for column in Column:
        assert places(found(card), column) == places(expected, column)


@given(SAID)
def test_items_and_adjustments_are_exactly_the_totals(one: Said) -> None:
    card = one.score()

    for column, total in card.totals.columns.items():
        parts = [score.columns[column].score for score in card.items.values()]
        parts += [adjustment.columns[column] for adjustment in card.totals.adjustments]
        if total is not None:
            assert sum((part for part in parts if part is not None), Fraction(0)) == total
        elif column is not Column.REVIEWED:
            assert set(parts) == {None}


@given(SAID)
def test_supported_is_never_above_claimed(one: Said) -> None:
    scores = found(one.score())

    claimed = places(scores, Column.CLAIMED)
    for id_, points in places(scores, Column.SUPPORTED).items():
        limit = claimed[id_]
        assert points is None or limit is None or points <= limit, id_


@given(SAID, st.data())
def test_removing_evidence_never_helps(one: Said, data: st.DataObject) -> None:
    assume(one.assessment.evidence)
    gone = data.draw(st.sampled_from(sorted(one.assessment.evidence)))
    rest = {key: piece for key, piece in one.assessment.evidence.items() if key != gone}

    after = one._replace(assessment=dataclasses.replace(one.assessment, evidence=rest)).score()

    assert_no_better(after, one.score())


@given(SAID, st.randoms(use_true_random=False))
def test_order_does_not_matter(one: Said, chance: Any) -> None:
    def shuffled(table: dict[str, Any]) -> dict[str, Any]:
        return dict(chance.sample(sorted(table.items()), len(table)))

    items = [
        item
        if item.same_as
        else dataclasses.replace(
            item,
            rules=tuple(chance.sample(item.rules, len(item.rules))),
            evidence=tuple(chance.sample(item.evidence, len(item.evidence))),
        )
        for item in one.checklist.items
    ]
    said = one.assessment
    other = one._replace(
        checklist=dataclasses.replace(
            one.checklist,
            items=tuple(chance.sample(items, len(items))),
            groups=tuple(chance.sample(one.checklist.groups, len(one.checklist.groups))),
            figures=tuple(chance.sample(one.checklist.figures, len(one.checklist.figures))),
        ),
        assessment=dataclasses.replace(
            said,
            answers=shuffled(said.answers),
            figures=shuffled(said.figures),
            evidence=shuffled(said.evidence),
        ),
        states=shuffled(one.states),
        grants=shuffled(one.grants),
    )

    assert found(other.score()) == found(one.score())


# What the comparison brought to light


def total(checklist: Checklist, **figures: str | int) -> Fraction | None:
    """Return the claimed total where A-01 does not apply and all else is done."""
    answers = {item.id: "done" for item in checklist.items} | {"A-01": "not_applicable"}
    said = making.assessment(answers, figures)
    return making.score(checklist, said).totals.columns[Column.CLAIMED]


def test_bonus_beside_a_doubling_group_is_not_counted_twice() -> None:
    bonus = making.item("B-01", 10, "measure='count', of='n', earn=1, each=1", cap=Fraction(12))

    assert (
        total(making.checklist(making.item("A-01", 5, na=True), bonus, policies={"A": "double"}), n=12) == 17
    )


def test_doubling_group_with_a_part_that_applies_is_rescaled_away() -> None:
    rest = making.item("A-02", 0, "measure='count', of='n', earn=1", cap=Fraction(1))
    checklist = making.checklist(
        making.item("A-01", 5, na=True),
        rest,
        making.item("B-01", 10),
        policy="keep",
        policies={"A": "double"},
    )

    assert total(checklist, n=0) == 15


def test_change_in_percent_of_a_bounded_base_is_that_of_one_base() -> None:
    fall = "measure='change', of='now', base='before', unit='percent', lose=0.01, each=1, below=0"
    one = making.full("A-01", 5, fall)

    # Whatever the base above 20, no figure falls by more than 100 %.
    assert making.score_one(one, figures={"now": 10, "before": "20+"}).claimed == 4
