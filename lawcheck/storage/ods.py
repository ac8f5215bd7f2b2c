"""Pages of an .ods as texts: only what a cell shows, repeated cells and rows in bounds."""

import io
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, iterparse

from lawcheck.domain.grid import Area, Grid
from lawcheck.storage.cells import COLUMN_LIMIT, text_of, trimmed

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def read(content: bytes, pages: int) -> list[Grid]:
    """Return at most so many pages.

    Raises:
        SyntaxError: It is no XML.
        ValueError: A number in it is none.
    """
    found: list[Grid] = []
    for _, table in iterparse(io.BytesIO(content)):  # noqa: S314  # types and entities were refused before
        if table.tag != f"{_TABLE}table":
            continue
        if len(found) < pages:
            merged: list[Area] = []
            rows = trimmed(_rows(table, merged))
            found.append(Grid(table.get(f"{_TABLE}name", ""), rows, tuple(merged)))
        table.clear()
    return found


def _rows(table: Element, merged: list[Area]) -> Iterator[tuple[list[str], int]]:
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        yield _cells(row, number, merged), repeated
        number += repeated


def _cells(row: Element, number: int, merged: list[Area]) -> list[str]:
    texts: list[str] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        wide, high = (int(cell.get(f"{_TABLE}number-{one}-spanned", "1")) for one in ("columns", "rows"))
        if wide > 1 or high > 1:
            merged.append(Area(number, len(texts), number + high - 1, len(texts) + wide - 1))
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        texts += [_text(cell)] * min(repeated, COLUMN_LIMIT - len(texts))
    return texts


def _text(cell: Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00").replace("T", " ")
    if kind in ("float", "currency", "percentage"):
        # What is shown may be rounded, so the value itself is taken.
        return text_of(float(cell.get(f"{_OFFICE}value", "")), percent=kind == "percentage")
    return "\n".join(_spoken(line) for line in cell.findall(f"{_TEXT}p"))


def _spoken(node: Element) -> str:
    text = node.text or ""
    for one in node:
        if one.tag == f"{_TEXT}s":
            text += " " * min(int(one.get(f"{_TEXT}c", "1")), 1_000)
        elif one.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            text += "\t" if one.tag == f"{_TEXT}tab" else "\n"
        elif not one.tag.startswith(_OFFICE):
            text += _spoken(one)
        text += one.tail or ""
    return text
