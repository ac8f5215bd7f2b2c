"""The page for the seal as one A4 page of Word."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lawcheck.domain.signing import Confirmation
from lawcheck.domain.signoff import Role
from lawcheck.formats import confirmation, official, word
from lawcheck.formats.official import Look
from lawcheck.formats.official_zh import BODY_FACE
from lawcheck.i18n import tr

if TYPE_CHECKING:
    from docx.document import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

_PAGE: Final = official.PORTRAIT._replace(top=24, bottom=22)
_CELL: Final = Look(BODY_FACE, 12)
_TEXT: Final = Look(BODY_FACE, 14)
_SMALL: Final = Look(BODY_FACE, 8.5)
_DIGITS: Final = Look("Courier New", 14)


def render(page: Confirmation) -> bytes:
    """Return the page: title, table of facts, the signed sentence, the head, three lines, the seal."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    document = word.new_document(_PAGE, _CELL, confirmation.title())
    _line(document, confirmation.title(), official.TITLE, ALIGN.CENTER)
    _line(document, "", _SMALL)
    _table(document, list(confirmation.facts(page)), (34, 122), 9, (_CELL, _CELL))
    _line(document, page.signoff.text, _TEXT, above=10)
    _line(document, confirmation.head_title(page), _CELL, above=6)
    for row in confirmation.head_rows(page):
        _line(document, "  ".join(row), _DIGITS, ALIGN.CENTER)
    for sentence in confirmation.origin(page):
        _line(document, sentence, _SMALL)
    _line(document, "", _SMALL)
    people = [(confirmation.person(role, page), tr("signature"), tr("date")) for role in Role]
    _table(document, people, (68, 50, 38), 17, (_TEXT, _CELL, _CELL))
    _line(document, confirmation.seal(), _TEXT, ALIGN.RIGHT, above=10)
    return word.to_bytes(document)


def _line(
    document: "Document",
    text: str,
    look: Look,
    side: "WD_ALIGN_PARAGRAPH | None" = None,
    *,
    above: float = 0,
) -> None:
    paragraph = document.add_paragraph()
    if side is not None:
        paragraph.alignment = side
    word.set_lines(paragraph, look.size * 1.5, before=above)
    word.add_run(paragraph, text, look)


def _table(
    document: "Document",
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    height: float,
    looks: Sequence[Look],
) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=len(widths))
    table.style, table.autofit = document.styles["Table Grid"], False
    word.set_column_widths(table, widths)
    for texts in rows:
        row = table.add_row()
        row.height = Mm(height)
        for cell, text, look in zip(row.cells, texts, looks, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            word.set_lines(cell.paragraphs[0], look.size * 1.3)
            word.add_run(cell.paragraphs[0], text, look)
