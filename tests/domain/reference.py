"""The points a second time: slow and plain, a function for each sentence of the documents.

Written from `checklists/README.md` alone, to be compared with what the program scores. It shares with the
program only how files and formulas are read.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from enum import Enum, auto
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, NamedTuple

from chinese_calendar import is_workday  # type: ignore[import-untyped]

from lawcheck.domain.assessment import Answer, Assessment, Piece, PieceState, Status
from lawcheck.domain.checklist import (
    Checklist,
    Column,
    EvidenceRow,
    Group,
    Item,
    NotApplicablePolicy,
    Proof,
    Rounding,
    Scoring,
    Start,
    VetoEffect,
)
from lawcheck.domain.formulas import Formula
from lawcheck.domain.quantities import Bound, Interval, exactly, parse_quantity

Figures = Mapping[str, Interval | None]
FULL = {"status": 1, "rate": 100, "parts": 100}
MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
}


class Unknown(Enum):
    """Why a measure has no value."""

    MISSING = auto()
    VOID = auto()


class Effect(NamedTuple):
    """What one rule does; `void` are the points that 0 of 0 takes out of the item."""

    earned: Fraction
    lost: Bound
    is_void: bool = False


class Part(NamedTuple):
    """What an item or group brings to what it stands in.

    `score` is None where it does not apply; `weight` are its points that apply, `full` those it could have.
    With `waits` it is None because nobody has reviewed it, though it applies.
    """

    score: Fraction | None
    weight: Fraction
    full: Fraction
    doubles: bool = False
    waits: bool = False


class Scores(NamedTuple):
    """The scores of items, groups and the whole, in every column."""

    items: dict[str, dict[Column, Fraction | None]]
    groups: dict[str, dict[Column, Fraction | None]]
    totals: dict[Column, Fraction | None]


def rounded(points: Fraction, scoring: Scoring) -> Fraction:
    """Round to the decimals of the checklist, in its way."""
    with localcontext(prec=80):
        # A Decimal cannot hold a third, yet sixty digits of it round the same way.
        near = Decimal(points.numerator) / Decimal(points.denominator)
        return Fraction(near.quantize(Decimal(1).scaleb(-scoring.decimals), rounding=MODES[scoring.rounding]))


def bounded(points: Bound, floor: Bound | None, cap: Bound | None) -> Bound:
    points = points if cap is None else min(points, cap)
    return points if floor is None else max(points, floor)


# Figures


def stated(checklist: Checklist, assessment: Assessment) -> dict[str, Interval | None]:
    """A figure counts unless its owner does not apply; one that is stated in parts is their sum."""
    found: dict[str, Interval | None] = {}
    for figure in checklist.figures:
        parts = figure.parts(checklist.period)
        for part in parts:
            text = assessment.figures.get(part.name)
            found[part.name] = None if text is None else parse_quantity(text, figure.kind).interval
            if is_not_applicable(checklist, assessment, figure.owner):
                found[part.name] = None
        if figure.every:
            known = [value for part in parts if (value := found[part.name]) is not None]
            found[figure.name] = sum(known, start=exactly(0)) if len(known) == len(parts) else None
    return found


def is_not_applicable(checklist: Checklist, assessment: Assessment, owner: str) -> bool:
    item = checklist.items_by_id.get(owner)
    answer = assessment.answers.get(item.same_as or owner) if item else None
    return answer is not None and answer.status is Status.NOT_APPLICABLE


def periods(rule: Any, checklist: Checklist, figures: Figures) -> list[Figures]:
    """With `per_period` a periodic figure's own name means one part at a time."""
    wholes = {figure.name: figure for figure in checklist.figures if figure.every}
    names = sorted(rule.names & wholes.keys())
    if not rule.per_period or not names:
        return [figures]
    parts = [[part.name for part in wholes[name].parts(checklist.period)] for name in names]
    return [
        {**figures, **{name: figures[part] for name, part in zip(names, row, strict=True)}}
        for row in zip(*parts, strict=True)
    ]


# Measures


