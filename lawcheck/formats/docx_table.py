"""The self-assessment table (自评表) as a Word document: scores, their reasons, the list of materials.

Which scores and which materials stand in it follows the audience (`formats.audience`).
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from lawcheck.domain.assessment import Piece, Status
from lawcheck.domain.checklist import Column
from lawcheck.domain.report import Audience, Report
from lawcheck.domain.scoring import ItemScore, Reason, ReasonCode
from lawcheck.domain.totals import Section
from lawcheck.formats import audience, demonstration, official, reasons, word, wording
from lawcheck.formats.official import Look
from lawcheck.formats.official_zh import BODY_FACE, FIRST_FACE
from lawcheck.formats.wording import points, said, signed
from lawcheck.i18n import tr

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_CELL: Final = Look(BODY_FACE, 9)
_HEAD: Final = Look(FIRST_FACE, 9)
_NOTE: Final = Look(BODY_FACE, 10.5)
_CELL_LINE: Final = 13
_MOST_WHOLE: Final = 1_000
"""A row of more characters may not fit on a page and so may break; some programs would cut it off."""
_WIDTH: Final = official.LANDSCAPE.width - official.LANDSCAPE.left - official.LANDSCAPE.right
_BEYOND_THE_CLAIM: Final = frozenset(
    {ReasonCode.PROOF, ReasonCode.NOT_APPLICABLE_UNPROVED, ReasonCode.REVIEWED, ReasonCode.ADMITTED}
)
"""Reasons that speak of proof or review: they stay with the unit, as those scores do."""


class _Column(NamedTuple):
    """A column's head and width in millimetres; None takes what the others leave."""

    head: str
    width: float | None


class _Row(NamedTuple):
    """A row's cells; a `heading` is set in the face of headings."""

    cells: tuple[str, ...]
    heading: bool = False


def render(report: Report) -> bytes:
    """Return the table as a .docx file."""
    card = report.card
    title = said(card.checklist.title)
    document = word.new_document(official.LANDSCAPE, _CELL, title)
    _line(document, title, official.TITLE._replace(size=18), centred=True)
    unit, period = card.assessment.unit, said(card.checklist.period.label)
    _line(document, tr("{unit}, {period}", unit=unit, period=period), _NOTE, centred=True)
    if demonstration.is_shown(report):
        _line(document, demonstration.opening(report).partition("\n")[0], _NOTE)
    _line(document, said(card.checklist.about), _NOTE)
    for sentence in (audience.limits(report.audience), audience.hidden(report)):
        if sentence:
            _line(document, sentence, _NOTE)
    _table(document, tuple(_columns(report)), list(_rows(report)))
    _line(document, tr("List of materials"), official.FIRST, centred=True, above=18)
    pieces = audience.visible(report)
    if pieces:
        _table(document, tuple(_piece_columns()), list(_piece_rows(pieces)))
    else:
        _line(document, tr("no evidence is registered yet"), _NOTE, centred=True)
    return word.to_bytes(document)


def _line(document: "Document", text: str, look: Look, *, centred: bool = False, above: float = 0) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    if centred:
        paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.set_lines(paragraph, look.size * 1.6, before=above)
    word.add_run(paragraph, text, look)


def _columns(report: Report) -> Iterator[_Column]:
    shown = audience.COLUMNS[report.audience]
    yield _Column(tr("id"), 14)
    yield _Column(tr("item"), 38 if shown else None)
    yield _Column(tr("force"), 18)
    yield _Column(tr("status"), 17)
    if shown:
        yield _Column(tr("points"), 12)
        yield from (_Column(wording.column(column), 14) for column in shown)
        yield _Column(tr("reasons"), None)
    yield _Column(tr("materials"), 18)


def _rows(report: Report) -> Iterator[_Row]:
    card = report.card
    sections = {one.group.id: one for one in card.totals.sections}
    serials = _serials(report)
    for group, scores in groupby(card.items.values(), key=lambda score: score.item.group):
        for id_ in dict.fromkeys((group[0], group)):
            if (section := sections.pop(id_, None)) is not None:
                yield _section_row(section, report)
        yield from (_item_row(score, report, serials.get(score.item.id, ())) for score in scores)
    if audience.COLUMNS[report.audience]:
        yield from _total_rows(report)


def _total_rows(report: Report) -> Iterator[_Row]:
    """Yield the adjustments, with which the items' points are exactly the total, and the total."""
    card, shown = report.card, audience.COLUMNS[report.audience]
    for one in card.totals.adjustments:
        values = (signed(one.columns[column]) for column in shown)
        yield _Row(("", wording.adjustment(one, card.checklist), "", "", "", *values, "", ""))
    totals = [points(card.totals.columns[column]) for column in shown]
    grades = tr("; ").join(
        wording.labelled(wording.column(column), said(grade.title))
        for column in shown
        if (grade := card.grades[column]) is not None
    )
    full = points(card.checklist.scoring.total)
    yield _Row(("", tr("total"), "", "", full, *totals, grades, ""), heading=True)


