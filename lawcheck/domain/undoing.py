"""Undoing: what one save changed, and the assessment without it; whatever else changed since stays."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.fitting import misfits
from lawcheck.domain.history import Change, Entry, changes, flatten, rebuild
from lawcheck.domain.parse import Off
from lawcheck.errors import SupersededError


class Trace(NamedTuple):
    """What one save changed at one stop, to be taken back; `entry` is its number in the history."""

    id: str
    changes: tuple[Change, ...]
    entry: int = 0

    @property
    def back(self) -> tuple[Change, ...]:
        """Return the changes that taking it back makes."""
        return tuple(Change(path, new, old) for path, old, new in self.changes)


def trace(id_: str, before: Assessment, after: Assessment) -> Trace:
    """Return what changed from `before` to `after`."""
    return Trace(id_, changes(flatten(before), flatten(after)))


def taken_back(checklist: Checklist, assessment: Assessment, last: Trace) -> Assessment:
    """Return `assessment` with the values from before that change; all others stay as they are now.

    Raises:
        SupersededError: Somebody changed one of them again since, or something that does not go with them.
    """
    flat = flatten(assessment)
    for path, old, new in last.changes:
        if flat.get(path) != new:
            raise _superseded(last)
        if old is None:
            flat.pop(path, None)
        else:
            flat[path] = old
    try:
        before = rebuild(flat)
    except Off:
        # Somebody stated more of a piece that is gone without this change.
        raise _superseded(last) from None
    if any(misfits(checklist, before)):
        raise _superseded(last)
    return before


def _superseded(last: Trace) -> SupersededError:
    return SupersededError("{id} was changed again since, so nothing is undone", id=last.id)


def undoing_act(seq: int) -> str:
    """Return the act of the entry that takes entry `seq` back."""
    return f"undo-{seq}"


def restoring_act(seq: int) -> str:
    """Return the act of the entry that makes again what entry `seq` took back."""
    return f"redo-{seq}"


def standing(entries: Iterable[Entry]) -> tuple[Trace, ...]:
    """Return the changes that nobody took back, the oldest first; making the workspace is none."""
    entries = list(entries)[1:]
    undone = {entry.act for entry in entries if entry.act.startswith("undo-")}
    return tuple(
        Trace(entry.item or f"#{entry.seq}", entry.changes, entry.seq)
        for entry in entries
        if entry.changes and not entry.act.startswith("undo") and undoing_act(entry.seq) not in undone
    )


def last_standing(entries: Sequence[Entry]) -> Entry | None:
    """Return the newest entry that changed something and that nobody took back; the first never goes."""
    left = standing(entries)
    return next(entry for entry in entries if entry.seq == left[-1].entry) if left else None
