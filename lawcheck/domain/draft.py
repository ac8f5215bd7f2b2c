"""The yearly report as data: the sentences that the answers bear, and every gap that they leave.

Five contents are asked of it (法治政府建设与责任落实督察工作规定, known from public excerpts, not
read whole): measures and results, shortcomings and causes, how the heads met their duty, next year, other.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist, Group, Item
from lawcheck.domain.formulas import Node
from lawcheck.domain.report import Additions
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import ItemScore
from lawcheck.domain.shortfalls import Shortfall, choose, find_shortfalls
from lawcheck.domain.statements import Clause, Said, Sentence, Statements, Voice, later_items
from lawcheck.domain.values import Phrase


class Content(StrEnum):
    """The five contents, in their order."""

    RESULTS = "results"
    SHORTFALLS = "shortfalls"
    DUTY = "duty"
    NEXT_YEAR = "next_year"
    OTHER = "other"


class GapCode(StrEnum):
    """What the answers do not hold, and a person has to supply, settle or choose."""

    ADDRESSEE = "addressee"
    SIGNED = "signed"
    UNANSWERED = "unanswered"
    UNCONFIRMED = "unconfirmed"
    FIGURES = "figures"
    CONTRADICTION = "contradiction"
    UNDECIDED = "undecided"
    NOT_CHOSEN = "not_chosen"
    CAUSE = "cause"
    EMPTY = "empty"


class Gap(NamedTuple):
    """One gap; `id` is the item, veto, check or pick, `names` the figures missing, `said` those at hand."""

    code: GapCode
    id: str = ""
    title: Phrase | None = None
    names: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    content: Content | None = None


class Passage(NamedTuple):
    """What is said under one heading of the checklist, and what is missing there."""

    group: Group | None
    sentences: tuple[Sentence, ...]
    gaps: tuple[Gap, ...]


class Draft(NamedTuple):
    """The report: None for an addressee or a day of signature that nobody named.

    `later` is what only became known when the report was on its way: it stands below the day.
    `results` has a passage for each group, with an empty one before its parts. Without `shortfalls`, the
    `candidates` are what a person may choose from.
    """

    unit: str
    period: Phrase
    addressee: str | None
    signed: date | None
    results: tuple[Passage, ...]
    duty: Passage
    other: Passage
    later: tuple[Sentence, ...]
    shortfalls: tuple[Shortfall, ...]
    candidates: tuple[Shortfall, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return every gap, in the order of the document."""
        return tuple(self._gaps())

    def _gaps(self) -> Iterator[Gap]:
        if self.addressee is None:
            yield Gap(GapCode.ADDRESSEE)
        for passage in self.results:
            yield from passage.gaps
        yield from self.choice_gaps
        yield from self.duty.gaps
        yield from self.other.gaps
        if self.signed is None:
            yield Gap(GapCode.SIGNED)

    @property
    def choice_gaps(self) -> tuple[Gap, ...]:
        """Return the gaps in what a person has to choose: nothing chosen, or no cause given."""
        if not self.shortfalls:
            return (Gap(GapCode.NOT_CHOSEN, content=Content.SHORTFALLS),)
        return tuple(Gap(GapCode.CAUSE, one.id) for one in self.shortfalls if one.cause is None)


def compose(card: Scorecard, additions: Additions, is_duty: Callable[[Item], bool]) -> Draft:
    """Return the draft; `is_duty` tells the items on how the heads of the unit met their own duty.

    Raises:
        UsageError: Something was picked that is no candidate.
    """
    writer = _Writer(card)
    contents: dict[Content, list[ItemScore]] = {content: [] for content in Content}
    for score in card.items.values():
        contents[_content(score.item, card.checklist, is_duty)].append(score)
    return Draft(
        card.assessment.unit,
        card.checklist.period.label,
        additions.addressee,
        additions.signed,
        tuple(writer.results(contents[Content.RESULTS])),
        writer.passage(contents[Content.DUTY], Content.DUTY),
        writer.other(),
        writer.later(contents[Content.OTHER]),
        choose(card, additions.picks),
        find_shortfalls(card),
    )


