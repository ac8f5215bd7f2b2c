"""The functions that a formula may call, over intervals; what formulas come to: numbers, days, conditions.

A function has no value where an argument has none, and an exact one only where its arguments are exact.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum, auto
from typing import Any, Final, NamedTuple

from lawcheck.domain import workdays
from lawcheck.domain.quantities import Interval, Kind, exactly, of_day


class Sort(Enum):
    """What a formula comes to."""

    NUMBER = auto()
    DAY = auto()
    CONDITION = auto()


class Function(NamedTuple):
    """What a call works out, and how it is written.

    `takes` are the sorts of the arguments; empty for two or more of one sort, which is the result's, too.
    `counts` are the places of arguments that count days, so that a number written there is whole, 0 or more.
    `asks` says for which days public holidays must be known, None where they do not matter.
    """

    usage: str
    value: Callable[..., Interval | None]
    takes: tuple[Sort, ...] = ()
    result: Sort = Sort.DAY
    counts: tuple[int, ...] = ()
    asks: Callable[..., Interval | None] | None = None


def _least(*values: Interval) -> Interval:
    return Interval(min(one.low for one in values), min(one.high for one in values))


def _most(*values: Interval) -> Interval:
    return Interval(max(one.low for one in values), max(one.high for one in values))


def _day(*parts: Interval) -> Interval | None:
    numbers = [int(one.exact) for one in parts if one.exact is not None and one.exact.denominator == 1]
    if len(numbers) < len(parts):
        return None
    try:
        return of_day(date(*numbers))
    except (ValueError, OverflowError):
        return None


def _due(day: Interval, number: Interval) -> Interval | None:
    return workdays.nth(day + number - exactly(1), exactly(1)) if number.low >= 0 else None


def _asked_by_workday(day: Interval, number: Interval) -> Interval | None:
    found = workdays.nth(day, number)
    return found and Interval((day + exactly(1)).low, found.high)


def _asked_by_due(day: Interval, number: Interval) -> Interval | None:
    found = _due(day, number)
    return found and Interval((day + number).low, found.high)


_DATED: Final = (Sort.DAY, Sort.NUMBER)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "min": Function("min(a, b)", _least),
    "max": Function("max(a, b)", _most),
    "day": Function("day(2020, 12, 31)", _day, (Sort.NUMBER,) * 3),
    "workday": Function("workday(day, 20)", workdays.nth, _DATED, counts=(1,), asks=_asked_by_workday),
    "due": Function("due(day, 15)", _due, _DATED, counts=(1,), asks=_asked_by_due),
}


def call(name: str, values: Sequence[Interval | None]) -> Interval | None:
    """Return what a function comes to, None where an argument is missing or lint would refuse the call."""
    function = FUNCTIONS.get(name)
    return function and _apply(function, function.value, values)


def asked(name: str, values: Sequence[Interval | None]) -> Interval | None:
    """Return the days whose public holidays a call depends on, None where there are none."""
    function = FUNCTIONS.get(name)
    return _apply(function, function.asks, values) if function and function.asks else None


def _apply(
    function: Function, work_out: Callable[..., Interval | None], values: Sequence[Interval | None]
) -> Interval | None:
    stated = [one for one in values if one is not None]
    if len(stated) < len(values) or not takes_as_many(function, len(values)):
        return None
    return work_out(*stated)


def takes_as_many(function: Function, count: int) -> bool:
    """Whether a function takes so many arguments."""
    return count == len(function.takes) if function.takes else count >= 2


_N, _D, _C = Sort.NUMBER, Sort.DAY, Sort.CONDITION
_RELATIONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_RESULTS: Final[Mapping[str, Mapping[tuple[Sort, Sort], Sort]]] = {
    "+": {(_N, _N): _N, (_D, _N): _D, (_N, _D): _D},
    "-": {(_N, _N): _N, (_D, _N): _D, (_D, _D): _N},
    "*": {(_N, _N): _N},
    "/": {(_N, _N): _N},
    "and": {(_C, _C): _C},
    "or": {(_C, _C): _C},
    **{relation: {(_N, _N): _C, (_D, _D): _C} for relation in _RELATIONS},
}


def sort_of(node: tuple[Any, ...], figures: Mapping[str, Kind]) -> Sort | None:
    """Return what a node of a formula comes to, None where it has no sense; an unknown figure is a number."""
    if node[0] in ("number", "day"):
        return _D if node[0] == "day" else _N
    if node[0] == "name":
        return _D if figures.get(node[1]) is Kind.DATE else _N
    if node[0] == "call":
        return _sort_of_call(node[1], [sort_of(one, figures) for one in node[2:]])
    left, right = sort_of(node[1], figures), sort_of(node[2], figures)
    if left is None or right is None:
        return None
    return _RESULTS[node[0]].get((left, right))


def _sort_of_call(name: str, sorts: Sequence[Sort | None]) -> Sort | None:
    function = FUNCTIONS.get(name)
    if function is None or not takes_as_many(function, len(sorts)):
        return None
    if function.takes:
        return function.result if tuple(sorts) == function.takes else None
    return sorts[0] if set(sorts) in ({_N}, {_D}) else None
