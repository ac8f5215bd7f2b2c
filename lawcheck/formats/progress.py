"""Progress, deadlines and who owes what, as text and as data."""

from collections.abc import Iterator
from typing import Any

from lawcheck.domain.cases import Case
from lawcheck.domain.checklist import Column
from lawcheck.domain.progress import Stock, Stocks
from lawcheck.domain.report import Report
from lawcheck.formats import text, wording
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr


def render(stocks: Stocks, report: Report) -> str:
    """Return progress, deadlines, sections and offices, a line each."""
    return "\n".join(_lines(stocks, report)) + "\n"


def _lines(stocks: Stocks, report: Report) -> Iterator[str]:
    checklist = report.card.checklist
    yield tr("{unit}, {period}", unit=report.card.assessment.unit, period=said(checklist.period.label))
    yield text.progress_line(report)
    yield from text.edit_lines(report)
    yield ""
    yield tr("Deadlines")
    for state in report.deadlines:
        yield f"  {wording.labelled(said(state.deadline.title), wording.timing(state))}"
    yield ""
    yield tr("Sections")
    titles = {group.id: said(group.title) for group in checklist.groups}
    for one in stocks.sections:
        yield f"  {wording.labelled(f'{one.name} {titles[one.name]}', _counts(one))}"
    if report.card.cases:
        yield ""
        yield tr("Cases (claimed | supported | reviewed, of points)")
        for case in report.card.cases:
            yield f"  {wording.labelled(f'{case.name} {said(case.title)}', _case(case))}"
    yield ""
    yield tr("Who owes what")
    for one in stocks.owners:
        owner = checklist.owners.get(one.name)
        name = said(owner) if owner else one.name or tr("nobody named")
        yield f"  {wording.labelled(name, _counts(one))}"
        if one.open_items:
            yield tr("    open: {ids}", ids=tr(", ").join(one.open_items))
        if one.unproved:
            yield tr("    without full proof: {ids}", ids=tr(", ").join(one.unproved))


def _case(case: Case) -> str:
    values = " | ".join(points(case.columns[column]) for column in Column)
    return tr(
        "{values} / {total}, answered {answered} of {items}, {verdict}",
        values=values,
        total=points(case.total),
        answered=case.answered,
        items=len(case.items),
        verdict=tr("passes") if case.passed else tr("does not pass"),
    )


def _counts(one: Stock) -> str:
    line = tr(
        "answered {answered} of {items}, without full proof {unproved}",
        answered=one.answered,
        items=one.items,
        unproved=len(one.unproved),
    )
    return line if one.due is None else tr("{line}, due {due}", line=line, due=one.due)


def table(stocks: Stocks, report: Report) -> dict[str, Any]:
    """Return the same as JSON shows it."""
    return {
        "format": 1,
        "unit": report.card.assessment.unit,
        "progress": report.card.progress._asdict(),
        "deadlines": [
            {
                "id": state.deadline.id,
                "before": state.deadline.before.isoformat(),
                "timing": str(state.timing),
                "done": state.done.isoformat() if state.done else None,
                "days_left": state.days_left,
            }
            for state in report.deadlines
        ],
        "cases": [
            {
                "id": case.name,
                "checklist": case.checklist,
                "passed": case.passed,
                "answered": case.answered,
                "items": len(case.items),
            }
            for case in report.card.cases
        ],
        "sections": [_stock(one) for one in stocks.sections],
        "owners": [_stock(one) for one in stocks.owners],
    }


def _stock(one: Stock) -> dict[str, Any]:
    return {
        "id": one.name,
        "items": one.items,
        "answered": one.answered,
        "open": list(one.open_items),
        "unproved": list(one.unproved),
        "due": one.due.isoformat() if one.due else None,
    }
