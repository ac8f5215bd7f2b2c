"""What is wrong with parameters and with what hangs on them: variants, conditions of items, cases."""

from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from lawcheck.domain.applying import STATUS_NUMBERS
from lawcheck.domain.checklist import CaseFigure, Checklist, Item, Parameter, ParameterKind
from lawcheck.domain.formulas import Formula
from lawcheck.domain.functions import Sort
from lawcheck.domain.lint_formulas import Known, lint_formula
from lawcheck.domain.parameters import PLACE, YES_NO, choices_of, read_parameter, settle
from lawcheck.domain.problems import Path, Problem, problem
from lawcheck.domain.quantities import Kind
from lawcheck.errors import Refused

RESERVED = frozenset({"and", "or", *YES_NO})
"""Words of the formula language, which neither a figure nor a parameter can bear."""

_STATUSES = frozenset(map(str, STATUS_NUMBERS))
"""Words that have their meaning in the conditions of items."""

_UNITS_LIMIT = 64
"""Kinds of unit, each with another combination of choices, that are looked at."""


class Unit(NamedTuple):
    """A checklist as it is for one kind of unit; `named` says which, empty where all are alike."""

    named: str
    checklist: Checklist


def units(checklist: Checklist) -> Iterator[Unit]:
    """Yield the checklist as it is for every kind of unit; once where no variant tells them apart."""
    varied = [*checklist.groups, *checklist.items]
    if not any(one.variants for one in varied):  # type: ignore[attr-defined]  # both have them
        yield Unit("", checklist)
        return
    told = [one for one in checklist.parameters if choices_of(one)]
    for values in islice(product(*(choices_of(one) for one in told)), _UNITS_LIMIT):
        stated = {one.name: value for one, value in zip(told, values, strict=True)}
        named = ", ".join(f"{name} = {value}" for name, value in stated.items())
        yield Unit(named, settle(checklist, stated))


def of_unit(unit: Unit, found: Problem) -> Problem:
    """Return a problem that only one kind of unit may have, with the name of that kind."""
    if not unit.named:
        return found
    told = problem(
        "where {unit}: {problem}", code=found.code, path=found.path, level=found.level, unit=unit.named
    )
    return told._replace(fields={**told.fields, "problem": found})


def know_parameters(checklist: Checklist) -> dict[str, Kind]:
    """Return what formulas may name beside figures: parameters and their choices, all of them numbers."""
    names = [name for one in checklist.parameters for name in (one.name, *choices_of(one))]
    return dict.fromkeys(names, Kind.NUMBER)


def lint_parameters(checklist: Checklist, known: Known) -> Iterator[Problem]:
    """Yield what is wrong with the parameters, and with all that is said under a condition."""
    seen = {figure.name for figure in checklist.figures}
    for number, parameter in enumerate(checklist.parameters):
        at = ("parameters", number)
        yield from _lint_parameter(parameter, at)
        for name in (parameter.name, *(choice.name for choice in parameter.choices)):
            if name in seen or name in RESERVED | _STATUSES:
                yield problem(
                    "'{name}' has a meaning in formulas already; choose another name",
                    code="name-taken",
                    path=(*at, "name") if name == parameter.name else (*at, "choices"),
                    name=name,
                )
            seen.add(name)
    yield from _lint_variants(checklist, known)
    yield from _lint_conditions(checklist, known)
    yield from _lint_cases(checklist, known)


def _lint_parameter(parameter: Parameter, at: Path) -> Iterator[Problem]:
    is_choice = parameter.kind is ParameterKind.CHOICE
    if is_choice and len(parameter.choices) < 2:
        yield problem(
            "a choice has two values at least; name them under 'choices'",
            code="choices",
            path=(*at, "choices"),
        )
    if parameter.choices and not is_choice:
        yield problem(
            'only a parameter of kind "choice" has choices; delete them',
            code="choices",
            path=(*at, "choices"),
        )
    if parameter.default is None:
        if parameter.kind is ParameterKind.YEAR:
            yield problem(
                "a year needs a default, for whoever reads the checklist without a workspace",
                code="year-default",
                path=(*at, "kind"),
            )
        return
    try:
        read_parameter(parameter, parameter.default)
    except Refused as error:
        yield Problem("default", "error", (*at, "default"), error.template, error.fields)


def _lint_variants(checklist: Checklist, known: Known) -> Iterator[Problem]:
    names = know_parameters(checklist)
    for kind in ("groups", "items"):
        for number, one in enumerate(getattr(checklist, kind)):
            for place, variant in enumerate(one.variants):
                at = (kind, number, "variants", place, "when")
                yield from lint_formula(variant.when, Sort.CONDITION, at, known)
                if strange := sorted(variant.when.names & known.figures.keys() - names.keys()):
                    yield problem(
                        "a variant looks at parameters only, and '{name}' is a figure; use a rule's 'when'",
                        code="variant-figure",
                        path=at,
                        name=strange[0],
                    )


