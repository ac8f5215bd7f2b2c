"""The checklist: what is asked, what it is worth, what proves it, and what the gate demands.

Every record mirrors one table of the file; `checklists/README.md` explains each key to those who write one.
"""

import math
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from lawcheck.domain.quantities import Bound, Kind, Quantity, parse_quantity
from lawcheck.domain.rules import Rule
from lawcheck.domain.values import (
    Day,
    Expression,
    FigureName,
    FigureText,
    Flag,
    GroupId,
    ItemId,
    Line,
    Number,
    Phrase,
    Points,
    Share,
    Slug,
    Step,
    Whole,
    Words,
    document,
    record,
)
from lawcheck.errors import Refused

FORMAT = 1
"""The version of the checklist format that this program reads and the docs describe."""

NA_ROW = "na"
"""The evidence row that proves a not-applicable answer."""


class Force(StrEnum):
    """How binding a requirement is. *should* is a plan's demand and is never shown as 应当."""

    MUST = "must"
    MUST_PARTY = "must_party"
    SHOULD = "should"
    MAY = "may"


class Start(StrEnum):
    """Whether an item starts empty and earns, or starts full and loses (扣分制)."""

    EMPTY = "empty"
    FULL = "full"


class Proof(StrEnum):
    """Whether proof is all or nothing, or a share of the pieces needed."""

    WHOLE = "whole"
    SHARE = "share"


class NotApplicablePolicy(StrEnum):
    """What a group does with the points of what does not apply; `pass_up` leaves that to the level above."""

    RESCALE = "rescale"
    PASS_UP = "pass_up"
    KEEP = "keep"
    ZERO = "zero"
    DOUBLE = "double"


