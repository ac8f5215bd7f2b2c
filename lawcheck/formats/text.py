"""The scorecard as plain text, one fact a line: for pipes, logs and anything that is no terminal."""

from collections.abc import Iterator

from lawcheck.domain.checklist import Checklist, Column
from lawcheck.domain.gate import GateRule
from lawcheck.domain.report import Report
from lawcheck.domain.scoring import ItemScore
from lawcheck.domain.totals import Adjustment, Section
from lawcheck.formats import formulas, wording
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr


def render(report: Report) -> str:
    """Return head, scores, sections, items, checks and the verdict."""
    return "\n".join([*_head(report), "", *_sections(report), "", *_items(report), "", *_tail(report)]) + "\n"


def _head(report: Report) -> Iterator[str]:
    card = report.card
    checklist = card.checklist
    yield tr(
        "{title}: {unit}, {period}",
        title=said(checklist.title),
        unit=card.assessment.unit,
        period=said(checklist.period.label),
    )
    yield said(checklist.about)
    yield ""
    yield from score_lines(report)
    yield progress_line(report)
    yield from edit_lines(report)


def score_lines(report: Report) -> Iterator[str]:
    """Return one line a score with its grade, and what the first two differ by."""
    card = report.card
    full = points(card.checklist.scoring.total)
    for column in Column:
        total, grade = card.totals.columns[column], card.grades[column]
        name = wording.column(column)
        if total is None:
            yield tr("{score}: {none}", score=name, none=wording.NOTHING)
        else:
            yield tr(
                "{score}: {points} of {full}, {grade}",
                score=name,
                points=points(total),
                full=full,
                grade=said(grade.title) if grade else wording.NOTHING,
            )
    yield from missing_lines(report)


def missing_lines(report: Report) -> Iterator[str]:
    """Return what the first two scores differ by: evidence still to come, never a reproach."""
    card = report.card
    claimed, supported = (card.totals.columns[one] for one in (Column.CLAIMED, Column.SUPPORTED))
    if claimed is not None and supported is not None:
        yield tr("evidence still to come: {points}", points=points(claimed - supported))


def progress_line(report: Report) -> str:
    """Return how many items are answered."""
    progress = report.card.progress
    return tr("answered {answered} of {items}, not confirmed {unconfirmed}", **progress._asdict())


def edit_lines(report: Report) -> Iterator[str]:
    """Return the notes on hand edits unknown to the history, on what cases contradict, on the sign-off."""
    for one in report.card.differences:
        yield wording.difference(one, report.card.checklist)
    if report.edits:
        yield tr("edited by hand, not yet in the history: {paths}", paths=", ".join(report.edits))
    if report.standing is not None:
        from lawcheck.formats.signing import standing_lines

        yield from standing_lines(report.standing)


def _sections(report: Report) -> Iterator[str]:
    yield tr("Sections (claimed | supported | reviewed, of points)")
    for section in report.card.totals.sections:
        yield f"  {section_line(section)}"
    for one in report.card.totals.adjustments:
        yield adjustment_line(one, report)


def adjustment_line(one: Adjustment, report: Report) -> str:
    """Return what an adjustment adds to each score; the sums above hold it already."""
    values = " | ".join(wording.signed(one.columns[column]) for column in Column)
    change = wording.labelled(wording.adjustment(one, report.card.checklist), values)
    return tr("  included above: {change}", change=change)


def section_line(section: Section) -> str:
    """Return a section's three scores."""
    values = " | ".join(points(section.columns[column]) for column in Column)
    title = f"{section.group.id} {said(section.group.title)}"
    return wording.labelled(title, f"{values} / {points(section.group.points)}")


def _items(report: Report) -> Iterator[str]:
    yield tr("Items (claimed | supported | reviewed, of points)")
    for score in report.card.items.values():
        yield f"  {item_line(score)}"


def item_line(score: ItemScore) -> str:
    """Return one item with its status and scores."""
    values = " | ".join(points(score.columns[column].score) for column in Column)
    item = score.item
    title = f"{item.id} {said(item.title)} [{wording.status(score.status)}]"
    return wording.labelled(title, f"{values} / {points(item.points)}")


def _tail(report: Report) -> Iterator[str]:
    card = report.card
    if card.checks:
        yield tr("Checks")
        yield from (f"  {line}" for line in check_lines(report))
        yield ""
    yield tr("Deadlines")
    for state in report.deadlines:
        yield f"  {wording.labelled(said(state.deadline.title), wording.timing(state))}"
    yield ""
    yield from gate_lines(report)


def check_lines(report: Report) -> Iterator[str]:
    """Return the checks that do not hold, and how many hold or cannot be decided."""
    checks = report.card.checks
    for one in checks:
        if one.holds is False:
            line = check_line(one.id, one.holds, report.card.checklist)
            yield f"× {formulas.remarked(line, one.formula.days_asked(report.card.stated.certain))}"
    held, broken = (sum(one.holds is outcome for one in checks) for outcome in (True, False))
    yield tr(
        "{held} hold, {broken} do not, {undecided} cannot be decided",
        held=held,
        broken=broken,
        undecided=len(checks) - held - broken,
    )


def check_line(check: str, holds: bool | None, checklist: Checklist) -> str:  # noqa: FBT001  # an outcome, no switch
    """Return a check and whether it holds."""
    title = said(next(one.title for one in checklist.checks if one.id == check))
    return wording.labelled(title, outcome(holds))


def outcome(holds: bool | None) -> str:  # noqa: FBT001  # an outcome, no switch
    """Return how a check came out."""
    return {True: tr("holds"), False: tr("does not hold"), None: tr("cannot be decided")}[holds]


def broken_checks(report: Report, owner: str) -> Iterator[str]:
    """Return the checks that do not hold and name a figure of `owner`, an item or a veto."""
    checklist = report.card.checklist
    names = {one.name for one in (*checklist.asked_figures, *checklist.figures) if one.owner == owner}
    for one in report.card.checks:
        if one.holds is False and one.formula.names & names:
            line = check_line(one.id, one.holds, checklist)
            yield f"× {formulas.remarked(line, one.formula.days_asked(report.card.stated.certain))}"


def gate_lines(report: Report) -> Iterator[str]:
    """Return the gate's failures with the rows at fault, and one closing sentence."""
    verdict = report.card.verdict
    failed = [rule for rule in verdict.rules if not rule.passed]
    yield tr("Gate")
    for rule in failed:
        yield f"  × {rule_line(rule, report)}"
    held = len(verdict.rules) - len(failed)
    yield tr("  {held} of {all} rules hold", held=held, all=len(verdict.rules))
    score = tr("{name} {points}", name=wording.column(verdict.column), points=points(verdict.score))
    if verdict.passed:
        yield tr("PASSED: {score}", score=score)
    else:
        yield tr("NOT PASSED: {score}; {failed} rules fail", score=score, failed=len(failed))


def rule_line(rule: GateRule, report: Report) -> str:
    """Return a rule of the gate with its items and whether it could be decided."""
    text = wording.gate_rule(rule, report)
    if rule.held is None:
        text = tr("{rule}: cannot be decided", rule=text)
    return wording.naming(text, rule.items) if rule.items else text


def render_gate(report: Report) -> str:
    """Return the verdict alone."""
    return "\n".join([*edit_lines(report), *gate_lines(report)]) + "\n"
