"""What is wrong with a formula: figures that nobody declares, days where numbers belong, no condition."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

from lawcheck.domain.formulas import Formula
from lawcheck.domain.problems import Nearest, Path, Problem, problem
from lawcheck.domain.quantities import Kind

_QUOTED_DAY = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*", re.ASCII)
_RELATIONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


class Sort(Enum):
    """What a formula comes to."""

    NUMBER = auto()
    DAY = auto()
    CONDITION = auto()


_OF_KIND = {Kind.NUMBER: Sort.NUMBER, Kind.DATE: Sort.DAY}
_N, _D, _C = Sort.NUMBER, Sort.DAY, Sort.CONDITION

_RESULTS: dict[str, dict[tuple[Sort, Sort], Sort]] = {
    "+": {(_N, _N): _N, (_D, _N): _D, (_N, _D): _D},
    "-": {(_N, _N): _N, (_D, _N): _D, (_D, _D): _N},
    "*": {(_N, _N): _N},
    "/": {(_N, _N): _N},
    "and": {(_C, _C): _C},
    "or": {(_C, _C): _C},
    **{relation: {(_N, _N): _C, (_D, _D): _C} for relation in _RELATIONS},
}


class Known(NamedTuple):
    """What formulas and references may name."""

    figures: Mapping[str, Kind]
    nearest: Nearest
    periodic: Mapping[str, tuple[str, ...]] = {}
    """The names of the parts of every periodic figure; `figures` holds them, too."""


def lint_formula(
    formula: Formula | None, wanted: Sort, path: Path, known: Known, *, per_period: bool = False
) -> Iterator[Problem]:
    """Yield what keeps `formula` from coming to what is wanted; nothing for None.

    `per_period` says that a periodic figure stands for one of its parts at a time, not for their sum.
    """
    if formula is None:
        return
    unknown = sorted(formula.names - known.figures.keys())
    for name in unknown:
        yield problem(
            "there is no figure '{name}'; the nearest: {near}",
            code="unknown-figure",
            path=path,
            name=name,
            near=known.nearest.to(name, known.figures),
        )
    if unknown:
        return
    if not per_period:
        for name in sorted(formula.names):
            yield from lint_sum_of_days(name, path, known)
    if _QUOTED_DAY.fullmatch(formula.text) and not _is_day(formula):
        yield problem(
            "'{formula}' in quotes is a subtraction; write the day without quotes, like 2020-12-31",
            code="quoted-day",
            path=path,
            formula=formula.text,
        )
        return
    sort = Sort.DAY if _is_day(formula) else _sort(formula.node, known.figures)
    if sort is not wanted:
        yield _unfit(formula, sort, wanted, path)


def lint_sum_of_days(name: str, path: Path, known: Known) -> Iterator[Problem]:
    """Yield a problem if `name` stands for the sum of a periodic figure's days."""
    if name in known.periodic and known.figures[name] is Kind.DATE:
        yield problem(
            "the days of the periodic figure '{name}' have no sum; name one of its parts, "
            "or give a rule per_period",
            code="sum-of-days",
            path=path,
            name=name,
        )


def _is_day(formula: Formula) -> bool:
    # A TOML day becomes a number's node, so that only its text tells it from a number.
    return formula.node[0] == "number" and "-" in formula.text


def _sort(node: tuple[Any, ...], figures: Mapping[str, Kind]) -> Sort | None:
    """Return what a node comes to, None where it has no sense."""
    if node[0] == "number":
        return Sort.NUMBER
    if node[0] == "name":
        return _OF_KIND[figures[node[1]]]
    left, right = _sort(node[1], figures), _sort(node[2], figures)
    if left is None or right is None:
        return None
    return _RESULTS[node[0]].get((left, right))


def _unfit(formula: Formula, sort: Sort | None, wanted: Sort, path: Path) -> Problem:
    if sort is None:
        return problem(
            "the formula '{formula}' mixes days, numbers and conditions so that it has no sense",
            code="formula-mixed",
            path=path,
            formula=formula.text,
        )
    if wanted is Sort.CONDITION:
        return problem(
            "a condition is needed here, like a >= b, not '{formula}'",
            code="condition-expected",
            path=path,
            formula=formula.text,
        )
    if sort is Sort.CONDITION:
        return problem(
            "a number is needed here, not the condition '{formula}'",
            code="value-expected",
            path=path,
            formula=formula.text,
        )
    if wanted is Sort.NUMBER:
        return problem(
            "'{formula}' is a day and a number is needed here; days are priced by the measure \"days\"",
            code="number-expected",
            path=path,
            formula=formula.text,
        )
    return problem(
        "a day is needed here, like 2020-12-31 or a figure of kind \"date\", not '{formula}'",
        code="day-expected",
        path=path,
        formula=formula.text,
    )
