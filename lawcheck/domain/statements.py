"""What may be said of each item in a report: as far as its answer bears it, with its figures, no further."""

import math
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist, Figure, Item
from lawcheck.domain.quantities import Quantity
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import NOTHING, ItemScore
from lawcheck.domain.values import Phrase


class Voice(StrEnum):
    """How far a sentence goes.

    `done`: answered done, and nothing is missing by the item's own rules. `attended`: answered done, while
    its rules miss something, so that work is said and no result. `measured`: done, with figures. What is in
    progress is `under_way` and never said in another voice.
    """

    DONE = "done"
    ATTENDED = "attended"
    MEASURED = "measured"
    UNDER_WAY = "under_way"
    UNFINISHED = "unfinished"
    NOT_APPLICABLE = "not_applicable"


class Said(NamedTuple):
    """A figure with what is stated of it: one value, or those of its periods, with their place from 0."""

    figure: Figure
    values: tuple[tuple[int, Quantity], ...]


class Clause(NamedTuple):
    """What is said of one item or veto."""

    id: str
    title: Phrase
    figures: tuple[Said, ...] = ()


class Sentence(NamedTuple):
    """Items of one voice, said in one breath."""

    voice: Voice
    clauses: tuple[Clause, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the items that the sentence rests on."""
        return tuple(clause.id for clause in self.clauses)


_MOST_TITLES = 4
_MOST_SINGLE = 5
_MOST_MEASURED = 2


class Statements:
    """Looks up the figures that belong to each item, and how far its answer goes."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.figures: dict[str, list[Figure]] = {}
        for figure in card.checklist.figures:
            self.figures.setdefault(_owner(figure, card.checklist), []).append(figure)
        self.priced = frozenset(
            part
            for score in card.items.values()
            if score.status is not Status.NOT_APPLICABLE
            for rule in score.item.rules
            for name in rule.names
            for part in card.checklist.periodic_figures.get(name, (name,))
        )

    def figures_of(self, owner: str) -> tuple[Said, ...]:
        """Return what is stated of the figures of an item or veto, in the checklist's order."""
        return tuple(said for figure in self.figures.get(owner, ()) if (said := self._said(figure)))

    def _said(self, figure: Figure) -> Said | None:
        quantities = self.card.stated.quantities
        parts = figure.parts(self.card.checklist.period)
        values = tuple(
            (place, quantities[part.name]) for place, part in enumerate(parts) if part.name in quantities
        )
        return Said(figure, values) if values else None

    def missing(self, item: Item) -> tuple[str, ...]:
        """Return the item's figures that a rule asks for and nobody stated."""
        parts = (
            part
            for figure in self.figures.get(item.id, ())
            for part in figure.parts(self.card.checklist.period)
        )
        return tuple(
            part.name
            for part in parts
            if part.name in self.priced and part.name not in self.card.stated.quantities
        )

    def sentences(self, scores: Iterable[ItemScore]) -> tuple[Sentence, ...]:
        """Return what can be said of the items: those of a voice together, a few a sentence."""
        voiced: dict[Voice, list[Clause]] = {voice: [] for voice in Voice}
        for score in scores:
            clause = Clause(score.item.id, score.item.title, self.figures_of(score.item.id))
            if (voice := self._voice(score, clause)) is not None:
                voiced[voice].append(clause)
        return tuple(Sentence(voice, part) for voice, clauses in voiced.items() for part in _parts(clauses))

    def _voice(self, score: ItemScore, clause: Clause) -> Voice | None:
        if not score.is_answered:
            return None
        if score.status is Status.NOT_APPLICABLE:
            return Voice.NOT_APPLICABLE
        if score.status is Status.PARTIAL:
            return Voice.UNDER_WAY
        if score.status is Status.NOT_DONE:
            return Voice.UNFINISHED if clause.figures else None
        if clause.figures:
            return Voice.MEASURED
        return Voice.ATTENDED if falls_short(score) else Voice.DONE


def falls_short(score: ItemScore) -> bool:
    """Whether the unit's own words leave points of the item unearned."""
    claimed = score.claimed
    points = next(iter(score.columns.values())).weight
    return claimed is not None and claimed < max(points, NOTHING)


def later_items(checklist: Checklist) -> frozenset[str]:
    """Return the items that are due after the period: the report's own way, which it cannot tell yet."""
    owners = {name: figure.owner for name, figure in checklist.figures_by_name.items()}
    return frozenset(owners[one.figure] for one in checklist.deadlines if one.before > checklist.period.last)


def _owner(figure: Figure, checklist: Checklist) -> str:
    row = checklist.items_by_id.get(figure.owner)
    return row.same_as if row and row.same_as else figure.owner


Part = TypeVar("Part")


def evenly(parts: Sequence[Part], most: int) -> Iterator[tuple[Part, ...]]:
    """Yield `parts` in runs of nearly the same length, none longer than `most`."""
    runs = math.ceil(len(parts) / most)
    start = 0
    for run in range(runs):
        end = start + math.ceil((len(parts) - start) / (runs - run))
        yield tuple(parts[start:end])
        start = end


def _parts(clauses: list[Clause]) -> Iterator[tuple[Clause, ...]]:
    """Yield clauses without figures, with one, with several, so that a sentence is of one build."""
    yield from evenly([one for one in clauses if not one.figures], _MOST_TITLES)
    yield from evenly([one for one in clauses if len(one.figures) == 1], _MOST_SINGLE)
    yield from evenly([one for one in clauses if len(one.figures) > 1], _MOST_MEASURED)
