"""What a continuous integration job is told: an entry an unmet rule of the gate, then one an open item.

Each with the lines at which it is mended, in whichever of the two files says it or fails to say it.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist, Column
from lawcheck.domain.formulas import Formula
from lawcheck.domain.gate import GateRule, RuleKind
from lawcheck.domain.locate import locate
from lawcheck.domain.problems import Path
from lawcheck.domain.report import Report, Source, Sources
from lawcheck.domain.scoring import ItemScore


class Cause(StrEnum):
    """Why something falls short; of an item the first that holds."""

    RULE = "rule"
    UNANSWERED = "unanswered"
    UNCONFIRMED = "unconfirmed"
    UNPROVED = "unproved"
    UNREVIEWED = "unreviewed"
    SHORT = "short"


class Point(NamedTuple):
    """A place in a file; `file` is named from the top of the repository, with `/`."""

    file: str
    line: int
    column: int


class Annotation(NamedTuple):
    """One thing that falls short: an unmet rule of the gate, or an item.

    `id` is the item's or, for a rule, `gate/…`; `at` has one place at least, and all that must change.
    `missing` is what the item lacks in the judged score.
    """

    id: str
    cause: Cause
    at: tuple[Point, ...]
    rule: GateRule | None = None
    score: ItemScore | None = None
    missing: Fraction = Fraction(0)


def annotate(report: Report) -> list[Annotation]:
    """Return the unmet rules in the gate's order, then the items in the checklist's.

    An item that is left out is answered, confirmed, proved and has all its points in the judged score.
    """
    card = report.card
    assert report.sources is not None, "the format is missing in WITH_SOURCES"
    lines = _Lines(report.sources, card.checklist)
    column = card.verdict.column
    found = [
        Annotation(rule_id(rule), Cause.RULE, lines.of_rule(rule), rule)
        for rule in card.verdict.rules
        if not rule.passed
    ]
    for score in card.items.values():
        if cause := cause_of(score, column):
            held, weight = score.columns[column]
            at = (lines.of_item(score.item.id),)
            found.append(Annotation(score.item.id, cause, at, None, score, weight - (held or 0)))
    return found


def rule_id(rule: GateRule) -> str:
    """Return a rule's stable id: `gate/minimum`, `gate/veto/V-01`."""
    return f"gate/{rule.kind}" if rule.id == rule.kind else f"gate/{rule.kind}/{rule.id}"


def cause_of(score: ItemScore, column: Column) -> Cause | None:
    """Return why the item falls short in `column`, None where it has all that there is to have."""
    if score.status is None:
        return Cause.UNANSWERED
    if not score.is_answered:
        return Cause.UNCONFIRMED
    if score.status is not Status.NOT_DONE and not score.proof.complete:
        return Cause.UNPROVED
    held, weight = score.columns[column]
    if held is None:
        return Cause.UNREVIEWED if column is Column.REVIEWED and weight else None
    open_work = score.status in (Status.NOT_DONE, Status.PARTIAL)
    return Cause.SHORT if open_work or held < weight else None


class _File:
    """A file and the places of its keys."""

    def __init__(self, source: Source) -> None:
        self.name = source.file
        self.places = locate(source.text)

    def at(self, *path: str | int) -> Point:
        return Point(self.name, *self.places.of(path))

    def __contains__(self, path: Path) -> bool:
        return path in self.places


class _Lines:
    """Where in the two files something is said."""

    def __init__(self, sources: Sources, checklist: Checklist) -> None:
        self.checklist = checklist
        self.stated = _File(sources.assessment)
        self.frozen = _File(sources.checklist)
        self.items = {item.id: place for place, item in enumerate(checklist.items)}

    def of_item(self, item: str) -> Point:
        """Return the item's answer, else its entry in the checklist."""
        answer = ("answers", self.checklist.items_by_id[item].same_as or item)
        if answer in self.stated:
            return self.stated.at(*answer)
        return self.frozen.at("items", self.items[item], "id")

    def of_rule(self, rule: GateRule) -> tuple[Point, ...]:
        """Return the items at fault, the figures that decide, or the rule's own line in the checklist."""
        if rule.kind is RuleKind.ITEM:
            return tuple(self.of_item(item) for item in rule.items)
        if rule.kind is RuleKind.VETO:
            return self._of_condition(
                rule.id, {veto.id: veto.when for veto in self.checklist.vetoes}, "vetoes"
            )
        if rule.kind is RuleKind.CHECK:
            return self._of_condition(
                rule.id, {check.id: check.holds for check in self.checklist.checks}, "checks"
            )
        return (self.frozen.at("gate", str(rule.kind)),)

    def _of_condition(self, id_: str, conditions: Mapping[str, Formula], table: str) -> tuple[Point, ...]:
        parts = self.checklist.periodic_figures
        names = [part for name in sorted(conditions[id_].names) for part in parts.get(name, (name,))]
        found = tuple(self.stated.at("figures", name) for name in names if ("figures", name) in self.stated)
        return found or (self.frozen.at(table, list(conditions).index(id_), "id"),)
