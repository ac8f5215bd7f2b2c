"""Which stops the walk makes: what is open, unproved or failing, of one section, of one office."""

from collections.abc import Callable, Iterable, Mapping
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


class Filter(NamedTuple):
    """What a stop must be: its state, in the section `section` (a group's id), owed by `owner`.

    `owner` is a key of the checklist's offices or the name that a unit set. None asks for nothing.
    """

    only: Only = Only.ALL
    section: str | None = None
    owner: str | None = None


ALL: Final = Filter()
"""The filter that lets everything through."""

WORDS: Final[Mapping[str, Only]] = {
    word: only
    for only, words in {
        Only.ALL: ("all", "全部"),
        Only.OPEN: ("open", "未答", "未作答"),
        Only.UNSTATED: ("unstated", "未填"),
        Only.UNSUPPORTED: ("unsupported", "待佐证"),
        Only.FAILING: ("failing", "底线", "不过"),
        Only.SHORT: ("short", "缺分"),
    }.items()
    for word in words
}
"""What may be typed for a state."""


def read_filter(text: str, card: Scorecard) -> Filter:
    """Return the filter that a line names: a state, a section's id and an office, in any order.

    Raises:
        UsageError: A word is none of these, or two words say different things of the same.
    """
    found: dict[str, object] = {}
    for word in _words(text, card):
        name, value = _meant(word, card)
        if found.setdefault(name, value) != value:
            raise UsageError(
                "'{word}' contradicts a word before it; name one state, one section, one office", word=word
            )
    return Filter(**found)  # type: ignore[arg-type]  # each value is of its name's kind


def _words(text: str, card: Scorecard) -> list[str]:
    """Return the words of a line; the name of an office is one, however many it is made of."""
    known = {name for names in owners(card).values() for name in names}
    words, left = [], text.split()
    while left:
        lengths = range(len(left), 1, -1)
        length = next((one for one in lengths if half(" ".join(left[:one])).removeprefix("@") in known), 1)
        words.append(" ".join(left[:length]))
        left = left[length:]
    return words


def _meant(word: str, card: Scorecard) -> tuple[str, object]:
    """Return the field of a filter that `word` fills, and with what."""
    typed = half(word)
    if typed in WORDS:
        return "only", WORDS[typed]
    for group in card.checklist.groups:
        if group.id.lower() == typed:
            return "section", group.id
    offices = owners(card)
    asked = typed.removeprefix("@")
    named = [key for key, names in offices.items() if asked in names]
    begun = [key for key, names in offices.items() if asked and any(asked in name for name in names)]
    if named or len(begun) == 1:
        return "owner", (named or begun)[0]
    raise UsageError(
        "'{word}' is no state, no section and no office here; try open, unsupported, failing, A1 or @NAME",
        word=word,
    )


def owners(card: Scorecard) -> dict[str, tuple[str, ...]]:
    """Return who owes items, under the key that a filter takes, with the names that may be typed for it."""
    found: dict[str, tuple[str, ...]] = {}
    for key in dict.fromkeys(owner_of(score) for score in card.items.values()):
        title = card.checklist.owners.get(key)
        if key:
            found[key] = tuple(half(name) for name in (key, *((title.zh, title.en or "") if title else ())))
    return found


def passing(order: Iterable[str], which: Filter, card: Scorecard) -> frozenset[str]:
    """Return those stops of `order` that the filter lets through."""
    holds = _state(which.only, card)
    return frozenset(
        id_
        for id_ in order
        if (which.section is None or stands_in(id_, which.section))
        and (which.owner is None or (id_ in card.items and owner_of(card.items[id_]) == which.owner))
        and holds(id_)
    )


def stands_in(id_: str, section: str) -> bool:
    """Whether a stop stands in a section: `A1-04` in `A1` and in `A`."""
    return section in (id_.partition("-")[0], id_[0])


def _state(only: Only, card: Scorecard) -> Callable[[str], bool]:
    """Return whether a stop is in the state that is asked for."""
    if only is Only.FAILING:
        return _failing(card).__contains__
    if only is Only.ALL:
        return lambda _: True
    return lambda id_: _is(only, id_, card)


def _is(only: Only, id_: str, card: Scorecard) -> bool:
    score = card.items.get(id_)
    if score is None:
        return only in (Only.OPEN, Only.UNSTATED) and is_unstated(id_, card)
    if only is Only.OPEN:
        return not score.is_answered
    if only is Only.UNSTATED:
        return score.status is not Status.NOT_APPLICABLE and is_unstated(id_, card)
    if only is Only.UNSUPPORTED:
        return score.is_answered and not score.proof.complete
    points = score.columns[card.checklist.gate.score].score
    return points is not None and points < score.item.points


def is_unstated(id_: str, card: Scorecard) -> bool:
    """Whether a figure that the stop asks for is not stated."""
    return any(one.name not in card.stated.quantities for one in figures_of(card.checklist, id_))


def figures_of(checklist: Checklist, id_: str) -> tuple[Figure, ...]:
    """Return the figures that an item or veto asks for."""
    return checklist.figures_by_owner.get(id_, ())


def _failing(card: Scorecard) -> frozenset[str]:
    rows = card.checklist.items_by_id
    failed = [rule for rule in card.verdict.rules if not rule.passed]
    items = {rows[id_].same_as or id_ for rule in failed for id_ in rule.items if id_ in rows}
    return frozenset(items | {rule.id for rule in failed if rule.id in card.checklist.vetoes_by_id})
