"""The words for what a rule's price is, and for what came of it."""

from fractions import Fraction

from lawcheck.domain.checklist import Checklist
from lawcheck.domain.formulas import Formula
from lawcheck.domain.pricing import Band, PricedRule, Steps
from lawcheck.domain.quantities import plain
from lawcheck.domain.rules import ChangeRule, CountRule, Days, DaysRule, In, JudgedRule, ShortRule
from lawcheck.formats.wording import said
from lawcheck.i18n import language, tr

_PERCENT = "%"
_PERCENTS = (_PERCENT, "％")
_UNITLESS = ("", "—", "-")


def price(rule: PricedRule, checklist: Checklist) -> str:
    """Return a rule's price in words, its limits included: the scheme's own sentence where it has one."""
    if rule.says is not None:
        # What comes of it follows in the same sentence.
        return said(rule.says).rstrip("。.")
    unit = _unit(rule, checklist)
    text = _bare(rule, unit)
    if rule.each is not None and rule.steps is Steps.WHOLE:
        text = tr("{price}, unfinished ones not counted", price=text)
    if rule.each is not None and rule.steps is Steps.STARTED:
        text = tr("{price}, begun ones in full", price=text)
    if rule.cap is not None:
        text = tr("{price}, at most {cap}", price=text, cap=plain(rule.cap))
    if _is_banded(rule) or _is_gradual(rule):
        return text
    if rule.below is not None:
        return tr("under {limit}: {price}", limit=_measured(rule.below, unit), price=text)
    if rule.above is not None:
        return tr("over {limit}: {price}", limit=_measured(rule.above, unit), price=text)
    if rule.each is not None:
        return text
    if isinstance(rule, DaysRule):
        return tr("if late: {price}", price=text)
    return tr("if there is any: {price}", price=text)


def result(rule: PricedRule, points: Fraction) -> str:
    """Return what came of a rule."""
    if rule.loses:
        return tr("{points} lost", points=plain(points)) if points else tr("nothing lost")
    return tr("{points} earned", points=plain(points)) if points else tr("nothing earned")


def says_it_all(rule: PricedRule, points: Fraction) -> bool:
    """Whether the result alone tells the price: a flat one, or all or nothing of one by its share."""
    amount = rule.lose if rule.lose is not None else rule.earn
    limits = (rule.says, rule.each, rule.above, rule.below, rule.slope, rule.cap, rule.times)
    if amount is None or isinstance(rule, JudgedRule) or any(one is not None for one in limits):
        return False
    return not rule.per_period and (rule.full is None or points in (0, amount))


def unit_of(value: Formula, checklist: Checklist) -> str:
    """Return the unit of a formula: that of its figures, where they share one and are not multiplied."""
    if "*" in value.text or "/" in value.text:
        return ""
    figures = (checklist.figures_by_name.get(name) for name in value.names)
    units = {figure.unit for figure in figures if figure is not None}
    if len(units) != 1:
        return ""
    (unit,) = units
    if unit.zh in _PERCENTS:
        return _PERCENT
    return "" if said(unit) in _UNITLESS else said(unit)


def measure_word(value: Formula, checklist: Checklist) -> str:
    """Return the unit that a bare number of it needs: Chinese counts with it, an English title names it."""
    unit = unit_of(value, checklist)
    return "" if language() == "en" and unit != _PERCENT else unit


def _unit(rule: PricedRule, checklist: Checklist) -> str:
    if rule.full is not None or (isinstance(rule, ChangeRule) and rule.unit is In.PERCENT):
        return _PERCENT
    if isinstance(rule, DaysRule):
        return tr("working days") if rule.count is Days.WORKING else tr("days")
    if isinstance(rule, ShortRule | CountRule | ChangeRule):
        return measure_word(rule.of, checklist)
    return ""


def _measured(value: Fraction, unit: str) -> str:
    return f"{plain(value)} {unit}".rstrip()


def _is_banded(rule: PricedRule) -> bool:
    return bool(rule.earn_by or rule.lose_by)


def _is_gradual(rule: PricedRule) -> bool:
    """Whether the price grows with what is measured and has no threshold."""
    shared = rule.full is not None and rule.each is None
    return shared or isinstance(rule, JudgedRule) or (rule.slope is not None and not rule.lose_all)


def _bare(rule: PricedRule, unit: str) -> str:
    if rule.lose_all:
        return tr("loses all points")
    if _is_banded(rule):
        return tr("; ").join(_band(rule, one, unit) for one in rule.earn_by or rule.lose_by)
    points = plain(rule.lose if rule.lose is not None else rule.earn or Fraction(0))
    if isinstance(rule, JudgedRule):
        return (
            tr("loses {points} at most", points=points)
            if rule.loses
            else tr("earns {points} at most", points=points)
        )
    if rule.slope is not None:
        nothing, everything = rule.slope
        return _slope(_measured(nothing, unit), _measured(everything, unit), points, loses=rule.loses)
    if rule.each is not None:
        per = _per(rule, rule.each, unit)
        return (
            tr("loses {points} for {per}", points=points, per=per)
            if rule.loses
            else tr("earns {points} for {per}", points=points, per=per)
        )
    if rule.full is not None:
        return (
            tr("loses what is missing of {points}", points=points)
            if rule.loses
            else tr("earns its share of {points}", points=points)
        )
    return tr("loses {points}", points=points) if rule.loses else tr("earns {points}", points=points)


def _slope(nothing: str, everything: str, points: str, *, loses: bool) -> str:
    if loses:
        return tr(
            "loses nothing at {nothing}, {points} at {everything}, in proportion between",
            nothing=nothing,
            everything=everything,
            points=points,
        )
    return tr(
        "earns nothing at {nothing}, {points} at {everything}, in proportion between",
        nothing=nothing,
        everything=everything,
        points=points,
    )


def _per(rule: PricedRule, each: Fraction, unit: str) -> str:
    if unit == _PERCENT:
        return (
            tr("each percentage point")
            if each == 1
            else tr("every {step} percentage points", step=plain(each))
        )
    if isinstance(rule, ShortRule):
        if each != 1:
            return tr("every {step} missing", step=_measured(each, unit))
        return tr("each of the {unit} missing", unit=unit) if unit else tr("each one missing")
    if each != 1:
        return tr("every {step}", step=_measured(each, unit))
    return tr("each of the {unit}", unit=unit) if unit else tr("each one")


def _band(rule: PricedRule, band: Band, unit: str) -> str:
    ends = []
    if band.at_least is not None:
        ends.append(tr("{limit} and more", limit=_measured(band.at_least, unit)))
    if band.above is not None:
        ends.append(tr("over {limit}", limit=_measured(band.above, unit)))
    if band.at_most is not None:
        ends.append(tr("{limit} at most", limit=_measured(band.at_most, unit)))
    if band.below is not None:
        ends.append(tr("under {limit}", limit=_measured(band.below, unit)))
    values = tr(", ").join(ends) or tr("all else")
    if ends and isinstance(rule, ShortRule):
        values = tr("short by {values}", values=values)
    points = plain(band.points)
    return (
        tr("{values} loses {points}", values=values, points=points)
        if rule.loses
        else tr("{values} earns {points}", values=values, points=points)
    )
