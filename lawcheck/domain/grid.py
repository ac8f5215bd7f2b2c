"""One page of a workbook as texts, and how its cells are called."""

from collections.abc import Sequence
from typing import NamedTuple


class Area(NamedTuple):
    """Merged cells: rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


class Grid(NamedTuple):
    """One page of a workbook as texts, row by row; a number is a plain decimal, a day ISO text.

    `unknown` are cells, by row and column from 0, with a formula whose result nobody knows.
    """

    name: str
    rows: Sequence[Sequence[str]]
    merged: Sequence[Area] = ()
    unknown: frozenset[tuple[int, int]] = frozenset()

    def at(self, row: int, column: int) -> str:
        """Return the text of a cell, empty where there is none."""
        line = self.rows[row] if row < len(self.rows) else ()
        return line[column] if column < len(line) else ""


def name_of(row: int, column: int) -> str:
    """Return the name of a cell, `G7`, by its row and column from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