def _content(item: Item, checklist: Checklist, is_duty: Callable[[Item], bool]) -> Content:
    if item.id in later_items(checklist):
        return Content.OTHER
    return Content.DUTY if is_duty(item) else Content.RESULTS


class _Writer:
    """Puts items into passages, with their gaps."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.checklist = card.checklist
        self.statements = Statements(card)
        self.contradictions = _contradictions(card)

    def results(self, scores: list[ItemScore]) -> Iterator[Passage]:
        for group in self.checklist.groups:
            if any(one.item.group.startswith(group.id) for one in scores):
                inside = [one for one in scores if one.item.group == group.id]
                yield self.passage(inside, None)._replace(group=group)

    def passage(self, scores: list[ItemScore], content: Content | None) -> Passage:
        """Return the items' sentences and gaps; under a `content`, nothing at all is a gap as well."""
        gaps = tuple(gap for score in scores for gap in self._gaps(score))
        return _filled(Passage(None, self.statements.sentences(scores), gaps), content)

    def later(self, scores: list[ItemScore]) -> tuple[Sentence, ...]:
        """Return the figures of what is due after the period, where stated: nobody has to know them yet."""
        said = self.statements.sentences(scores)
        return tuple(one for one in said if any(clause.figures for clause in one.clauses))

    def other(self) -> Passage:
        """Return the figures of vetoes; nothing to say at all is a gap."""
        clauses = tuple(
            Clause(veto.id, veto.title, said)
            for veto in self.checklist.vetoes
            if (said := self.statements.figures_of(veto.id))
        )
        stated = (Sentence(Voice.MEASURED, clauses),) if clauses else ()
        return _filled(Passage(None, stated, tuple(self._undecided())), Content.OTHER)

    def _gaps(self, score: ItemScore) -> Iterator[Gap]:
        item = score.item
        if not score.is_answered:
            code = GapCode.UNANSWERED if score.status is None else GapCode.UNCONFIRMED
            yield Gap(code, item.id, item.title, said=self.statements.figures_of(item.id))
        elif score.status is Status.DONE and (names := self.statements.missing(item)):
            yield Gap(GapCode.FIGURES, item.id, item.title, names)
        yield from self._contradicted(item.id)

    def _contradicted(self, owner: str) -> Iterator[Gap]:
        for check, title in self.contradictions.get(owner, ()):
            yield Gap(GapCode.CONTRADICTION, check, title)

    def _undecided(self) -> Iterator[Gap]:
        known = self.card.stated.quantities
        for veto, strikes in self.card.vetoes:
            names = tuple(name for name in sorted(veto.when.names) if name not in known)
            if strikes is None:
                yield Gap(GapCode.UNDECIDED, veto.id, veto.title, names)
            yield from self._contradicted(veto.id)


def _filled(passage: Passage, content: Content | None) -> Passage:
    if content is None or passage.sentences or passage.gaps:
        return passage
    return passage._replace(gaps=(Gap(GapCode.EMPTY, content=content),))


def _contradictions(card: Scorecard) -> dict[str, list[tuple[str, Phrase]]]:
    """Return, under the item of its first figure, each check between figures that does not hold.

    One that names a number of its own is a target: a figure below it is a fact, no contradiction.
    """
    order = {figure.name: figure for figure in card.checklist.figures_by_name.values()}
    found: dict[str, list[tuple[str, Phrase]]] = {}
    titles = {check.id: check.title for check in card.checklist.checks}
    for result in card.checks:
        if result.holds is False and not _has_number(result.formula.node):
            owner = next(figure.owner for name, figure in order.items() if name in result.formula.names)
            row = card.checklist.items_by_id.get(owner)
            found.setdefault(row.same_as or owner if row else owner, []).append(
                (result.id, titles[result.id])
            )
    return found


def _has_number(node: Node) -> bool:
    if node[0] == "number":
        return True
    return node[0] != "name" and any(_has_number(part) for part in node[1:])
