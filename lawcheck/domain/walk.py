"""The walk through a checklist as a pure machine: where am I, what does this key mean, what is next.

The line mode and the full screen share it. A screen reads a key or a line, hands it to `step` together with
the present scorecard, and does what the action says; nothing here reads, saves or speaks.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from lawcheck.domain.answering import owner_of
from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist, Figure
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.undoing import Trace
from lawcheck.domain.walk_keys import Word, as_id, half, read
from lawcheck.errors import LawcheckError, UsageError


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


class Act(StrEnum):
    """What a screen has to do after a step."""

    MOVED = "moved"
    ENDED = "ended"
    FILTERED = "filtered"
    FOUND = "found"
    STATUS = "status"
    FIGURES = "figures"
    EVIDENCE = "evidence"
    NOTE = "note"
    EXPLAIN = "explain"
    UNDO = "undo"
    HELP = "help"
    QUIT = "quit"
    ASK = "ask"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Action(NamedTuple):
    """An act with what it needs.

    `text` is what was typed behind the key; for ASK it is the key that lacks its text. `found` are ids,
    `error` says why a step was refused.
    """

    act: Act
    status: Status | None = None
    text: str = ""
    found: tuple[str, ...] = ()
    trace: Trace | None = None
    error: LawcheckError | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody is: the stops in order, the place among them, the filter, and what can be undone.

    A jump may lead to a stop that the filter leaves out; the filter decides only what comes next.
    """

    order: tuple[str, ...]
    place: int = 0
    only: Only = Only.ALL
    trail: tuple[Trace, ...] = ()

    @property
    def here(self) -> str:
        """Return the id of the present stop."""
        return self.order[self.place]


_LOOKS_LIKE_FIGURE: Final = re.compile(r"[~约]?-?\d")
_OPENED_BY: Final[Mapping[Word, Act]] = {
    Word.FIGURES: Act.FIGURES,
    Word.EVIDENCE: Act.EVIDENCE,
    Word.NOTE: Act.NOTE,
    Word.EXPLAIN: Act.EXPLAIN,
    Word.HELP: Act.HELP,
    Word.QUIT: Act.QUIT,
}


def begin(card: Scorecard, only: Only = Only.ALL, last: str | None = None) -> Walk | None:
    """Return the walk at its first stop, None where no stop matches.

    The first stop is `last`, where somebody stopped before, else the first that is open; under a filter the
    next one from there that matches.
    """
    checklist = card.checklist
    items = [item.id for item in checklist.items if item.same_as is None]
    vetoes = [veto.id for veto in checklist.vetoes if figures_of(checklist, veto.id)]
    walk = Walk((*items, *vetoes), only=only)
    known = last in walk.order
    first = walk.order.index(last) if known and last else _seek(walk, card, Only.OPEN, range(len(walk.order)))
    found = _seek(walk, card, only, _from(walk, first or 0))
    return None if found is None else replace(walk, place=found)


def step(walk: Walk, said: str, card: Scorecard) -> tuple[Walk, Action]:
    """Return where `said`, a key or a line, leads, and what is to be done there."""
    word, text = read(said)
    if walk.here in card.checklist.vetoes_by_id and _LOOKS_LIKE_FIGURE.match(half(said)):
        return walk, Action(Act.FIGURES, text=said.strip())
    if isinstance(word, Status):
        return _answer(walk, word, text, card)
    if word is None:
        id_ = as_id(said)
        return _jump(walk, id_, card) if id_ else (walk, Action(Act.UNKNOWN, text=said.strip()))
    if word in _OPENED_BY:
        return walk, Action(_OPENED_BY[word], text=text)
    return _MOVES[word](walk, text, card)


def onward(walk: Walk, card: Scorecard) -> tuple[Walk, Action]:
    """Return the next stop that the filter lets through; at the end it stays and says so."""
    return _next(walk, "", card)


def remember(walk: Walk, trace: Trace) -> Walk:
    """Return the walk with one more change to undo; a change of nothing is none."""
    return replace(walk, trail=(*walk.trail, trace)) if trace.changes else walk


def forget(walk: Walk) -> Walk:
    """Return the walk without the last change to undo, at the stop where that was made."""
    *trail, last = walk.trail
    return replace(walk, trail=tuple(trail), place=walk.order.index(last.id))


def matches(id_: str, only: Only, card: Scorecard) -> bool:
    """Whether the filter lets a stop through."""
    if only is Only.ALL:
        return True
    if only is Only.FAILING:
        return id_ in _failing(card)
    score = card.items.get(id_)
    unstated = any(one.name not in card.stated.quantities for one in figures_of(card.checklist, id_))
    if score is None:
        return unstated and only in (Only.OPEN, Only.UNSTATED)
    if only is Only.OPEN:
        return not score.is_answered
    if only is Only.UNSTATED:
        return unstated and score.status is not Status.NOT_APPLICABLE
    if only is Only.UNSUPPORTED:
        return score.is_answered and not score.proof.complete
    points = score.columns[card.checklist.gate.score].score
    return points is not None and points < score.item.points


def remaining(walk: Walk, card: Scorecard, only: Only = Only.OPEN) -> int:
    """Return how many stops match."""
    return sum(matches(id_, only, card) for id_ in walk.order)


