"""What helps to fill a sheet in: colours, lists to choose from, and a hint on every yellow cell."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lawcheck.domain.assessment import Status
from lawcheck.domain.quantities import Kind
from lawcheck.domain.sheet import PAGE, Column, Row
from lawcheck.formats import wording
from lawcheck.formats.workbook import Page
from lawcheck.i18n import tr

HEAD_ROW: Final = 2
"""The row of column names, from 0."""

PLACE: Final = {column: place for place, column in enumerate(Column)}
_COLOURS: Final = {
    Status.DONE: "#C6E0B4",
    Status.PARTIAL: "#FFD966",
    Status.NOT_DONE: "#F4B084",
    Status.NOT_APPLICABLE: "#D9D9D9",
}
_RANGES: Final = 400
"""Cells that one rule may name; Excel reads no more than 8,192 characters of them."""


def unconfirmed(status: Status) -> str:
    """Return the name of a status that was taken over and that nobody has confirmed."""
    return tr("to confirm: {status}", status=wording.status(status))


def colour(page: Page, last: int) -> None:
    """Colour the results, from the head to row `last`."""
    place = PLACE[Column.STATUS]
    for status, colour in _COLOURS.items():
        look = page.book.look({"bg_color": colour})
        for name in (wording.status(status), unconfirmed(status)):
            rule = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": look}
            page.sheet.conditional_format(HEAD_ROW + 1, place, last, place, rule)


def assist(page: Page, rows: Sequence[Row], offices: int) -> None:
    """Add the lists to choose from, and a hint on every input cell; the hidden page lists the `offices`."""
    statuses = [wording.status(status) for status in Status]
    status_rule = {
        "validate": "list",
        "source": statuses,
        **_hint(tr("result"), tr("Choose from the list; empty if it is not known yet.")),
        "error_title": tr("result"),
        "error_message": tr("Choose one of the four results from the list."),
    }
    _validate(page, Column.STATUS, rows, status_rule)
    _validate(page, Column.OWNER, rows, _owner_rule(offices))
    number = _hint(
        tr("figure"), tr("A number; 10+ for at least ten, ~10 for about ten, which earns nothing.")
    )
    day = _hint(tr("figure"), tr("A day, like 2020-12-31."))
    _validate(page, Column.VALUE, rows, {"validate": "any", **number}, Kind.NUMBER)
    _validate(page, Column.VALUE, rows, {"validate": "any", **day}, Kind.DATE)
    why = _hint(tr("why not applicable"), tr("Only where the result is not applicable; then it is needed."))
    _validate(page, Column.REASON, rows, {"validate": "any", **why})
    _validate(
        page, Column.DUE, rows, {"validate": "any", **_hint(tr("due day"), tr("A day, like 2020-12-31."))}
    )


def _hint(title: str, message: str) -> dict[str, str]:
    # Excel opens no file with longer ones.
    return {"input_title": title[:32], "input_message": message[:255]}


def _owner_rule(offices: int) -> dict[str, Any]:
    hint = _hint(tr("office in charge"), tr("Choose an office, or write the name of a person."))
    if not offices:
        return {"validate": "any", **hint}
    source = f"={PAGE}!$D$1:$D${offices}"
    return {"validate": "list", "source": source, "show_error": False, **hint}


def _validate(
    page: Page, column: Column, rows: Sequence[Row], rule: Mapping[str, Any], kind: Kind | None = None
) -> None:
    cells = [
        place
        for place, row in enumerate(rows, HEAD_ROW + 1)
        if column in row.inputs and (kind is None or (row.figure and row.figure.kind is kind))
    ]
    at = PLACE[column]
    ranges = [[first, at, last, at] for first, last in _runs(cells)]
    for start in range(0, len(ranges), _RANGES):
        some = ranges[start : start + _RANGES]
        page.sheet.data_validation(*some[0], {**rule, "other_cells": some[1:]})


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return rising numbers as runs without a gap, first and last."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
