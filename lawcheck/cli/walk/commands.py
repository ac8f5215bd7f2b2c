"""The words around the screen: the line of keys, the first hint, what can be picked by typing."""

from collections.abc import Iterator
from typing import Final

from lawcheck.cli.walk import page
from lawcheck.cli.walk.picking import Candidate
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.walk_filter import Filter, Only, owners, read_filter
from lawcheck.domain.walk_keys import half
from lawcheck.errors import UsageError
from lawcheck.i18n import LANGUAGES, tr, using

THEME: Final = "theme"


def keys_line(here: str, card: Scorecard) -> str:
    """Return the keys that mean something at a stop, with ` · ` between them."""
    moves = tr("n next open · p next unproved · / find · f filter · Space scroll · u undo · ? help · q quit")
    if here in card.checklist.vetoes_by_id:
        return f"{tr('type the figure')} · {moves}"
    keys = [tr("1 done"), tr("2 in progress"), tr("3 not done")]
    if card.checklist.items_by_id[here].not_applicable:
        keys.append(tr("0 not applicable"))
    return " · ".join([*keys, tr("m figures · e evidence · c note · x why"), moves])


def first_hint() -> tuple[str, str, str]:
    """Return what somebody must know who is here for the first time, in three lines."""
    return (
        tr("Read the requirement; a digit answers it: 1 done, 2 in progress, 3 not done, 0 not applicable."),
        tr("e adds what proves it, arrows move; every answer is saved at once, and u takes it back."),
        tr("? shows all keys; leave with q whenever you like, next time it goes on there."),
    )


def filters(typed: str, card: Scorecard) -> list[Candidate]:
    """Return the filters that begin or go on with what is typed; several words narrow down together."""
    before, _, last = typed.rpartition(" ")
    wanted = half(last).removeprefix("@")
    offered = [Candidate(only.value, page.filter_name(Filter(only), card)) for only in Only]
    offered += [Candidate(group.id, page.section(f"{group.id}-", card)) for group in card.checklist.groups]
    offered += [Candidate(f"@{key}", f"@{page.owner(key, card)}") for key in owners(card)]
    found = [
        Candidate(f"{before} {one.value}".strip(), f"{before} {one.label}".strip())
        for one in offered
        if wanted in half(f"{one.value} {one.label}")
    ]
    # A line that already says what is meant stands first.
    try:
        meant = read_filter(typed, card) if typed.strip() else None
    except UsageError:
        meant = None
    return [Candidate(typed.strip(), page.filter_name(meant, card)), *found] if meant else found


def palette(typed: str) -> list[Candidate]:
    """Return the commands whose names in either language hold every word that is typed."""
    asked = half(typed).split()
    here = dict(_commands())
    named = dict.fromkeys(here, "")
    for language in LANGUAGES:
        with using(language):
            named = {said: f"{named[said]} {name}" for said, name in _commands()}
    return [
        Candidate(said, f"{name}  ({said})" if said != THEME else f"{name}  (Ctrl+T)")
        for said, name in here.items()
        if all(word in half(named[said]) for word in asked)
    ]


def _commands() -> Iterator[tuple[str, str]]:
    """Return what can be picked: what it says to the machine, and its name."""
    yield "1", tr("answer: done")
    yield "2", tr("answer: in progress")
    yield "3", tr("answer: not done")
    yield "0", tr("answer: not applicable")
    yield "m", tr("state the figures")
    yield "e", tr("add evidence")
    yield "o", tr("open evidence in the system's viewer")
    yield "c", tr("write a note")
    yield "x", tr("explain the points, and what earns the rest")
    yield "n", tr("go to the next open item")
    yield "p", tr("go to the next item without full proof")
    yield "]", tr("go to the next section")
    yield "[", tr("go to the section before")
    yield "j", tr("jump to an id")
    yield "/", tr("find an item")
    yield "f", tr("show only some items")
    yield "f open", tr("show only open items")
    yield "f unsupported", tr("show only answered items without full proof")
    yield "f failing", tr("show only what fails at the gate")
    yield "f all", tr("show all items")
    yield "u", tr("take the last change back")
    yield "r", tr("make again what was taken back")
    yield THEME, tr("light or dark")
    yield "?", tr("show all keys")
    yield "q", tr("leave")
