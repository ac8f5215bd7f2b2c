"""What the figures of an item say of its status; the person decides."""

from collections.abc import Set as AbstractSet

from lawcheck.domain.assessment import Answer, Status
from lawcheck.domain.checklist import Item
from lawcheck.domain.pricing import Outcome
from lawcheck.domain.proof import index_evidence
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import Circumstances, score_item


def suggested_status(card: Scorecard, item: Item) -> Status | None:
    """Return the status that the item's figures speak for; None where they speak for none.

    That is done where they earn all that there is, not done where they earn nothing, in progress between.
    They are silent where no rule looks at a figure, where one is missing or cannot be compared, and where
    there was nothing to measure.
    """
    if not _own(item, card) or item.id not in card.items or not item.points:
        return None
    around = Circumstances(
        card.checklist.scoring, card.stated.certain, index_evidence({}, {}), card.checklist.periodic_figures
    )
    best = score_item(item, Answer(status=Status.DONE), around)
    applied = [reason.applied for reason in best.reasons if reason.applied is not None]
    if any(one.outcome is Outcome.MISSING for one in applied) or best.claimed is None:
        return None
    if best.claimed >= item.points:
        return Status.DONE
    return Status.NOT_DONE if best.claimed <= 0 else Status.PARTIAL


def _own(item: Item, card: Scorecard) -> AbstractSet[str]:
    """Return the figures that the item's rules look at."""
    names = frozenset().union(*(rule.names for rule in item.rules))
    return names & card.checklist.figures_by_name.keys()