def figures_of(checklist: Checklist, id_: str) -> tuple[Figure, ...]:
    """Return the figures that an item or veto asks for."""
    return tuple(figure for figure in checklist.asked_figures if figure.owner == id_)


def find(walk: Walk, text: str, checklist: Checklist) -> tuple[str, ...]:
    """Return the stops whose id, title in either language or keywords hold every word of `text`."""
    words = half(text).split()
    return tuple(id_ for id_ in walk.order if all(word in _described(id_, checklist) for word in words))


def _described(id_: str, checklist: Checklist) -> str:
    item = checklist.items_by_id.get(id_)
    title = item.title if item else checklist.vetoes_by_id[id_].title
    return half("\n".join((id_, title.zh, title.en, *(item.keywords if item else ()))))


def _failing(card: Scorecard) -> frozenset[str]:
    rows = card.checklist.items_by_id
    failed = [rule for rule in card.verdict.rules if not rule.passed]
    items = {rows[id_].same_as or id_ for rule in failed for id_ in rule.items if id_ in rows}
    return frozenset(items | {rule.id for rule in failed if rule.id in card.checklist.vetoes_by_id})


def _answer(walk: Walk, status: Status, text: str, card: Scorecard) -> tuple[Walk, Action]:
    here = walk.here
    if here in card.checklist.vetoes_by_id:
        return walk, Action(Act.REFUSED, error=UsageError("{id} has no status; type its figure", id=here))
    item = card.checklist.items_by_id[here]
    if status is Status.NOT_APPLICABLE and item.not_applicable is None:
        error = UsageError("{id} cannot be not applicable; the checklist does not allow it", id=here)
        return walk, Action(Act.REFUSED, error=error)
    return walk, Action(Act.STATUS, status=status, text=text)


def _next(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, walk.only, range(walk.place + 1, len(walk.order)))
    return (walk, Action(Act.ENDED)) if found is None else _moved(walk, found)


def _back(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, walk.only, range(walk.place - 1, -1, -1))
    if found is None:
        return walk, Action(Act.REFUSED, error=UsageError("there is nothing before this one"))
    return _moved(walk, found)


def _next_open(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, Only.OPEN, _from(walk, walk.place + 1))
    if found is None:
        return walk, Action(Act.REFUSED, error=UsageError("nothing is open any more"))
    return _moved(walk, found)


def _only_open(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    if walk.only is not Only.ALL:
        return replace(walk, only=Only.ALL), Action(Act.FILTERED)
    found = _seek(walk, card, Only.OPEN, _from(walk, walk.place))
    if found is None:
        return walk, Action(Act.REFUSED, error=UsageError("nothing is open any more"))
    return replace(walk, only=Only.OPEN, place=found), Action(Act.FILTERED)


def _jump(walk: Walk, text: str, card: Scorecard) -> tuple[Walk, Action]:
    if not text:
        return walk, Action(Act.ASK, text="j")
    try:
        id_ = owner_of(card.checklist, as_id(text) or text)
        return _moved(walk, walk.order.index(id_))
    except UsageError as error:
        # A row that shares another's answer names that one; the walk goes there instead of refusing.
        other = error.fields.get("other")
        if isinstance(other, str) and other in walk.order:
            return _moved(walk, walk.order.index(other))
        return walk, Action(Act.REFUSED, error=error)
    except ValueError:
        return walk, Action(Act.REFUSED, error=UsageError("{id} asks for no figure of its own", id=text))


def _find(walk: Walk, text: str, card: Scorecard) -> tuple[Walk, Action]:
    if not text:
        return walk, Action(Act.ASK, text="/")
    found = find(walk, text, card.checklist)
    if not found:
        return walk, Action(Act.REFUSED, error=UsageError("nothing is called '{text}' here", text=text))
    if len(found) > 1:
        return walk, Action(Act.FOUND, found=found)
    return _moved(walk, walk.order.index(found[0]))


def _undo(walk: Walk, _text: str, _card: Scorecard) -> tuple[Walk, Action]:
    if not walk.trail:
        return walk, Action(Act.REFUSED, error=UsageError("nothing was changed since the walk began"))
    return walk, Action(Act.UNDO, trace=walk.trail[-1])


_MOVES: Final[Mapping[Word, Callable[[Walk, str, Scorecard], tuple[Walk, Action]]]] = {
    Word.NEXT: _next,
    Word.BACK: _back,
    Word.NEXT_OPEN: _next_open,
    Word.ONLY_OPEN: _only_open,
    Word.JUMP: _jump,
    Word.FIND: _find,
    Word.UNDO: _undo,
}


def _moved(walk: Walk, place: int) -> tuple[Walk, Action]:
    return replace(walk, place=place), Action(Act.MOVED)


def _from(walk: Walk, first: int) -> list[int]:
    """Return all places once, from `first` on and round the end."""
    return [(first + ahead) % len(walk.order) for ahead in range(len(walk.order))]


def _seek(walk: Walk, card: Scorecard, only: Only, places: "range | list[int]") -> int | None:
    return next((place for place in places if matches(walk.order[place], only, card)), None)
