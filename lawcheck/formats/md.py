"""The scorecard as Markdown: for a job summary, a wiki, a message."""

import re
from collections.abc import Iterator

from lawcheck.domain.checklist import Column
from lawcheck.domain.report import Report
from lawcheck.formats import text, wording
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
# Signs that begin a list, a heading or a quotation where a line begins with them.
_BLOCK = re.compile(r"(?:[-+#]|\d+[.)])(?=\s|$)|[-=]+$")


def escape(value: str) -> str:
    """Return `value` so that Markdown shows it as it is, in one line."""
    escaped = _SPECIAL.sub(r"\\\1", value.replace("\n", " "))
    found = _BLOCK.match(escaped)
    return f"{escaped[: found.end() - 1]}\\{escaped[found.end() - 1 :]}" if found else escaped


def render(report: Report) -> str:
    """Return head, scores, a table of sections, a table of items, checks and the verdict."""
    return "\n".join([*_head(report), "", *_sections(report), "", *_items(report), "", *_tail(report)]) + "\n"


def _head(report: Report) -> Iterator[str]:
    card = report.card
    yield f"# {escape(said(card.checklist.title))}"
    yield ""
    unit, period = card.assessment.unit, said(card.checklist.period.label)
    yield escape(tr("{unit}, {period}", unit=unit, period=period))
    yield ""
    yield f"> {escape(said(card.checklist.about))}"
    yield ""
    for line in [*text.score_lines(report), text.progress_line(report), *text.edit_lines(report)]:
        yield f"- {escape(line)}"


def _table(head: list[str], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(escape(cell) for cell in row)} |"


def _columns() -> list[str]:
    return [*(wording.column(column) for column in Column), tr("points")]


def _sections(report: Report) -> Iterator[str]:
    yield f"## {tr('Sections')}"
    yield ""
    rows = (
        [
            f"{one.group.id} {said(one.group.title)}",
            *(points(one.columns[column]) for column in Column),
            points(one.group.points),
        ]
        for one in report.card.totals.sections
    )
    yield from _table([tr("section"), *_columns()], rows)
    for one in report.card.totals.adjustments:
        yield ""
        yield escape(text.adjustment_line(one, report).strip())


def _items(report: Report) -> Iterator[str]:
    yield f"## {tr('Items')}"
    yield ""
    rows = (
        [
            f"{score.item.id} {said(score.item.title)}",
            wording.status(score.status),
            *(points(score.columns[column].score) for column in Column),
            points(score.item.points),
        ]
        for score in report.card.items.values()
    )
    yield from _table([tr("item"), tr("status"), *_columns()], rows)


def _tail(report: Report) -> Iterator[str]:
    yield f"## {tr('Checks')}"
    yield ""
    for line in text.check_lines(report):
        yield f"- {escape(line)}"
    yield ""
    yield f"## {tr('Deadlines')}"
    yield ""
    for state in report.deadlines:
        yield f"- {escape(wording.labelled(said(state.deadline.title), wording.timing(state)))}"
    yield ""
    yield f"## {tr('Gate')}"
    yield ""
    _, *failures, held, closing = text.gate_lines(report)
    yield f"**{escape(closing)}**"
    yield ""
    for line in [*failures, held]:
        yield f"- {escape(line.strip())}"
