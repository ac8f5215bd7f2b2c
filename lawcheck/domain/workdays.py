"""Working days of mainland China: weekends, public holidays, and weekend days that are worked instead.

The days are those of the library `chinesecalendar`, imported when a formula first asks for one. Days are
ordinals. Nothing is known beyond the years that the library covers: there a number of working days is
what weekends say, widened by as much as the arrangements of all known years ever moved it.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

from lawcheck.domain.quantities import Bound, Interval

NOTICES: Final = {
    2008: ("国办发明电〔2007〕52号",),
    2009: ("国办发明电〔2008〕42号",),
    2010: ("国办发明电〔2009〕27号",),
    2011: ("国办发明电〔2010〕40号",),
    2012: ("国办发明电〔2011〕45号",),
    2013: ("国办发明电〔2012〕33号",),
    2014: ("国办发明电〔2013〕28号",),
    2015: ("国办发明电〔2014〕28号", "国发明电〔2015〕1号"),
    2016: ("国办发明电〔2015〕18号",),
    2017: ("国办发明电〔2016〕17号",),
    2018: ("国办发明电〔2017〕12号",),
    2019: ("国办发明电〔2018〕15号", "国办发明电〔2019〕3号"),
    2020: ("国办发明电〔2019〕16号", "国办发明电〔2020〕1号"),
    2021: ("国办发明电〔2020〕27号",),
    2022: ("国办发明电〔2021〕11号",),
    2023: ("国办发明电〔2022〕16号",),
    2024: ("国办发明电〔2023〕7号",),
    2025: ("国办发明电〔2024〕12号",),
    2026: ("国办发明电〔2025〕7号",),
}
"""The notices that arranged each year's days, a second one changing the first; before 2008 none was found."""

# Next year's notice moves this year's last days, too: so far from 29 December on, here with days to spare.
_SETTLED: Final = (12, 24)

# What the known years show of any span of days: weekends worked outnumber holidays by three at most, and
# holidays outnumber them by seven at most and one more for every twenty weekdays. A test holds that against
# the library.
_MORE: Final = 3
_FEWER: Final = 7
_FEWER_EACH: Final = 20

_LONGEST: Final = 1_000_000
"""More working days than the calendar has years for."""


class Known(NamedTuple):
    """The first and the last day known, weekend days that are worked, and weekdays off, in order."""

    first: int
    last: int
    worked: tuple[int, ...]
    off: tuple[int, ...]


class Count(NamedTuple):
    """How many working days there are at least and at most; the same twice where all days are known."""

    least: int
    most: int


@cache
def known() -> Known:
    """Return the days that the library knows."""
    from chinese_calendar import holidays, workdays  # type: ignore[import-untyped]

    return Known(
        date(min(holidays).year, 1, 1).toordinal(),
        date(max(holidays).year, *_SETTLED).toordinal(),
        tuple(sorted(day.toordinal() for day in workdays if day.weekday() >= 5)),
        tuple(sorted(day.toordinal() for day in holidays if day.weekday() < 5)),
    )


def count(after: int, until: int) -> Count:
    """Return how many working days lie after one day, until another that is not before it and counts."""
    days = known()
    exact = _working_until(min(until, days.last)) - _working_until(max(after, days.first - 1))
    least = most = max(exact, 0) if after < days.last and until >= days.first else 0
    for start, end in ((after, min(until, days.first - 1)), (max(after, days.last), until)):
        if start < end:
            weekdays = _weekdays_until(end) - _weekdays_until(start)
            least += max(weekdays - weekdays // _FEWER_EACH - _FEWER, 0)
            most += min(weekdays + _MORE, end - start)
    return Count(least, most)


def nth(day: Interval, number: Interval) -> Interval | None:
    """Return the `number`-th working day after `day`, the day itself for 0; None below 0 or far too many."""
    if not 0 <= number.low <= _LONGEST:
        return None
    number = number if number.high <= _LONGEST else Interval(number.low, math.inf)
    return Interval(_find(day.low, number.low, 1, math.floor), _find(day.high, number.high, 0, math.ceil))


def between(start: Interval, end: Interval) -> Interval:
    """Return the working days from `start` until `end`, below 0 where the end comes first.

    At least 1 where the end is later, be it on a day off: late is late.
    """
    return Interval(_distance(start.high, end.low, 0), _distance(start.low, end.high, 1))


def is_known(span: Interval) -> bool:
    """Whether public holidays are known for every day of `span`, which may be empty."""
    days = known()
    return span.low > span.high or (days.first <= span.low and span.high <= days.last)


def notices(span: Interval) -> tuple[str, ...]:
    """Return the numbers of the notices that arranged the days of `span`, as far as they were found."""
    return tuple(number for year, numbers in NOTICES.items() if _arranges(year, span) for number in numbers)


def _arranges(year: int, span: Interval) -> bool:
    first = date(year - 1, *_SETTLED).toordinal() + 1
    return span.low <= date(year, 12, 31).toordinal() and first <= span.high


def _weekdays_until(day: int) -> int:
    # Day 1 of all, 0001-01-01, was a Monday.
    return day // 7 * 5 + min(day % 7, 5)


def _working_until(day: int) -> int:
    """Return the working days until `day`, those before the first known one by weekends; they cancel out."""
    days = known()
    return _weekdays_until(day) + bisect_right(days.worked, day) - bisect_right(days.off, day)


def _find(day: Bound, number: Bound, side: int, whole: Callable[[Fraction], int]) -> Bound:
    """Return the first day until which `number` working days are counted; side 0 is the least, 1 the most."""
    if isinstance(day, float) or isinstance(number, float):
        return math.inf if math.inf in (day, number) else -math.inf
    after, wanted = whole(day), whole(number)
    # More than enough for every year's holidays and, where these are not known, for twice the allowance.
    days = range(after, after + 2 * wanted + 60)
    return Fraction(days[bisect_left(days, wanted, key=lambda until: count(after, until)[side])])


def _distance(start: Bound, end: Bound, side: int) -> Bound:
    if isinstance(start, float) or isinstance(end, float):
        return math.inf if side else -math.inf
    outwards, inwards = (math.floor, math.ceil) if side else (math.ceil, math.floor)
    after, until = outwards(start), inwards(end)
    if until > after:
        return Fraction(max(count(after, until)[side], 1))
    return Fraction(-count(until, after)[1 - side])
