"""What is wrong with a formula: figures and functions that nobody knows, days where numbers belong."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.formulas import Formula, Node
from lawcheck.domain.functions import FUNCTIONS, Sort, sort_of
from lawcheck.domain.problems import Nearest, Path, Problem, listed, problem
from lawcheck.domain.quantities import Kind

_QUOTED_DAY = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*", re.ASCII)


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
    calls = list(_lint_calls(formula, path, known))
    yield from calls
    if calls:
        return
    if _QUOTED_DAY.fullmatch(formula.text) and formula.node[0] != "day":
        yield problem(
            "'{formula}' in quotes is a subtraction; write the day without quotes, like 2020-12-31",
            code="quoted-day",
            path=path,
            formula=formula.text,
        )
        return
    sort = sort_of(formula.node, known.figures)
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


def _lint_calls(formula: Formula, path: Path, known: Known) -> Iterator[Problem]:
    for node in formula.calls:
        name = node[1]
        if name not in FUNCTIONS:
            yield problem(
                "there is no function '{name}'; there are: {known}",
                code="unknown-function",
                path=path,
                name=name,
                known=listed(FUNCTIONS),
            )
        elif sort_of(node, known.figures) is None:
            # Where an argument has no sense of its own, only that is worth a word.
            if all(sort_of(one, known.figures) for one in node[2:]):
                yield problem(
                    "'{name}' is written like {usage}; in '{formula}' it is given something else",
                    code="function-use",
                    path=path,
                    name=name,
                    usage=FUNCTIONS[name].usage,
                    formula=formula.text,
                )
        else:
            yield from _lint_constants(node, formula, path)


def _lint_constants(node: Node, formula: Formula, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with numbers that are written in the call itself."""
    call = Formula("", node)
    function = FUNCTIONS[node[1]]
    for place in function.counts:
        number = Formula("", node[2 + place]).value({})
        if number is not None and (number.low < 0 or Fraction(number.low).denominator > 1):
            yield problem(
                "'{name}' counts whole days from 0 on; correct the number in '{formula}'",
                code="day-count",
                path=path,
                name=node[1],
                formula=formula.text,
            )
    if not call.names and not function.counts and call.value({}) is None:
        yield problem(
            "there is no such day as in '{formula}'; write it like day(2020, 12, 31)",
            code="no-such-day",
            path=path,
            formula=formula.text,
        )


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
