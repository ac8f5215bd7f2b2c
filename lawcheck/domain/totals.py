"""From items to groups to the total: exact sums, and every step beyond a sum as an adjustment of its own.

A group is closed in this order: sum, not-applicable points, losses that count twice, floor and cap, weight.
Groups that count after the total, then vetoes that cost points, then the total's own floor and cap come last.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.checklist import Checklist, Column, Group, NotApplicablePolicy, VetoEffect
from lawcheck.domain.formulas import Figures
from lawcheck.domain.gate import VetoResult
from lawcheck.domain.quantities import exactly, is_open
from lawcheck.domain.scoring import NOTHING, ItemScore, Points, rounded

WHOLE = ""
"""Stands for the whole checklist where a group's id is expected."""

Columns = dict[Column, Fraction | None]


class AdjustmentKind(StrEnum):
    """What changed a sum."""

    RESCALE = "rescale"
    KEEP = "keep"
    ZERO = "zero"
    DOUBLE = "double"
    FLOOR = "floor"
    CAP = "cap"
    WEIGHT = "weight"
    WITHHELD = "withheld"
    VETO = "veto"


_NAMES = {
    NotApplicablePolicy.RESCALE: AdjustmentKind.RESCALE,
    NotApplicablePolicy.PASS_UP: AdjustmentKind.RESCALE,
    NotApplicablePolicy.KEEP: AdjustmentKind.KEEP,
    NotApplicablePolicy.ZERO: AdjustmentKind.ZERO,
    NotApplicablePolicy.DOUBLE: AdjustmentKind.RESCALE,
}
"""What the points that a policy adds are called; what losses count twice has a name of its own."""


class Adjustment(NamedTuple):
    """What is added to a sum in each score, and why; `section` is a group's id, "" for the whole."""

    kind: AdjustmentKind
    section: str
    columns: Mapping[Column, Fraction | None]
    veto: str | None = None

    @property
    def id(self) -> str:
        """Return a name of its own: `rescale-A1`, `veto-V-01`."""
        return f"{self.kind}-{self.veto or self.section or 'all'}"


class Section(NamedTuple):
    """A group with its three scores; None where nothing in it counts, or nobody reviewed it."""

    group: Group
    columns: Mapping[Column, Fraction | None]


class Totals(NamedTuple):
    """The sections in the checklist's order, the adjustments, and the three totals."""

    sections: tuple[Section, ...]
    adjustments: tuple[Adjustment, ...]
    columns: Mapping[Column, Fraction | None]


class _Part(NamedTuple):
    """What stands in a group: points, the columns that leave it out, those where losses beside it double."""

    points: Mapping[Column, Points]
    left_out: frozenset[Column]
    doubles: frozenset[Column] = frozenset()


def add_up(
    checklist: Checklist, items: Iterable[ItemScore], vetoes: Iterable[VetoResult], figures: Figures
) -> Totals:
    """Return sections, adjustments and totals of `items`; `vetoes` that cost points come off the total."""
    adder = _Adder(checklist, tuple(items))
    return adder.run(tuple(vetoes), figures)


