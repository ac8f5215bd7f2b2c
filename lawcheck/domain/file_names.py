"""Files that say by their names which items they prove: `D1-10 应诉台账.pdf`, `D1-10+D1-12 裁判文书.pdf`.

A word behind an id that is one of the item's evidence rows names the row: `D1-10 receipts.pdf`.
"""

import re
from collections.abc import Sequence
from typing import Final

from lawcheck.domain.answering import spelled
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.fitting import evidence_rows
from lawcheck.domain.walk_keys import hyphened

_ID: Final = re.compile(r"\s*([a-z]\d{0,2}-\d{1,3}[a-z]?)(?![0-9a-z])", re.ASCII)
_ROW: Final = re.compile(r"[\s:-]+([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?![0-9a-z])", re.ASCII)
_AND: Final = re.compile(r"\s*[+&,、]")
_JUNK: Final = frozenset({"thumbs.db", "desktop.ini"})


def is_junk(name: str) -> bool:
    """Whether a file is the system's own: hidden, a thumbnail, what an open document leaves beside it."""
    return name.startswith((".", "~$")) or name.casefold() in _JUNK


def places_named(parts: Sequence[str], checklist: Checklist) -> tuple[str, ...]:
    """Return what a file proves, `ID` or `ID:row`, by its own name, else by that of the nearest folder.

    `parts` are the names from the folder that was given down to the file's. What is returned may still be
    no item that is answered; empty where no name begins with an id.
    """
    *folders, name = parts
    for part in (name.rpartition(".")[0] or name, *reversed(folders)):
        if places := tuple(_places(part, checklist)):
            return places
    return ()


def _places(name: str, checklist: Checklist) -> list[str]:
    places: list[str] = []
    rest = hyphened(name)
    while found := _ID.match(rest):
        rest = rest[found.end() :]
        known = spelled((*checklist.items_by_id, *checklist.parameters_by_id), found[1])
        item, row = checklist.items_by_id.get(known), _ROW.match(rest)
        if item and row and row[1] in evidence_rows(item):
            rest = rest[row.end() :]
            known = f"{known}:{row[1]}"
        places.append(known if item else known.upper())
        more = _AND.match(rest)
        if not more:
            break
        rest = rest[more.end() :]
    return places
