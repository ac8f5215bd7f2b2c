"""Who changed an item or a figure last."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lawcheck.domain.checklist import Checklist
from lawcheck.domain.history import Change, Entry


class Latest(NamedTuple):
    """The newest entry of the history that touches something: its number, time (ISO), person and reason."""

    seq: int
    at: str
    who: str
    why: str | None = None


def latest_changes(entries: Iterable[Entry]) -> dict[str, Latest]:
    """Return the newest change of each item, under its id, and of each figure, under its name.

    The entry that made the workspace is no change.
    """
    found: dict[str, Latest] = {}
    for entry in entries:
        if entry.seq > 1:
            mark = Latest(entry.seq, entry.at, entry.who, entry.why)
            found |= {subject: mark for change in entry.changes for subject in subjects(change)}
    return found


def subjects(change: Change) -> Iterator[str]:
    """Return what a change is about: an item, a figure, the items that a piece newly serves or no longer."""
    folder, _, rest = change.path.partition(".")
    if folder == "answers":
        yield rest.partition(".")[0]
    elif folder == "figures":
        yield rest
    elif change.path.endswith(".serves"):
        before, after = (set(rows) if isinstance(rows, list) else set() for rows in (change.old, change.new))
        yield from sorted({row.partition(":")[0] for row in before ^ after})


def items_touched(changes: Iterable[Change], checklist: Checklist) -> frozenset[str]:
    """Return the items and vetoes that changes are about, a figure being its owner's."""
    figures = checklist.figures_by_name
    found = {subject for change in changes for subject in subjects(change)}
    return frozenset(figures[one].owner if one in figures else one for one in found)
