"""The workspace as values: what every command works on, once the files are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Assessment, PieceState
from lawcheck.domain.checklist import NA_ROW, Checklist, EvidenceKind
from lawcheck.domain.history import Change


class Notice(NamedTuple):
    """Something that happened on the way and that the user is told; `file` is where to look."""

    code: str
    file: str


class Misfit(NamedTuple):
    """A key of the assessment that the checklist does not know; `path` is where it stands."""

    path: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One checklist, what a unit says on it, and how the proof stands.

    `grants` are reviewed points by item. `outside_edits` are changes made by hand since the last recorded
    save. `head` is the hash of the history's last entry, `entries` their number.
    """

    name: str
    checklist: Checklist
    checklist_sha256: str
    assessment: Assessment
    pieces: Mapping[str, PieceState] = field(default_factory=dict)
    grants: Mapping[str, Fraction] = field(default_factory=dict)
    outside_edits: tuple[Change, ...] = ()
    head: str
    entries: int
    notices: tuple[Notice, ...] = ()


def misfits(checklist: Checklist, assessment: Assessment) -> tuple[Misfit, ...]:
    """Return what the assessment says of items, figures and evidence rows that the checklist lacks."""
    rows = {f"{item.id}:{row.id}" for item in checklist.items for row in item.evidence}
    rows |= {f"{item.id}:{NA_ROW}" for item in checklist.items if item.not_applicable}
    found = [
        Misfit(f"answers.{item}", item) for item in assessment.answers if item not in checklist.items_by_id
    ]
    found += [
        Misfit(f"figures.{name}", name)
        for name in assessment.figures
        if name not in checklist.figures_by_name
    ]
    found += [
        Misfit(f"evidence.{key}.serves", str(serving))
        for key, piece in assessment.evidence.items()
        for serving in piece.serves
        if str(serving) not in rows
    ]
    return tuple(found)


def files(assessment: Assessment) -> dict[str, str]:
    """Return the paths of the evidence files, by the key of the piece."""
    return {
        key: piece.target for key, piece in assessment.evidence.items() if piece.kind is EvidenceKind.FILE
    }
