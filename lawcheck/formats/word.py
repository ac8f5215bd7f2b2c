"""Word documents: runs with a Chinese face, exact lines, outer page numbers, and the same bytes every time.

A style alone does not reach Chinese characters, so every run names its face (`w:eastAsia`) itself.
"""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from lawcheck.domain.values import FORBIDDEN
from lawcheck.formats.official import CLOSER, PAGE_NUMBER, Look, Page
from lawcheck.formats.official_zh import FALLBACKS

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_LONGEST_TITLE: Final = 255
"""So many characters may stand in a document's properties."""
_AFTER_SPACES: Final = ("w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
_AFTER_CLOSER: Final = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u")


def new_document(page: Page, look: Look, title: str) -> "Document":
    """Return an empty document with this paper, this look where nothing else is said, and page numbers."""
    from docx import Document

    document = Document()
    _strip(document)
    document.core_properties.title = literal(title)[:_LONGEST_TITLE]
    normal: Any = document.styles["Normal"]
    _set_look(normal, normal.element.get_or_add_rPr(), look)
    language = next(iter(document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")))
    for attribute in ("w:val", "w:eastAsia"):
        language.set(_name(attribute), "zh-CN")
    section = document.sections[0]
    _set_page(section, page)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer.paragraphs[0], is_odd=True)
    _number(section.even_page_footer.paragraphs[0], is_odd=False)
    return document


def _strip(document: "Document") -> None:
    """Take out what the template says of itself: its picture, its author, its days."""
    assert document.part.package is not None
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    element = core._element  # noqa: SLF001  # a day can be set there, but not taken away
    for child in element.xpath("dcterms:created | dcterms:modified"):
        element.remove(child)


def _set_page(section: "Section", page: Page) -> None:
    from docx.enum.section import WD_ORIENTATION
    from docx.shared import Mm

    wide = page.width > page.height
    section.orientation = WD_ORIENTATION.LANDSCAPE if wide else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(15), Mm(page.footer)
    for grid in section._sectPr.xpath("w:docGrid"):  # noqa: SLF001  # python-docx knows no grid
        section._sectPr.remove(grid)  # noqa: SLF001


def add_run(paragraph: "Paragraph", text: str, look: Look, *, gap: bool = False) -> "Run":
    """Add `text`, shown literally, highlighted if it is a `gap`."""
    from docx.enum.text import WD_COLOR_INDEX

    run = paragraph.add_run(literal(text))
    _set_look(run, run._r.get_or_add_rPr(), look)  # noqa: SLF001  # python-docx sets no Chinese face
    if gap:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return run


def literal(text: str) -> str:
    """Return `text` with what no document may hold written out as an escape."""
    return FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _set_look(styled: Any, properties: Any, look: Look) -> None:
    from docx.shared import Pt

    styled.font.size = Pt(look.size)
    faces = properties.get_or_add_rFonts()
    for key in list(faces.attrib):
        del faces.attrib[key]
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        faces.set(_name(script), look.face)
    # Without the hint, quotation marks and dashes between Chinese characters are set narrow.
    faces.set(_name("w:hint"), "eastAsia")


def comment_on(document: "Document", run: "Run", text: str, look: Look) -> None:
    """Hang a comment on a run; it bears no hour, which would make each file another."""
    comment = document.add_comment(run, "", author="lawcheck", initials="lc")
    add_run(comment.paragraphs[0], text, look)
    del comment._comment_elm.attrib[_name("w:date")]  # noqa: SLF001  # python-docx always sets it


def bring_closer(run: "Run") -> None:
    """Set the run's characters so much closer that 28 of 16 points stand in a line."""
    closer = _element("w:spacing", val=str(round(CLOSER * 20)))
    run._r.get_or_add_rPr().insert_element_before(closer, *_AFTER_CLOSER)  # noqa: SLF001  # not in python-docx


def set_lines(paragraph: "Paragraph", line: float, *, before: float = 0) -> None:
    """Set lines of exactly `line` points, `before` points above, no gaps around Latin letters and digits."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    style = paragraph.paragraph_format
    style.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.line_spacing = Pt(line)
    style.space_before, style.space_after = Pt(before), Pt(0)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # not in python-docx, as all below
    for name in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        properties.insert_element_before(_element(name, val="0"), *_AFTER_SPACES[name == "w:snapToGrid" :])


def indent(paragraph: "Paragraph", size: float, *, first: float = 0, right: float = 0) -> None:
    """Indent the first line, or the right side, by so many characters of `size` points."""
    indents: Any = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
    for side, characters in (("firstLine", first), ("right", right)):
        if characters:
            indents.set(_name(f"w:{side}Chars"), str(round(characters * 100)))
            indents.set(_name(f"w:{side}"), str(round(characters * size * 20)))


def _number(paragraph: "Paragraph", *, is_odd: bool) -> None:
    """Write — 1 —, on the outer side and one character in from it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    style = paragraph.paragraph_format
    style.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_odd else WD_ALIGN_PARAGRAPH.LEFT
    style.right_indent, style.left_indent = Pt(PAGE_NUMBER.size * is_odd), Pt(PAGE_NUMBER.size * (not is_odd))
    add_run(paragraph, "— ", PAGE_NUMBER)
    for field in ("begin", "PAGE", "separate", "1", "end"):
        run = add_run(paragraph, "1" if field == "1" else "", PAGE_NUMBER)
        if field == "PAGE":
            asked = _element("w:instrText")
            asked.text = field
            run._r.append(asked)  # noqa: SLF001
        elif field != "1":
            run._r.append(_element("w:fldChar", fldCharType=field))  # noqa: SLF001
    add_run(paragraph, " —", PAGE_NUMBER)


def to_bytes(document: "Document") -> bytes:
    """Return the document's file: the same for the same content, whatever the hour."""
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, _font_table() if name == "word/fontTable.xml" else source.read(name))
    return packed.getvalue()


def _font_table() -> bytes:
    """Return the faces with what may stand in for them; none is put into the file."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(face)}><w:altName w:val={quoteattr(others)}/>"
        '<w:charset w:val="86"/></w:font>'
        for face, others in FALLBACKS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'{head}<w:fonts xmlns:w="{namespace}">{fonts}</w:fonts>'.encode()


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(_name(f"w:{key}"), value)
    return element


def _name(prefixed: str) -> str:
    from docx.oxml.ns import qn

    return qn(prefixed)


def fill(cell: "_Cell", model: "Paragraph", text: str) -> None:
    """Put `text` into a cell, in a paragraph like `model`, which has one run: far quicker than a new one."""
    from docx.text.paragraph import Paragraph

    paragraph = deepcopy(model._p)  # noqa: SLF001  # python-docx copies nothing
    cell._tc.replace(cell._tc.p_lst[0], paragraph)  # noqa: SLF001
    Paragraph(paragraph, cell).runs[0].text = literal(text)


def set_column_widths(table: "Table", widths: Sequence[float]) -> None:
    """Set the columns' widths in millimetres, before there are rows: their cells take them over."""
    from docx.shared import Mm

    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def repeat_as_head(row: "_Row") -> None:
    """Have the row stand on top of every page that its table reaches."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001  # neither is in python-docx


def keep_whole(row: "_Row") -> None:
    """Have the row stand on one page, as long as it fits there."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001