def measured(rule: Any, figures: Figures, share: Fraction) -> Interval | Unknown:
    """Return all values that the measure may have."""
    if rule.measure == "status":
        return exactly(share)
    first: Interval | None = (rule.done if rule.measure == "parts" else rule.of).value(figures)
    if rule.measure in ("count", "judged"):
        return first or Unknown.MISSING
    other = getattr(
        rule, {"parts": "of", "rate": "to", "change": "base", "days": "by"}.get(rule.measure, "target")
    )
    second: Interval | None = other.value(figures)
    if first is None or second is None:
        return Unknown.MISSING
    if rule.measure == "short":
        short = second - first
        return Interval(max(short.low, Fraction(0)), max(short.high, Fraction(0)))
    if rule.measure in ("rate", "parts"):
        return share_of(first, second)
    if rule.measure == "change" and rule.unit == "percent":
        return growth(first, second)
    if rule.measure == "days" and rule.count == "working" and first.exact and second.exact:
        return exactly(working_days(int(second.exact), int(first.exact)))
    return first - second


def working_days(start: int, end: int) -> int:
    """Count day by day, below 0 backwards; late is one at least."""
    first, last = sorted((start, end))
    worked: int = sum(is_workday(date.fromordinal(day)) for day in range(first + 1, last + 1))
    if end > start:
        return max(worked, 1)
    return -worked


def share_of(part: Interval, whole: Interval) -> Interval | Unknown:
    """Return percent; 0 of 0 is void; without a base nothing compares; no part is larger than its whole."""
    if part.exact == 0 and whole.exact == 0:
        return Unknown.VOID
    ratio = part.over(whole)
    if ratio is None or ratio.low > 1:
        return Unknown.MISSING
    return Interval(hundredfold(ratio.low), hundredfold(min(ratio.high, Fraction(1))))


def growth(now: Interval, before: Interval) -> Interval | Unknown:
    if now.exact == 0 and before.exact == 0:
        return Unknown.VOID
    ratio = now.over(before)
    if ratio is None:
        return Unknown.MISSING
    return Interval(hundredfold(ratio.low) - 100, hundredfold(ratio.high) - 100)


def hundredfold(bound: Bound) -> Bound:
    return bound if isinstance(bound, float) else bound * 100


# Prices


def price_at(rule: Any, value: Bound) -> Bound:
    """Return what one value of the measure earns or loses."""
    if rule.earn_by or rule.lose_by:
        held = (band.points for band in (*rule.earn_by, *rule.lose_by) if band_holds(band, value))
        return next(held, Fraction(0))
    points: Fraction = rule.lose if rule.earn is None else rule.earn
    if rule.none_at is not None:
        return points * way(rule.none_at, rule.all_at, value)
    if rule.measure == "judged" and not rule.lose_all:
        return bounded(value, Fraction(0), points)
    if rule.each is not None:
        return counted(rule, value) * points if points else Fraction(0)
    if rule.measure in FULL:
        part = bounded(value / FULL[rule.measure], Fraction(0), Fraction(1))
        return points * part if rule.earn is not None else points * (1 - part)
    return points if beyond(rule, value) > 0 else Fraction(0)


def band_holds(band: Any, value: Bound) -> bool:
    return (
        (band.at_least is None or value >= band.at_least)
        and (band.above is None or value > band.above)
        and (band.at_most is None or value <= band.at_most)
        and (band.below is None or value < band.below)
    )


def way(nothing: Fraction, everything: Fraction, value: Bound) -> Fraction:
    """Return the part of the way between two values: below the one nothing, beyond the other everything."""
    low, high = min(nothing, everything), max(nothing, everything)
    inside = Fraction(bounded(value, low, high))
    return abs(inside - nothing) / (high - low)


def beyond(rule: Any, value: Bound) -> Bound:
    """Return how far the value is under `below`, over `above`, or over 0; not below 0."""
    distance: Bound = value - (rule.above or 0) if rule.below is None else rule.below - value
    return max(distance, Fraction(0))


def counted(rule: Any, value: Bound) -> Bound:
    """Return how many `each` lie in it; the last one by its share, not at all, or in full."""
    steps: Bound = beyond(rule, value) / rule.each
    if isinstance(steps, float) or rule.steps == "exact":
        return steps
    return Fraction(math.floor(steps) if rule.steps == "whole" else math.ceil(steps))


