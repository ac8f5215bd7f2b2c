"""What the walk stops at: a filter by state, section and office, read from one line."""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist, Figure
from lawcheck.domain.progress import owner_of
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.walk_keys import half
from lawcheck.errors import UsageError


class Only(StrEnum):
    """Which stops the walk makes: those that match, in the checklist's order.

    open: not answered or not confirmed · unstated: asks for a figure that is not stated · unsupported:
    answered without full proof · failing: a failed rule of the gate names it · short: points are missing.
    """

    ALL = "all"
    OPEN = "open"
    UNSTATED = "unstated"
    UNSUPPORTED = "unsupported"
    FAILING = "failing"
    SHORT = "short"


class Sieve(NamedTuple):
    """A filter: a stop must match all of it. `section` is a group's id, `owner` an office as it is stored."""

    only: Only = Only.ALL
    section: str = ""
    owner: str = ""


EVERYTHING: Final = Sieve()

_NAMES: Final[Mapping[str, Only]] = {
    **{str(one): one for one in Only},
    "全部": Only.ALL,
    "未答": Only.OPEN,
    "缺数": Only.UNSTATED,
    "待证": Only.UNSUPPORTED,
    "未过": Only.FAILING,
    "失分": Only.SHORT,
}
_BETWEEN: Final = re.compile(r"[\s,，、;；+]+")


def read_sieve(text: str, card: Scorecard) -> Sieve:
    """Return the filter that a line names: states, section ids and offices, in any order; nothing: all.

    Raises:
        UsageError: A word is none of them.
    """
    found = EVERYTHING
    for word in filter(None, _BETWEEN.split(half(text))):
        if word in _NAMES:
            found = found._replace(only=_NAMES[word])
        elif group := next((one.id for one in card.checklist.groups if half(one.id) == word), None):
            found = found._replace(section=group)
        elif owner := _owner(word, card):
            found = found._replace(owner=owner)
        else:
            raise UsageError("'{word}' is no filter, no section and no office; ? lists the filters", word=word)
    return found


def offices(card: Scorecard) -> tuple[str, ...]:
    """Return the offices that owe items, as they are stored, in the order of the items."""
    return tuple(dict.fromkeys(filter(None, map(owner_of, card.items.values()))))


def _owner(word: str, card: Scorecard) -> str | None:
    named = {owner: _names_of(owner, card.checklist) for owner in offices(card)}
    for fits in (lambda name: name == word, lambda name: name.startswith(word), lambda name: word in name):
        for owner, names in named.items():
            if any(map(fits, names)):
                return owner
    return None


def _names_of(owner: str, checklist: Checklist) -> tuple[str, ...]:
    title = checklist.owners.get(owner)
    return tuple(map(half, (owner, title.zh, title.en) if title else (owner,)))


def passing(sieve: Sieve, card: Scorecard) -> Callable[[str], bool]:
    """Return what tells whether the filter lets a stop through; made once, it is cheap to ask."""
    matches = _matching(sieve.only, card)

    def passes(id_: str) -> bool:
        if sieve.section and not stands_in(id_, sieve.section):
            return False
        score = card.items.get(id_)
        if sieve.owner and (score is None or owner_of(score) != sieve.owner):
            return False
        return matches(id_)

    return passes


def stands_in(id_: str, section: str) -> bool:
    """Whether a stop stands in a section: `A1-04` in `A1` and in `A`."""
    group = id_.partition("-")[0]
    return section in (group, group[0])


def figures_of(checklist: Checklist, id_: str) -> tuple[Figure, ...]:
    """Return the figures that an item or veto asks for."""
    return tuple(figure for figure in checklist.asked_figures if figure.owner == id_)


def _matching(only: Only, card: Scorecard) -> Callable[[str], bool]:
    if only is Only.ALL:
        return lambda _: True
    if only is Only.FAILING:
        return frozenset(_failing(card)).__contains__
    if only in (Only.OPEN, Only.UNSTATED):
        return _lacking(only, card)
    if only is Only.UNSUPPORTED:
        return lambda id_: id_ in card.items and _is_unsupported(id_, card)
    return lambda id_: id_ in card.items and _is_short(id_, card)


def _lacking(only: Only, card: Scorecard) -> Callable[[str], bool]:
    unstated = {one.owner for one in card.checklist.asked_figures if one.name not in card.stated.quantities}

    def lacks(id_: str) -> bool:
        score = card.items.get(id_)
        if score is None:
            return id_ in unstated
        if only is Only.OPEN:
            return not score.is_answered
        return id_ in unstated and score.status is not Status.NOT_APPLICABLE

    return lacks


def _is_unsupported(id_: str, card: Scorecard) -> bool:
    score = card.items[id_]
    return score.is_answered and not score.proof.complete


def _is_short(id_: str, card: Scorecard) -> bool:
    points = card.items[id_].columns[card.checklist.gate.score].score
    return points is not None and points < card.items[id_].item.points


def _failing(card: Scorecard) -> Iterator[str]:
    rows = card.checklist.items_by_id
    for rule in card.verdict.rules:
        if not rule.passed:
            yield from (rows[id_].same_as or id_ for id_ in rule.items if id_ in rows)
            if rule.id in card.checklist.vetoes_by_id:
                yield rule.id
