"""Prices: what a number that a rule measured is worth, and the limits on it.

Over an interval a rule takes what is worst for the unit: it earns the least and loses the most.
"""

import itertools
import math
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Final, NamedTuple

from lawcheck.domain.formulas import Figures, Formula
from lawcheck.domain.quantities import Bound, Interval, is_open, times
from lawcheck.domain.values import Expression, Flag, Number, Phrase, Points, Step, record


class Steps(StrEnum):
    """How a distance is cut into priced steps: as it is, completed ones, or begun ones."""

    EXACT = "exact"
    WHOLE = "whole"
    STARTED = "started"


@record
class Band:
    """A range of a measure's values and its points; without bounds it takes all that is left."""

    points: Points
    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None

    def holds(self, value: Bound) -> bool:
        """Whether `value` lies in the range."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )


_NOTHING: Final = Fraction(0)


class Situation(NamedTuple):
    """What a rule may look at.

    `done` is the share that the item's status stands for: 1 done, 0 not done or not answered.
    `points` is what the whole item is worth; `floor` is the least that it can score.
    `periods` are the parts of periodic figures.
    """

    figures: Figures
    done: Fraction
    points: Fraction
    floor: Bound = Fraction(0)
    periods: Mapping[str, tuple[str, ...]] = {}

    @property
    def all_there_is(self) -> Fraction:
        """Return the points by which losing everything empties the item, down to its floor if it has one."""
        return self.points - Fraction(0 if is_open(self.floor) else min(self.floor, _NOTHING))


class Outcome(StrEnum):
    """How a rule came to its points."""

    PRICED = "priced"
    MISSING = "missing"
    """A figure is not stated, or cannot be compared: nothing earned, or the cap lost."""
    VOID = "void"
    """0 of 0: there was nothing to measure, the rule's points leave the item."""
    IDLE = "idle"
    """The rule's own condition does not hold: it neither earns nor loses."""


# What a rule over several periods says of itself: the first of these that any period says.
_WEIGHTIEST: Final = (Outcome.MISSING, Outcome.PRICED, Outcome.VOID)


class Applied(NamedTuple):
    """What one rule gives: points earned or lost (never negative), and why."""

    outcome: Outcome
    points: Fraction
    reading: Interval | None


