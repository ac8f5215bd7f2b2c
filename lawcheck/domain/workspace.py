"""The workspace as values: what every command works on, once the files are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lawcheck.domain.assessment import Assessment, PieceState
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.gate import Strictness
from lawcheck.domain.history import Change
from lawcheck.domain.scorecard import Scorecard, score
from lawcheck.domain.scoring import Granted

if TYPE_CHECKING:
    from lawcheck.domain.signoff import Signed


class Notice(NamedTuple):
    """Something that happened on the way and that the user is told; `file` is where to look.

    The codes: save-finished, save-rebuilt (an interrupted save was brought to its end), unapplied-kept,
    torn-kept, comments-kept, copied (something was put aside, into `file`).
    """

    code: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One checklist, what a unit says on it, and how the proof stands.

    `grants` are what reviewers granted, by item. `outside_edits` are changes made by hand since the last
    recorded save. `head` is the hash of the history's last entry, `entries` their number. `signed` is the
    newest sign-off. `cases` are the nested workspaces, one for each matter.
    """

    name: str
    checklist: Checklist
    checklist_sha256: str
    assessment: Assessment
    pieces: Mapping[str, PieceState] = field(default_factory=dict)
    grants: Mapping[str, Granted] = field(default_factory=dict)
    outside_edits: tuple[Change, ...] = ()
    head: str
    entries: int
    signed: "Signed | None" = None
    cases: tuple["Workspace", ...] = ()
    notices: tuple[Notice, ...] = ()

    def score(self, stricter: Strictness = Strictness()) -> Scorecard:  # noqa: B008  # it does not change
        """Return the scorecard, with the figures that the cases supply.

        Raises:
            Refused: A case is not of the checklist that the yearly one asks for.
        """
        cases = [case.score().as_case(case.name) for case in self.cases]
        return score(self.checklist, self.assessment, self.pieces, self.grants, stricter, cases=cases)