def turning_points(rule: Any, value: Interval) -> Iterator[Bound]:
    """Yield both ends and, for bands, their edges and a value between any two of these."""
    yield from value
    bands = (*rule.earn_by, *rule.lose_by)
    marks = [edge for band in bands for edge in (band.at_least, band.above, band.at_most, band.below)]
    ends = sorted({mark for mark in (*marks, *value) if mark is not None and not isinstance(mark, float)})
    ends = [ends[0] - 1, *ends, ends[-1] + 1] if ends else [Fraction(0)]
    for mark in (*ends, *((one + other) / 2 for one, other in pairwise(ends))):
        if value.low <= mark <= value.high:
            yield mark


# Rules


def effect(rule: Any, everything: Fraction, spans: list[Figures], share: Fraction) -> Effect:
    """Return what a rule does in all its periods, at most its cap."""
    applies = [one for one in spans if rule.when is None or rule.when.holds(one) is not False]
    every = [amount_in(rule, everything, figures, share) for figures in applies]
    known = [amount for amount in every if amount is not Unknown.VOID]
    if every and not known:
        return Effect(Fraction(0), Fraction(0), is_void=True)
    total: Bound = sum((one for one in known if isinstance(one, Fraction)), Fraction(0))
    total = math.inf if math.inf in known else total
    total = bounded(total, None, rule.cap)
    if loses(rule):
        return Effect(Fraction(0), total)
    return Effect(Fraction(total), Fraction(0))


def loses(rule: Any) -> bool:
    return bool(rule.lose is not None or rule.lose_by or rule.lose_all)


def amount_in(rule: Any, everything: Fraction, figures: Figures, share: Fraction) -> Bound | Unknown:
    """Return the worst for the unit in one period; a condition that is not decided is as good as missing."""
    value = measured(rule, figures, share)
    if rule.when is not None and rule.when.holds(figures) is None:
        return missing(rule, everything)
    if value is Unknown.VOID:
        return Unknown.VOID
    times = exactly(1) if rule.times is None else rule.times.value(figures)
    if times is None or not isinstance(value, Interval):
        return missing(rule, everything)
    if not loses(rule):
        return multiplied(min(price_at(rule, one) for one in turning_points(rule, value)), times.low)
    if rule.lose_all:
        takes = any(would_take(rule, one) for one in turning_points(rule, value))
        return everything if takes and times.high > 0 else Fraction(0)
    return multiplied(max(price_at(rule, one) for one in turning_points(rule, value)), times.high)


def multiplied(points: Bound, times: Bound) -> Bound:
    """Nothing times anything is nothing, and no factor turns a loss into a gain."""
    return points * times if points > 0 and times > 0 else Fraction(0)


def would_take(rule: Any, value: Bound) -> bool:
    if rule.measure in FULL:
        return value < FULL[rule.measure]
    return beyond(rule, value) > 0


def all_of(item: Item, gained: Fraction) -> Fraction:
    """Return what losing everything takes: the points, or what was gained beyond them, down to the floor."""
    return max(item.points, gained) - min(item.floor or Fraction(0), Fraction(0))


def missing(rule: Any, everything: Fraction) -> Fraction:
    """A missing figure earns nothing, or loses the cap; without one, the item's points down to its floor."""
    if not loses(rule):
        return Fraction(0)
    return everything if rule.cap is None else Fraction(rule.cap)


def worth(rule: Any, item: Item) -> Fraction:
    """Return the points that a rule stands for; a price that no number ends stands for the whole item."""
    if rule.cap is not None:
        return Fraction(rule.cap)
    if rule.lose_all or rule.each is not None or rule.times is not None or rule.per_period:
        return item.points
    bands = (*rule.earn_by, *rule.lose_by)
    fixed = rule.earn if rule.earn is not None else rule.lose
    return Fraction(max(band.points for band in bands) if fixed is None else fixed)


# Evidence