@record
class PricedRule:
    """What all rules share: the price, its direction, its limits.

    Exactly one of `earn`, `lose`, `earn_by`, `lose_by`, `lose_all` states the price.
    """

    full: ClassVar[Fraction | None] = None
    """The value that means all of it, for measures that are shares."""

    earn: Points | None = None
    lose: Points | None = None
    earn_by: tuple[Band, ...] = ()
    lose_by: tuple[Band, ...] = ()
    lose_all: Flag = False
    each: Step | None = None
    above: Number | None = None
    below: Number | None = None
    none_at: Number | None = None
    all_at: Number | None = None
    steps: Steps = Steps.EXACT
    cap: Points | None = None
    times: Expression | None = None
    when: Expression | None = None
    per_period: Flag = False
    says: Phrase | None = None

    @property
    def loses(self) -> bool:
        """Whether the rule takes points away instead of giving them."""
        return self.lose is not None or bool(self.lose_by) or self.lose_all

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Every formula of the rule, for whoever follows figures."""
        named = (
            getattr(self, name, None)
            for name in ("done", "of", "to", "target", "base", "by", "times", "when")
        )
        return tuple(formula for formula in named if isinstance(formula, Formula))

    @property
    def names(self) -> frozenset[str]:
        """Return the figures that the rule looks at."""
        return frozenset().union(*(formula.names for formula in self.formulas))

    @property
    def slope(self) -> tuple[Fraction, Fraction] | None:
        """Return the values between which a flat price grows from nothing to all of it, if it does."""
        if self.none_at is None or self.all_at is None or self.none_at == self.all_at:
            return None
        return self.none_at, self.all_at

    def worth(self, points: Fraction) -> Fraction:
        """Return the points that the rule stands for in an item of `points`: the most that its price gives.

        A missing figure may cost more, since without a cap it costs the item.
        """
        if self.cap is not None:
            return self.cap
        if self.lose_all or self.each is not None or self.times is not None or self.per_period:
            return points
        bands = self.earn_by or self.lose_by
        if bands:
            return max(band.points for band in bands)
        return self.earn or self.lose or _NOTHING

    def read(self, situation: Situation) -> Interval | Outcome:
        """Return what the rule measures, or why it measures nothing."""
        raise NotImplementedError

    def apply(self, situation: Situation) -> Applied:
        """Return the points earned or lost in `situation`, summed over the rule's periods if it has any."""
        periodic = [name for name in sorted(self.names) if name in situation.periods]
        if not self.per_period or not periodic:
            return self._apply_once(situation)
        applied = []
        for parts in zip(*(situation.periods[name] for name in periodic), strict=False):
            stated = {name: situation.figures.get(part) for name, part in zip(periodic, parts, strict=True)}
            applied.append(self._apply_once(situation._replace(figures={**situation.figures, **stated})))
        points = sum((one.points for one in applied), _NOTHING)
        outcomes = {one.outcome for one in applied}
        outcome = next((one for one in _WEIGHTIEST if one in outcomes), Outcome.IDLE)
        return Applied(outcome, points if self.cap is None else min(points, self.cap), None)

    def _apply_once(self, situation: Situation) -> Applied:
        if self.when is not None:
            applies = self.when.holds(situation.figures)
            if applies is False:
                return Applied(Outcome.IDLE, _NOTHING, None)
            if applies is None:
                return self._missing(situation)
        reading = self.read(situation)
        if reading is Outcome.MISSING:
            return self._missing(situation)
        if not isinstance(reading, Interval):
            return Applied(reading, _NOTHING, None)
        worst = max if self.loses else min
        everything = situation.all_there_is
        points = worst(self.price_of(value, everything) for value in self._turning_points(reading))
        if self.times is not None:
            factor = self.times.value(situation.figures)
            if factor is None:
                return self._missing(situation)
            points = worst(times(points, max(bound, _NOTHING)) for bound in factor)
        if self.lose_all and points:
            points = everything
        if self.cap is not None:
            points = min(points, self.cap)
        given = everything if is_open(points) else Fraction(points)
        return Applied(Outcome.PRICED, given, reading)

    def _missing(self, situation: Situation) -> Applied:
        lost = self.cap if self.cap is not None else situation.all_there_is
        return Applied(Outcome.MISSING, lost if self.loses else _NOTHING, None)

    def price_of(self, value: Bound, all_points: Fraction) -> Bound:
        """Return the points for one value of the measure."""
        if self.earn_by or self.lose_by:
            bands = self.earn_by or self.lose_by
            return next((band.points for band in bands if band.holds(value)), _NOTHING)
        amount = self.lose if self.lose is not None else self.earn or _NOTHING
        if self.slope is not None and not self.lose_all:
            return times(amount, _share_between(*self.slope, value))
        if self.full is not None and self.each is None:
            share = min(max(value, _NOTHING), self.full) / self.full
            if self.lose_all:
                return all_points if share < 1 else _NOTHING
            return (1 - share) * self.lose if self.lose is not None else share * (self.earn or _NOTHING)
        if self.lose_all:
            return all_points if self._distance(value) > 0 else _NOTHING
        distance = self._distance(value)
        if self.each is None:
            return amount if distance > 0 else _NOTHING
        return times(amount, self._count_steps(distance))

    def _distance(self, value: Bound) -> Bound:
        if self.below is not None:
            return max(self.below - value, _NOTHING)
        return max(value - (self.above or 0), _NOTHING)

    def _count_steps(self, distance: Bound) -> Bound:
        assert self.each is not None
        if is_open(distance):
            return distance
        steps = Fraction(distance) / self.each
        if self.steps is Steps.WHOLE:
            return Fraction(math.floor(steps))
        if self.steps is Steps.STARTED:
            return Fraction(math.ceil(steps))
        return steps

    def _turning_points(self, reading: Interval) -> list[Bound]:
        """Return values of the interval among which the worst price is certain to be."""
        if reading.low == reading.high:
            return [reading.low]
        bands = self.earn_by or self.lose_by
        edges = {edge for band in bands for edge in (band.at_least, band.above, band.at_most, band.below)}
        inside = sorted(edge for edge in edges if edge is not None and reading.low <= edge <= reading.high)
        ends: list[Bound] = [reading.low, *inside, reading.high]
        return ends + [_between(left, right) for left, right in itertools.pairwise(ends)]


def _share_between(none_at: Fraction, all_at: Fraction, value: Bound) -> Bound:
    """Return how far `value` has come from `none_at` to `all_at`, 0 to 1; either may be the higher."""
    return min(max((value - none_at) / (all_at - none_at), _NOTHING), Fraction(1))


def _between(left: Bound, right: Bound) -> Bound:
    if is_open(left) and is_open(right):
        return _NOTHING
    if is_open(right):
        return left + 1
    if is_open(left):
        return right - 1
    return (left + right) / 2
