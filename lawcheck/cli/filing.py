"""Filing evidence: what `evidence add` and the walk do alike."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lawcheck.cli import settings
from lawcheck.domain import registering
from lawcheck.domain.assessment import Covers, Level, Piece, Serving
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import UsageError
from lawcheck.i18n import tr

_LINK = re.compile(r"https?://\S+")
_DOCUMENT_NUMBER = re.compile(r".*[〔\[（(]\d{4}[〕\]）)]\s*第?\d+\s*号")


_PATH = re.compile(r"[/\\\\]|\.[A-Za-z0-9]{2,5}$")


class Filed(NamedTuple):
    """What is to be registered. None leaves a thing as it is known, or as it is by default."""

    what: str
    kind: EvidenceKind
    name: str | None = None
    covers: Covers | None = None
    level: Level | None = None


def is_path(what: str) -> bool:
    """Whether `what` can only be meant as a path."""
    return bool(_PATH.search(what)) and not _LINK.fullmatch(what)


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
    if Path(what).is_dir():
        raise UsageError(
            "{what} is a folder; without --item its files are taken in by their names", what=what
        )
    if is_path(what):
        raise UsageError("there is no file {what}; check the path", what=what)
    raise UsageError(
        "'{what}' is no file that exists, no http address and no document number like 慈政发〔2020〕21号;"
        " say what it is with --kind record or --kind statement",
        what=what,
    )


def make_piece(root: Path, filed: Filed) -> Piece:
    """Return `filed` as a piece that serves nothing yet; a file is copied into evidence/ for it."""
    from lawcheck.storage.evidence import adopt

    check_shape(filed)
    target, sha256, size = filed.what, None, None
    name = filed.name or filed.what[:80]
    if filed.kind is EvidenceKind.FILE:
        target, sha256, size = adopt(root, Path(filed.what))
        # The name that the copy got is free of signs that no file may hold.
        name = filed.name or Path(target).name
    return registering.checked_piece(
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


def warnings(key: str, piece: Piece) -> Iterator[str]:
    """Return what should be said of a piece that was just filed: personal numbers in its name."""
    from lawcheck.domain.findings import SENTENCES
    from lawcheck.domain.personal import named_numbers

    for kind, number in named_numbers(piece):
        yield tr(SENTENCES[f"evidence-{kind}"], key=key, number=number)


def check_shape(filed: Filed) -> None:
    """Raise UsageError if what is filed cannot be of the kind that it is said to be."""
    what = filed.what
    if filed.kind is EvidenceKind.LINK and not _LINK.fullmatch(what):
        raise UsageError("'{what}' is no address; it begins with http:// or https://", what=what)
    if filed.kind is EvidenceKind.NUMBER and not _DOCUMENT_NUMBER.fullmatch(what):
        raise UsageError("'{what}' is no document number; it looks like 慈政发〔2020〕21号", what=what)
    if filed.kind is EvidenceKind.FILE:
        check_file(Path(what))


def check_file(path: Path) -> None:
    """Raise UsageError if a file is empty."""
    if path.is_file() and not path.stat().st_size:
        raise UsageError("the file {what} is empty and proves nothing; choose another", what=str(path))


def register(
    opened: Workspace, piece: Piece, filed: Filed, rows: list[Serving], part: int = 1
) -> registering.Registered:
    """Return the assessment of `opened` with `piece` serving `rows`; it is the so-manieth of one change.

    The same content keeps the key that it has, and takes the name, days and level that are stated now.

    Raises:
        UsageError: It is registered with all of that already.
    """
    stated = {"name": filed.name, "covers": filed.covers, "level": filed.level}
    said = {key: value for key, value in stated.items() if value is not None}
    # An outside edit is recorded as an entry of its own, before this one.
    entry = opened.entries + (2 if opened.outside_edits else 1)
    filing = registering.Filing(piece, rows, entry, said, part)
    return registering.register(opened.checklist, opened.assessment, filing)
