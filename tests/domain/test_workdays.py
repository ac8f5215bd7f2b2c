"""Working days: what the notices say, what the library says day by day, and how far an estimate reaches."""

import math
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain import workdays
from lawcheck.domain.quantities import Interval, exactly, of_day

FIRST, LAST = workdays.known()[:2]
KNOWN = st.integers(FIRST, LAST)
ANY = st.integers(date(1990, 1, 1).toordinal(), date(2060, 1, 1).toordinal())
NUMBERS = st.integers(0, 300)


def is_worked(day: int) -> bool:
    worked: bool = chinese_calendar.is_workday(date.fromordinal(day))
    return worked


def is_weekday(day: int) -> bool:
    return date.fromordinal(day).weekday() < 5


def nth(day: int, number: int) -> tuple[int, int]:
    found = workdays.nth(exactly(day), exactly(number))
    assert found is not None
    return int(found.low), int(found.high)


def single(day: date) -> bool:
    """Whether one day alone is a working day."""
    return workdays.count(day.toordinal() - 1, day.toordinal()) == (1, 1)


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(f"2020-{text}") for text in texts]


def test_2020_is_arranged_as_its_notices_say() -> None:
    spring = [date(2020, 1, 24) + timedelta(number) for number in range(10)]
    national = [date(2020, 10, 1) + timedelta(number) for number in range(8)]
    rest = days("01-01", "04-06", "05-01", "05-04", "05-05", "06-25", "06-26")
    worked = days("01-19", "04-26", "05-09", "06-28", "09-27", "10-10", "02-03", "10-09", "12-24")

    assert [day for day in (*spring, *national, *rest) if single(day)] == []
    assert [day for day in worked if not single(day)] == []


def test_2021_is_arranged_as_its_notice_says() -> None:
    off = ["02-11", "02-17", "04-05", "05-05", "06-14", "09-20", "09-21", "10-07"]
    worked = ["02-07", "02-20", "04-25", "05-08", "09-18", "09-26", "10-09"]

    assert not any(single(date.fromisoformat(f"2021-{text}")) for text in off)
    assert all(single(date.fromisoformat(f"2021-{text}")) for text in worked)


def test_every_year_from_2008_on_names_its_notice() -> None:
    years = range(2008, date.fromordinal(LAST).year + 1)

    assert [year for year in years if year not in workdays.NOTICES] == []
    assert all(number.endswith("号") for numbers in workdays.NOTICES.values() for number in numbers)


def test_every_known_day_is_the_librarys() -> None:
    found = [workdays.count(day - 1, day) for day in range(FIRST, LAST + 1)]

    assert found == [(is_worked(day),) * 2 for day in range(FIRST, LAST + 1)]


def test_known_years_stay_within_the_allowance_of_an_estimate() -> None:
    worked = list(accumulate((is_worked(day) for day in range(FIRST, LAST + 1)), initial=0))
    weekdays = list(accumulate((is_weekday(day) for day in range(FIRST, LAST + 1)), initial=0))
    beyond = [
        (start, length)
        for length in (*range(1, 130), 180, 240, 365, 400, 731, 2000)
        for start in range(len(worked) - length)
        if not allowed(
            worked[start + length] - worked[start], weekdays[start + length] - weekdays[start], length
        )
    ]

    assert beyond == []


def allowed(worked: int, weekdays: int, length: int) -> bool:
    return weekdays - weekdays // 20 - 7 <= worked <= min(weekdays + 3, length)


@given(KNOWN, NUMBERS)
def test_nth_working_day_is_one_and_has_as_many_before_it(start: int, number: int) -> None:
    low, high = nth(start, number)

    if high <= LAST:
        assert low == high
        assert sum(is_worked(day) for day in range(start + 1, low + 1)) == number
        assert not number or is_worked(low)


@given(ANY, NUMBERS)
def test_nth_working_day_and_count_undo_one_another(start: int, number: int) -> None:
    low, high = nth(start, number)

    assert start + number <= low <= high
    assert workdays.count(start, low).most >= number
    assert workdays.count(start, high).least >= number
    assert not number or workdays.count(start, low - 1).most < number


