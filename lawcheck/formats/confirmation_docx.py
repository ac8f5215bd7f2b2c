"""The page for the seal as one A4 page of Word."""

import io
from typing import Any

from lawcheck.domain.signing import Confirmation
from lawcheck.domain.signoff import Role
from lawcheck.formats import confirmation
from lawcheck.i18n import tr

_TITLE = "宋体"
_BODY = "仿宋"
_DIGITS = "Courier New"


def render(page: Confirmation) -> bytes:
    """Return the page: title, table of facts, the signed sentence, the head, three lines, the seal."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    _set_up(document, page)
    _write(
        document, confirmation.title(), _TITLE, 22, bold=True, after=12
    ).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _facts(document, page)
    _write(document, page.signoff.text, _BODY, 14, before=10, after=8)
    _write(document, confirmation.head_title(page), _BODY, 12)
    for row in confirmation.head_rows(page):
        line = _write(document, "  ".join(row), _DIGITS, 14, bold=True, after=2)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for sentence in confirmation.origin(page):
        _write(document, sentence, _BODY, 9, after=1)
    _write(document, "", _BODY, 6)
    _signatures(document, page)
    _write(document, confirmation.seal(), _BODY, 14, before=14).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, page: Confirmation) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    section.top_margin = section.bottom_margin = Mm(22)
    document.core_properties.title = confirmation.title()
    document.core_properties.author = page.signoff.unit
    document.core_properties.comments = ""


def _write(  # noqa: PLR0913  # how one paragraph looks
    document: Any,
    text: str,
    font: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 4,
) -> Any:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    _run(paragraph, text, font, size, bold=bold)
    return paragraph


def _run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, font
    # Word keeps the font of Chinese signs apart.
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001  # python-docx has no other way


def _facts(document: Any, page: Confirmation) -> None:
    rows = list(confirmation.facts(page))
    table = _table(document, len(rows), (34, 124), height=9)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _run(cell.paragraphs[0], text, _BODY, 12)


def _signatures(document: Any, page: Confirmation) -> None:
    table = _table(document, len(Role), (62, 56, 40), height=17)
    for row, role in zip(table.rows, Role, strict=True):
        _run(row.cells[0].paragraphs[0], confirmation.person(role, page), _BODY, 14)
        for cell, text in zip(row.cells[1:], (tr("signature"), tr("date")), strict=True):
            _run(cell.paragraphs[0], text, _BODY, 11)


def _table(document: Any, rows: int, widths: tuple[int, ...], *, height: int) -> Any:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Mm

    table = document.add_table(rows=rows, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    # Word reads the widths of the cells, LibreOffice those of the columns.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for row in table.rows:
        row.height = Mm(height)
    return table
