"""Looking past what is spoiled: a checklist with a mistyped key still has sums and references to check."""

from collections.abc import Iterable, Mapping
from typing import Any

from lawcheck.domain.problems import Path, Problem

_WHOLE = frozenset(
    {"points-sum", "total", "unused-figure", "gate-minimum", "gate-item-free", "least-too-high"}
)
"""Codes that look at everything at once, so that one spoiled part would spoil them too."""


def mend(table: Mapping[str, Any], found: Iterable[Problem]) -> dict[str, Any] | None:
    """Return a copy of `table` without its spoiled keys.

    None where what is left would say wrong things: only items, and unknown keys outside figures, are mended.
    """
    mended = dict(table)
    for one in found:
        in_item = one.path[:1] == ("items",) and len(one.path) > 2
        if not in_item and (one.code != "unknown-key" or one.path[:1] == ("figures",)):
            return None
        path = one.path
        while not isinstance(path[-1], str):
            path = path[:-1]
        _drop(mended, path)
    return mended


def _drop(table: dict[str, Any], path: Path) -> None:
    """Delete a key deep inside, copying every table and list on the way to it."""
    inner: Any = table
    for part in path[:-1]:
        if not isinstance(inner, dict | list):
            return
        try:
            inner[part] = inner[part].copy()  # type: ignore[index]  # part fits its container
            inner = inner[part]  # type: ignore[index]  # as above
        except (KeyError, IndexError):
            # An earlier problem has already taken the part away.
            return
    if isinstance(inner, dict):
        inner.pop(path[-1], None)


def untouched(found: Iterable[Problem], spoiled: Iterable[Problem]) -> list[Problem]:
    """Return the problems that do not come from looking past `spoiled` ones."""
    places = {one.path[:2] for one in spoiled}
    if not places:
        return list(found)
    return [one for one in found if one.code not in _WHOLE and one.path[:2] not in places]
