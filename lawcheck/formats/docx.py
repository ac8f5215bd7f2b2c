"""The yearly report (年度报告) as a Word document in official layout, drafted from the answers.

It is always in Chinese. What the answers do not hold is highlighted. In the unit's own copy each sentence has
a comment that names the items it rests on; copies that leave the unit have none.
"""

from typing import TYPE_CHECKING, Final

from lawcheck.domain.report import Audience, Report
from lawcheck.formats import official, word
from lawcheck.formats.drafting import Block, Role, blocks, draft_of
from lawcheck.formats.official import Look
from lawcheck.formats.official_zh import SEPARATOR

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_LOOKS: Final = {
    Role.TITLE: official.TITLE,
    Role.FIRST: official.FIRST,
    Role.SECOND: official.SECOND,
}
_INDENTED: Final = frozenset({Role.FIRST, Role.SECOND, Role.BODY, Role.NOTE})


def render(report: Report) -> bytes:
    """Return the report as a .docx file."""
    draft = draft_of(report)
    written = blocks(draft, report.card.checklist)
    texts = {block.role: "".join(span.text for span in block.spans) for block in written}
    title = texts[Role.TITLE].replace("\n", "")
    document = word.new_document(official.PORTRAIT, official.BODY, title)
    for block in written:
        paragraph = document.add_paragraph()
        _place(paragraph, block.role, texts)
        _fill(document, paragraph, block, traced=report.audience is Audience.INTERNAL)
    return word.to_bytes(document)


def _place(paragraph: "Paragraph", role: Role, texts: dict[Role, str]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    style = paragraph.paragraph_format
    line = official.LINE
    if role is Role.TITLE:
        style.alignment = WD_ALIGN_PARAGRAPH.CENTER
        word.set_lines(paragraph, official.TITLE_LINE)
    elif role in (Role.UNIT, Role.DAY):
        unit, day = texts[Role.UNIT], texts[Role.DAY]
        indent = official.unit_indent(unit, day) if role is Role.UNIT else official.DAY_INDENT
        style.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        style.keep_with_next = role is Role.UNIT
        word.set_lines(paragraph, line, before=2 * line if role is Role.UNIT else 0)
        word.indent(paragraph, official.SIZE, right=indent)
    else:
        word.set_lines(paragraph, line, before=line if role is Role.ADDRESSEE else 0)
        style.keep_with_next = role in (Role.FIRST, Role.SECOND)
    if role in _INDENTED:
        word.indent(paragraph, official.SIZE, first=2)


def _fill(document: "Document", paragraph: "Paragraph", block: Block, *, traced: bool) -> None:
    for span in block.spans:
        run = word.add_run(paragraph, span.text, _look(span.role or block.role), gap=span.gap)
        if block.role is not Role.TITLE:
            word.bring_closer(run)
        if traced and span.ids and not span.gap:
            word.comment_on(document, run, SEPARATOR.join(span.ids), _look(Role.BODY)._replace(size=9))


def _look(role: Role) -> Look:
    return _LOOKS.get(role, official.BODY)
