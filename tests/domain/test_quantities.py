import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.quantities import (
    NUMBER_LIMIT,
    Interval,
    Kind,
    exactly,
    of_day,
    parse_quantity,
    plain,
    to_fraction,
)
from lawcheck.errors import Refused

NUMBERS = st.fractions(-50, 50, max_denominator=8)


@st.composite
def intervals_and_members(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    low, inside, high = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3)))
    return (
        Interval(-math.inf if draw(st.booleans()) else low, math.inf if draw(st.booleans()) else high),
        inside,
    )


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("10", "10"),
        (" 10 ", "10"),
        ("0.50", "0.5"),
        ("-3", "-3"),
        ("１０．５", "10.5"),
        ("60,000", "60000"),
        ("1，234，567", "1234567"),
        ("007", "7"),
    ],
)
def test_quantity_that_is_exact_is_one_value(said: str, text: str) -> None:
    quantity = parse_quantity(said)

    assert quantity.text == text
    assert quantity.interval == exactly(Fraction(text))


@pytest.mark.parametrize("said", ["10+", "10余", "10多", "10以上", "10＋", "１０余", "10 余"])
def test_quantity_at_least_has_no_upper_bound(said: str) -> None:
    quantity = parse_quantity(said)

    assert quantity == ("10+", Interval(Fraction(10), math.inf))


@pytest.mark.parametrize("said", ["~10", "约10", "～10", "约 10", "约10余"])
def test_quantity_about_bounds_nothing(said: str) -> None:
    assert parse_quantity(said) == ("~10", None)


@pytest.mark.parametrize(
    "said",
    ["", "ten", "十", "10件", "1e3", "0x10", "nan", "inf", "+", "~", "1.", ".5", "10-20", "--1"],
)
def test_quantity_refuses_what_is_no_figure(said: str) -> None:
    with pytest.raises(Refused):
        parse_quantity(said)


@pytest.mark.parametrize("said", ["1000000000001", "-1000000000001", "0.0000000000001", "1" * 5000])
def test_quantity_refuses_what_is_beyond_the_limits(said: str) -> None:
    with pytest.raises(Refused):
        parse_quantity(said)


def test_quantity_accepts_the_limit_itself() -> None:
    assert parse_quantity("1000000000000").interval == exactly(NUMBER_LIMIT)


@pytest.mark.parametrize(
    "said",
    ["2020-12-31", "2020年12月31日", "2020/12/31", "２０２０-12-31", "２０２０－１２－３１", "2020.12.31"],
)
def test_quantity_of_a_day_is_its_ordinal(said: str) -> None:
    assert parse_quantity(said, Kind.DATE) == ("2020-12-31", of_day(date(2020, 12, 31)))


@pytest.mark.parametrize("said", ["2020-02-30", "2020", "约2020-12-31", "0000-01-01", "2020-12-31+", "10"])
def test_quantity_of_a_day_refuses_what_is_no_day(said: str) -> None:
    with pytest.raises(Refused):
        parse_quantity(said, Kind.DATE)


def test_quantity_of_a_number_refuses_a_day() -> None:
    with pytest.raises(Refused):
        parse_quantity("2020-12-31")


@given(st.decimals(-1000, 1000, places=3), st.sampled_from(["{}", "{}+", "~{}"]))
def test_quantity_read_from_its_own_text_is_itself(value: Decimal, shape: str) -> None:
    quantity = parse_quantity(shape.format(format(value, "f")))

    assert parse_quantity(quantity.text) == quantity


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, Fraction(3)),
        (Decimal("0.3"), Fraction(3, 10)),
        (Decimal("1E+12"), Fraction(10**12)),
        (Decimal("1e-12"), Fraction(1, 10**12)),
        (Decimal("-0.0"), Fraction(0)),
    ],
)
def test_to_fraction_is_exact(value: object, number: Fraction) -> None:
    assert to_fraction(value) == number


@pytest.mark.parametrize(
    "value",
    [
        True,
        "3",
        0.5,
        None,
        10**12 + 1,
        Decimal("1e13"),
        Decimal("1e-13"),
        Decimal("1e999999"),
        Decimal("1e-999999"),
        Decimal("nan"),
        Decimal("snan"),
        Decimal("-inf"),
        Decimal("1000000000000.000000000001"),
    ],
)
def test_to_fraction_refuses(value: object) -> None:
    with pytest.raises(Refused):
        to_fraction(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(12), "12"),
        (Fraction(-7, 2), "-3.5"),
        (Fraction(1, 20), "0.05"),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(10**12), "1000000000000"),
    ],
)
def test_plain_has_no_exponent(value: Fraction, text: str) -> None:
    assert plain(value) == text


@pytest.mark.parametrize("value", [Fraction(1, 10**13), Fraction(-1, 10**13)])
def test_plain_never_shows_a_negative_zero(value: Fraction) -> None:
    assert plain(value) == "0"


@given(st.decimals(-(10**12), 10**12, places=12))
def test_plain_of_a_decimal_is_exact(value: Decimal) -> None:
    assert Fraction(plain(Fraction(value))) == Fraction(value)


@given(intervals_and_members(), intervals_and_members())
def test_interval_arithmetic_holds_every_result(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    (left, a), (right, b) = one, other

    for result, value in ((left + right, a + b), (left - right, a - b), (left * right, a * b)):
        assert result.low <= value <= result.high


@given(intervals_and_members(), intervals_and_members())
def test_interval_quotient_holds_every_result_or_is_none(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    (left, a), (right, b) = one, other

    quotient = left.over(right)

    if quotient is None:
        assert right.low <= 0 <= right.high
    else:
        assert quotient.low <= a / b <= quotient.high


@given(NUMBERS, NUMBERS)
def test_interval_arithmetic_of_exact_values_is_exact(a: Fraction, b: Fraction) -> None:
    left, right = exactly(a), exactly(b)

    assert ((left + right).exact, (left - right).exact, (left * right).exact) == (a + b, a - b, a * b)


def test_interval_product_of_zero_and_no_bound_is_zero() -> None:
    assert exactly(0) * Interval(Fraction(0), math.inf) == exactly(0)


def test_interval_stands_beside_no_bound_however_large_it_is() -> None:
    huge, at_least = exactly(10**400), Interval(Fraction(10), math.inf)

    assert (huge + at_least).high == math.inf
    assert (at_least - huge).high == math.inf
    assert (huge * at_least).high == math.inf
    assert exactly(1).over(at_least) == Interval(Fraction(0), Fraction(1, 10))


def test_interval_between_days_is_a_number_of_days() -> None:
    assert (of_day(date(2021, 1, 1)) - of_day(date(2020, 12, 31))).exact == 1
