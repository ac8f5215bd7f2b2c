"""The walk through a checklist as a pure machine: where am I, what does this key mean, what is next.

The line mode and the full screen share it. A screen reads a key or a line, hands it to `step` together with
the present scorecard, and does what the action says; nothing here reads, saves or speaks.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from lawcheck.domain.answering import owner_of
from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.undoing import Trace
from lawcheck.domain.walk_filters import EVERYTHING, Only, Sieve, figures_of, passing, read_sieve
from lawcheck.domain.walk_keys import PRESSED, Word, as_id, half, read
from lawcheck.errors import LawcheckError, UsageError


class Act(StrEnum):
    """What a screen has to do after a step."""

    MOVED = "moved"
    ENDED = "ended"
    FILTERED = "filtered"
    FOUND = "found"
    STATUS = "status"
    FIGURES = "figures"
    EVIDENCE = "evidence"
    VIEW = "view"
    NOTE = "note"
    EXPLAIN = "explain"
    UNDO = "undo"
    REDO = "redo"
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
    """Where somebody is: the stops in order, the place among them, the filter, what was done and undone.

    A jump may lead to a stop that the filter leaves out; the filter decides only what comes next. `undone`
    are the changes that undoing made, the newest last; a new change of another kind empties it.
    """

    order: tuple[str, ...]
    place: int = 0
    sieve: Sieve = EVERYTHING
    trail: tuple[Trace, ...] = ()
    undone: tuple[Trace, ...] = ()

    @property
    def here(self) -> str:
        """Return the id of the present stop."""
        return self.order[self.place]


_LOOKS_LIKE_FIGURE: Final = re.compile(r"[~约]?-?\d")
_OPENED_BY: Final[Mapping[Word, Act]] = {
    Word.FIGURES: Act.FIGURES,
    Word.EVIDENCE: Act.EVIDENCE,
    Word.VIEW: Act.VIEW,
    Word.NOTE: Act.NOTE,
    Word.EXPLAIN: Act.EXPLAIN,
    Word.HELP: Act.HELP,
    Word.QUIT: Act.QUIT,
}


def begin(card: Scorecard, sieve: Sieve = EVERYTHING, last: str | None = None) -> Walk | None:
    """Return the walk at its first stop, None where no stop matches.

    The first stop is `last`, where somebody stopped before, else the first that is open; under a filter the
    next one from there that matches.
    """
    checklist = card.checklist
    items = [item.id for item in checklist.items if item.same_as is None]
    vetoes = [veto.id for veto in checklist.vetoes if figures_of(checklist, veto.id)]
    walk = Walk((*items, *vetoes), sieve=sieve)
    if last in walk.order:
        first = walk.order.index(last)
    else:
        first = _seek(walk, card, Sieve(Only.OPEN), range(len(walk.order))) or 0
    found = _seek(walk, card, sieve, _from(walk, first))
    return None if found is None else replace(walk, place=found)


def step(walk: Walk, said: str, card: Scorecard) -> tuple[Walk, Action]:
    """Return where `said`, a sign or a line, leads, and what is to be done there."""
    word, text = read(said)
    if walk.here in card.checklist.vetoes_by_id and _LOOKS_LIKE_FIGURE.match(half(said)):
        return walk, Action(Act.FIGURES, text=said.strip())
    if isinstance(word, Status):
        return _answer(walk, word, text, card)
    if word is None:
        id_ = as_id(said)
        return _jump(walk, id_, card) if id_ else (walk, Action(Act.UNKNOWN, text=said.strip()))
    return take(walk, word, text, card)


def press(walk: Walk, key: str, card: Scorecard) -> tuple[Walk, Action]:
    """Return where a key leads: one without a sign by its name (`down`), any other by its sign."""
    word = PRESSED.get(key)
    return step(walk, key, card) if word is None else take(walk, word, "", card)


def take(walk: Walk, word: Word, text: str, card: Scorecard) -> tuple[Walk, Action]:
    """Return where a word with the text behind it leads, and what is to be done there."""
    if word in _OPENED_BY:
        return walk, Action(_OPENED_BY[word], text=text)
    return _MOVES[word](walk, text, card)


def onward(walk: Walk, card: Scorecard) -> tuple[Walk, Action]:
    """Return the next stop to be asked: let through by the filter, and not answered by its own condition."""
    passes = passing(walk.sieve, card)
    for place in range(walk.place + 1, len(walk.order)):
        score = card.items.get(walk.order[place])
        if passes(walk.order[place]) and (score is None or score.follows is None):
            return _moved(walk, place)
    return walk, Action(Act.ENDED)


def go_to(walk: Walk, id_: str) -> Walk:
    """Return the walk at a stop that it has."""
    return replace(walk, place=walk.order.index(id_))


def remember(walk: Walk, trace: Trace) -> Walk:
    """Return the walk with one more change to undo, and none to redo; a change of nothing is none."""
    return replace(walk, trail=(*walk.trail, trace), undone=()) if trace.changes else walk


def forget(walk: Walk, undone: Trace | None = None) -> Walk:
    """Return the walk without the last change to undo, at the stop where that was made.

    `undone` is the change that took it back, None where that could not be done and never can.
    """
    *trail, last = walk.trail
    again = walk.undone if undone is None else (*walk.undone, undone)
    return replace(go_to(walk, last.id), trail=tuple(trail), undone=again)


def redone(walk: Walk, trace: Trace | None) -> Walk:
    """Return the walk with the last undoing taken back by `trace`; None: it never can be."""
    *undone, last = walk.undone
    trail = walk.trail if trace is None else (*walk.trail, trace)
    return replace(go_to(walk, last.id), trail=trail, undone=tuple(undone))


def matches(id_: str, only: Only, card: Scorecard) -> bool:
    """Whether the filter lets a stop through."""
    return passing(Sieve(only), card)(id_)


def remaining(walk: Walk, card: Scorecard, sieve: Sieve = Sieve(Only.OPEN)) -> int:  # noqa: B008  # a NamedTuple does not change
    """Return how many stops match."""
    return sum(map(passing(sieve, card), walk.order))


def find(walk: Walk, text: str, checklist: Checklist) -> tuple[str, ...]:
    """Return the stops whose id, title in either language or keywords hold every word of `text`."""
    words = half(text).split()
    return tuple(id_ for id_ in walk.order if all(word in _described(id_, checklist) for word in words))


def _described(id_: str, checklist: Checklist) -> str:
    item = checklist.items_by_id.get(id_)
    title = item.title if item else checklist.vetoes_by_id[id_].title
    return half("\n".join((id_, title.zh, title.en, *(item.keywords if item else ()))))


def _answer(walk: Walk, status: Status, text: str, card: Scorecard) -> tuple[Walk, Action]:
    here = walk.here
    if here in card.checklist.vetoes_by_id:
        return walk, Action(Act.REFUSED, error=UsageError("{id} has no status; type its figure", id=here))
    item, follows = card.checklist.items_by_id[here], card.items[here].follows
    if follows is not None:
        error = UsageError("{id} is not asked: by its condition it does not apply", id=here)
        return walk, Action(Act.REFUSED, error=error)
    if status is Status.NOT_APPLICABLE and item.not_applicable is None:
        error = UsageError("{id} cannot be not applicable; the checklist does not allow it", id=here)
        return walk, Action(Act.REFUSED, error=error)
    return walk, Action(Act.STATUS, status=status, text=text)


def _next(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, walk.sieve, range(walk.place + 1, len(walk.order)))
    return (walk, Action(Act.ENDED)) if found is None else _moved(walk, found)


def _back(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, walk.sieve, range(walk.place - 1, -1, -1))
    return _moved_or(walk, found, UsageError("there is nothing before this one"))


def _first(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    return _moved(walk, _seek(walk, card, walk.sieve, range(len(walk.order))) or 0)


def _last(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    last = len(walk.order) - 1
    found = _seek(walk, card, walk.sieve, range(last, -1, -1))
    return _moved(walk, last if found is None else found)


def _next_section(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    later = [place for place in range(walk.place, len(walk.order)) if not _is_beside(walk, place)]
    found = _seek(walk, card, walk.sieve, later)
    return _moved_or(walk, found, UsageError("there is no section behind this one"))


def _last_section(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    """Go to the first stop of the section; from there to the first of the one before."""
    beside = _seek(walk, card, walk.sieve, [place for place in range(walk.place) if _is_beside(walk, place)])
    if beside is not None:
        return _moved(walk, beside)
    before = _seek(walk, card, walk.sieve, range(walk.place - 1, -1, -1))
    if before is None:
        return walk, Action(Act.REFUSED, error=UsageError("there is nothing before this one"))
    there = replace(walk, place=before)
    first = _seek(there, card, walk.sieve, [place for place in range(before) if _is_beside(there, place)])
    return _moved(walk, before if first is None else first)


def _is_beside(walk: Walk, place: int) -> bool:
    """Whether a place stands in the same top section as the present stop."""
    return walk.order[place][0] == walk.here[0]


def _next_open(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, Sieve(Only.OPEN), _from(walk, walk.place + 1))
    return _moved_or(walk, found, UsageError("nothing is open any more"))


def _next_unsupported(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, Sieve(Only.UNSUPPORTED), _from(walk, walk.place + 1))
    return _moved_or(walk, found, UsageError("all that is answered is proved"))


def _filter(walk: Walk, text: str, card: Scorecard) -> tuple[Walk, Action]:
    if not text:
        return walk, Action(Act.ASK, text="l")
    try:
        sieve = read_sieve(text, card)
    except UsageError as error:
        return walk, Action(Act.REFUSED, error=error)
    found = _seek(walk, card, sieve, _from(walk, walk.place))
    if found is None:
        return walk, Action(Act.REFUSED, error=UsageError("nothing matches '{text}'", text=text))
    return replace(walk, sieve=sieve, place=found), Action(Act.FILTERED)


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


def _redo(walk: Walk, _text: str, _card: Scorecard) -> tuple[Walk, Action]:
    if not walk.undone:
        return walk, Action(Act.REFUSED, error=UsageError("nothing was undone that could be redone"))
    return walk, Action(Act.REDO, trace=walk.undone[-1])


_MOVES: Final[Mapping[Word, Callable[[Walk, str, Scorecard], tuple[Walk, Action]]]] = {
    Word.NEXT: _next,
    Word.BACK: _back,
    Word.FIRST: _first,
    Word.LAST: _last,
    Word.NEXT_SECTION: _next_section,
    Word.LAST_SECTION: _last_section,
    Word.NEXT_OPEN: _next_open,
    Word.NEXT_UNSUPPORTED: _next_unsupported,
    Word.FILTER: _filter,
    Word.JUMP: _jump,
    Word.FIND: _find,
    Word.UNDO: _undo,
    Word.REDO: _redo,
}


def _moved(walk: Walk, place: int) -> tuple[Walk, Action]:
    return replace(walk, place=place), Action(Act.MOVED)


def _moved_or(walk: Walk, place: int | None, error: LawcheckError) -> tuple[Walk, Action]:
    return (walk, Action(Act.REFUSED, error=error)) if place is None else _moved(walk, place)


def _from(walk: Walk, first: int) -> list[int]:
    """Return all places once, from `first` on and round the end."""
    return [(first + ahead) % len(walk.order) for ahead in range(len(walk.order))]


def _seek(walk: Walk, card: Scorecard, sieve: Sieve, places: Iterable[int]) -> int | None:
    passes = passing(sieve, card)
    return next((place for place in places if passes(walk.order[place])), None)
