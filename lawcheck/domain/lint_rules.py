"""What is wrong with an item's rules: prices, bands, limits, and what they can earn in all."""

import math
from collections.abc import Iterator
from fractions import Fraction

from lawcheck.domain.checklist import Item, Start
from lawcheck.domain.functions import Sort
from lawcheck.domain.lint_formulas import Known, lint_formula
from lawcheck.domain.pricing import Band, PricedRule, Steps
from lawcheck.domain.problems import Path, Problem, listed, problem
from lawcheck.domain.quantities import plain
from lawcheck.domain.rules import DaysRule, JudgedRule, Rule, StatusRule

_VALUES = ("done", "of", "to", "target", "base", "by", "times")
_PRICES = ("earn", "lose", "earn_by", "lose_by", "lose_all")
_FLAT = ("earn", "lose")
_STEPPED = ("each", "above", "below")
_SLOPE = ("none_at", "all_at")
_MANY_BANDS = 100


def lint_rules(item: Item, at: Path, known: Known) -> Iterator[Problem]:
    """Yield the problems of all rules of an item that stands at `at`."""
    for number, rule in enumerate(item.rules):
        path = (*at, "rules", number)
        yield from _lint_formulas(rule, path, known)
        yield from _lint_price(rule, path)
        if rule.per_period:
            yield from _lint_periods(rule, path, known)
        yield from _lint_slope(rule, path)
        if item.no_floor and rule.loses and rule.cap is None:
            yield problem(
                "nothing ends the losses of an item without a floor; give the rule a cap, "
                "which is also what a missing figure costs",
                code="cap-missing",
                path=path,
            )
        for price in ("earn_by", "lose_by"):
            yield from _lint_bands(getattr(rule, price), (*path, price))
    yield from _lint_earnings(item, at, known)


def _lint_formulas(rule: Rule, path: Path, known: Known) -> Iterator[Problem]:
    for key in _VALUES:
        wanted = Sort.DAY if isinstance(rule, DaysRule) and key in ("of", "by") else Sort.NUMBER
        formula = getattr(rule, key, None)
        yield from lint_formula(formula, wanted, (*path, key), known, per_period=rule.per_period)
    yield from lint_formula(rule.when, Sort.CONDITION, (*path, "when"), known, per_period=rule.per_period)


def _lint_periods(rule: PricedRule, path: Path, known: Known) -> Iterator[Problem]:
    counts = {name: len(known.periodic[name]) for name in sorted(rule.names) if name in known.periodic}
    if not counts:
        yield problem(
            "'per_period' needs a figure with 'every' in the rule; those that have it: {names}",
            code="per-period",
            path=(*path, "per_period"),
            names=listed(known.periodic),
        )
    elif len(set(counts.values())) > 1:
        yield problem(
            "the figures {names} are stated for periods of different lengths, so no period has them all",
            code="per-period",
            path=(*path, "per_period"),
            names=listed(counts),
        )


def _lint_price(rule: PricedRule, path: Path) -> Iterator[Problem]:
    prices = _prices(rule)
    if len(prices) != 1:
        yield problem(
            "a rule has exactly one price out of {prices}; this one has: {found}",
            code="price",
            path=(*path, prices[1]) if prices else path,
            prices=listed(_PRICES),
            found=listed(prices),
        )
        return
    for key in _idle(rule, prices[0]):
        yield problem(
            "'{key}' changes nothing beside '{price}' in this rule; leave it out",
            code="idle-key",
            path=(*path, key),
            key=key,
            price=prices[0],
        )


def _prices(rule: PricedRule) -> list[str]:
    # By identity: a price of 0 equals False, and is stated all the same.
    stated = ((key, getattr(rule, key)) for key in _PRICES)
    return [key for key, price in stated if price is not None and price is not False and price != ()]


def _idle(rule: PricedRule, price: str) -> list[str]:
    """Return the keys of the rule that its price never looks at."""
    stated = [key for key in (*_STEPPED, *_SLOPE) if getattr(rule, key) is not None]
    if rule.steps is not Steps.EXACT and rule.each is None:
        stated.append("steps")
    shared = rule.full is not None and rule.each is None
    if isinstance(rule, JudgedRule) and price in _FLAT:
        return stated
    if price not in _FLAT and price != "lose_all":
        return stated
    if price == "lose_all":
        return [key for key in stated if key in ("each", "steps", *_SLOPE) or rule.full is not None]
    if any(key in _SLOPE for key in stated):
        return [key for key in stated if key not in _SLOPE]
    if shared:
        return [key for key in stated if key != "each"]
    return [key for key in stated if key == "steps" or (key == "above" and rule.below is not None)]


