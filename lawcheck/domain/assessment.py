"""The assessment: what a unit has said so far, its figures, and its register of evidence.

Every record mirrors one table of `assessment.toml`. A score is never part of it.
"""

import re
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple

from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.values import (
    ITEM_ID,
    Day,
    FigureName,
    FigureText,
    Flag,
    ItemId,
    Line,
    Scalar,
    Slug,
    Text,
    Whole,
    document,
    record,
)
from lawcheck.errors import Refused

FORMAT = 1
"""The version of the assessment's format that this program reads and writes."""


class Status(StrEnum):
    """The result of an item. An item without a status is not answered."""

    DONE = "done"
    PARTIAL = "partial"
    NOT_DONE = "not_done"
    NOT_APPLICABLE = "not_applicable"


class Level(StrEnum):
    """Who may see a piece of evidence: 公开, 内部, 工作秘密."""

    PUBLIC = "public"
    INTERNAL = "internal"
    SECRET = "secret"


class Covers(NamedTuple):
    """The days that a piece of evidence is about, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()}..{self.last.isoformat()}"


class Serving(NamedTuple):
    """The evidence row that a piece fills."""

    item: str
    row: str

    def __str__(self) -> str:
        return f"{self.item}:{self.row}"


def read_covers(value: object) -> Covers:
    """Return the days covered: a TOML day, or text `2020-03-01` or `2020-03-01..2020-03-31`."""
    if type(value) is date:
        return Covers(value, value)
    try:
        if type(value) is not str:
            raise ValueError
        first, _, last = value.partition("..")
        covers = Covers(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:
        raise Refused(
            "'{value}' are no days; write 2020-03-01 or 2020-03-01..2020-03-31", value=value
        ) from None
    if covers.last < covers.first:
        raise Refused("{value} ends before it begins", value=value)
    return covers


_SERVING = re.compile(rf"({ITEM_ID}):([a-z0-9][a-z0-9-]{{0,63}})", re.ASCII)


def read_serving(value: object) -> Serving:
    """Return the item and row of text like `A1-04:minutes`."""
    found = _SERVING.fullmatch(value) if type(value) is str else None
    if not found:
        raise Refused("'{value}' names no evidence row; write it like A1-04:minutes", value=value)
    return Serving(found[1], found[2])


_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)
EVIDENCE_FOLDER = "evidence"


def read_sha256(value: object) -> str:
    """Return 64 lower-case hexadecimal digits."""
    if type(value) is not str or not _SHA256.fullmatch(value):
        raise Refused("a SHA-256 of 64 hexadecimal digits is needed here")
    return value


def check_evidence_path(path: str) -> str:
    """Return `path` if it stays inside `evidence/` on every system.

    Raises:
        Refused: It leaves the folder, is absolute, or has a part that some system reads as something else.
    """
    parts = path.split("/")
    safe = len(parts) > 1 and parts[0] == EVIDENCE_FOLDER and not any(c in path for c in '\\:*?"<>|\0')
    for part in parts[1:]:
        stem = part.partition(".")[0].lower()
        safe = (
            safe and part not in ("", ".", "..") and stem not in _DEVICES and part == part.strip().rstrip(".")
        )
    if not safe:
        raise Refused("the path '{path}' does not stay inside evidence/; use evidence/NAME", path=path)
    return path


Sha256 = Annotated[str, Scalar(read_sha256, type="string", pattern="^[0-9a-f]{64}$")]
CoversDays = Annotated[Covers, Scalar(read_covers, type="string")]
Serves = Annotated[Serving, Scalar(read_serving, type="string", pattern=f"^{_SERVING.pattern}$")]


@record
class Answer:
    """What is said of one item. An answer carried over from last year is unconfirmed and earns nothing."""

    status: Status | None = None
    note: Text | None = None
    reason: Text | None = None
    owner: Line | None = None
    due: Day | None = None
    confirmed: Flag = True


@record
class Piece:
    """One piece of evidence; `target` is a path, an address, a document number, a record, or the statement.

    `sha256` and `size` (bytes) are there exactly for files.
    """

    kind: EvidenceKind
    name: Line
    target: Line
    serves: tuple[Serves, ...] = ()
    covers: CoversDays | None = None
    level: Level = Level.INTERNAL
    added: Day
    sha256: Sha256 | None = None
    size: Whole | None = None
    note: Text | None = None

    @property
    def content(self) -> str:
        """Return what makes two pieces the same: a file's bytes, else kind and target."""
        return self.sha256 or f"{self.kind}:{self.target}"


@document
class Assessment:
    """All that a unit has said on one checklist."""

    format: Whole
    unit: Line
    checklist: Slug
    parameters: dict[FigureName, FigureText] = field(default_factory=dict)
    answers: dict[ItemId, Answer] = field(default_factory=dict)
    figures: dict[FigureName, FigureText] = field(default_factory=dict)
    evidence: dict[Slug, Piece] = field(default_factory=dict)


class PieceState(StrEnum):
    """How a piece stands on disk, as far as it can be known without opening addresses."""

    PRESENT = "present"
    MISSING = "missing"
    CHANGED = "changed"
