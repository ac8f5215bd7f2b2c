"""What came back in sheets, a line a cell: differences, wrong cells, conflicts."""

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.history import Change
from lawcheck.domain.sheet import UNCONFIRMED, Column
from lawcheck.domain.sheet_merging import Conflict
from lawcheck.domain.sheet_reading import Difference, Place, Wrong
from lawcheck.formats import story, wording
from lawcheck.formats.sheet_aids import unconfirmed
from lawcheck.formats.wording import said
from lawcheck.i18n import tr


def difference(one: Difference, checklist: Checklist) -> str:
    """Return what a cell changes, with the place where it stands."""
    change = Change(one.path, _told(one.path, one.base, checklist), _told(one.path, one.new, checklist))
    where = _where(one.place, one.path, checklist)
    return tr("{place} {change}", place=where, change=story.describe_change(change, checklist))


def wrong(one: Wrong, checklist: Checklist) -> str:
    """Return why a cell cannot be taken, with its item."""
    where = _where(one.place, one.path, checklist)
    if one.path:
        where = f"{where} {story.name_of(one.path, checklist)}"
    return wording.labelled(where, wording.error(one.error))


def conflict(one: Conflict, checklist: Checklist) -> str:
    """Return what both sides say of a cell, and what it was when it was exported."""
    found, path = one.difference, one.difference.path
    sides = {"base": found.base, "new": found.new, "now": one.now}
    shown = {name: _told(path, text, checklist) or wording.NOTHING for name, text in sides.items()}
    where = f"{_where(found.place, path, checklist)} {story.name_of(path, checklist)}"
    if one.other:
        return tr(
            "{where}: this sheet says {new}, {other} says {theirs}; it was {base} when exported",
            where=where,
            new=shown["new"],
            other=_place(one.other.place),
            theirs=_told(path, one.other.new, checklist) or wording.NOTHING,
            base=shown["base"],
        )
    return tr(
        "{where}: the sheet says {new}, the workspace has {now} by now; it was {base} when exported",
        where=where,
        **shown,
    )


def _where(place: Place, path: str, checklist: Checklist) -> str:
    """Return a cell, and of a figure the item, which the other paths name themselves."""
    kind, _, name = path.partition(".")
    owner = f" {checklist.figures_by_name[name].owner}" if kind == "figures" else ""
    return f"{_place(place)}{owner}"


def _place(place: Place) -> str:
    return tr("{file} cell {cell}", file=place.file, cell=place.cell)


def _told(path: str, text: str, checklist: Checklist) -> str | None:
    """Return a canonical text as people read it, None where there is nothing."""
    if not text:
        return None
    if path.endswith(f".{Column.STATUS}"):
        status = Status(text.removeprefix(UNCONFIRMED))
        return unconfirmed(status) if text.startswith(UNCONFIRMED) else wording.status(status)
    office = checklist.owners.get(text) if path.endswith(f".{Column.OWNER}") else None
    # One line a cell, whatever stands in it.
    return said(office) if office else text.replace("\n", " / ")
