"""The self-assessment sheet (自评表) as a workbook to be filled in: yellow cells, the rest is locked.

Beside it lies a hidden page that says which checklist this is and what stood in each yellow cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from lawcheck.domain import sheet
from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Group, Item, Veto
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.sheet import UNCONFIRMED, Column, Exported, Row
from lawcheck.domain.sheet_cells import squeeze
from lawcheck.domain.sheet_reading import Vocabulary
from lawcheck.domain.workspace import Workspace
from lawcheck.formats import wording
from lawcheck.formats.sheet_aids import HEAD_ROW, PLACE, assist, colour, unconfirmed
from lawcheck.formats.wording import points, said
from lawcheck.formats.workbook import BAND, CELL, CENTRED, TITLE, Page, Width, Workbook
from lawcheck.i18n import LANGUAGES, tr, using

_WIDTHS: Final = {
    Column.ID: 7.5,
    Column.ASKED: 32,
    Column.POINTS: 6,
    Column.STATUS: 9,
    Column.LABEL: 26,
    Column.VALUE: 10,
    Column.NOTE: 27,
    Column.REASON: 14,
    Column.OWNER: 12,
    Column.DUE: 10,
    Column.PROOF: 24,
    Column.CODE: 70,
}
_INPUT: Final = {**CELL, "bg_color": "#FFF9C4", "locked": False, "num_format": "@"}
_STATUS_INPUT: Final = {**_INPUT, "align": "center"}
_SHUT: Final = {**CELL, "bg_color": "#F7F7F7", "font_color": "#808080"}


class Sheet(NamedTuple):
    """What a sheet shows: its rows, the state that it is taken from, and the office it is for, if for one."""

    card: Scorecard
    rows: Sequence[Row]
    exported: Exported
    office: str | None = None


def take(workspace: Workspace, card: Scorecard, office: str | None = None) -> Sheet:
    """Return the sheet of all items and vetoes, or of those that `office` owes ("" for those nobody does)."""
    checklist, assessment = workspace.checklist, workspace.assessment
    rows = sheet.lay_out(checklist, assessment, office)
    exported = Exported(
        checklist=checklist.id,
        version=checklist.version,
        sha256=workspace.checklist_sha256,
        unit=assessment.unit,
        head=workspace.head,
        entries=workspace.entries,
        base=sheet.base_of(rows, checklist, assessment),
    )
    return Sheet(card, rows, exported, office)


def by_office(workspace: Workspace, card: Scorecard) -> Iterator[tuple[str, bytes]]:
    """Return a name and a workbook for each office that owes something, in the checklist's order."""
    rows = sheet.lay_out(workspace.checklist, workspace.assessment)
    known = [*card.checklist.owners, *(_office(row, card) for row in rows if row.inputs)]
    for office in dict.fromkeys(known):
        shown = take(workspace, card, office)
        if shown.rows:
            yield f"{card.assessment.unit}-{office_name(card, office)}", render(shown)


def _office(row: Row, card: Scorecard) -> str:
    return sheet.office_of(card.checklist, card.assessment, row.id)


def render(shown: Sheet) -> bytes:
    """Return the workbook; the same state gives the same bytes."""
    title = _title(shown)
    book = Workbook(title)
    page = book.page(tr("self-assessment"))
    page.write(0, 0, title, {**TITLE, "text_wrap": False})
    page.write(1, 0, _guidance(), {"text_wrap": False, "font_color": "#7F6000"})
    page.head(HEAD_ROW, [Width(name, _WIDTHS[column]) for column, name in column_names().items()])
    for place, row in enumerate(shown.rows, HEAD_ROW + 1):
        _write_row(page, place, row, shown)
    _dress(page, shown)
    _hide(book.page(sheet.PAGE), shown)
    return book.close()


def column_names() -> dict[Column, str]:
    """Return what the columns are called."""
    return {
        Column.ID: tr("item no."),
        Column.ASKED: tr("requirement"),
        Column.POINTS: tr("points"),
        Column.STATUS: tr("result"),
        Column.LABEL: tr("figure asked for"),
        Column.VALUE: tr("figure"),
        Column.NOTE: tr("note"),
        Column.REASON: tr("why not applicable"),
        Column.OWNER: tr("office in charge"),
        Column.DUE: tr("due day"),
        Column.PROOF: tr("materials (have/needed)"),
        Column.CODE: tr("code"),
    }


def vocabulary() -> Vocabulary:
    """Return what columns and statuses are called in any language."""
    columns: dict[str, Column] = {}
    statuses: dict[str, str] = {}
    for language in LANGUAGES:
        with using(language):
            columns |= {squeeze(name): column for column, name in column_names().items()}
            for status in Status:
                statuses[squeeze(wording.status(status))] = str(status)
                statuses[squeeze(unconfirmed(status))] = f"{UNCONFIRMED}{status}"
    return Vocabulary(columns, statuses, column_names())


