"""From items to groups to the total: exact sums, and every rescaling as an adjustment of its own."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.checklist import Checklist, Column, Group, NotApplicablePolicy
from lawcheck.domain.scoring import NOTHING, ItemScore, Points, round_half_up

WHOLE = ""
"""Stands for the whole checklist where a group's id is expected."""


class Adjustment(NamedTuple):
    """What a group's not-applicable points change, in each score; `section` is "" for the whole.

    `factors` are the points by which a score was multiplied: full over applicable.
    """

    id: str
    section: str
    policy: NotApplicablePolicy
    columns: Mapping[Column, Fraction | None]


class Section(NamedTuple):
    """A group with its three scores; None where nothing in it counts, or nobody reviewed it."""

    group: Group
    columns: Mapping[Column, Fraction | None]


class Totals(NamedTuple):
    """The sections in the checklist's order, the adjustments, and the three totals."""

    sections: tuple[Section, ...]
    adjustments: tuple[Adjustment, ...]
    columns: Mapping[Column, Fraction | None]


def add_up(checklist: Checklist, items: Iterable[ItemScore]) -> Totals:
    """Return sections, adjustments and totals of `items`."""
    return _Adder(checklist, tuple(items)).run()


class _Adder:
    def __init__(self, checklist: Checklist, items: tuple[ItemScore, ...]) -> None:
        self.checklist = checklist
        self.items: dict[str, list[ItemScore]] = {}
        for item in items:
            self.items.setdefault(item.item.group, []).append(item)
        self.children: dict[str, list[Group]] = {}
        for group in checklist.groups:
            self.children.setdefault(group.parent or WHOLE, []).append(group)
        # A reviewed sum says nothing until every item with points is reviewed.
        scored = [item for item in items if item.item.points]
        self.is_reviewed = bool(scored) and all(_was_reviewed(item) for item in scored)
        self.sections: dict[str, Section] = {}
        self.adjustments: list[Adjustment] = []

    def run(self) -> Totals:
        scoring = self.checklist.scoring
        whole = self._close(WHOLE, scoring.total, scoring.not_applicable, self._children(WHOLE))
        sections = tuple(self.sections[group.id] for group in self.checklist.groups)
        return Totals(sections, tuple(self.adjustments), {column: one.score for column, one in whole.items()})

    def _group(self, group: Group) -> dict[Column, Points]:
        parts = [item.columns for item in self.items.get(group.id, ())] + self._children(group.id)
        policy = group.not_applicable or self.checklist.scoring.not_applicable
        columns = self._close(group.id, group.points, policy, parts)
        self.sections[group.id] = Section(group, {column: one.score for column, one in columns.items()})
        return columns

    def _children(self, group: str) -> list[dict[Column, Points]]:
        return [self._group(child) for child in self.children.get(group, ())]

    def _close(
        self, section: str, full: Fraction, policy: NotApplicablePolicy, parts: list[dict[Column, Points]]
    ) -> dict[Column, Points]:
        """Add up the parts of a group and raise, keep or lose what does not apply."""
        result: dict[Column, Points] = {}
        changes: dict[Column, Fraction | None] = {}
        for column in Column:
            changes[column] = NOTHING
            if column is Column.REVIEWED and not self.is_reviewed:
                result[column], changes[column] = Points(None, full), None
                continue
            applicable = sum((part[column].weight for part in parts), NOTHING)
            counted = [one.score for part in parts if (one := part[column]).score is not None]
            points = sum(counted, NOTHING)
            if not applicable and policy is NotApplicablePolicy.RESCALE:
                result[column] = Points(points if counted else None, NOTHING)
                changes[column] = NOTHING if counted else None
                continue
            changes[column] = self._adjust(policy, points, applicable, full)
            result[column] = Points(points + (changes[column] or NOTHING), full)
        if any(changes.values()):
            self.adjustments.append(Adjustment(f"{policy}-{section or 'all'}", section, policy, changes))
        return result

    def _adjust(
        self, policy: NotApplicablePolicy, points: Fraction, applicable: Fraction, full: Fraction
    ) -> Fraction:
        if policy is NotApplicablePolicy.KEEP:
            return full - applicable
        if policy is NotApplicablePolicy.RESCALE and points > 0:
            return round_half_up(points * full / applicable, self.checklist.scoring.decimals) - points
        return NOTHING


def _was_reviewed(item: ItemScore) -> bool:
    points = item.columns[Column.REVIEWED]
    return points.score is not None or points.weight == 0
