"""What stands above the demonstration: what it is not, and three counts before any score."""

from typing import Final

from lawcheck.domain.report import Report
from lawcheck.i18n import tr

ACT: Final = "demo"
"""The act of the first entry in a demonstration's history: how its documents know what they are."""


def is_shown(report: Report) -> bool:
    """Whether the report, with its history, is on a demonstration."""
    return bool(report.entries) and report.entries[0].act == ACT


def opening(report: Report) -> str:
    """Return the caution and the counts of items shown, stated and not mentioned."""
    items = report.card.items.values()
    shown = sum(score.is_answered and score.proof.complete for score in items)
    stated = sum(score.is_answered for score in items) - shown
    silent = len(items) - shown - stated
    return (
        tr(
            "A demonstration from one public report alone: no result of any assessment, "
            "no judgement of the subdistrict's real work."
        )
        + "\n"
        + tr(
            "borne out {shown} · stated, to be checked {stated} · not mentioned {silent}",
            shown=shown,
            stated=stated,
            silent=silent,
        )
        + "\n\n"
    )