def _title(shown: Sheet) -> str:
    card = shown.card
    title = tr(
        "{title}: {unit}, {period}",
        title=said(card.checklist.title),
        unit=card.assessment.unit,
        period=said(card.checklist.period.label),
    )
    return title if shown.office is None else wording.naming(title, [office_name(card, shown.office)])


def office_name(card: Scorecard, office: str) -> str:
    """Return the name of an office, of a person, or of nobody."""
    found = card.checklist.owners.get(office)
    return said(found) if found else office or tr("nobody named")


def _guidance() -> str:
    return tr(
        "Fill in the yellow cells only. Result: choose from the list. "
        "Figure: 10, 10+ (at least), ~10 (about), empty if not known. "
        "Not applicable needs a reason. No secrets."
    )


def _write_row(page: Page, place: int, row: Row, shown: Sheet) -> None:
    if isinstance(row.about, Group):
        for column in Column:
            page.write(place, PLACE[column], _heading(row.about, column), BAND)
        return
    for column in Column:
        if column in row.inputs:
            look = _STATUS_INPUT if column is Column.STATUS else _INPUT
            page.write(place, PLACE[column], _input(row, column, shown), look)
        else:
            page.write(place, PLACE[column], _fixed(row, column, shown), _look(column))


def _heading(group: Group, column: Column) -> str:
    texts = {Column.ID: group.id, Column.ASKED: said(group.title), Column.POINTS: points(group.points)}
    return texts.get(column, "")


def _look(column: Column) -> Mapping[str, Any]:
    if column in (Column.ID, Column.POINTS):
        return CENTRED
    return _SHUT if column in sheet.INPUTS else CELL


def _input(row: Row, column: Column, shown: Sheet) -> str:
    text = shown.exported.base.get(row.path(column), "")
    if column is Column.STATUS and text:
        status = Status(text.removeprefix(UNCONFIRMED))
        return unconfirmed(status) if text.startswith(UNCONFIRMED) else wording.status(status)
    if column is Column.OWNER and text:
        return office_name(shown.card, text)
    return text


def _fixed(row: Row, column: Column, shown: Sheet) -> str:
    if column is Column.ID:
        return row.id
    if column is Column.LABEL and row.figure:
        return tr("{title} ({unit})", title=said(row.figure.title), unit=said(row.figure.unit))
    if column is Column.CODE and row.figure:
        return row.figure.name
    if column is Column.OWNER:
        # Repeated, so that a filter by office shows all rows of an item.
        office = _office(row, shown.card)
        return office_name(shown.card, office) if office else ""
    return _of_item(row, column, shown) if row.first else ""


def _of_item(row: Row, column: Column, shown: Sheet) -> str:
    if isinstance(row.about, Veto):
        return tr("veto: {title}", title=said(row.about.title)) if column is Column.ASKED else ""
    assert isinstance(row.about, Item)
    other = row.about.same_as
    if column is Column.ASKED:
        return f"{said(row.about.title)}\n{_asked(row.about, shown.card)}"
    if other:
        return ""
    if column is Column.POINTS:
        return points(row.about.points)
    return "\n".join(_materials(row.about.id, shown.card)) if column is Column.PROOF else ""


def _asked(item: Item, card: Scorecard) -> str:
    if item.same_as:
        return tr("answered with {id}", id=item.same_as)
    if card.items[item.id].follows is None:
        return said(item.requirement)
    return tr("{asked} (does not apply by its condition; no answer is needed)", asked=said(item.requirement))


def _materials(item: str, card: Scorecard) -> Iterator[str]:
    for state in card.items[item].proof.rows:
        title, have = said(state.row.title), len(state.pieces)
        if not state.row.required:
            yield tr("{title} (optional)", title=title)
        else:
            yield f"{title} {have}/{'?' if state.needed is None else state.needed}"


def _dress(page: Page, shown: Sheet) -> None:
    """Lock the page, and let it be filtered and printed."""
    last, code = HEAD_ROW + max(len(shown.rows), 1), PLACE[Column.CODE]
    page.sheet.set_column(code, code, None, None, {"hidden": True})
    page.sheet.autofilter(HEAD_ROW, 0, last, code - 1)
    page.sheet.print_area(0, 0, last, code - 1)
    page.sheet.ignore_errors({"number_stored_as_text": f"A1:L{last + 1}"})
    page.sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    page.print_on_a4()
    colour(page, last)
    assist(page, shown.rows, len(shown.card.checklist.owners))


def _hide(page: Page, shown: Sheet) -> None:
    page.rows(0, sheet.to_page(shown.exported), {"text_wrap": False})
    for place, office in enumerate(shown.card.checklist.owners):
        page.write(place, 3, office_name(shown.card, office), {"text_wrap": False})
    page.sheet.protect("")
    page.sheet.very_hidden()