class Rounding(StrEnum):
    """How an item's score is brought to its decimals."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


class Opinions(StrEnum):
    """How the points of several reviewers become one; `trimmed` leaves out the highest and the lowest."""

    MEAN = "mean"
    TRIMMED = "trimmed"
    LOWEST = "lowest"


class Column(StrEnum):
    """The three scores that stand side by side."""

    CLAIMED = "claimed"
    SUPPORTED = "supported"
    REVIEWED = "reviewed"


class VetoEffect(StrEnum):
    """What a veto does: takes points off the total, caps the grade, or fails the whole."""

    POINTS = "points"
    GRADE = "grade"
    FAIL = "fail"


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    FILE = "file"
    LINK = "link"
    NUMBER = "number"
    RECORD = "record"
    STATEMENT = "statement"


@record
class Source:
    """A document that the checklist was made from; `read` says whether its own text was read."""

    title: Phrase
    number: Line | None = None
    url: Line | None = None
    issued: Day | None = None
    read: Flag = False
    note: Words | None = None


@record
class Period:
    """The days that the checklist is about, both included."""

    first: Day
    last: Day
    label: Phrase


@record
class Scoring:
    """How points are added up; sums are exact, an item is rounded once.

    `cap` and `floor` bound the total when everything has been added.
    """

    total: Points
    cap: Points | None = None
    floor: Number | None = None
    decimals: Whole = 2
    rounding: Rounding = Rounding.HALF_UP
    partial: Share
    not_applicable: NotApplicablePolicy = NotApplicablePolicy.RESCALE
    opinions: Opinions = Opinions.MEAN


@record
class Grade:
    """A grade and the least total that reaches it, that total included."""

    id: Slug
    title: Phrase
    at_least: Number


@record
class GateItem:
    """A requirement that the gate insists on, over one item or several.

    Met when every item is answered, confirmed and has its full points in the score that is judged, or
    instead what `met` (figures) or `least` (points of each item) states.
    """

    id: Slug
    title: Phrase
    items: tuple[ItemId, ...]
    met: Expression | None = None
    least: Points | None = None


@record
class Gate:
    """What must hold for `gate` to pass. A flag may only make it stricter."""

    score: Column = Column.SUPPORTED
    minimum: Number
    items: tuple[GateItem, ...] = ()
    grade_at_most: Slug | None = None
    unanswered: Whole | None = None
    unsupported: Whole | None = None
    checks: tuple[Slug, ...] = ()


@record
class Veto:
    """A fact that outweighs all points; `when` must be known to be false for the gate to pass."""

    id: ItemId
    title: Phrase
    when: Expression
    effect: VetoEffect
    grade_at_most: Slug | None = None
    points: Points | None = None
    times: Expression | None = None


@record
class Basis:
    """An article of an instrument; `read` says whether its text was read for this checklist."""

    instrument: Line
    article: Line | None = None
    version: Line
    read: Flag
    note: Words | None = None


@record
class Deadline:
    """A day before which something must be done: before it 准时, on it 临界, after it 逾期."""

    id: Slug
    title: Phrase
    figure: FigureName
    before: Day
    basis: tuple[Basis, ...] = ()


@record
class Check:
    """A relation between figures that must hold."""

    id: Slug
    title: Phrase
    holds: Expression


class Every(StrEnum):
    """How often a periodic figure is stated."""

    MONTH = "month"
    QUARTER = "quarter"


@record
class Figure:
    """A figure, declared once; `names` are what a report calls it.

    One with `every` is stated in parts, `posts_01`, `posts_02` …; its own name then means their sum.
    """

    name: FigureName
    owner: ItemId
    title: Phrase
    unit: Phrase
    names: tuple[Line, ...] = ()
    kind: Kind = Kind.NUMBER
    every: Every | None = None
    signed: Flag = False

    def read(self, text: str) -> Quantity:
        """Return what `text` states of this figure.

        Raises:
            Refused: It is no figure of this kind, or below 0 where only a `signed` figure may be.
        """
        quantity = parse_quantity(text, self.kind)
        if self.kind is Kind.NUMBER and not self.signed and quantity.text.lstrip("~").startswith("-"):
            raise Refused(
                "{name} cannot be less than 0, like {text}; correct the number", name=self.name, text=text
            )
        return quantity

    def parts(self, period: Period) -> "tuple[Figure, ...]":
        """Return the figures that are stated: itself, or one for each month or quarter of `period`."""
        if self.every is None:
            return (self,)
        months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
        count = months if self.every is Every.MONTH else math.ceil(months / 3)
        return tuple(self._part(number) for number in range(1, count + 1))

    def _part(self, number: int) -> "Figure":
        title = Phrase(
            zh=f"{self.title.zh} {number:02d}", en=self.title.en and f"{self.title.en} {number:02d}"
        )
        return replace(self, name=f"{self.name}_{number:02d}", title=title, names=(), every=None)


@record
class GroupVariant:
    """What is otherwise in a group for some units; `when` looks at parameters only."""

    when: Expression
    points: Points | None = None
    floor: Number | None = None
    cap: Points | None = None
    weight: Step | None = None


@record
class Group:
    """A first- or second-level heading; `A1` belongs to `A`.

    `floor` and `cap` bound its sum, then `weight` multiplies it. A group that counts `after_total` (bonus,
    deduction) is no part of the total's points; it is added when those have been rescaled, and what it gains
    only where they reach `needs_total`.
    """

    id: GroupId
    title: Phrase
    points: Points
    not_applicable: NotApplicablePolicy | None = None
    floor: Number | None = None
    cap: Points | None = None
    weight: Step | None = None
    after_total: Flag = False
    needs_total: Points | None = None
    variants: tuple[GroupVariant, ...] = ()

    @property
    def parent(self) -> str | None:
        """Return the id of the group above, None at the top."""
        return self.id[0] if len(self.id) > 1 else None

    @property
    def worth(self) -> Fraction:
        """Return the points that the group has where it counts: no more than its cap, times its weight."""
        return self.weighed(self.points)

    def weighed(self, points: Fraction) -> Fraction:
        """Return what so many applicable points of the group weigh where it counts."""
        bounded = points if self.cap is None else min(points, self.cap)
        return bounded if self.weight is None else bounded * self.weight


@record
class Window:
    """The days that a piece of evidence must cover, both included."""

    first: Day
    last: Day


@record
class EvidenceRow:
    """A row of expected evidence; `needed` is how many distinct pieces, at least one."""

    id: Slug
    title: Phrase
    kinds: tuple[EvidenceKind, ...] = tuple(EvidenceKind)
    needed: Expression | None = None
    required: Flag = True
    window: Window | None = None


@record
class NotApplicable:
    """When an item may be answered not applicable, and what proves it; without `proof` no proof is asked."""

    when: Phrase
    proof: EvidenceRow | None = None


class ParameterKind(StrEnum):
    """What a parameter is: a year, which texts and days may name, a number, one of several, or yes and no."""

    YEAR = "year"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"


@record
class Choice:
    """One value of a parameter; formulas call it by its name: `class = town`."""

    name: FigureName
    title: Phrase


@record
class Parameter:
    """What is known of the unit before anything is answered: its year, its class, whether it has a power.

    `proof` is what bears it out where items do not apply because of it; `default` is taken where a workspace
    states none.
    """

    id: ItemId
    name: FigureName
    title: Phrase
    kind: ParameterKind
    choices: tuple[Choice, ...] = ()
    default: FigureText | None = None
    proof: EvidenceRow | None = None


@record
class ItemVariant:
    """What is otherwise in an item for some units; `when` looks at parameters only."""

    when: Expression
    points: Points | None = None
    cap: Points | None = None
    rules: tuple[Rule, ...] | None = None
    evidence: tuple[EvidenceRow, ...] | None = None


@record
class CaseFigure:
    """A figure that is counted over cases: all, or those where `when` holds and each item of `met` is met.

    With `sum` it is the sum of that formula over them. `when` and `sum` speak of the case's own figures.
    """

    figure: FigureName
    when: Expression | None = None
    met: tuple[ItemId, ...] = ()
    sum: Expression | None = None


@record
class CaseSource:
    """A checklist that is answered once for each matter or case, and the figures taken from those."""

    checklist: Slug
    figures: tuple[CaseFigure, ...]


@record
class Item:
    """One requirement of the plan, with all that is needed to answer, prove and score it.

    `applies` is the condition without which it is not applicable by itself.
    `same_as` names the item whose answer and score this row shares; it then has no points of its own.
    """

    id: ItemId
    title: Phrase
    requirement: Words
    force: Force
    condition: Phrase | None = None
    applies: Expression | None = None
    points: Points = Fraction(0)
    start: Start = Start.EMPTY
    floor: Number | None = None
    no_floor: Flag = False
    cap: Points | None = None
    proof: Proof = Proof.WHOLE
    rules: tuple[Rule, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    no_evidence: Phrase | None = None
    not_applicable: NotApplicable | None = None
    basis: tuple[Basis, ...] = ()
    place: Line
    owner: Slug | None = None
    keywords: tuple[Line, ...] = ()
    note: Words | None = None
    same_as: ItemId | None = None
    variants: tuple[ItemVariant, ...] = ()

    @property
    def least(self) -> Bound:
        """Return the least that the item can score, -∞ where it may fall without end."""
        if self.no_floor:
            return -math.inf
        return Fraction(0) if self.floor is None else self.floor

    @property
    def most(self) -> Fraction:
        """Return the most that the item can score."""
        return self.points if self.cap is None else self.cap

    @property
    def group(self) -> str:
        """Return the id of the group that the item stands in."""
        return self.id.partition("-")[0]


@record
class Note:
    """A row of the plan that is direction only: shown, never answered, without points."""

    id: ItemId
    title: Phrase
    requirement: Words
    force: Force
    condition: Phrase | None = None
    basis: tuple[Basis, ...] = ()
    place: Line
    scored_by: tuple[ItemId, ...] = ()
    note: Words | None = None


@document
class Checklist:
    """A whole checklist. Items stand in the order in which they are asked."""

    format: Whole
    id: Slug
    version: Line
    language: Slug
    title: Phrase
    about: Words
    issuer: Phrase
    sources: tuple[Source, ...]
    period: Period
    parameters: tuple[Parameter, ...] = ()
    scoring: Scoring
    grades: tuple[Grade, ...]
    gate: Gate
    vetoes: tuple[Veto, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    checks: tuple[Check, ...] = ()
    owners: dict[Slug, Phrase]
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    notes: tuple[Note, ...] = ()
    figures: tuple[Figure, ...] = ()
    cases: tuple[CaseSource, ...] = ()

    @cached_property
    def parameters_by_id(self) -> dict[str, Parameter]:
        """Return the parameters under their ids."""
        return {parameter.id: parameter for parameter in self.parameters}

    @cached_property
    def items_by_id(self) -> dict[str, Item]:
        """Return the items under their ids."""
        return {item.id: item for item in self.items}

    @cached_property
    def asked_figures(self) -> tuple[Figure, ...]:
        """Return the figures that are stated, the parts of a periodic one in its place."""
        return tuple(part for figure in self.figures for part in figure.parts(self.period))

    @cached_property
    def figures_by_owner(self) -> dict[str, tuple[Figure, ...]]:
        """Return the figures that each item or veto asks for, under its id, where it asks for any."""
        found: dict[str, list[Figure]] = {}
        for figure in self.asked_figures:
            found.setdefault(figure.owner, []).append(figure)
        return {owner: tuple(figures) for owner, figures in found.items()}

    @cached_property
    def periodic_figures(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the parts of every periodic figure."""
        return {
            figure.name: tuple(part.name for part in figure.parts(self.period))
            for figure in self.figures
            if figure.every
        }

    @cached_property
    def figures_by_name(self) -> dict[str, Figure]:
        """Return all figures that a formula may name, under their names."""
        return {figure.name: figure for figure in (*self.figures, *self.asked_figures)}

    @cached_property
    def vetoes_by_id(self) -> dict[str, Veto]:
        """Return the vetoes under their ids."""
        return {veto.id: veto for veto in self.vetoes}
