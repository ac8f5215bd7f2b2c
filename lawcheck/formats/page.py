"""The page that `html` lays out, as data: sentences said, numbers written, nothing left to decide."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from lawcheck.domain.advice import Gap, cheapest_way, explain, find_gaps
from lawcheck.domain.assessment import Status
from lawcheck.domain.calendar import Timing
from lawcheck.domain.checklist import Checklist, Column
from lawcheck.domain.gate import CheckResult, GateRule
from lawcheck.domain.history import Entry
from lawcheck.domain.parameters import values
from lawcheck.domain.quantities import Kind
from lawcheck.domain.report import Audience, Report
from lawcheck.formats import (
    audience,
    demonstration,
    explanation,
    page_items,
    page_sections,
    reasons,
    story,
    text,
    wording,
)
from lawcheck.formats.page_items import Part, PieceLine
from lawcheck.formats.page_sections import SectionLine
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr


class Score(NamedTuple):
    """One score of the whole: `style` is its column's code."""

    style: str
    name: str
    points: str
    of: str
    grade: str
    known: bool


class Failure(NamedTuple):
    """A rule of the gate that does not hold, the items at fault, and how many they are."""

    text: str
    items: tuple[str, ...]
    size: str


class Verdict(NamedTuple):
    """What the gate says, with every failure and what holds."""

    passed: bool
    closing: str
    failures: tuple[Failure, ...]
    held: str
    holding: tuple[str, ...]


class Due(NamedTuple):
    """A deadline and how it stands; `style` is its timing's code."""

    title: str
    timing: str
    style: str


class GapLine(NamedTuple):
    """A gap with the steps that close it or, where figures contradict one another, with those checks."""

    id: str
    title: str
    missing: str
    effort: int
    is_gate: bool
    steps: tuple[str, ...]


class CheckLine(NamedTuple):
    """A check: `style` is holds, broken or open; `sides` are the figures found."""

    title: str
    outcome: str
    formula: str
    sides: str
    style: str


class EntryBlock(NamedTuple):
    """An entry of the history with what it changed."""

    text: str
    why: str
    changes: tuple[str, ...]
    size: str


class Page(NamedTuple):
    """Everything on the page, in its order; what the audience may not see is empty or None.

    `ids` are what a link may lead to.
    """

    ids: frozenset[str]
    unit: str
    title: str
    period: str
    about: str
    parameters: tuple[str, ...]
    today: date
    copy: str
    limits: str
    hidden: str
    caution: tuple[str, ...]
    columns: tuple[str, ...]
    scores: tuple[Score, ...]
    scale: str
    facts: tuple[str, ...]
    verdict: Verdict | None
    section_heads: tuple[str, ...]
    section_styles: tuple[str, ...]
    sections: tuple[SectionLine, ...]
    adjustments: tuple[str, ...]
    deadlines: tuple[Due, ...]
    gaps: tuple[GapLine, ...]
    way: tuple[str, ...]
    parts: tuple[Part, ...]
    register: tuple[PieceLine, ...]
    checks: tuple[CheckLine, ...]
    checks_summary: str
    entries: tuple[EntryBlock, ...]
    checklist: str
    checklist_sha256: str


def build(report: Report) -> Page:
    """Return the page on `report`, cut to what its audience may see."""
    card, checklist = report.card, report.card.checklist
    is_internal = report.audience is Audience.INTERNAL
    columns = audience.COLUMNS[report.audience]
    opening = demonstration.opening(report).split("\n")[:2] if demonstration.is_shown(report) else ()
    return Page(
        ids=frozenset(checklist.items_by_id),
        unit=card.assessment.unit,
        title=said(checklist.title),
        period=said(checklist.period.label),
        about=said(checklist.about),
        parameters=tuple(_parameters(report)) if columns else (),
        today=report.today,
        copy=audience.name(report.audience),
        limits=audience.limits(report.audience),
        hidden=audience.hidden(report),
        caution=tuple(opening),
        columns=tuple(wording.column(column) for column in columns),
        scores=tuple(_score(column, report) for column in columns),
        scale=page_sections.scale(columns, report) if columns else "",
        facts=tuple(_facts(report)),
        verdict=_verdict(report) if is_internal else None,
        section_heads=tuple(wording.column(one) for one in columns)
        or tuple(wording.status(one) for one in (*Status, None)),
        section_styles=tuple(str(one) for one in columns)
        or tuple(str(one or "open") for one in (*Status, None)),
        sections=tuple(page_sections.sections(columns, report)),
        adjustments=tuple(text.adjustment_line(one, report).strip() for one in card.totals.adjustments)
        if is_internal
        else (),
        deadlines=tuple(_deadlines(report)) if columns else (),
        gaps=tuple(_gap(gap, report) for gap in find_gaps(card)) if is_internal else (),
        way=tuple(explanation.way_up(cheapest_way(card), report)) if is_internal else (),
        parts=tuple(page_items.parts(report)),
        register=tuple(page_items.register(report)),
        checks=tuple(_check(one, checklist) for one in card.checks) if is_internal else (),
        checks_summary=list(text.check_lines(report))[-1] if is_internal else "",
        entries=tuple(_entry(one, checklist) for one in report.entries) if is_internal else (),
        checklist=f"{checklist.id} {checklist.version}",
        checklist_sha256=report.checklist_sha256 if columns else "",
    )