def _lint_conditions(checklist: Checklist, known: Known) -> Iterator[Problem]:
    names = dict.fromkeys((*checklist.items_by_id, *_STATUSES), Kind.NUMBER)
    wider = known._replace(figures={**known.figures, **names})
    for number, item in enumerate(checklist.items):
        if item.applies is None:
            continue
        at = ("items", number, "applies")
        yield from lint_formula(item.applies, Sort.CONDITION, at, wider)
        yield from _lint_condition(checklist, item, item.applies, at)


def _lint_condition(checklist: Checklist, item: Item, condition: Formula, at: Path) -> Iterator[Problem]:
    if item.same_as is not None:
        yield problem(
            "the condition belongs to {other}, which this row shares; delete it here",
            code="same-as-own",
            path=at,
            other=item.same_as,
        )
    if item.id in _rests_on(checklist, condition):
        yield problem(
            "whether {id} applies depends on itself; let the condition look at other items and their figures",
            code="applies-circle",
            path=at,
            id=item.id,
        )
    for name in sorted(_STATUSES & condition.names & checklist.figures_by_name.keys()):
        yield problem(
            "'{name}' is a status here and a figure elsewhere; give the figure another name",
            code="name-taken",
            path=at,
            name=name,
        )
    asked = {name for name in condition.names if name in checklist.figures_by_name}
    if asked and item.not_applicable is None:
        yield problem(
            "the condition rests on figures that the unit states; say under 'not_applicable' what proves it",
            code="applies-without-na",
            path=at,
        )


def _rests_on(checklist: Checklist, condition: Formula) -> set[str]:
    """Return the items whose answers or figures decide a condition, and those that these rest on."""
    reached: set[str] = set()
    waiting = [condition]
    while waiting:
        for name in waiting.pop().names:
            figure = checklist.figures_by_name.get(name)
            item = checklist.items_by_id.get(figure.owner if figure else name)
            if item is not None:
                item = checklist.items_by_id.get(item.same_as or item.id, item)
            if item is not None and item.id not in reached:
                reached.add(item.id)
                waiting += [item.applies] if item.applies else []
    return reached


def _lint_cases(checklist: Checklist, known: Known) -> Iterator[Problem]:
    taken: set[str] = set()
    for number, source in enumerate(checklist.cases):
        if source.checklist == checklist.id:
            yield problem(
                "a checklist cannot be its own case; name the one that is answered for each matter",
                code="own-case",
                path=("cases", number, "checklist"),
            )
        for place, one in enumerate(source.figures):
            at = ("cases", number, "figures", place)
            yield from _lint_case_figure(one, at, known)
            if one.figure in taken:
                yield problem(
                    "'{name}' is taken from the cases already",
                    code="case-twice",
                    path=(*at, "figure"),
                    name=one.figure,
                )
            taken.add(one.figure)


def _lint_case_figure(one: CaseFigure, at: Path, known: Known) -> Iterator[Problem]:
    if one.figure not in known.figures:
        yield problem(
            "there is no figure '{name}'; the nearest: {near}",
            code="unknown-figure",
            path=(*at, "figure"),
            name=one.figure,
            near=known.nearest.to(one.figure, known.figures),
        )
    elif known.figures[one.figure] is Kind.DATE or one.figure in known.periodic:
        yield problem(
            "'{name}' is a day or is stated by periods; only a plain number is taken from cases",
            code="case-figure",
            path=(*at, "figure"),
            name=one.figure,
        )
    # The figures of the other checklist are not known here, only what a formula over them comes to.
    if one.when is not None and not one.when.is_condition:
        yield problem(
            "a condition is needed here, like a >= b, not '{formula}'",
            code="condition-expected",
            path=(*at, "when"),
            formula=one.when.text,
        )
    if one.sum is not None and one.sum.is_condition:
        yield problem(
            "a number is needed here, not the condition '{formula}'",
            code="value-expected",
            path=(*at, "sum"),
            formula=one.sum.text,
        )


def lint_places(text: str, checklist: Checklist, path: Path) -> Iterator[Problem]:
    """Yield every `{name}` of a text that is no year; without parameters braces are only braces."""
    for found in PLACE.finditer(text) if checklist.parameters else ():
        yield problem(
            "there is no year called '{name}' that could be written here",
            code="unknown-place",
            path=path,
            name=found[1],
        )