def proof_of(item: Item, rows: Iterable[EvidenceRow], register: list[Piece], figures: Figures) -> Fraction:
    """Try every way of laying each piece into one row; the least filled row decides, the best way counts."""
    asked = [row for row in rows if row.required]
    wanted = [needed(row, figures) for row in asked]
    fits: dict[str, set[int]] = {}
    for piece in register:
        for number, row in enumerate(asked):
            if is_proof(piece, item, row):
                fits.setdefault(piece.content, set()).add(number)
    best = Fraction(0)
    for places in product(*(sorted(one) for one in fits.values())):
        shares = [
            Fraction(0) if want is None else min(Fraction(1), places.count(number) / want)
            for number, want in enumerate(wanted)
        ]
        best = max(best, min(shares, default=Fraction(1)))
    return best


def needed(row: EvidenceRow, figures: Figures) -> Fraction | None:
    """Return how many pieces are enough, at least one; None where nobody knows."""
    if row.needed is None:
        return Fraction(1)
    value = row.needed.value(figures)
    if value is None or isinstance(value.high, float):
        return None
    return Fraction(max(math.ceil(value.high), 1))


def is_proof(piece: Piece, item: Item, row: EvidenceRow) -> bool:
    if (item.id, row.id) not in piece.serves or piece.kind not in row.kinds:
        return False
    if row.window is None:
        return True
    return piece.covers is not None and all(
        row.window.first <= day <= row.window.last for day in piece.covers
    )


# Items


class Unit(NamedTuple):
    """What one item is scored from."""

    checklist: Checklist
    figures: Figures
    register: list[Piece]


def score_item(item: Item, answer: Answer | None, unit: Unit) -> dict[Column, Part]:
    """Return claimed, supported, and what is left where nothing is gained: what the unit admits to lose."""
    status = answer.status if answer and answer.confirmed else None
    if status is Status.NOT_APPLICABLE:
        left_out, kept = Part(None, Fraction(0), item.points), Part(Fraction(0), item.points, item.points)
        asked = item.not_applicable.proof if item.not_applicable else None
        is_proved = asked is None or proof_of(item, [asked], unit.register, unit.figures) == 1
        return {
            Column.CLAIMED: left_out,
            Column.SUPPORTED: left_out if is_proved else kept,
            Column.REVIEWED: left_out,
        }
    scoring = unit.checklist.scoring
    share = {Status.DONE: Fraction(1), Status.PARTIAL: scoring.partial}.get(status, Fraction(0))  # type: ignore[arg-type]
    gains = status in (Status.DONE, Status.PARTIAL)
    spans = [periods(rule, unit.checklist, unit.figures) for rule in item.rules]
    earned = [
        effect(rule, Fraction(0), span, share).earned for rule, span in zip(item.rules, spans, strict=True)
    ]
    start = item.points if item.start is Start.FULL else Fraction(0)
    everything = all_of(item, gains * (start + sum(earned, Fraction(0))))
    effects = [effect(rule, everything, span, share) for rule, span in zip(item.rules, spans, strict=True)]
    proof = proof_of(item, item.evidence, unit.register, unit.figures)
    counts = proof if item.proof is Proof.SHARE else Fraction(proof == 1)
    return {
        Column.CLAIMED: weigh(item, effects, scoring, Fraction(gains), gains=gains, is_complete=gains),
        Column.SUPPORTED: weigh(
            item, effects, scoring, gains * counts, gains=gains, is_complete=gains and proof == 1
        ),
        Column.REVIEWED: weigh(item, effects, scoring, Fraction(0), gains=False, is_complete=False),
    }


def weigh(
    item: Item, effects: list[Effect], scoring: Scoring, proof: Fraction, *, gains: bool, is_complete: bool
) -> Part:
    """clamp(start · proof + Σ earned · proof - Σ lost, floor, cap), rounded once; what is void goes out."""
    if all(one.is_void for one in effects) and is_complete:
        return Part(None, Fraction(0), item.points)
    lost = sum((one.lost for one in effects), Fraction(0))
    start, weight = item.points if item.start is Start.FULL else Fraction(0), item.points
    if gains and any(one.is_void for one in effects):
        start, weight = left_over(item, effects, min(lost, item.points))
    earned = sum((one.earned for one in effects), Fraction(0))
    points = bounded((start + earned) * proof - lost, item.least, item.most)
    return Part(rounded(Fraction(points), scoring), weight if is_complete else item.points, item.points)


