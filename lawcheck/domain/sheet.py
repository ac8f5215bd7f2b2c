"""The self-assessment sheet (自评表): its columns and rows, and each cell's value as one canonical text.

A cell's path is that of the history: `answers.D1-10.note`, `figures.suits_received`. Its canonical text is
what a cell is compared by: a status's code (after `?` where it is unconfirmed), a figure as it is kept, an
office's id, a day as ISO text, else the words; empty for nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from lawcheck.domain.assessment import Answer, Assessment
from lawcheck.domain.checklist import Checklist, Figure, Group, Item, Veto

FORMAT = 1
"""The version of the sheet's format that this program writes and reads."""

PAGE: Final = "_lawcheck"
"""The name of the hidden page."""

CELL_LIMIT = 32_000
"""UTF-16 units; a spreadsheet takes 32,767 into one cell."""

UNCONFIRMED: Final = "?"
_CUT: Final = "…"


class Column(StrEnum):
    """The columns, from left to right. `CODE` holds the figure's name and is hidden."""

    ID = "id"
    ASKED = "asked"
    POINTS = "points"
    STATUS = "status"
    LABEL = "label"
    VALUE = "value"
    NOTE = "note"
    REASON = "reason"
    OWNER = "owner"
    DUE = "due"
    PROOF = "proof"
    CODE = "code"


INPUTS: Final = (Column.STATUS, Column.VALUE, Column.NOTE, Column.REASON, Column.OWNER, Column.DUE)
"""The columns that are read back."""

_OF_A_VETO: Final = frozenset({Column.NOTE, Column.OWNER, Column.DUE})


class Row(NamedTuple):
    """One row: a group's heading, or one of the rows that an item or veto takes, a row a figure.

    What is said of the whole item stands in its `first` row.
    """

    about: Group | Item | Veto
    figure: Figure | None = None
    first: bool = True

    @property
    def id(self) -> str:
        """Return the id of what the row is about."""
        return self.about.id

    @property
    def inputs(self) -> frozenset[Column]:
        """Return the columns that are filled in."""
        said = frozenset[Column]()
        if self.first and isinstance(self.about, Item) and not self.about.same_as:
            said = frozenset(INPUTS) - {Column.VALUE}
        elif self.first and isinstance(self.about, Veto):
            said = _OF_A_VETO
        return said | {Column.VALUE} if self.figure else said

    def path(self, column: Column) -> str:
        """Return the path of an input cell."""
        if column is Column.VALUE:
            assert self.figure is not None
            return f"figures.{self.figure.name}"
        return f"answers.{self.about.id}.{column}"


class Exported(NamedTuple):
    """What the hidden page says: what was exported, from which state, and what stood in the input cells.

    `head` is the hash of the history's last entry then, `entries` their number. `base` has canonical texts
    by path, of what was not empty.
    """

    checklist: str
    version: str
    sha256: str
    unit: str
    head: str
    entries: int
    base: Mapping[str, str]


def lay_out(checklist: Checklist, assessment: Assessment, office: str | None = None) -> tuple[Row, ...]:
    """Return the rows of all items and vetoes, or of those that `office` owes, below their groups' titles."""
    ids = (*(item.id for item in checklist.items), *checklist.vetoes_by_id)
    owed = {id_ for id_ in ids if office in (None, office_of(checklist, assessment, id_))}
    return tuple(_rows(checklist, owed))


def office_of(checklist: Checklist, assessment: Assessment, id_: str) -> str:
    """Return the office that owes an item or veto, "" where nobody is named."""
    return stated(checklist, assessment, f"answers.{id_}.{Column.OWNER}")


def _rows(checklist: Checklist, owed: Collection[str]) -> Iterator[Row]:
    groups = {group.id: group for group in checklist.groups}
    headed = set[str]()
    for item in checklist.items:
        if item.id in owed:
            for id_ in (item.group[0], item.group):
                if id_ in groups and id_ not in headed:
                    headed.add(id_)
                    yield Row(groups[id_])
            yield from _rows_of(checklist, item)
    for veto in checklist.vetoes:
        if veto.id in owed:
            yield from _rows_of(checklist, veto)


def _rows_of(checklist: Checklist, about: Item | Veto) -> Iterator[Row]:
    figures = [one for one in checklist.asked_figures if one.owner == about.id]
    for place, figure in enumerate(figures or [None]):
        yield Row(about, figure, first=place == 0)


def base_of(rows: Sequence[Row], checklist: Checklist, assessment: Assessment) -> dict[str, str]:
    """Return what stands in the input cells of `rows`, by path, where it is not empty."""
    paths = [row.path(column) for row in rows for column in Column if column in row.inputs]
    texts = {path: fitted(stated(checklist, assessment, path)) for path in paths}
    return {path: text for path, text in texts.items() if text}


def stated(checklist: Checklist, assessment: Assessment, path: str) -> str:
    """Return the canonical text of what `assessment` says at `path`."""
    kind, _, rest = path.partition(".")
    if kind == "figures":
        text = assessment.figures.get(rest)
        return "" if text is None else checklist.figures_by_name[rest].read(text).text
    id_, _, column = rest.partition(".")
    said = assessment.answers.get(id_, Answer())
    if column == Column.STATUS:
        return f"{'' if said.confirmed else UNCONFIRMED}{said.status}" if said.status else ""
    if column == Column.OWNER:
        return as_owner(checklist, said.owner or default_owner(checklist, id_))
    if column == Column.DUE:
        return said.due.isoformat() if said.due else ""
    return (said.note if column == Column.NOTE else said.reason) or ""


def default_owner(checklist: Checklist, id_: str) -> str:
    """Return the office that the checklist names for an item, "" where it names none."""
    item = checklist.items_by_id.get(id_)
    return (item.owner if item else None) or ""


def as_owner(checklist: Checklist, text: str) -> str:
    """Return the id of the office that `text` names in any language, else the text."""
    wanted = "".join(text.split()).casefold()
    for slug, name in checklist.owners.items():
        if wanted in {"".join(one.split()).casefold() for one in (slug, name.zh, name.en) if one}:
            return slug
    return text


def fitted(text: str) -> str:
    """Return `text`, cut where it is too long for a cell."""
    if len(text) <= CELL_LIMIT // 2 or units(text) <= CELL_LIMIT:
        return text
    return text.encode("utf-16-le")[: 2 * (CELL_LIMIT - 1)].decode("utf-16-le", "ignore") + _CUT


def is_cut(text: str) -> bool:
    """Whether `text` is what `fitted` has left of a longer one."""
    return text.endswith(_CUT) and units(text) >= CELL_LIMIT - 1


def units(text: str) -> int:
    """Return how many UTF-16 units a text has; a rare character has two."""
    return len(text) + sum(char > "\uffff" for char in text)


def to_page(exported: Exported) -> list[tuple[str, str]]:
    """Return the hidden page as rows of a key and a text."""
    head = {"lawcheck": f"sheet {FORMAT}"} | {
        name: str(value) for name, value in exported._asdict().items() if name != "base"
    }
    return [*head.items(), *exported.base.items()]