class _Adder:
    def __init__(self, checklist: Checklist, items: tuple[ItemScore, ...]) -> None:
        self.checklist = checklist
        self.items: dict[str, list[ItemScore]] = {}
        for item in items:
            self.items.setdefault(item.item.group, []).append(item)
        self.after_total = {group.id for group in checklist.groups if group.after_total}
        self.children: dict[str, list[Group]] = {}
        for group in checklist.groups:
            self.children.setdefault(group.parent or WHOLE, []).append(group)
        # A reviewed sum says nothing until every item with points is reviewed.
        scored = [item for item in items if item.item.points]
        self.is_reviewed = bool(scored) and all(_was_reviewed(item) for item in scored)
        self.sections: dict[str, Section] = {}
        self.adjustments: list[Adjustment] = []
        self.reached: Columns = {}

    def run(self, vetoes: tuple[VetoResult, ...], figures: Figures) -> Totals:
        scoring = self.checklist.scoring
        top = self.children.get(WHOLE, [])
        inside = [self._group(group) for group in top if not group.after_total]
        policy = scoring.not_applicable
        if policy is NotApplicablePolicy.PASS_UP:
            policy = NotApplicablePolicy.RESCALE
        whole = self._apply_policy(WHOLE, scoring.total, policy, inside)
        self.reached = {column: whole[column].score for column in Column}
        total = dict(self.reached)
        for group in top:
            if group.after_total:
                extra = self._group(group).points
                total = {column: _plus(total[column], extra[column].score) for column in Column}
        for result in vetoes:
            self._charge(result, figures, total)
        self._bound(WHOLE, scoring.floor, scoring.cap, total)
        sections = tuple(self.sections[group.id] for group in self.checklist.groups)
        return Totals(sections, tuple(self.adjustments), total)

    def _group(self, group: Group) -> _Part:
        parts = [
            _Part(item.columns, frozenset(filter(item.is_left_out, Column)))
            for item in self.items.get(group.id, ())
        ]
        parts += [self._group(child) for child in self.children.get(group.id, ())]
        policy = self._policy(group)
        closed = self._apply_policy(group.id, group.points, policy, parts)
        sums: Columns = {column: closed[column].score for column in Column}
        self._bound(group.id, group.floor, group.cap, sums)
        self._weigh(group, sums)
        self._withhold(group, sums)
        self.sections[group.id] = Section(group, sums)
        points = {column: Points(sums[column], group.weighed(closed[column].weight)) for column in Column}
        without = _without(parts)
        doubles = _doubling(without) if policy is NotApplicablePolicy.DOUBLE else frozenset[Column]()
        return _Part(points, frozenset(column for column in without if sums[column] is None), doubles)

    def _policy(self, group: Group) -> NotApplicablePolicy:
        # A bonus that does not apply is not made up for by the others.
        if (group.parent or group.id) in self.after_total:
            return NotApplicablePolicy.ZERO
        return group.not_applicable or self.checklist.scoring.not_applicable

    def _apply_policy(
        self, section: str, full: Fraction, policy: NotApplicablePolicy, parts: list[_Part]
    ) -> dict[Column, Points]:
        """Add up the parts of a group and raise, keep or lose what does not apply."""
        result: dict[Column, Points] = {}
        changes: Columns = {}
        doubled: Columns = {}
        without = _without(parts)
        for column in Column:
            changes[column] = doubled[column] = NOTHING
            if column is Column.REVIEWED and not self.is_reviewed:
                result[column], changes[column], doubled[column] = Points(None, full), None, None
                continue
            points = [part.points[column] for part in parts]
            applicable = sum((one.weight for one in points), NOTHING)
            counted = [one.score for one in points if one.score is not None]
            reached = sum(counted, NOTHING)
            if column in without and policy is NotApplicablePolicy.DOUBLE:
                result[column], changes[column] = Points(full, full), full
                continue
            if not applicable and policy not in (NotApplicablePolicy.KEEP, NotApplicablePolicy.ZERO):
                result[column] = Points(reached if counted else None, NOTHING)
                changes[column] = NOTHING if counted else None
                continue
            change = self._change(policy, reached, applicable, full)
            twice = _lost_beside(parts, column)
            changes[column], doubled[column] = change, -twice
            left = applicable if policy is NotApplicablePolicy.PASS_UP else full
            result[column] = Points(reached + change - twice, left)
        self._note(_NAMES[policy], section, changes)
        self._note(AdjustmentKind.DOUBLE, section, doubled)
        return result

    def _change(
        self, policy: NotApplicablePolicy, points: Fraction, applicable: Fraction, full: Fraction
    ) -> Fraction:
        if policy is NotApplicablePolicy.KEEP:
            return full - applicable
        raises = policy in (NotApplicablePolicy.RESCALE, NotApplicablePolicy.DOUBLE)
        if raises and points > 0 and applicable not in (NOTHING, full):
            return self._rounded(points * full / applicable) - points
        return NOTHING

    def _bound(self, section: str, floor: Fraction | None, cap: Fraction | None, sums: Columns) -> None:
        """Raise or cut `sums` to their bounds."""
        for kind, bound in ((AdjustmentKind.FLOOR, floor), (AdjustmentKind.CAP, cap)):
            if bound is None:
                continue
            pick = max if kind is AdjustmentKind.FLOOR else min
            changes = {
                column: None if one is None else pick(one, bound) - one for column, one in sums.items()
            }
            self._add(kind, section, changes, sums)

    def _weigh(self, group: Group, sums: Columns) -> None:
        weight = group.weight
        if weight is None:
            return
        changes = {
            column: None if one is None else self._rounded(one * weight) - one for column, one in sums.items()
        }
        self._add(AdjustmentKind.WEIGHT, group.id, changes, sums)

    def _withhold(self, group: Group, sums: Columns) -> None:
        """Take back what a group after the total gains where the total does not reach what it needs.

        What it loses stays: a low total must not spare a deduction.
        """
        needed = group.needs_total
        if needed is None or not self.reached:
            return
        changes: Columns = {}
        for column, one in sums.items():
            reached = self.reached[column]
            is_reached = reached is not None and reached >= needed
            changes[column] = None if one is None else NOTHING if is_reached else min(-one, NOTHING)
        self._add(AdjustmentKind.WITHHELD, group.id, changes, sums)

    def _charge(self, result: VetoResult, figures: Figures, total: Columns) -> None:
        """Take a veto's points off; one that cannot be decided costs them too, since nothing rules it out.

        However often it strikes it costs the full points of the total at most, and as much where that is
        not known: what is not stated never costs less than what is.
        """
        veto = result.veto
        if veto.effect is not VetoEffect.POINTS or result.strikes is False:
            return
        once = veto.points or NOTHING
        cost = most = max(once, self.checklist.scoring.total)
        often = exactly(1) if veto.times is None else veto.times.value(figures)
        if often is not None and not is_open(often.high):
            cost = min(self._rounded(once * max(Fraction(often.high), Fraction(1))), most)
        changes: Columns = {column: None if one is None else -cost for column, one in total.items()}
        self._add(AdjustmentKind.VETO, WHOLE, changes, total, veto.id)

    def _add(
        self, kind: AdjustmentKind, section: str, changes: Columns, sums: Columns, veto: str | None = None
    ) -> None:
        self._note(kind, section, changes, veto)
        for column, change in changes.items():
            sums[column] = _plus(sums[column], change)

    def _note(self, kind: AdjustmentKind, section: str, changes: Columns, veto: str | None = None) -> None:
        if any(changes.values()):
            self.adjustments.append(Adjustment(kind, section, dict(changes), veto))

    def _rounded(self, value: Fraction) -> Fraction:
        return rounded(value, self.checklist.scoring.decimals, self.checklist.scoring.rounding)


def _without(parts: list[_Part]) -> frozenset[Column]:
    """Return the columns in which none of the parts applies."""
    return frozenset(column for column in Column if all(column in part.left_out for part in parts))


def _doubling(without: frozenset[Column]) -> frozenset[Column]:
    """Return where losses beside a group count twice that applies in no part of it.

    In `supported` they do as in `claimed`, proved or not: without proof nothing may cost less than with it.
    """
    follows = {Column.SUPPORTED: Column.CLAIMED}
    return frozenset(column for column in Column if follows.get(column, column) in without)


def _lost_beside(parts: list[_Part], column: Column) -> Fraction:
    """Return what the parts lose beside one that does not apply and has their losses counted twice.

    A part that scores beyond its points loses nothing.
    """
    if not any(column in part.doubles for part in parts):
        return NOTHING
    others = [part.points[column] for part in parts if column not in part.doubles]
    return sum((max(one.weight - one.score, NOTHING) for one in others if one.score is not None), NOTHING)


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return one if other is None else other if one is None else one + other


def _was_reviewed(item: ItemScore) -> bool:
    points = item.columns[Column.REVIEWED]
    return points.score is not None or points.weight == 0
