"""A report: all that a document may show of one workspace, as data."""

from typing import NamedTuple

from lawcheck.domain.calendar import DeadlineState
from lawcheck.domain.scorecard import Scorecard


class Report(NamedTuple):
    """A scorecard with what only the workspace knows.

    `checklist_sha256` is that of the frozen copy; `edits` are paths changed by hand and not yet recorded.
    """

    card: Scorecard
    checklist_sha256: str
    edits: tuple[str, ...]
    deadlines: tuple[DeadlineState, ...]