def _lint_slope(rule: PricedRule, path: Path) -> Iterator[Problem]:
    stated = [key for key in _SLOPE if getattr(rule, key) is not None]
    if stated and rule.slope is None:
        yield problem(
            "'none_at' and 'all_at' go together and differ: nothing at the one, all points at the other",
            code="slope",
            path=(*path, stated[-1]),
        )
    if isinstance(rule, StatusRule) and rule.each is not None and rule.loses == (rule.below is None):
        yield problem(
            "the more is done, the worse this rule is for the unit; without 'each' what is missing counts",
            code="wrong-way",
            path=(*path, "each"),
            level="warning",
        )


def _lint_bands(bands: tuple[Band, ...], path: Path) -> Iterator[Problem]:
    if len(bands) > _MANY_BANDS:
        yield problem("a rule has at most {limit} bands", code="many-bands", path=path, limit=_MANY_BANDS)
        return
    for number, band in enumerate(bands):
        if _is_empty(band):
            yield problem("no value lies in this band", code="empty-band", path=(*path, number))
        elif any(_covers(earlier, band) for earlier in bands[:number]):
            yield problem(
                "this band is never reached, an earlier one takes all its values; put the narrower one first",
                code="hidden-band",
                path=(*path, number),
            )


Edge = tuple[Fraction | float, int]
"""A bound and whether it is open: 1 just above the number, -1 just below it, 0 the number itself."""


def _edges(band: Band) -> tuple[Edge, Edge]:
    lows: list[Edge] = [(-math.inf, 0)]
    highs: list[Edge] = [(math.inf, 0)]
    for bound, nudge, ends in (
        (band.at_least, 0, lows),
        (band.above, 1, lows),
        (band.at_most, 0, highs),
        (band.below, -1, highs),
    ):
        if bound is not None:
            ends.append((bound, nudge))
    return max(lows), min(highs)


def _is_empty(band: Band) -> bool:
    low, high = _edges(band)
    return low > high


def _covers(wide: Band, narrow: Band) -> bool:
    (wide_low, wide_high), (low, high) = _edges(wide), _edges(narrow)
    return wide_low <= low and high <= wide_high


def _lint_earnings(item: Item, at: Path, known: Known) -> Iterator[Problem]:
    """Yield where the rules cannot earn what the item is worth.

    A rule with `each` or `times` earns without end, one per period as often as there are periods. Alone in
    its item the item's points (or cap) end it; beside another rule nobody could say how much of the item
    each of them is worth, so it needs a cap.
    """
    if item.start is Start.FULL:
        if not any(rule.loses for rule in item.rules):
            yield problem(
                "the item starts full and no rule takes anything away", code="no-loss", path=(*at, "start")
            )
        return
    if any(len(_prices(rule)) != 1 for rule in item.rules):
        return
    earning = [(number, rule) for number, rule in enumerate(item.rules) if not rule.loses and rule.earn != 0]
    endless = [number for number, rule in earning if _is_endless(rule)]
    if endless and len(earning) > 1 and item.cap is None:
        for number in endless:
            yield problem(
                "this rule earns without end beside other rules; give it a cap",
                code="cap-missing",
                path=(*at, "rules", number),
            )
        return
    most = sum((_worth(rule, item, known) for _, rule in earning), Fraction(0))
    if most < item.points or (most > item.points and item.cap is None):
        yield problem(
            "the rules can earn {most} points, the item is worth {points}; make them equal, or state a cap",
            code="earn-mismatch",
            path=(*at, "points"),
            most=plain(most),
            points=plain(item.points),
        )


def _is_endless(rule: PricedRule) -> bool:
    stepped = rule.earn is not None and rule.each is not None
    return rule.cap is None and (stepped or rule.times is not None or rule.per_period)


def _worth(rule: PricedRule, item: Item, known: Known) -> Fraction:
    most = rule.worth(item.points)
    if not rule.per_period or rule.each is not None or rule.times is not None:
        return most
    # Alone in its item it need not say how often it earns, yet the periods must be enough.
    periods = max((len(known.periodic[name]) for name in rule.names if name in known.periodic), default=0)
    once = rule.earn or max((band.points for band in rule.earn_by), default=Fraction(0))
    return min(most, once * periods)
