"""What a document shows to whom, and what it says that it leaves out.

Evidence has a level and is shown by it. What has none (figures, notes, persons, gaps, history) stays as far
inside as its kind demands: only scores that the unit itself hands in leave it, and none is published.
"""

from typing import Final

from lawcheck.domain.assessment import Level, Piece
from lawcheck.domain.checklist import Column
from lawcheck.domain.report import Audience, Report
from lawcheck.i18n import tr

COLUMNS: Final = {
    Audience.INTERNAL: tuple(Column),
    Audience.SUBMISSION: (Column.CLAIMED,),
    Audience.PUBLIC: (),
}
"""The scores that an audience sees."""

LEVELS: Final = {
    Audience.INTERNAL: frozenset(Level),
    Audience.SUBMISSION: frozenset({Level.PUBLIC, Level.INTERNAL}),
    Audience.PUBLIC: frozenset({Level.PUBLIC}),
}
"""The levels of evidence that an audience sees; a work secret never leaves the unit."""


def visible(report: Report) -> dict[str, Piece]:
    """Return the evidence that the report's audience may see, under its keys."""
    levels = LEVELS[report.audience]
    evidence = report.card.assessment.evidence
    return {key: piece for key, piece in evidence.items() if piece.level in levels}


def name(which: Audience) -> str:
    """Return whom a copy is for."""
    names = {
        Audience.INTERNAL: tr("for the unit alone"),
        Audience.SUBMISSION: tr("for submission"),
        Audience.PUBLIC: tr("for publication"),
    }
    return names[which]


def limits(which: Audience) -> str:
    """Return what a copy shows and what it does not; nothing where it shows all there is."""
    sentences = {
        Audience.INTERNAL: "",
        Audience.SUBMISSION: tr(
            "This copy shows the unit's own score and its list of materials. Proved and reviewed scores, "
            "notes, persons, gaps, checks and the history stay with the unit."
        ),
        Audience.PUBLIC: tr(
            "This copy shows what was asked, what was answered, and evidence that is public. "
            "It holds no score, figure, note or person."
        ),
    }
    return sentences[which]


def hidden(report: Report) -> str:
    """Return how many pieces of evidence the audience may not see; nothing where it sees them all."""
    count = len(report.card.assessment.evidence) - len(visible(report))
    return tr("{count} pieces of evidence are left out because of their level", count=count) if count else ""
