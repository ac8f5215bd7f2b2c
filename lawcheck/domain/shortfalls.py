"""What fell short, as problems of work: candidates from which a person picks, each with its measure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Force, Group, Item
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import ItemScore
from lawcheck.domain.statements import Clause, falls_short, later_items
from lawcheck.errors import UsageError


class Lack(StrEnum):
    """In what way something fell short; the first that is true of an item is what is said of it.

    `named`: the answers do not show it, but a person named it, with its cause.
    """

    STRUCK = "struck"
    NOT_DONE = "not_done"
    SHORT = "short"
    UNDER_WAY = "under_way"
    UNPROVED = "unproved"
    NAMED = "named"


class Part(NamedTuple):
    """The items that fell short in the same way."""

    lack: Lack
    clauses: tuple[Clause, ...]


class Shortfall(NamedTuple):
    """A candidate, or what was picked: `id` is the group's, item's or veto's by which it is picked.

    `group` is None for a veto. `due` is the day that the answers name for all of it, where they name one.
    """

    id: str
    group: Group | None
    parts: tuple[Part, ...]
    due: date | None = None
    cause: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the items that it rests on."""
        return tuple(clause.id for part in self.parts for clause in part.clauses)


def find_shortfalls(card: Scorecard) -> tuple[Shortfall, ...]:
    """Return the candidates: vetoes that strike, then one a group, in the checklist's order."""
    found = _lacks(card)
    vetoes = [one.veto.id for one in card.vetoes if one.veto.id in found]
    groups = [one.id for one in card.checklist.groups if _in_group(card, found, one.id)]
    return tuple(_shortfall(card, id_, found) for id_ in (*vetoes, *groups))


def choose(card: Scorecard, picks: Mapping[str, str | None]) -> tuple[Shortfall, ...]:
    """Return what was picked, in that order, each with its cause where one was given.

    Raises:
        UsageError: Something that is no candidate was picked, or the same item twice.
    """
    found = _lacks(card)
    chosen: list[Shortfall] = []
    taken: set[str] = set()
    for id_, cause in picks.items():
        if id_ not in found and not _in_group(card, found, id_):
            if cause is not None and (named := _named(card, id_)) is not None:
                chosen.append(named._replace(cause=cause))
                continue
            raise UsageError(
                "--pick {id}: the answers show no shortcoming there; pick one of {candidates}, or name the "
                "shortcoming of a group yourself: --pick ID=CAUSE",
                id=id_,
                candidates=", ".join(one.id for one in find_shortfalls(card)) or "—",
            )
        shortfall = _shortfall(card, id_, found)._replace(cause=cause)
        if taken.intersection(shortfall.ids):
            raise UsageError(
                "--pick {id}: this is picked already; name a group or its items, not both", id=id_
            )
        taken.update(shortfall.ids)
        chosen.append(shortfall)
    return tuple(chosen)


def _named(card: Scorecard, id_: str) -> Shortfall | None:
    group = next((one for one in card.checklist.groups if one.id == id_), None)
    return None if group is None else Shortfall(id_, group, (Part(Lack.NAMED, (Clause(id_, group.title),)),))


def _lacks(card: Scorecard) -> dict[str, Lack]:
    lacks = {one.veto.id: Lack.STRUCK for one in card.vetoes if one.strikes}
    later = later_items(card.checklist)
    for score in card.items.values():
        if score.item.id not in later and (lack := _lack(score, card)) is not None:
            lacks[score.item.id] = lack
    return lacks


def _lack(score: ItemScore, card: Scorecard) -> Lack | None:
    if score.item.force is Force.MAY or not score.is_answered or score.status is Status.NOT_APPLICABLE:
        return None
    if score.status is Status.NOT_DONE:
        return Lack.NOT_DONE
    if score.status is Status.PARTIAL:
        return Lack.UNDER_WAY
    # Where a figure is missing nobody knows whether the work fell short: that is a gap, no shortcoming.
    known = all(card.stated.certain.get(name) is not None for rule in score.item.rules for name in rule.names)
    if known and falls_short(score):
        return Lack.SHORT
    return None if score.proof.complete else Lack.UNPROVED


def _in_group(card: Scorecard, lacks: Mapping[str, Lack], group: str) -> list[str]:
    """Return the group's own items that fell short; those that only lack proof where there are no others."""
    inside = [id_ for id_ in lacks if id_ in card.items and card.items[id_].item.group == group]
    return [id_ for id_ in inside if lacks[id_] is not Lack.UNPROVED] or inside


def _shortfall(card: Scorecard, id_: str, lacks: Mapping[str, Lack]) -> Shortfall:
    if (veto := card.checklist.vetoes_by_id.get(id_)) is not None:
        return Shortfall(id_, None, (Part(Lack.STRUCK, (Clause(id_, veto.title),)),))
    ids = [id_] if id_ in lacks else _in_group(card, lacks, id_)
    items = [card.checklist.items_by_id[one] for one in ids]
    group = next(one for one in card.checklist.groups if one.id == items[0].group)
    return Shortfall(id_, group, tuple(_parts(items, lacks)), _due(card, ids))


def _parts(items: Iterable[Item], lacks: Mapping[str, Lack]) -> Iterator[Part]:
    listed = list(items)
    for lack in Lack:
        clauses = tuple(Clause(one.id, one.title) for one in listed if lacks[one.id] is lack)
        if clauses:
            yield Part(lack, clauses)


def _due(card: Scorecard, ids: Iterable[str]) -> date | None:
    days = {answer.due if (answer := card.items[id_].answer) else None for id_ in ids}
    due = days.pop() if len(days) == 1 else None
    return due if due and due > card.checklist.period.last else None