def _section_row(section: Section, report: Report) -> _Row:
    shown = audience.COLUMNS[report.audience]
    scores = [points(section.group.points), *(points(section.columns[column]) for column in shown), ""]
    cells = (section.group.id, said(section.group.title), "", "", *(scores if shown else ()), "")
    return _Row(cells, heading=True)


def _item_row(score: ItemScore, report: Report, serials: Sequence[int]) -> _Row:
    item = score.item
    shown = audience.COLUMNS[report.audience]
    cells = [item.id, said(item.title), wording.force(item.force), wording.status(score.status)]
    if shown:
        cells += [points(item.points), *(points(score.columns[column].score) for column in shown)]
        cells.append("\n".join(_reasons(score, report)))
    return _Row((*cells, tr(", ").join(map(str, serials))))


def _reasons(score: ItemScore, report: Report) -> Iterator[str]:
    shown = audience.COLUMNS[report.audience]
    for reason in score.reasons:
        if report.audience is Audience.INTERNAL or reason.code not in _BEYOND_THE_CLAIM:
            values = " | ".join(signed(_value(reason, column)) for column in shown)
            yield f"{values}  {reasons.reason(reason, score, report.card)}"
    answer = score.answer
    if answer and answer.reason and score.status is Status.NOT_APPLICABLE:
        yield tr("reason: {reason}", reason=answer.reason)
    if answer and answer.note and report.audience is Audience.INTERNAL:
        yield tr("note: {note}", note=answer.note)


def _value(reason: Reason, column: Column) -> Fraction | None:
    values = {
        Column.CLAIMED: reason.claimed,
        Column.SUPPORTED: reason.supported,
        Column.REVIEWED: reason.reviewed,
    }
    return values[column]


def _serials(report: Report) -> dict[str, list[int]]:
    """Return under each item the places of its materials in the list."""
    found: dict[str, list[int]] = {}
    for number, piece in enumerate(audience.visible(report).values(), 1):
        for item in dict.fromkeys(one.item for one in piece.serves):
            found.setdefault(item, []).append(number)
    return found


def _piece_columns() -> Iterator[_Column]:
    yield _Column(tr("no."), 12)
    yield _Column(tr("name"), None)
    yield _Column(tr("kind"), 18)
    yield _Column(tr("number or place"), 65)
    yield _Column(tr("covers"), 24)
    yield _Column(tr("level"), 18)
    yield _Column(tr("serves"), 35)


def _piece_rows(pieces: dict[str, Piece]) -> Iterator[_Row]:
    for number, piece in enumerate(pieces.values(), 1):
        covers = str(piece.covers or wording.NOTHING).replace("..", "..\n")
        serves = tr(", ").join(map(str, piece.serves)) or wording.NOTHING
        kind, level = wording.evidence_kind(piece.kind), wording.level(piece.level)
        yield _Row((str(number), piece.name, kind, piece.target, covers, level, serves))


def _table(document: "Document", columns: Sequence[_Column], rows: Sequence[_Row]) -> None:
    """Draw a table whose head stands on every page."""
    left = _WIDTH - sum(column.width or 0 for column in columns)
    widths = [left if column.width is None else column.width for column in columns]
    table = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    table.autofit = False
    word.set_column_widths(table, widths)
    models = {heading: _model(document, heading=heading) for heading in (False, True)}
    _add_row(table, _Row(tuple(column.head for column in columns), heading=True), models)
    word.repeat_as_head(table.rows[0])
    for row in rows:
        _add_row(table, row, models)


def _model(document: "Document", *, heading: bool) -> "Paragraph":
    """Return a cell's paragraph, to be copied; a heading does not stand alone at the foot of a page."""
    made = document.add_paragraph()
    made.paragraph_format.keep_with_next = heading
    word.set_lines(made, _CELL_LINE)
    word.add_run(made, "", _HEAD if heading else _CELL)
    document.element.body.remove(made._p)  # noqa: SLF001  # python-docx takes nothing out
    return made


def _add_row(table: "Table", row: _Row, models: Mapping[bool, "Paragraph"]) -> None:
    added = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left its type out
    if sum(map(len, row.cells)) <= _MOST_WHOLE:
        word.keep_whole(added)
    for cell, text in zip(added.cells, row.cells, strict=True):
        word.fill(cell, models[row.heading], text)
