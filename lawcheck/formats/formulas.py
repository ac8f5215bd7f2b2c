"""The words for what formulas call, and for how far a reckoning of working days can be relied on."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from lawcheck.domain.checklist import Checklist
from lawcheck.domain.formulas import Figures, Formula
from lawcheck.domain.gate import GateRule, RuleKind
from lawcheck.domain.pricing import PricedRule
from lawcheck.domain.quantities import Interval, Kind, exactly, plain
from lawcheck.domain.rules import DaysRule
from lawcheck.domain.scorecard import Scorecard
from lawcheck.i18n import tr

_BINDING = {"or": 0, "and": 1, "+": 3, "-": 3, "*": 4, "/": 4}
_RELATION = 2
_TIGHTEST = 5


def kind_of(value: Formula, checklist: Checklist) -> Kind:
    """Return whether a formula comes to a day or to a number."""
    from lawcheck.domain.functions import Sort, sort_of

    figures = checklist.figures_by_name
    kinds = {name: figures[name].kind for name in value.names & figures.keys()}
    return Kind.DATE if sort_of(value.node, kinds) is Sort.DAY else Kind.NUMBER


def written(node: tuple[Any, ...], title: Callable[[str], str], around: int = 0) -> str:
    """Return a node of a formula in words; in brackets where what stands around it binds tighter."""
    if node[0] == "number":
        return plain(node[1].low)
    if node[0] == "day":
        return day(node[1].low)
    if node[0] == "name":
        return title(node[1])
    if node[0] == "call":
        return _call(node[1], [written(one, title) for one in node[2:]])
    if node[0] == "-" and node[1] == ("number", exactly(0)):
        return f"-{written(node[2], title, _TIGHTEST)}"
    binding = _BINDING.get(node[0], _RELATION)
    sign = {"and": tr("and"), "or": tr("or")}.get(node[0], node[0])
    text = f"{written(node[1], title, binding)} {sign} {written(node[2], title, binding + 1)}"
    return f"({text})" if binding < around else text


def _call(name: str, arguments: list[str]) -> str:
    listed = tr(", ").join(arguments)
    if name == "workday":
        return tr("working day {number} after {day}", day=arguments[0], number=arguments[1])
    if name == "due":
        return tr("{number} days after {day}, or the next working day", day=arguments[0], number=arguments[1])
    if name == "min":
        return tr("the least of {values}", values=listed)
    if name == "max":
        return tr("the greatest of {values}", values=listed)
    return "-".join(part.rjust(2, "0") for part in arguments)


def day(ordinal: Fraction) -> str:
    """Return a day, a dash for one that no calendar has."""
    is_day = 1 <= ordinal <= date.max.toordinal()
    return date.fromordinal(int(ordinal)).isoformat() if is_day else "—"


def remarked(text: str, spans: Iterable[Interval]) -> str:
    """Return `text` with the notices behind the public holidays of `spans`, or saying that it is an estimate.

    `spans` are days whose public holidays were asked for; without any the text stays as it is.
    """
    asked = list(spans)
    if not asked:
        return text
    from lawcheck.domain import workdays

    if not all(workdays.is_known(span) for span in asked):
        first, last = workdays.known()[:2]
        return tr(
            "{text} (an estimate by weekends: public holidays are known from {first} to {last} only)",
            text=text,
            first=date.fromordinal(first),
            last=date.fromordinal(last),
        )
    notices = dict.fromkeys(number for span in asked for number in workdays.notices(span))
    if not notices:
        return text
    return tr("{text} (public holidays by {notices})", text=text, notices=tr(", ").join(notices))


def days_asked(rule: PricedRule, card: Scorecard) -> Iterable[Interval]:
    """Yield the spans of days whose public holidays a rule depends on, over all its periods."""
    for figures in _figures_of_periods(rule, card):
        for formula in rule.formulas:
            yield from formula.days_asked(figures)
        if isinstance(rule, DaysRule):
            yield from rule.days_asked(figures)


def days_asked_at_gate(rule: GateRule, card: Scorecard) -> Iterable[Interval]:
    """Yield the spans of days whose public holidays the condition behind a rule of the gate depends on."""
    checklist = card.checklist
    conditions: dict[RuleKind, Iterable[Formula | None]] = {
        RuleKind.CHECK: (one.holds for one in checklist.checks if one.id == rule.id),
        RuleKind.VETO: (one.when for one in checklist.vetoes if one.id == rule.id),
        RuleKind.ITEM: (one.met for one in checklist.gate.items if one.id == rule.id),
    }
    for condition in conditions.get(rule.kind, ()):
        if condition is not None:
            yield from condition.days_asked(card.stated.certain)


def _figures_of_periods(rule: PricedRule, card: Scorecard) -> list[Figures]:
    certain, parts = card.stated.certain, card.checklist.periodic_figures
    names = [name for name in rule.names if name in parts]
    if not rule.per_period or not names:
        return [certain]
    return [
        {**certain, **{name: certain.get(part) for name, part in zip(names, row, strict=True)}}
        for row in zip(*(parts[name] for name in names), strict=False)
    ]