def left_over(item: Item, effects: list[Effect], lost: Bound) -> tuple[Fraction, Fraction]:
    """Return the start and the points of an item without its void rules.

    No points go out that another rule may earn, or loses.
    """
    if all(one.is_void for one in effects):
        return Fraction(0), Fraction(0)
    both = list(zip(item.rules, effects, strict=True))
    start = Fraction(0)
    if item.start is Start.FULL:
        out = sum((worth(rule, item) for rule, one in both if one.is_void and loses(rule)), Fraction(0))
        start = Fraction(max(item.points - out, lost))
    others = sum(
        (worth(rule, item) for rule, one in both if not one.is_void and not loses(rule)), Fraction(0)
    )
    return start, Fraction(min(item.points, max(start + others, lost)))


def review_item(item: Item, grants: Mapping[str, Fraction | None], admitted: Part, scoring: Scoring) -> Part:
    """Return what reviewers granted; an item without points that none of them saw loses what it admits."""
    if item.id not in grants:
        if admitted.score is not None and admitted.score < 0 and grants and not item.points:
            return admitted
        return Part(None, Fraction(0), item.points, waits=admitted.score is not None)
    points = grants[item.id]
    if points is None:
        return Part(None, Fraction(0), item.points)
    return Part(rounded(Fraction(bounded(points, item.least, item.most)), scoring), item.points, item.points)


# Groups and the whole


def settle(parts: list[Part], full: Fraction, policy: NotApplicablePolicy, scoring: Scoring) -> Part:
    """Return the sum of what stands together, after what does not apply."""
    present = [part for part in parts if part.score is not None]
    total = sum((part.score for part in present if part.score is not None), Fraction(0))
    twice = lost_beside(parts)
    applies = sum((part.weight for part in present), Fraction(0))
    if policy is NotApplicablePolicy.KEEP:
        return Part(total + full - applies - twice, full, full)
    if policy is NotApplicablePolicy.ZERO:
        return Part(total - twice, full, full)
    if not present:
        waits = any(part.waits for part in parts)
        doubles = policy is NotApplicablePolicy.DOUBLE and not waits
        return Part(full, full, full, doubles=True) if doubles else Part(None, Fraction(0), full, waits=waits)
    if not applies:
        return Part(total, Fraction(0), full)
    if policy is NotApplicablePolicy.PASS_UP:
        return Part(total - twice, applies, full)
    raised = rounded(total * full / applies, scoring) if total > 0 and applies != full else total
    return Part(raised - twice, full, full)


def lost_beside(parts: list[Part]) -> Fraction:
    """What stands beside a group that doubles loses twice what it loses."""
    if not any(part.doubles for part in parts):
        return Fraction(0)
    return sum(
        (
            max(part.weight - part.score, Fraction(0))
            for part in parts
            if not part.doubles and part.score is not None
        ),
        Fraction(0),
    )


def close(group: Group, parts: list[Part], scoring: Scoring, *, after: bool) -> Part:
    """Sum, what does not apply, floor and cap, weight."""
    if after:
        found = sum((part.score for part in parts if part.score is not None), Fraction(0))
        summed = Part(found, Fraction(0), group.points)
    else:
        summed = settle(parts, group.points, group.not_applicable or scoring.not_applicable, scoring)
    share = Fraction(1) if group.weight is None else group.weight
    full, weight = (
        share * (points if group.cap is None else min(points, group.cap))
        for points in (group.points, summed.weight)
    )
    if summed.score is None:
        return Part(None, Fraction(0), full, waits=summed.waits)
    score = Fraction(bounded(summed.score, group.floor, group.cap))
    if group.weight is not None:
        score = rounded(score * share, scoring)
    return Part(score, weight, full, doubles=summed.doubles)


class Whole(NamedTuple):
    """All groups of one column, closed, and the total of those that count in it."""

    groups: dict[str, Part]
    total: Part


