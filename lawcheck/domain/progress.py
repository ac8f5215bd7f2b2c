"""Progress: how many items are answered and proved, by section and by who owes them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import ItemScore


class Stock(NamedTuple):
    """One section or office: items, how many have an answer, how many of those are fully proved.

    `open_items` are those not answered or not confirmed; `unproved` are answered without full proof; `due`
    is the nearest day set for an open one.
    """

    name: str
    items: int
    open_items: tuple[str, ...]
    unproved: tuple[str, ...]
    due: date | None

    @property
    def answered(self) -> int:
        """Return how many are answered and confirmed."""
        return self.items - len(self.open_items)


class Stocks(NamedTuple):
    """The same items counted twice: by top section, and by office (a key of `owners`, a name, or "")."""

    sections: tuple[Stock, ...]
    owners: tuple[Stock, ...]


def take_stock(card: Scorecard) -> Stocks:
    """Return how far sections and offices are: sections in order, offices that owe most first."""
    sections = _count(card.items.values(), lambda score: score.item.group[0])
    owners = _count(card.items.values(), owner_of)
    return Stocks(sections, tuple(sorted(owners, key=lambda one: (-len(one.open_items), one.name))))


def owner_of(score: ItemScore) -> str:
    """Return who owes the item: the name that the unit set, else the checklist's office, else ""."""
    return (score.answer.owner if score.answer else None) or score.item.owner or ""


def _count(scores: Iterable[ItemScore], name_of: Callable[[ItemScore], str]) -> tuple[Stock, ...]:
    by_name: dict[str, list[ItemScore]] = {}
    for score in scores:
        by_name.setdefault(name_of(score), []).append(score)
    return tuple(_stock(name, found) for name, found in by_name.items())


def _stock(name: str, scores: list[ItemScore]) -> Stock:
    open_ = [score for score in scores if not score.is_answered]
    days = [score.answer.due for score in open_ if score.answer and score.answer.due]
    unproved = [score.item.id for score in scores if score.is_answered and not score.proof.complete]
    return Stock(
        name, len(scores), tuple(score.item.id for score in open_), tuple(unproved), min(days, default=None)
    )
