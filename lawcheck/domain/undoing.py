"""Undoing: what one save changed, and the assessment without it; whatever else changed since stays."""

from typing import NamedTuple

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.history import Change, changes, flatten, rebuild
from lawcheck.errors import UsageError


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


def taken_back(assessment: Assessment, last: Trace) -> Assessment:
    """Return `assessment` with the values from before that change; all others stay as they are now.

    Raises:
        UsageError: Somebody changed one of them again since.
    """
    flat = flatten(assessment)
    for path, old, new in last.changes:
        if flat.get(path) != new:
            raise UsageError("{id} was changed again since, so nothing is undone", id=last.id)
        if old is None:
            flat.pop(path, None)
        else:
            flat[path] = old
    return rebuild(flat)
