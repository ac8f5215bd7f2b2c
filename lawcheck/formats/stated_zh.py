"""Figures as an official Chinese text has them: 10余次, 6万余份, 80%以上, 2020年12月31日."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from lawcheck.domain.checklist import Every, Figure, Period
from lawcheck.domain.quantities import Kind, Quantity, plain
from lawcheck.domain.statements import Said
from lawcheck.formats import official_zh as zh

_MYRIAD = 10_000


def figures_text(figures: Iterable[Said], period: Period) -> str:
    """Return figures one after the other; of several parts of the same whole only the first says so."""
    texts: list[str] = []
    is_part = False
    for said in figures:
        text = _figure_text(said, period)
        texts.append(text.removeprefix(zh.AMONG) if is_part else text)
        is_part = text.startswith(zh.AMONG)
    return zh.COMMA.join(texts)


def _figure_text(said: Said, period: Period) -> str:
    """Return a figure by its name, with its value and unit, or with one value for each month or quarter."""
    figure, values = said.figure, said.values
    name = figure_name(figure)
    if name.endswith(zh.COUNTED) and name.endswith(f"{figure.unit.zh}{name[-1]}"):
        name = name[:-2]
    if figure.kind is Kind.DATE:
        return zh.ON_DAY.format(name=name, day=day_text(date.fromisoformat(values[0][1].text)))
    if figure.every is None:
        return name + quantity_text(values[0][1], figure.unit.zh)
    phrase = zh.MONTH if figure.every is Every.MONTH else zh.QUARTER
    first = period.first.month if figure.every is Every.MONTH else 1
    return name + zh.SEPARATOR.join(
        phrase.format(number=(first + place - 1) % 12 + 1, value=quantity_text(value, figure.unit.zh))
        for place, value in values
    )


def figure_name(figure: Figure) -> str:
    """Return what a report calls a figure: its title, or its name there where the title is about a report."""
    title = figure.title.zh
    if figure.names and any(word in title for word in zh.OF_THE_REPORT):
        return figure.names[0]
    head, bracket, tail = title.rpartition(zh.OPEN_BRACKET)
    return head if bracket and zh.INSTRUCTION in tail and tail.endswith(zh.CLOSE_BRACKET) else title


def quantity_text(quantity: Quantity, unit: str) -> str:
    """Return a number with its unit; what is only a lower bound says so, and so does what is about."""
    text = quantity.text
    if text.startswith("~"):
        return zh.ABOUT.format(value=text[1:], unit=unit)
    if not text.endswith("+"):
        return text + unit
    value = Fraction(text[:-1])
    if value and value % _MYRIAD == 0:
        return zh.AT_LEAST_MYRIADS.format(value=plain(value / _MYRIAD), unit=unit)
    if value and value % 10 == 0 and unit[:1] not in ("%", "‰"):
        return zh.AT_LEAST_ROUND.format(value=plain(value), unit=unit)
    return zh.AT_LEAST.format(value=plain(value), unit=unit)


def day_text(day: date) -> str:
    """Return a day in figures, the year in full, no leading zeros."""
    return zh.DAY.format(day=day)