@given(ANY, ANY, NUMBERS, NUMBERS)
def test_nth_working_day_is_monotone(start: int, later: int, number: int, more: int) -> None:
    start, later, number, more = *sorted((start, later)), *sorted((number, more))

    assert all(one <= other for one, other in zip(nth(start, number), nth(later, more), strict=True))
    whole = workdays.nth(
        Interval(Fraction(start), Fraction(later)), Interval(Fraction(number), Fraction(more))
    )
    assert whole == Interval(Fraction(nth(start, number)[0]), Fraction(nth(later, more)[1]))


@given(ANY, ANY, ANY)
def test_count_grows_with_the_days(start: int, end: int, further: int) -> None:
    start, end, further = sorted((start, end, further))
    inside, around = workdays.count(start, end), workdays.count(start, further)

    assert 0 <= inside.least <= inside.most <= end - start
    assert inside.least <= around.least
    assert inside.most <= around.most


@given(ANY, ANY)
def test_distance_knows_late_from_early(start: int, end: int) -> None:
    found = workdays.between(exactly(start), exactly(end))

    assert found.low <= found.high
    assert found.low >= 1 if end > start else found.high <= 0
    assert found == exactly(0) or start != end


@pytest.mark.parametrize(
    ("end", "distance"),
    [
        ("2020-10-01", 1),
        ("2020-10-08", 1),
        ("2020-10-09", 1),
        ("2020-10-10", 2),
        ("2020-10-11", 2),
        ("2020-09-27", -3),
    ],
)
def test_distance_of_working_days_over_national_day(end: str, distance: int) -> None:
    assert workdays.between(of_day(date(2020, 9, 30)), of_day(date.fromisoformat(end))) == exactly(distance)


def test_distance_from_and_to_what_is_not_exact_is_the_widest() -> None:
    day = date(2020, 9, 30).toordinal()
    around = Interval(Fraction(day - 1), Fraction(day + 1))

    assert workdays.between(around, exactly(day)) == Interval(Fraction(0), Fraction(1))
    assert workdays.between(exactly(day), Interval(Fraction(day), math.inf)) == Interval(
        Fraction(0), math.inf
    )


@pytest.mark.parametrize(
    ("day", "number", "span"),
    [
        ("2026-12-23", 1, ("2026-12-24", "2026-12-24")),
        ("2099-06-01", 20, ("2099-06-24", "2099-07-09")),
        ("2099-06-04", 1, ("2099-06-05", "2099-06-16")),
        ("1999-06-01", 20, ("1999-06-24", "1999-07-09")),
    ],
)
def test_nth_working_day_beyond_the_known_ones_is_a_span(
    day: str, number: int, span: tuple[str, str]
) -> None:
    low, high = nth(date.fromisoformat(day).toordinal(), number)

    assert tuple(date.fromordinal(one).isoformat() for one in (low, high)) == span


@pytest.mark.parametrize("number", [Interval(Fraction(-1), Fraction(3)), exactly(10**24)])
def test_number_of_working_days_below_0_or_beyond_the_calendar_has_no_day(number: Interval) -> None:
    assert workdays.nth(of_day(date(2020, 1, 1)), number) is None


def test_number_of_working_days_without_an_end_has_no_last_day() -> None:
    day, at_least = of_day(date(2020, 3, 2)), Interval(Fraction(1), math.inf)

    assert workdays.nth(day, at_least) == Interval(of_day(date(2020, 3, 3)).low, math.inf)


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [
        (date(2020, 1, 21), date(2020, 2, 25), ("国办发明电〔2019〕16号", "国办发明电〔2020〕1号")),
        (date(2018, 12, 27), date(2018, 12, 31), workdays.NOTICES[2018] + workdays.NOTICES[2019]),
        (date(2006, 5, 1), date(2006, 5, 7), ()),
    ],
)
def test_notices_are_those_that_arranged_the_days(first: date, last: date, numbers: tuple[str, ...]) -> None:
    assert workdays.notices(Interval(of_day(first).low, of_day(last).high)) == numbers


def test_days_are_known_from_the_first_year_to_shortly_before_the_end_of_the_last() -> None:
    last = date(max(chinese_calendar.holidays).year, 12, 24)

    assert workdays.is_known(Interval(of_day(date(2004, 1, 1)).low, of_day(last).low))
    assert not workdays.is_known(of_day(last + timedelta(1)))
    assert not workdays.is_known(of_day(date(2003, 12, 31)))
