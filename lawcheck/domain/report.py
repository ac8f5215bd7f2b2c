"""A report: all that a document may show of one workspace, as data."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lawcheck.domain.calendar import DeadlineState
from lawcheck.domain.history import Entry
from lawcheck.domain.scorecard import Scorecard


class Audience(StrEnum):
    """Who reads a document: the unit (all), the city (自评 and the list of materials), anyone (no scores)."""

    INTERNAL = "internal"
    SUBMISSION = "submission"
    PUBLIC = "public"


class Report(NamedTuple):
    """A scorecard with what only the workspace knows.

    `checklist_sha256` is that of the frozen copy; `edits` are paths changed by hand and not yet recorded.
    `entries` is the history, the oldest first, where the document asks for it.
    """

    card: Scorecard
    checklist_sha256: str
    edits: tuple[str, ...]
    deadlines: tuple[DeadlineState, ...]
    today: date
    audience: Audience = Audience.INTERNAL
    entries: tuple[Entry, ...] = ()