def _parameters(report: Report) -> Iterator[str]:
    """Return what the checklist was cut to: the unit's class, its powers, its year."""
    checklist = report.card.checklist
    known = values(checklist.parameters, report.card.assessment.parameters)
    for one in checklist.parameters:
        value = known.get(one.name)
        yield wording.labelled(said(one.title), wording.named(value, checklist) if value else wording.NOTHING)


def _score(column: Column, report: Report) -> Score:
    card = report.card
    total, grade = card.totals.columns[column], card.grades[column]
    return Score(
        str(column),
        wording.column(column),
        points(total),
        points(card.checklist.scoring.total),
        said(grade.title) if total is not None and grade else wording.NOTHING,
        total is not None,
    )


def _facts(report: Report) -> Iterator[str]:
    """Return progress and, inside the unit, what evidence is still to come and what was edited by hand."""
    yield text.progress_line(report)
    if report.audience is Audience.INTERNAL:
        yield from text.missing_lines(report)
        yield from text.edit_lines(report)


def _verdict(report: Report) -> Verdict:
    verdict = report.card.verdict
    *_, held, closing = text.gate_lines(report)
    failed = tuple(_failure(rule, report) for rule in verdict.rules if not rule.passed)
    holding = tuple(text.rule_line(rule, report) for rule in verdict.rules if rule.passed)
    return Verdict(verdict.passed, closing, failed, held.strip(), holding)


def _failure(rule: GateRule, report: Report) -> Failure:
    return Failure(
        text.rule_line(rule._replace(items=()), report),
        rule.items,
        tr("{count} items", count=len(rule.items)),
    )


_STYLES = {
    Timing.ON_TIME: "good",
    Timing.BORDERLINE: "open",
    Timing.LATE: "bad",
    Timing.OPEN: "open",
    Timing.OVERDUE: "bad",
}


def _deadlines(report: Report) -> Iterator[Due]:
    for state in report.deadlines:
        yield Due(said(state.deadline.title), wording.timing(state), _STYLES[state.timing])


def _gap(gap: Gap, report: Report) -> GapLine:
    item = gap.score.item
    steps = tuple(reasons.step(one, report.card) for one in explain(report.card, item.id).next)
    steps = steps or tuple(text.broken_checks(report, item.id))
    return GapLine(item.id, said(item.title), points(gap.missing), gap.effort, gap.is_gate, steps)


def _check(one: CheckResult, checklist: Checklist) -> CheckLine:
    title = said(next(check.title for check in checklist.checks if check.id == one.id))
    figures = [
        checklist.figures_by_name[name] for name in one.formula.names if name in checklist.figures_by_name
    ]
    found, formula = "", reasons.formula(one.formula, checklist)
    # What a side is worth that adds days to days, nobody can read.
    if one.relation and (one.left or one.right) and not any(figure.kind is Kind.DATE for figure in figures):
        found = f"{wording.interval(one.left)} {one.relation} {wording.interval(one.right)}"
    style = {True: "good", False: "bad", None: "open"}[one.holds]
    return CheckLine(title, text.outcome(one.holds), _signs(formula), _signs(found), style)


def _signs(formula: str) -> str:
    """Return a formula with the signs that people write."""
    return formula.replace("<=", "≤").replace(">=", "≥").replace("!=", "≠")


def _entry(entry: Entry, checklist: Checklist) -> EntryBlock:
    return EntryBlock(
        story.describe_entry(entry),
        tr("   why: {why}", why=entry.why).strip() if entry.why else "",
        tuple(story.describe_change(one, checklist) for one in entry.changes),
        tr("{count} changes", count=len(entry.changes)),
    )
