"""Workbooks: cells that are text whatever they look like, and the same bytes for the same words.

No cell is ever a formula, a link or a number that somebody's text was taken for.
"""

import io
import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from lawcheck.domain.sheet import fitted
from lawcheck.domain.values import FORBIDDEN
from lawcheck.i18n import tr

_A4: Final = 9
_DAY_ONE: Final = datetime(1980, 1, 1)  # noqa: DTZ001  # a zip knows no zone; this is its first day

INK: Final = "#BFBFBF"
"""The colour of lines."""

HEAD: Final = {"bold": True, "bg_color": "#DCE6F1", "align": "center", "valign": "vcenter", "border": 1}
TITLE: Final = {"bold": True, "font_size": 14, "valign": "vcenter"}
CELL: Final = {"valign": "top", "border": 1}
CENTRED: Final = {**CELL, "align": "center"}
BAND: Final = {**CELL, "bold": True, "bg_color": "#F2F2F2"}
PLAIN: Final = {"valign": "top"}

_LINE: Final = 12.5
_HIGHEST: Final = 400
"""Points; a spreadsheet knows no higher row than 409."""

Look = Mapping[str, Any]


class Width(NamedTuple):
    """A column's name and its width in characters."""

    name: str
    width: float


class Workbook:
    """One workbook in the making."""

    def __init__(self, title: str) -> None:
        import xlsxwriter

        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": "SimSun", "font_size": 9},
            },
        )
        self._book.set_properties({"title": _clean(title)[:250], "created": _DAY_ONE})
        self._pages: list[Page] = []
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def page(self, name: str) -> "Page":
        """Return a new page."""
        self._pages.append(Page(self, self._book.add_worksheet(name)))
        return self._pages[-1]

    def look(self, look: Look) -> Any:
        """Return the format for `look`, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._looks:
            bordered = {"border_color": INK} if "border" in look else {}
            self._looks[key] = self._book.add_format({"text_wrap": True, **bordered, **look})
        return self._looks[key]

    def close(self) -> bytes:
        """Return the finished workbook."""
        for page in self._pages:
            page.set_heights()
        self._book.close()
        return _growing(self._bytes)


def _growing(packed: io.BytesIO) -> bytes:
    """Return the workbook with rows that grow with what is typed into them.

    XlsxWriter marks every height as chosen by hand, and a spreadsheet leaves such rows as they are.
    """
    grown = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(grown, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                data = data.replace(b' customHeight="1"', b"")
            new.writestr(zipfile.ZipInfo(info.filename, _DAY_ONE.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return grown.getvalue()


class Page:
    """One page of a workbook; rows and columns count from 0."""

    def __init__(self, book: Workbook, sheet: Any) -> None:
        self.book, self.sheet = book, sheet
        self._widths: dict[int, float] = {}
        self._lines: dict[int, int] = {}

    def write(self, row: int, column: int, text: str, look: Look = PLAIN) -> None:
        """Write `text` as it is, cut where no cell could hold it."""
        self.sheet.write_string(row, column, fitted(_clean(text)), self.book.look(look))
        if look.get("text_wrap", True) and column in self._widths:
            self._lines[row] = max(self._lines.get(row, 1), _lines(text, self._widths[column]))

    def rows(self, row: int, lines: Iterable[Sequence[str]], look: Look = CELL) -> int:
        """Write `lines` from `row` on, and return the row behind them."""
        for line in lines:
            for column, text in enumerate(line):
                self.write(row, column, text, look)
            row += 1
        return row

    def head(self, row: int, columns: Sequence[Width]) -> None:
        """Write the row of column names, which stays in sight and stands on every printed sheet."""
        for place, column in enumerate(columns):
            self._widths[place] = column.width
            self.sheet.set_column(place, place, column.width)
            self.write(row, place, column.name, HEAD)
        self.sheet.freeze_panes(row + 1, 1)
        self.sheet.repeat_rows(row)

    def set_heights(self) -> None:
        """Make every row as high as its text; not every spreadsheet does that by itself."""
        for row, lines in self._lines.items():
            self.sheet.set_row(row, min(lines * _LINE + 4, _HIGHEST))

    def print_on_a4(self) -> None:
        """Print lying, all columns on one sheet's width, with numbered sheets."""
        self.sheet.set_paper(_A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.set_footer("&C" + tr("page {page} of {pages}", page="&P", pages="&N"))


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, a wide character counted as two."""
    wide = (sum(2 if char > "\u2e7f" else 1 for char in line) for line in text.split("\n"))
    return sum(max(math.ceil(length / width), 1) for length in wide)


def _clean(text: str) -> str:
    """Return `text` with what no document may obey written out; files that were read hold none of it."""
    return FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