def add_up(checklist: Checklist, items: Mapping[str, Part], doubling: Mapping[str, Part]) -> Whole:
    """Close all groups from below; `doubling` are those whose losses beside count twice in any case."""
    groups: dict[str, Part] = {}
    after = {group.id for group in checklist.groups if group.after_total}
    for group in sorted(checklist.groups, key=lambda one: -len(one.id)):
        below = [one for one in checklist.groups if one.parent == group.id]
        parts = [part for id_, part in items.items() if id_.partition("-")[0] == group.id]
        parts += [groups[one.id] for one in below]
        closed = close(group, parts, checklist.scoring, after=group.id[0] in after)
        claims = group.id in doubling and doubling[group.id].doubles
        groups[group.id] = closed._replace(doubles=closed.doubles or claims)
    inside = [
        groups[group.id] for group in checklist.groups if group.parent is None and group.id not in after
    ]
    scoring = checklist.scoring
    policy = scoring.not_applicable
    if policy is NotApplicablePolicy.PASS_UP:
        # Above the total there is nothing: it raises what all below it passed up.
        policy = NotApplicablePolicy.RESCALE
    total = settle(inside, scoring.total, policy, scoring)
    for group in checklist.groups:
        if group.id in after and group.needs_total is not None:
            groups[group.id] = withheld(groups[group.id], group.needs_total, total.score)
    return Whole(groups, total)


def withheld(group: Part, needed: Fraction, total: Fraction | None) -> Part:
    """Too low a total takes a bonus away, and no deduction."""
    if group.score is None or group.score <= 0 or (total is not None and total >= needed):
        return group
    return group._replace(score=Fraction(0))


def finish(checklist: Checklist, whole: Whole, figures: Figures) -> Fraction | None:
    """Groups after the total, vetoes that cost points, floor and cap."""
    added = [whole.groups[group.id].score for group in checklist.groups if group.after_total]
    found = [score for score in (whole.total.score, *added) if score is not None]
    if not found:
        return None
    total = sum(found, Fraction(0))
    for veto in checklist.vetoes:
        if veto.effect is VetoEffect.POINTS and veto.when.holds(figures) is not False:
            total -= fine(veto.points or Fraction(0), veto.times, figures, checklist.scoring)
    return Fraction(bounded(total, checklist.scoring.floor, checklist.scoring.cap))


def fine(points: Fraction, times: Formula | None, figures: Figures, scoring: Scoring) -> Fraction:
    """So many points, once at least; the total's at most, and all of those where nobody knows how often."""
    most = max(points, scoring.total)
    if times is None:
        return points
    often = times.value(figures)
    if often is None or isinstance(often.high, float):
        return most
    return min(rounded(points * max(often.high, Fraction(1)), scoring), most)


def score(
    checklist: Checklist,
    assessment: Assessment,
    states: Mapping[str, PieceState],
    grants: Mapping[str, Fraction | None],
) -> Scores:
    """Return all scores."""
    figures = stated(checklist, assessment)
    register = [piece for key, piece in assessment.evidence.items() if states.get(key) is PieceState.PRESENT]
    unit = Unit(checklist, figures, register)
    scored = [item for item in checklist.items if item.same_as is None]
    parts: dict[Column, dict[str, Part]] = {column: {} for column in Column}
    for item in scored:
        found = score_item(item, assessment.answers.get(item.id), unit)
        found[Column.REVIEWED] = review_item(item, grants, found[Column.REVIEWED], checklist.scoring)
        for column in Column:
            parts[column][item.id] = found[column]
    claimed = add_up(checklist, parts[Column.CLAIMED], {})
    wholes = {
        Column.CLAIMED: claimed,
        Column.SUPPORTED: add_up(checklist, parts[Column.SUPPORTED], claimed.groups),
        Column.REVIEWED: add_up(checklist, parts[Column.REVIEWED], {}),
    }
    known = {column: column is not Column.REVIEWED or is_reviewed(scored, grants) for column in Column}
    return Scores(
        {item.id: {column: parts[column][item.id].score for column in Column} for item in scored},
        {
            group.id: {
                column: wholes[column].groups[group.id].score if known[column] else None for column in Column
            }
            for group in checklist.groups
        },
        {column: finish(checklist, wholes[column], figures) if known[column] else None for column in Column},
    )


def is_reviewed(items: list[Item], grants: Mapping[str, Fraction | None]) -> bool:
    waiting = [item for item in items if item.points]
    return bool(waiting) and all(item.id in grants for item in waiting)
