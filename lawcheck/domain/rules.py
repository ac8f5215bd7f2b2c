"""Scoring rules: a measure (what is counted) times a price (`pricing`).

A measure turns figures or the status into an interval, or says why it measures nothing.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated, ClassVar, Final, Literal

from lawcheck.domain.formulas import Figures
from lawcheck.domain.pricing import Outcome, PricedRule, Situation
from lawcheck.domain.quantities import Bound, Interval, exactly
from lawcheck.domain.values import Expression, Tagged, record

_NOTHING: Final = Fraction(0)


class In(StrEnum):
    """Whether a change against last year is taken as a number or in percent of last year's."""

    NUMBER = "number"
    PERCENT = "percent"


class Days(StrEnum):
    """Whether lateness counts every day or working days alone."""

    CALENDAR = "calendar"
    WORKING = "working"


@record
class StatusRule(PricedRule):
    """The item's own status: done counts 1, partial its share, anything else 0."""

    full: ClassVar[Fraction | None] = Fraction(1)

    measure: Literal["status"]

    def read(self, situation: Situation) -> Interval | Outcome:
        """Return the share that is done."""
        return exactly(situation.done)


@record
class CountRule(PricedRule):
    """How many there are."""

    measure: Literal["count"]
    of: Expression

    def read(self, situation: Situation) -> Interval | Outcome:
        """Return the figure."""
        return self.of.value(situation.figures) or Outcome.MISSING


@record
class ShortRule(PricedRule):
    """How many are missing to a target; never below 0."""

    measure: Literal["short"]
    of: Expression
    target: Expression

    def read(self, situation: Situation) -> Interval | Outcome:
        """Return the shortfall."""
        of, target = self.of.value(situation.figures), self.target.value(situation.figures)
        if of is None or target is None:
            return Outcome.MISSING
        short = target - of
        return Interval(max(short.low, _NOTHING), max(short.high, _NOTHING))


@record
class RateRule(PricedRule):
    """One figure in percent of another; 0 of 0 is void, something of 0 cannot be compared."""

    full: ClassVar[Fraction | None] = Fraction(100)

    measure: Literal["rate"]
    of: Expression
    to: Expression

    def read(self, situation: Situation) -> Interval | Outcome:
        """Return the rate in percent."""
        of, to = self.of.value(situation.figures), self.to.value(situation.figures)
        if of is None or to is None:
            return Outcome.MISSING
        return _within_whole(_percent(of, to))


@record
class ChangeRule(PricedRule):
    """The difference from an earlier figure: positive where it grew."""

    measure: Literal["change"]
    of: Expression
    base: Expression
    unit: In = In.NUMBER

    def read(self, situation: Situation) -> Interval | Outcome:
        """Return the growth as a number, or in percent of the base."""
        of, base = self.of.value(situation.figures), self.base.value(situation.figures)
        if of is None or base is None:
            return Outcome.MISSING
        if self.unit is In.NUMBER:
            return of - base
        # Not the difference over the base: a base that is only bounded would stand for two values at once.
        percent = _percent(of, base)
        return percent - exactly(100) if isinstance(percent, Interval) else percent


@record
class DaysRule(PricedRule):
    """Days from a date until something happened: negative before it, 0 on the day itself.

    Of working days it is one late at least, however few days off lie between.
    """

    measure: Literal["days"]
    of: Expression
    by: Expression
    count: Days = Days.CALENDAR

    def read(self, situation: Situation) -> Interval | Outcome:
        """Return the number of days."""
        of, by = self.of.value(situation.figures), self.by.value(situation.figures)
        if of is None or by is None:
            return Outcome.MISSING
        if self.count is Days.CALENDAR:
            return of - by
        from lawcheck.domain import workdays

        return workdays.between(by, of)

    def days_asked(self, figures: Figures) -> tuple[Interval, ...]:
        """Return the spans of days whose public holidays the rule depends on beyond those of its formulas."""
        of, by = self.of.value(figures), self.by.value(figures)
        if self.count is Days.CALENDAR or of is None or by is None:
            return ()
        return (Interval(min(of.low, by.low), max(of.high, by.high)),)


@record
class PartsRule(PricedRule):
    """How many parts of a whole are in place, in percent: systems set up, kinds served."""

    full: ClassVar[Fraction | None] = Fraction(100)

    measure: Literal["parts"]
    done: Expression
    of: Expression

    def read(self, situation: Situation) -> Interval | Outcome:
        """Return the share in percent."""
        done, of = self.done.value(situation.figures), self.of.value(situation.figures)
        if done is None or of is None:
            return Outcome.MISSING
        return _within_whole(_percent(done, of))


@record
class JudgedRule(PricedRule):
    """Points that a person judges (酌情): the unit's own figure here, the reviewer's grant in `reviewed`."""

    measure: Literal["judged"]
    of: Expression

    def read(self, situation: Situation) -> Interval | Outcome:
        """Return the points judged."""
        return self.of.value(situation.figures) or Outcome.MISSING

    def price_of(self, value: Bound, all_points: Fraction) -> Bound:
        """Return as many points as are judged, at most those of the price."""
        most = self.lose if self.lose is not None else self.earn
        if most is None:
            return PricedRule.price_of(self, value, all_points)
        return min(max(value, _NOTHING), most)


def _within_whole(reading: Interval | Outcome) -> Interval | Outcome:
    """Return what a part can be of its whole, 100 at the most; nothing where it is certainly more.

    Figures that say so cannot both be right, and what cannot be right must not help.
    """
    if not isinstance(reading, Interval):
        return reading
    return Outcome.MISSING if reading.low > 100 else Interval(reading.low, min(reading.high, Fraction(100)))


def _percent(part: Interval, whole: Interval) -> Interval | Outcome:
    if part.exact == 0 and whole.exact == 0:
        return Outcome.VOID
    share = part.over(whole)
    return Outcome.MISSING if share is None else share * exactly(100)


Rule = Annotated[
    StatusRule | CountRule | ShortRule | RateRule | ChangeRule | DaysRule | PartsRule | JudgedRule,
    Tagged("measure"),
]
