"""Parameters: what is known of a unit before anything is answered, and what a checklist becomes by it.

A year is written into texts and days (`{year}`, `{year+1}-03-31`) before the file is read; a variant takes
the place of what an item or group has otherwise; in formulas a parameter and its choices are numbers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from lawcheck.domain.checklist import (
    Checklist,
    Group,
    GroupVariant,
    Item,
    ItemVariant,
    Parameter,
    ParameterKind,
)
from lawcheck.domain.formulas import Figures
from lawcheck.domain.problems import listed
from lawcheck.domain.quantities import Interval, exactly, parse_quantity
from lawcheck.errors import Refused

YES_NO = ("no", "yes")
"""The values of a parameter of that kind; in formulas 0 and 1."""

_YEARS = range(1949, 2100)
PLACE = re.compile(r"\{([a-z][a-z0-9_]*)(?:([+-])([1-9]\d?))?\}", re.ASCII)
"""A year in a text, and how many years after or before it."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

Varied = TypeVar("Varied", Group, Item)


def read_parameter(parameter: Parameter, text: str) -> str:
    """Return the value that `text` states, in its one spelling.

    Raises:
        Refused: The parameter cannot have it.
    """
    said = text.strip()
    if parameter.kind is ParameterKind.YEAR:
        if said.isascii() and said.isdigit() and int(said) in _YEARS:
            return str(int(said))
        raise Refused(
            "{name} is a year from {first} to {last}, not '{text}'",
            name=parameter.name,
            first=_YEARS[0],
            last=_YEARS[-1],
            text=text,
        )
    if parameter.kind is ParameterKind.NUMBER:
        quantity = parse_quantity(said)
        if quantity.interval is None or quantity.interval.exact is None:
            raise Refused("{name} must be known exactly, not '{text}'", name=parameter.name, text=text)
        return quantity.text
    known = choices_of(parameter)
    if said not in known:
        raise Refused(
            "{name} is one of: {known}; not '{text}'", name=parameter.name, known=listed(known), text=text
        )
    return said


def choices_of(parameter: Parameter) -> tuple[str, ...]:
    """Return the values that a parameter may have, none where it is a number."""
    if parameter.kind is ParameterKind.YES_NO:
        return YES_NO
    return tuple(choice.name for choice in parameter.choices)


def values(parameters: Iterable[Parameter], stated: Mapping[str, str]) -> dict[str, str]:
    """Return what each parameter is: as stated, else its default; what is neither, or unfit, is left out."""
    known = {}
    for parameter in parameters:
        text = stated.get(parameter.name, parameter.default)
        try:
            if text is not None:
                known[parameter.name] = read_parameter(parameter, text)
        except Refused:
            continue
    return known


def constants(parameters: Iterable[Parameter], stated: Mapping[str, str]) -> dict[str, Interval | None]:
    """Return what formulas may name: every parameter, None where it is not known, and every choice."""
    found: dict[str, Interval | None] = {}
    known = values(parameters, stated)
    for parameter in parameters:
        choices = choices_of(parameter)
        first = 0 if parameter.kind is ParameterKind.YES_NO else 1
        numbers = {name: exactly(number) for number, name in enumerate(choices, first)}
        text = known.get(parameter.name)
        found |= numbers
        if text is None:
            found[parameter.name] = None
        else:
            found[parameter.name] = numbers[text] if choices else parse_quantity(text).interval
    return found


def settle(checklist: Checklist, stated: Mapping[str, str]) -> Checklist:
    """Return the checklist as it is for a unit: the first variant that holds replaces what is otherwise."""
    if not any(group.variants for group in checklist.groups) and not any(
        item.variants for item in checklist.items
    ):
        return checklist
    known = constants(checklist.parameters, stated)
    return replace(
        checklist,
        groups=tuple(_varied(group, known) for group in checklist.groups),
        items=tuple(_varied(item, known) for item in checklist.items),
    )


def _varied(one: Varied, known: Figures) -> Varied:
    variants: tuple[GroupVariant | ItemVariant, ...] = one.variants
    for variant in variants:
        if variant.when.holds(known):
            said = {field.name: getattr(variant, field.name) for field in fields(variant)}
            del said["when"]
            return replace(one, **{key: value for key, value in said.items() if value is not None})
    return one


def fill(table: dict[str, Any], stated: Mapping[str, str]) -> dict[str, Any]:
    """Return a checklist's table with every `{year}` and `{year+1}` written out; a day's text becomes a day.

    A table whose parameters are not what they must be is returned as it is, for the readers to refuse.
    """
    years = dict(_years(table.get("parameters"), stated))
    if not years:
        return table
    return {key: value if key == "parameters" else _filled(value, years) for key, value in table.items()}


def _years(parameters: object, stated: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for one in parameters if isinstance(parameters, list) else ():
        if not isinstance(one, dict) or one.get("kind") != ParameterKind.YEAR:
            continue
        name = one.get("name")
        for said in (stated.get(str(name)), one.get("default")):
            if str(said).isdigit() and int(str(said)) in _YEARS:
                yield str(name), int(str(said))
                break


def _filled(value: Any, years: Mapping[str, int]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(one, years) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, years) for one in value]
    if not isinstance(value, str) or "{" not in value:
        return value
    text = PLACE.sub(lambda found: _written(found, years), value)
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else text
    except ValueError:
        return text


def _written(found: re.Match[str], years: Mapping[str, int]) -> str:
    name, sign, number = found.groups()
    if name not in years:
        return found[0]
    return str(years[name] + (int(f"{sign}{number}") if sign else 0))
