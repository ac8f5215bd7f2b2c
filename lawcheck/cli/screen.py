"""Tables and colour on a terminal: the only importer of rich outside the walk.

Text from files reaches rich only as `Text`, so that it never becomes markup, and only through `shown`.
"""

from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text

from lawcheck.cli.settings import current
from lawcheck.cli.terminal import has_colour, shown
from lawcheck.domain.checklist import Column
from lawcheck.domain.report import Report
from lawcheck.formats import text, wording
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr

_BAR_CELLS = 20


def console() -> Console:
    """Return a console that obeys nothing in its texts."""
    return Console(
        markup=False,
        emoji=False,
        highlight=False,
        no_color=not has_colour(),
        safe_box=True,
        legacy_windows=False if not current.ascii else None,
    )


def plain(words: str, style: str = "") -> Text:
    """Return text that is shown literally."""
    return Text(shown(words), style=style)


def show_score(report: Report) -> None:
    """Print head, the three scores, the sections with a bar, and what the gate says."""
    out = console()
    card = report.card
    checklist = card.checklist
    out.print(plain(wording.labelled(said(checklist.title), card.assessment.unit), "bold"))
    out.print(plain(said(checklist.about), "dim"))
    out.print()
    for line in text.score_lines(report):
        out.print(plain(line))
    out.print(plain(text.progress_line(report)))
    for line in text.edit_lines(report):
        out.print(plain(line, "yellow"))
    out.print()
    out.print(_sections(report))
    for one in card.totals.adjustments:
        out.print(plain(text.adjustment_line(one, report)))
    out.print()
    show_gate(report, out)
    out.print()
    out.print(plain(tr("lawcheck explain ID accounts for an item, lawcheck gaps for what is missing"), "dim"))


def _sections(report: Report) -> Table:
    table = Table(box=None, pad_edge=False, expand=False)
    table.add_column(tr("section"), overflow="fold")
    for column in Column:
        table.add_column(wording.column(column), justify="right", no_wrap=True)
    table.add_column(tr("points"), justify="right", no_wrap=True)
    table.add_column(
        plain(f"{wording.column(Column.CLAIMED)} / {wording.column(Column.SUPPORTED)}"), no_wrap=True
    )
    for one in report.card.totals.sections:
        top = len(one.group.id) == 1
        values = [one.columns[column] for column in Column]
        table.add_row(
            plain(f"{'' if top else '  '}{one.group.id} {said(one.group.title)}", "bold" if top else ""),
            *(plain(points(value)) for value in values),
            plain(points(one.group.points)),
            _bar(values[0], values[1], one.group.points),
        )
    return table


def _bar(claimed: Fraction | None, supported: Fraction | None, full: Fraction) -> Text:
    """Return a bar of what is supported, what is only claimed, and what is missing."""
    if claimed is None or not full:
        return plain(wording.NOTHING)
    proved = _cells(supported, full)
    only_claimed = max(_cells(claimed, full) - proved, 0)
    bar = Text(shown("█" * proved), style="green")
    bar.append(shown("■" * only_claimed), style="yellow")
    bar.append(shown("·" * (_BAR_CELLS - proved - only_claimed)), style="dim")
    return bar


def _cells(value: Fraction | None, full: Fraction) -> int:
    return max(int((value or 0) * _BAR_CELLS / full), 0)


def show_gate(report: Report, out: Console) -> None:
    """Print the failing rules and the closing sentence."""
    _, *failures, held, closing = text.gate_lines(report)
    for line in failures:
        out.print(plain(line.strip(), "red"))
    out.print(plain(held.strip()))
    out.print(plain(closing, "bold green" if report.card.verdict.passed else "bold red"))
