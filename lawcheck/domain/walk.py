"""The walk through a checklist as a pure machine: where am I, what does this key mean, what is next.

The line mode and the full screen share it. A screen reads a key or a line, hands it to `step` together with
the present scorecard, and does what the action says; nothing here reads, saves or speaks.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from lawcheck.domain.answering import Change, owner_of
from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.undoing import Trace
from lawcheck.domain.walk_filter import ALL, Filter, Only, figures_of, passing, read_filter
from lawcheck.domain.walk_keys import Word, as_id, half, read
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
    OPEN = "open"
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
    """Where somebody is: the stops in order, the place among them, the filter, and what can be undone.

    A jump may lead to a stop that the filter leaves out; the filter decides only what comes next. `trail` are
    the changes that can be taken back, the newest last; `undone` those that were, to be made again.
    """

    order: tuple[str, ...]
    place: int = 0
    only: Filter = ALL
    trail: tuple[Trace, ...] = ()
    undone: tuple[Trace, ...] = ()

    @property
    def here(self) -> str:
        """Return the id of the present stop."""
        return self.order[self.place]


_OPEN: Final = Filter(Only.OPEN)
_LOOKS_LIKE_FIGURE: Final = re.compile(r"[~约]?-?\d|[~约-]$")
_OPENED_BY: Final[Mapping[Word, Act]] = {
    Word.FIGURES: Act.FIGURES,
    Word.EVIDENCE: Act.EVIDENCE,
    Word.OPEN: Act.OPEN,
    Word.NOTE: Act.NOTE,
    Word.EXPLAIN: Act.EXPLAIN,
    Word.HELP: Act.HELP,
    Word.QUIT: Act.QUIT,
}


def begin(
    card: Scorecard, only: Filter = ALL, last: str | None = None, trail: Iterable[Trace] = ()
) -> Walk | None:
    """Return the walk at its first stop, None where no stop matches.

    The first stop is `last`, where somebody stopped before, else the first that is open; under a filter the
    next one from there that matches. `trail` are the changes from before that can be taken back.
    """
    checklist = card.checklist
    items = [item.id for item in checklist.items if item.same_as is None]
    vetoes = [veto.id for veto in checklist.vetoes if figures_of(checklist, veto.id)]
    walk = Walk((*items, *vetoes), only=only, trail=tuple(trail))
    known = last in walk.order
    first = walk.order.index(last) if known and last else _seek(walk, card, _OPEN, range(len(walk.order)))
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
    """Return the walk with one more change to undo; a change of nothing is none.

    What was undone before can no longer be made again.
    """
    return replace(walk, trail=(*walk.trail, trace), undone=()) if trace.changes else walk


def forget(walk: Walk, back: Trace | None = None) -> Walk:
    """Return the walk without the last change to undo, at the stop where that was made.

    `back` is the change that took it back and can itself be taken back; None where it can never be undone.
    """
    *trail, last = walk.trail
    undone = walk.undone if back is None else (*walk.undone, back)
    return replace(walk, trail=tuple(trail), undone=undone, place=_place_of(walk, last))


def restore(walk: Walk, again: Trace | None = None) -> Walk:
    """Return the walk with what was undone last made `again`, None where that can never be done."""
    *undone, last = walk.undone
    trail = walk.trail if again is None else (*walk.trail, again)
    return replace(walk, trail=trail, undone=tuple(undone), place=_place_of(walk, last))


def _place_of(walk: Walk, trace: Trace) -> int:
    """Return the place of the stop where a change was made; sheets change many, which moves nobody."""
    return walk.order.index(trace.id) if trace.id in walk.order else walk.place


def rating(id_: str, card: Scorecard, status: Status, reason: str = "", note: str | None = None) -> Change:
    """Return the change that a status makes of an item; another status forgets the reason given before."""
    kept = status is card.items[id_].status and not reason
    return Change(status, note, None if kept else reason)


def matching(walk: Walk, card: Scorecard) -> frozenset[str]:
    """Return the stops that the filter lets through."""
    return passing(walk.order, walk.only, card)


def remaining(walk: Walk, card: Scorecard) -> int:
    """Return how many stops are open."""
    return len(passing(walk.order, _OPEN, card))


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


def _first(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, walk.only, range(len(walk.order)))
    return _moved(walk, walk.place if found is None else found)


def _last(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, walk.only, range(len(walk.order) - 1, -1, -1))
    return _moved(walk, walk.place if found is None else found)


def _next_section(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    ahead = [place for place in range(walk.place + 1, len(walk.order)) if not _is_beside(walk, place)]
    found = _seek(walk, card, walk.only, ahead)
    if found is None:
        return walk, Action(Act.REFUSED, error=UsageError("this is the last section"))
    return _moved(walk, found)


def _section_before(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    behind = [place for place in range(walk.place - 1, -1, -1) if not _is_beside(walk, place)]
    last = _seek(walk, card, walk.only, behind)
    if last is None:
        return walk, Action(Act.REFUSED, error=UsageError("this is the first section"))
    # From its last stop on to its first.
    within = [place for place in range(last + 1) if _group(walk, place) == _group(walk, last)]
    found = _seek(walk, card, walk.only, within)
    return _moved(walk, last if found is None else found)


def _is_beside(walk: Walk, place: int) -> bool:
    return _group(walk, place) == _group(walk, walk.place)


def _group(walk: Walk, place: int) -> str:
    return walk.order[place].partition("-")[0]


def _next_open(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, walk.only._replace(only=Only.OPEN), _from(walk, walk.place + 1))
    if found is None:
        return walk, Action(Act.REFUSED, error=UsageError("nothing is open any more"))
    return _moved(walk, found)


def _next_unsupported(walk: Walk, _text: str, card: Scorecard) -> tuple[Walk, Action]:
    found = _seek(walk, card, walk.only._replace(only=Only.UNSUPPORTED), _from(walk, walk.place + 1))
    if found is None:
        return walk, Action(Act.REFUSED, error=UsageError("all that is answered is proved"))
    return _moved(walk, found)


def _filter(walk: Walk, text: str, card: Scorecard) -> tuple[Walk, Action]:
    if not text:
        return walk, Action(Act.ASK, text="f")
    try:
        only = read_filter(text, card)
    except UsageError as error:
        return walk, Action(Act.REFUSED, error=error)
    found = _seek(walk, card, only, _from(walk, walk.place))
    if found is None:
        return walk, Action(Act.REFUSED, error=UsageError("nothing here is so: {words}", words=text))
    return replace(walk, only=only, place=found), Action(Act.FILTERED)


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
        return walk, Action(Act.REFUSED, error=UsageError("there is nothing to take back"))
    return walk, Action(Act.UNDO, trace=walk.trail[-1])


def _redo(walk: Walk, _text: str, _card: Scorecard) -> tuple[Walk, Action]:
    if not walk.undone:
        return walk, Action(Act.REFUSED, error=UsageError("nothing was taken back that could be made again"))
    return walk, Action(Act.REDO, trace=walk.undone[-1])


_MOVES: Final[Mapping[Word, Callable[[Walk, str, Scorecard], tuple[Walk, Action]]]] = {
    Word.NEXT: _next,
    Word.BACK: _back,
    Word.FIRST: _first,
    Word.LAST: _last,
    Word.NEXT_SECTION: _next_section,
    Word.SECTION_BEFORE: _section_before,
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


def _from(walk: Walk, first: int) -> list[int]:
    """Return all places once, from `first` on and round the end."""
    return [(first + ahead) % len(walk.order) for ahead in range(len(walk.order))]


def _seek(walk: Walk, card: Scorecard, only: Filter, places: Iterable[int]) -> int | None:
    let_through = passing(walk.order, only, card)
    return next((place for place in places if walk.order[place] in let_through), None)
