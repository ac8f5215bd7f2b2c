"""What the figures of an item say of its status; the person decides."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from lawcheck.domain.assessment import Answer, Status
from lawcheck.domain.checklist import Column, Item, Start
from lawcheck.domain.pricing import Outcome, PricedRule
from lawcheck.domain.proof import index_evidence
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import Circumstances, score_item


def suggested_status(card: Scorecard, item: Item) -> Status | None:
    """Return the status that the item's figures speak for; None where they speak for none.

    That is done where the rules on figures give all that they can, not done where they give nothing, in
    progress between. They are silent where no such rule counts, where a figure is missing or cannot be
    compared, where one that is not exact might still be enough, and where the item does not apply.
    """
    score = card.items.get(item.id)
    known = card.checklist.figures_by_name.keys()
    rules = tuple(rule for rule in item.rules if rule.names & known)
    if score is None or score.status is Status.NOT_APPLICABLE or not rules or not item.points:
        return None
    around = Circumstances(
        card.checklist.scoring, card.stated.certain, index_evidence({}, {}), card.checklist.periodic_figures
    )
    best = score_item(replace(item, rules=rules), Answer(status=Status.DONE), around)
    outcomes = {reason.rule: reason.applied.outcome for reason in best.reasons if reason.applied is not None}
    counting = [rule for number, rule in enumerate(rules) if outcomes.get(number) is Outcome.PRICED]
    full = _full(item, counting, best.columns[Column.CLAIMED].weight)
    if Outcome.MISSING in outcomes.values() or best.claimed is None or not full:
        return None
    if best.claimed >= full:
        return Status.DONE
    if not all(_is_exact(name, card) for rule in counting for name in rule.names & known):
        return None
    return Status.NOT_DONE if best.claimed <= 0 else Status.PARTIAL


def _full(item: Item, counting: Iterable[PricedRule], left: Fraction) -> Fraction:
    """Return the most that the rules can give, of the points that are left of the item."""
    counting = list(counting)
    if not counting:
        return Fraction(0)
    if item.start is Start.FULL:
        return min(left, item.most)
    gains = sum((rule.worth(item.points) for rule in counting if not rule.loses), Fraction(0))
    return min(gains, left, item.most)


def _is_exact(name: str, card: Scorecard) -> bool:
    found = card.stated.certain.get(name)
    return found is not None and found.exact is not None
