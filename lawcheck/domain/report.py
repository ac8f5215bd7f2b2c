"""A report: all that a document may show of one workspace, as data."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from lawcheck.domain.calendar import DeadlineState
from lawcheck.domain.history import Entry
from lawcheck.domain.scorecard import Scorecard

if TYPE_CHECKING:
    from lawcheck.domain.signoff import Standing


class Audience(StrEnum):
    """Who reads a document: the unit (all), the city (自评 and the list of materials), anyone (no scores)."""

    INTERNAL = "internal"
    SUBMISSION = "submission"
    PUBLIC = "public"


class Source(NamedTuple):
    """A file as text; `file` is its name from the top of the repository, with `/`."""

    file: str
    text: str


class Sources(NamedTuple):
    """The two files that a line of a document can point at."""

    assessment: Source
    checklist: Source


class Additions(NamedTuple):
    """What only a person can add to the yearly report: its addressee, its day, the shortcomings to name.

    `picks` are ids of candidates with their causes, None where no cause was given.
    """

    addressee: str | None = None
    signed: date | None = None
    picks: Mapping[str, str | None] = MappingProxyType({})


class Report(NamedTuple):
    """A scorecard with what only the workspace knows.

    `checklist_sha256` is that of the frozen copy; `edits` are paths changed by hand and not yet recorded.
    `entries` is the history, the oldest first, and `sources` the files' text, where the document asks for it.
    `standing` is how the state stands to its newest sign-off. `additions` belong to the yearly report alone.
    """

    card: Scorecard
    checklist_sha256: str
    edits: tuple[str, ...]
    deadlines: tuple[DeadlineState, ...]
    today: date
    audience: Audience = Audience.INTERNAL
    entries: tuple[Entry, ...] = ()
    sources: Sources | None = None
    standing: "Standing | None" = None
    additions: Additions = Additions()
