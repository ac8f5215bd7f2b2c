"""Figures as intervals: what a unit states, and the arithmetic of what is certain about it.

`10` is [10, 10]; `10+` (余、多、以上) is [10, ∞); `~10` (about) has no bound and decides nothing.
A day is the interval of its ordinal. Bounds are exact fractions; an open bound is ±infinity.
"""

import math
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from lawcheck.errors import Refused

NUMBER_LIMIT = 10**12
DECIMAL_PLACES_LIMIT = 12

Bound = Fraction | float
"""A fraction, or ±infinity; no other float is ever a bound."""


class Interval(NamedTuple):
    """All values that a figure may have, both ends included."""

    low: Bound
    high: Bound

    @property
    def exact(self) -> Fraction | None:
        """The one value that the figure has, or None where it may have several."""
        return self.low if self.low == self.high and isinstance(self.low, Fraction) else None

    def __add__(self, other: object) -> "Interval":
        if not isinstance(other, Interval):
            return NotImplemented
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(_plus(self.low, -other.high), _plus(self.high, -other.low))

    def __mul__(self, other: object) -> "Interval":
        if not isinstance(other, Interval):
            return NotImplemented
        corners = [times(a, b) for a in self for b in other]
        return Interval(min(corners), max(corners))

    def over(self, other: "Interval") -> "Interval | None":
        """Return the quotient, or None where the divisor may be 0."""
        if other.low <= 0 <= other.high:
            return None
        return self * Interval(_inverse(other.high), _inverse(other.low))


def exactly(value: Fraction | int) -> Interval:
    """Return the interval that holds `value` alone."""
    return Interval(Fraction(value), Fraction(value))


def of_day(day: date) -> Interval:
    """Return the interval of a day's ordinal, so that days subtract to numbers of days."""
    return exactly(day.toordinal())


def is_open(bound: Bound) -> bool:
    """Whether there is no bound, only infinity."""
    return isinstance(bound, float)


def times(left: Bound, right: Bound) -> Bound:
    """Return the product; 0 × ∞ is 0, since infinity stands for "as large as you like", never for a value."""
    if is_open(left) or is_open(right):
        sign = ((left > 0) - (left < 0)) * ((right > 0) - (right < 0))
        return sign * math.inf if sign else Fraction(0)
    return left * right


def _plus(left: Bound, right: Bound) -> Bound:
    # Python would make a float of the fraction first, and a large one does not fit.
    return left if is_open(left) else right if is_open(right) else left + right


def _inverse(bound: Bound) -> Bound:
    return Fraction(0) if is_open(bound) else 1 / Fraction(bound)


class Kind(StrEnum):
    """What a figure counts: things, or the day on which something happened."""

    NUMBER = "number"
    DATE = "date"


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．＋～％－／", "0123456789.+~%-/")
_NUMBER = re.compile(r"-?\d{1,13}(?:\.\d{1,12})?")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class Quantity(NamedTuple):
    """A figure as stated: its text in canonical form, and what it says for certain.

    `interval` is None for an approximate figure (`~10`): it bounds nothing.
    """

    text: str
    interval: Interval | None


@lru_cache(maxsize=4096)
def parse_quantity(text: str, kind: Kind = Kind.NUMBER) -> Quantity:
    """Read a figure as a person or a file writes it.

    Full-width digits, `10余`, `10以上`, `10多` (at least) and `约10` (about) are understood; a day may be
    written 2020-12-31 or 2020年12月31日.

    Raises:
        Refused: The text is no figure of this kind, or is beyond the limits (10¹², 12 decimals).
    """
    said = text.strip().translate(_FULL_WIDTH)
    if kind is Kind.DATE:
        return _parse_day(said, text)
    said = _THOUSANDS.sub("", said)
    about = said.startswith(("~", "约"))
    said = said.lstrip("~约").strip()
    at_least = said.endswith(("+", "余", "多", "以上"))
    for suffix in ("+", "余", "多", "以上"):
        said = said.removesuffix(suffix).rstrip()
    if not _NUMBER.fullmatch(said):
        raise Refused("'{text}' is not a figure; write 10, 10+ (at least) or ~10 (about)", text=text)
    value = Fraction(said)
    if abs(value) > NUMBER_LIMIT:
        raise Refused("the number {text} is beyond 10^12", text=text)
    shown = plain(value)
    if about:
        return Quantity(f"~{shown}", None)
    if at_least:
        return Quantity(f"{shown}+", Interval(value, math.inf))
    return Quantity(shown, exactly(value))


def _parse_day(said: str, text: str) -> Quantity:
    found = _DAY.fullmatch(said)
    try:
        if not found:
            raise ValueError
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        raise Refused("'{text}' is not a day; write it like 2020-12-31", text=text) from None
    return Quantity(day.isoformat(), of_day(day))


def to_fraction(value: object) -> Fraction:
    """Return the exact number that a TOML integer or float (read as `Decimal`) stands for.

    Raises:
        Refused: Not a number, not finite, or beyond the limits (10¹², 12 decimals).
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Refused("a number is needed here, not {value!r}", value=value)
    if isinstance(value, Decimal) and not value.is_finite():
        raise Refused("a finite number is needed here, not {value}", value=value)
    return _to_fraction(value)


@lru_cache(maxsize=4096)
def _to_fraction(value: int | Decimal) -> Fraction:
    try:
        if isinstance(value, Decimal):
            _, digits, exponent = value.as_tuple()
            if (
                not isinstance(exponent, int)
                or exponent < -DECIMAL_PLACES_LIMIT
                or len(digits) + exponent > 13
            ):
                raise Refused("the number {value} is beyond 10^12 or has over 12 decimals", value=value)
        if not -NUMBER_LIMIT <= value <= NUMBER_LIMIT:
            raise Refused("the number is beyond 10^12")
    except InvalidOperation:
        raise Refused("a finite number is needed here, not {value}", value=value) from None
    return Fraction(value)


def plain(value: Fraction) -> str:
    """Return an exact decimal fraction as text without an exponent: `0.05`, `12`, `-3.5`.

    A fraction that no decimal can hold is cut after 12 decimals.
    """
    if value.denominator == 1:
        return str(value.numerator)
    sign, whole = ("-" if value < 0 else ""), abs(value)
    scaled = whole * 10**DECIMAL_PLACES_LIMIT
    digits = str(scaled.numerator // scaled.denominator).rjust(DECIMAL_PLACES_LIMIT + 1, "0")
    text = f"{digits[:-DECIMAL_PLACES_LIMIT]}.{digits[-DECIMAL_PLACES_LIMIT:]}".rstrip("0").rstrip(".")
    return f"{sign}{text}" if scaled >= 1 else "0"
