"""A sheet that came back: which cells say something else than what was exported, and which say nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lawcheck.domain.answering import spelled
from lawcheck.domain.checklist import Checklist, Figure
from lawcheck.domain.grid import Grid, name_of
from lawcheck.domain.sheet import FORMAT, INPUTS, PAGE, UNCONFIRMED, Column, Exported, Row, as_owner, is_cut
from lawcheck.domain.sheet_cells import is_same, read_day, read_value, squeeze, unspaced
from lawcheck.domain.values import read_line, read_text
from lawcheck.domain.walk_keys import as_id
from lawcheck.errors import FileError, LawcheckError, Refused

HEAD_WITHIN = 30
"""The row of column names is one of so many first rows."""


class Vocabulary(NamedTuple):
    """What columns and statuses are called, in every language, each squeezed by `squeeze`.

    `names` are the columns' names as they are told.
    """

    columns: Mapping[str, Column]
    statuses: Mapping[str, str]
    names: Mapping[Column, str]


class Place(NamedTuple):
    """A cell of a file, as people name it: `G7`."""

    file: str
    cell: str


class Difference(NamedTuple):
    """A cell that says something else than what was exported there; both texts are canonical."""

    place: Place
    path: str
    base: str
    new: str


class Wrong(NamedTuple):
    """A cell that cannot be taken; `path` is empty where it belongs to nothing."""

    place: Place
    path: str
    error: LawcheckError


class Found(NamedTuple):
    """What one file brings back."""

    differences: tuple[Difference, ...]
    wrong: tuple[Wrong, ...]


def read_page(file: str, grids: Sequence[Grid]) -> Exported:
    """Return what the hidden page of a workbook says.

    Raises:
        FileError: There is none, or it is of a newer format.
    """
    page = next((one for one in grids if one.name.casefold() == PAGE), None)
    said = {row[0]: row[1] for row in page.rows if len(row) > 1 and row[0]} if page else {}
    kind, _, number = said.pop("lawcheck", "").partition(" ")
    if kind != "sheet" or not number.isdigit():
        raise FileError(
            "{file}: this is no sheet that `lawcheck sheet export` wrote, or its hidden page is lost; "
            "export it anew and copy the answers into it",
            file=file,
        )
    if int(number) > FORMAT:
        raise FileError(
            "{file}: a newer lawcheck wrote this sheet (format {found}, this one reads {known}); "
            "install the newer one",
            file=file,
            found=int(number),
            known=FORMAT,
        )
    head = {name: said.pop(name, "") for name in ("checklist", "version", "sha256", "unit", "head")}
    entries = said.pop("entries", "")
    return Exported(**head, entries=int(entries) if entries.isdecimal() else 0, base=said)


def compare(
    file: str, grids: Sequence[Grid], exported: Exported, checklist: Checklist, words: Vocabulary
) -> Found:
    """Return the differences and the wrong cells of a workbook, in its order.

    Raises:
        FileError: No page has the columns of the sheet, or several have them.
    """
    pages = [(one, head) for one in grids if (head := _head(one, words))]
    if len(pages) != 1:
        raise FileError(
            "{file}: {count} of its pages have the columns of the sheet, exactly one is needed; "
            "put the row of column names back, or delete the copies",
            file=file,
            count=len(pages),
        )
    page, head = pages[0]
    if missing := [words.names[one] for one in INPUTS if one not in head.columns]:
        raise FileError(
            "{file}: the columns {names} are missing; put their names back into row {row}",
            file=file,
            names=", ".join(missing),
            row=head.row + 1,
        )
    return _Page(file, page, head, exported, checklist, words).read()


class _Head(NamedTuple):
    row: int
    columns: Mapping[Column, int]


def _head(grid: Grid, words: Vocabulary) -> _Head | None:
    for number, row in enumerate(grid.rows[:HEAD_WITHIN]):
        found: dict[Column, int] = {}
        for place, text in enumerate(row):
            column = words.columns.get(squeeze(text))
            if column is not None:
                found.setdefault(column, place)
        if {Column.ID, Column.CODE} <= found.keys() and any(column in found for column in INPUTS):
            return _Head(number, found)
    return None


class _Said(NamedTuple):
    """What one cell says; the text is canonical."""

    place: Place
    text: str


class _Page:
    """One page on its way to what it says."""

    def __init__(  # noqa: PLR0913, PLR0917  # all that a cell may depend on
        self,
        file: str,
        grid: Grid,
        head: _Head,
        exported: Exported,
        checklist: Checklist,
        words: Vocabulary,
    ) -> None:
        self.file, self.grid, self.head = file, grid, head
        self.base, self.checklist, self.words = exported.base, checklist, words
        self.said: dict[str, list[_Said]] = {}
        self.wrong: list[Wrong] = []
        self.owners: dict[int, str] = {}

    def read(self) -> Found:
        for row in range(self.head.row + 1, len(self.grid.rows)):
            self._read_row(row)
        self._refuse_merged()
        return Found(tuple(self._differences()), tuple(self.wrong))

    def _read_row(self, row: int) -> None:
        filled = [one for one in INPUTS if self._text(row, one) or self._cell(row, one) in self.grid.unknown]
        try:
            owner, figure = self._identify(row)
        except Refused as error:
            if filled:
                self._refuse(row, filled[0], "", error)
            return
        self.owners[row] = owner
        about = self.checklist.items_by_id.get(owner) or self.checklist.vetoes_by_id[owner]
        asked = Row(about).inputs
        for column in INPUTS:
            if column is not Column.VALUE and column not in asked:
                if column in filled and column is not Column.OWNER:
                    nothing = Refused("nothing is asked here; empty this cell")
                    self._refuse(row, column, f"answers.{owner}.{column}", nothing)
            elif column is not Column.VALUE:
                self._take(row, column, f"answers.{owner}.{column}", figure)
            elif figure is not None:
                self._take(row, column, f"figures.{figure.name}", figure)
            elif column in filled:
                no_figure = Refused("{id} has no figure in this row; put the text into the note", id=owner)
                self._refuse(row, column, "", no_figure)

    def _identify(self, row: int) -> tuple[str, Figure | None]:
        """Return the item or veto of a row, and its figure; the id may be lost where cells were merged."""
        named, code = self._text(row, Column.ID).strip(), self._text(row, Column.CODE).strip()
        figure = self.checklist.figures_by_name.get(code)
        if code and (figure is None or figure.every):
            raise Refused("the hidden code '{code}' of this row is no figure; export anew", code=code)
        known = [*self.checklist.items_by_id, *self.checklist.vetoes_by_id]
        id_ = spelled(known, as_id(unspaced(named)) or named) if named else ""
        if figure is None or named:
            if id_ not in known:
                raise Refused("'{id}' is no item of this checklist; correct or empty this row", id=named)
            if figure is not None and figure.owner != id_:
                raise Refused(
                    "this row says {id}, but its figure belongs to {owner}; undo the shift of cells",
                    id=id_,
                    owner=figure.owner,
                )
            return id_, figure
        return figure.owner, figure

    def _take(self, row: int, column: Column, path: str, figure: Figure | None) -> None:
        if self._cell(row, column) in self.grid.unknown:
            error = Refused("the formula here has no stored result; save the file in Excel or WPS first")
            self._refuse(row, column, path, error)
            return
        text, base = self._text(row, column), self.base.get(path, "")
        if column is Column.OWNER and not text.strip():
            return  # somebody always owes an item; only another name changes that
        if is_same(text, base):
            text = base
        else:
            try:
                text = self._canonical(path, column, text, figure)
            except Refused as error:
                self._refuse(row, column, path, error)
                return
        self.said.setdefault(path, []).append(_Said(self._place(row, column), text))

    def _canonical(self, path: str, column: Column, text: str, figure: Figure | None) -> str:
        if is_cut(self.base.get(path, "")):
            raise Refused("this text was too long for a cell and was cut; change it with `lawcheck set`")
        if not unspaced(text):
            return ""
        if column is Column.VALUE:
            assert figure is not None
            return read_value(text, figure)
        if column is Column.STATUS:
            status = self.words.statuses.get(squeeze(text))
            if status is None or (status.startswith(UNCONFIRMED) and status != self.base.get(path)):
                raise Refused("'{text}' is no status; choose one from the list", text=text.strip())
            return status
        if column is Column.DUE:
            return read_day(text)
        if column is Column.OWNER:
            return as_owner(self.checklist, read_line(text))
        return read_text(text.replace("\r\n", "\n").replace("\r", "\n")).strip()

    def _differences(self) -> Iterator[Difference]:
        for path, said in self.said.items():
            base = self.base.get(path, "")
            # An item has several rows; what is said of it stands in one of them, the others are empty.
            filled = [one for one in said if one.text] or said[:1]
            others = [one for one in filled if not is_same(one.text, base)]
            if not others:
                continue
            for one in others[1:]:
                if not is_same(one.text, others[0].text):
                    error = Refused(
                        "{cell} says something else of the same; empty one of them", cell=others[0].place.cell
                    )
                    self.wrong.append(Wrong(one.place, path, error))
            yield Difference(others[0].place, path, base, others[0].text)

    def _refuse_merged(self) -> None:
        """Refuse merged input cells that reach over several items: nobody knows for which they speak."""
        places = {place: column for column, place in self.head.columns.items() if column in INPUTS}
        for area in self.grid.merged:
            rows = range(max(area.top, self.head.row + 1), area.bottom + 1)
            spanned = {self.owners[row] for row in rows if row in self.owners}
            columns = [places[one] for one in range(area.left, area.right + 1) if one in places]
            if columns and (len(spanned) > 1 or (len(columns) > 1 and spanned)):
                error = Refused("merged cells reach over several answers here; unmerge them")
                self._refuse(area.top, columns[0], "", error)

    def _text(self, row: int, column: Column) -> str:
        place = self.head.columns.get(column)
        return "" if place is None else self.grid.at(row, place)

    def _cell(self, row: int, column: Column) -> tuple[int, int]:
        return row, self.head.columns.get(column, -1)

    def _place(self, row: int, column: Column) -> Place:
        return Place(self.file, name_of(row, self.head.columns[column]))

    def _refuse(self, row: int, column: Column, path: str, error: Refused) -> None:
        self.wrong.append(Wrong(self._place(row, column), path, error))
