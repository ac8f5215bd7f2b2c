"""A former state of a workspace, replayed from its history."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from lawcheck.domain.assessment import Assessment, PieceState
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.history import Entry, rebuild, replay
from lawcheck.storage import evidence
from lawcheck.storage.disk import DISK, Disk
from lawcheck.storage.history import look, read_checklist


class Former(NamedTuple):
    """What was said then, on which checklist, and how the files registered then stand today."""

    assessment: Assessment
    checklist: Checklist
    pieces: dict[str, PieceState]


def former(root: Path, entries: Sequence[Entry], *, disk: Disk = DISK) -> Former:
    """Return the state after the last of `entries`, which begin with the first of the history.

    Raises:
        IntegrityError: The history's chain or the frozen checklist is broken.
    """
    assessment = rebuild(replay(entries))
    checklist, _ = read_checklist(root, look(root, disk), disk, assessment.parameters)
    return Former(assessment, checklist, evidence.states(root, assessment.evidence, disk=disk))
