"""The sign-off: the records of `signoff/NNNN.toml`, and what of a state is signed.

What is signed are values, not bytes: a file that is only written differently is the same. A piece of
evidence that serves no row is no part of it, so that the scan of the signed page can be filed.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from lawcheck.domain.assessment import Assessment, PieceState, Sha256
from lawcheck.domain.history import Entry, Flat, flatten
from lawcheck.domain.quantities import plain
from lawcheck.domain.values import Flag, Line, Number, Slug, Whole, document

FORMAT = 1
"""The version of the sign-off's format that this program reads and writes."""

ACT = "sign"
"""The act of the entry that binds a sign-off into the history."""

FILING_ACT = "sign-scan"
"""The act of an entry that files the scan of a signed page."""


class Role(StrEnum):
    """As whom somebody signs: 经办人, 分管领导, 主要负责人."""

    HANDLER = "handler"
    DEPUTY = "deputy"
    HEAD = "head"


@document
class Signoff:
    """What one person signed. `head` is the hash of entry `entries`, the last before the sign-off's own.

    `values` and `evidence` are digests of this module; `absent` are pieces whose files were missing or
    changed then; `cases` is a digest of the nested workspaces, `review` the SHA-256 of review.toml, each
    None without any. `at` is ISO text. `passed` is the gate's verdict.
    """

    format: Whole
    number: Whole
    unit: Line
    name: Line
    role: Role
    at: Line
    text: Line
    head: Sha256
    entries: Whole
    checklist: Slug
    checklist_version: Line
    checklist_sha256: Sha256
    values: Sha256
    evidence: Sha256
    pieces: Whole
    absent: tuple[Slug, ...] = ()
    cases: Sha256 | None = None
    review: Sha256 | None = None
    items: Whole
    answered: Whole
    claimed: Number | None = None
    supported: Number | None = None
    reviewed: Number | None = None
    passed: Flag
    tool: Line


class Signed(NamedTuple):
    """A sign-off that the history tells of; `record` is None where its file is not the one recorded.

    `seq` is the number of its entry in the history; `filed` counts entries since that only filed a scan.
    """

    number: int
    seq: int
    record: Signoff | None
    filed: int = 0


class Part(StrEnum):
    """What of a signed state can be another one now; `file` is the sign-off's own."""

    FILE = "file"
    VALUES = "values"
    CHECKLIST = "checklist"
    EVIDENCE = "evidence"
    CASES = "cases"


class Standing(NamedTuple):
    """How the present state stands to a sign-off; `entries` counts those recorded or waiting since."""

    signed: Signed
    changed: tuple[Part, ...]
    entries: int


class Recorded(NamedTuple):
    """What an entry of the history says of a sign-off; `head` is the hash of the entry before."""

    number: int
    sha256: str
    checklist_sha256: str
    seq: int
    head: str


def recorded(entry: Entry) -> Recorded | None:
    """Return the sign-off that `entry` tells of."""
    pins = entry.pins or {}
    number, hashed = pins.get("signoff", ""), pins.get("sha256")
    if entry.act != ACT or hashed is None or not number.isdecimal():
        return None
    return Recorded(int(number), hashed, pins.get("checklist", ""), entry.seq, entry.prev)


def signed_values(assessment: Assessment) -> Flat:
    """Return the values that a sign-off covers."""
    idle = tuple(f"evidence.{key}." for key, piece in assessment.evidence.items() if not piece.serves)
    return {path: leaf for path, leaf in flatten(assessment).items() if not path.startswith(idle)}


def digest_of_values(assessment: Assessment) -> str:
    """Return the SHA-256 of the signed values: a line `path=JSON` each, sorted by path, in UTF-8."""
    import json

    values = sorted(signed_values(assessment).items())
    return _digest(f"{path}={json.dumps(leaf, ensure_ascii=False)}" for path, leaf in values)


def digest_of_evidence(assessment: Assessment) -> str:
    """Return the SHA-256 of the evidence that serves a row: a line `key content` each, sorted by key."""
    return _digest(f"{key} {assessment.evidence[key].content}" for key in _serving(assessment))


def count_evidence(assessment: Assessment) -> int:
    """Return how many pieces serve a row."""
    return len(_serving(assessment))


def absent_evidence(assessment: Assessment, pieces: Mapping[str, PieceState]) -> tuple[str, ...]:
    """Return the pieces that serve a row and whose files are missing or changed."""
    return tuple(key for key in _serving(assessment) if pieces.get(key) is not PieceState.PRESENT)


class CaseState(NamedTuple):
    """What of a case a sign-off covers."""

    name: str
    assessment: Assessment
    checklist_sha256: str
    pieces: Mapping[str, PieceState]


def digest_of_cases(cases: Sequence[CaseState]) -> str | None:
    """Return the SHA-256 of the cases: a line `name values checklist [absent …]` each; None without any."""
    if not cases:
        return None
    return _digest(
        " ".join(
            (
                one.name,
                digest_of_values(one.assessment),
                one.checklist_sha256,
                *absent_evidence(one.assessment, one.pieces),
            )
        )
        for one in sorted(cases, key=lambda one: one.name)
    )


def to_table(signoff: Signoff) -> dict[str, Any]:
    """Return the table that the TOML writer takes."""
    from decimal import Decimal

    table: dict[str, Any] = {}
    for name in signoff.__dataclass_fields__:
        value = getattr(signoff, name)
        if name in ("claimed", "supported", "reviewed") and value is not None:
            value = int(value) if value.denominator == 1 else Decimal(plain(value))
        if value is not None:
            table[name] = list(value) if isinstance(value, tuple) else value
    return table | {"role": str(signoff.role)}


def groups(hashed: str) -> list[str]:
    """Return a hash in groups of eight, as people compare it."""
    return [hashed[start : start + 8] for start in range(0, len(hashed), 8)]


def _serving(assessment: Assessment) -> list[str]:
    return sorted(key for key, piece in assessment.evidence.items() if piece.serves)


def _digest(lines: Iterator[str]) -> str:
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
