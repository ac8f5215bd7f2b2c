"""Filing evidence: what `evidence add` and the walk do alike."""

import re
from pathlib import Path
from typing import NamedTuple

from lawcheck.cli import settings
from lawcheck.domain import answering
from lawcheck.domain.assessment import Covers, Level, Piece, Serving
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import UsageError

_LINK = re.compile(r"https?://\S+")
_DOCUMENT_NUMBER = re.compile(r".*[〔\[（(]\d{4}[〕\]）)]\s*第?\d+\s*号")


class Filed(NamedTuple):
    """What is to be registered. None leaves a thing as it is known, or as it is by default."""

    what: str
    kind: EvidenceKind
    name: str | None = None
    covers: Covers | None = None
    level: Level | None = None


def recognise(what: str) -> EvidenceKind:
    """Return the kind that `what` is beyond doubt.

    Raises:
        UsageError: It could be anything; the kind must be said.
    """
    if Path(what).is_file():
        return EvidenceKind.FILE
    if _LINK.fullmatch(what):
        return EvidenceKind.LINK
    if _DOCUMENT_NUMBER.fullmatch(what):
        return EvidenceKind.NUMBER
    raise UsageError(
        "'{what}' is no file that exists, no http address and no document number like 慈政发〔2020〕21号;"
        " say what it is with --kind record or --kind statement",
        what=what,
    )


def make_piece(root: Path, filed: Filed) -> Piece:
    """Return `filed` as a piece that serves nothing yet; a file is copied into evidence/ for it."""
    from lawcheck.storage.evidence import adopt

    target, sha256, size = filed.what, None, None
    name = filed.name or filed.what[:80]
    if filed.kind is EvidenceKind.FILE:
        target, sha256, size = adopt(root, Path(filed.what))
        name = filed.name or Path(filed.what).name
    return answering.checked_piece(
        Piece(
            kind=filed.kind,
            name=name,
            target=target,
            covers=filed.covers,
            level=filed.level or Level.INTERNAL,
            added=settings.today(),
            sha256=sha256,
            size=size,
        )
    )


def register(opened: Workspace, piece: Piece, filed: Filed, rows: list[Serving]) -> answering.Registered:
    """Return the assessment of `opened` with `piece` serving `rows`.

    The same content keeps the key that it has, and takes the name, days and level that are stated now.

    Raises:
        UsageError: It is registered with all of that already.
    """
    stated = {"name": filed.name, "covers": filed.covers, "level": filed.level}
    said = {key: value for key, value in stated.items() if value is not None}
    # An outside edit is recorded as an entry of its own, before this one.
    entry = opened.entries + (2 if opened.outside_edits else 1)
    return answering.register(opened.checklist, opened.assessment, answering.Filing(piece, rows, entry, said))
