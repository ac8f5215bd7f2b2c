"""Cells as texts, and the rows of a page up to the last that is filled."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal

ROW_LIMIT = 2**16
COLUMN_LIMIT = 60


def text_of(value: object, *, percent: bool = False) -> str:
    """Return what a cell holds as text: a number as a plain decimal, with % where it is shown so."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        whole = value.time() == time()
        return value.date().isoformat() if whole else value.isoformat(" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        # A spreadsheet shows fifteen digits; what stands behind them is the machine's own.
        number = Decimal(format(value, ".15g"))
        return f"{_plain(number * 100)}%" if percent else _plain(number)
    return "" if value is None else str(value)


def _plain(number: Decimal) -> str:
    text = format(number, "f") if number.is_finite() else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def trimmed(rows: Iterable[tuple[list[str], int]]) -> list[list[str]]:
    """Return rows, each so many times, up to the last that is not empty; at most one above the limit.

    Whoever formats whole columns leaves a million empty rows: only what is filled counts.
    """
    kept: list[list[str]] = []
    empty = 0
    for row, times in rows:
        while row and not row[-1]:
            row.pop()
        if not row:
            empty += times
            continue
        kept += [[] for _ in range(min(empty, ROW_LIMIT + 1 - len(kept)))]
        kept += [row] * min(times, ROW_LIMIT + 1 - len(kept))
        empty = 0
        if len(kept) > ROW_LIMIT:
            break
    return kept
