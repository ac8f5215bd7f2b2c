"""What an item's figures say about its status: a proposal, which a person takes or overrules."""

from fractions import Fraction

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Column, Item, Start
from lawcheck.domain.pricing import Outcome, PricedRule, Situation
from lawcheck.domain.scorecard import Scorecard

_NOTHING = Fraction(0)


def propose(card: Scorecard, id_: str) -> Status | None:
    """Return the status that the item's figures bear out, None where they say nothing or not enough.

    All that the figures can earn is done, nothing of it not done, anything between partial; so is nothing
    where something else than figures earns, too. That nothing was lost says that it is done only of an item
    that starts full. A missing figure, and one that cannot be compared, proposes nothing.
    """
    score = card.items.get(id_)
    if score is None or score.follows is not None:
        return None
    item = score.item
    situation = Situation(
        card.figures[Column.CLAIMED].certain,
        Fraction(1),
        item.points,
        item.floor or _NOTHING,
        card.checklist.periodic_figures,
    )
    reached = full = _NOTHING
    for rule in filter(lambda one: _tells(one, item), item.rules):
        applied = rule.apply(situation)
        if applied.outcome is Outcome.MISSING:
            return None
        if applied.outcome is Outcome.PRICED:
            worth = rule.worth(item.points)
            got = min(applied.points, worth)
            full += worth
            reached += worth - got if rule.loses else got
    if not full:
        return None
    if reached == full:
        return Status.DONE
    by_figures = all(rule.names for rule in item.rules)
    return Status.PARTIAL if reached or not by_figures else Status.NOT_DONE


def _tells(rule: PricedRule, item: Item) -> bool:
    return bool(rule.names) and (not rule.loses or item.start is Start.FULL)
