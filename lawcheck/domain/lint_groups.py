"""What is wrong with the sums: groups, their weights and bounds, the total, the decimals of points."""

from collections.abc import Iterator
from fractions import Fraction

from lawcheck.domain.checklist import Checklist, Group
from lawcheck.domain.problems import Path, Problem, problem
from lawcheck.domain.quantities import DECIMAL_PLACES_LIMIT, plain
from lawcheck.domain.scoring import rounded

_DIGITS_LIMIT = 15
"""Decimal digits that every number of JSON keeps."""


def lint_groups(checklist: Checklist) -> Iterator[Problem]:
    """Yield groups and a total that are not what stands in them, and bounds that exclude each other."""
    sums = dict.fromkeys((group.id for group in checklist.groups), Fraction(0))
    for item in checklist.items:
        if item.group in sums:
            sums[item.group] += item.points
    for group in checklist.groups:
        if group.parent in sums:
            sums[group.parent] += group.worth
    after = {group.id for group in checklist.groups if group.parent is None and group.after_total}
    for number, group in enumerate(checklist.groups):
        at = ("groups", number)
        yield from _lint_place(group, sums, at)
        yield from _lint_after(group, after, checklist.scoring.total, at)
        yield from _lint_bounds(group.floor, group.cap, group.points, at)
    whole = sum(
        (group.worth for group in checklist.groups if group.parent is None and not group.after_total),
        Fraction(0),
    )
    scoring = checklist.scoring
    if whole != scoring.total:
        yield problem(
            "the groups add up to {sum} points, not to the total of {total}",
            code="total",
            path=("scoring", "total"),
            sum=plain(whole),
            total=plain(scoring.total),
        )
    yield from _lint_bounds(scoring.floor, scoring.cap, scoring.total, ("scoring",))


def _lint_place(group: Group, sums: dict[str, Fraction], at: Path) -> Iterator[Problem]:
    if group.parent is not None and group.parent not in sums:
        yield problem(
            "group {group} stands in group {parent}, which does not exist",
            code="unknown-group",
            path=(*at, "id"),
            group=group.id,
            parent=group.parent,
        )
    if sums[group.id] != group.points:
        yield problem(
            "what stands in group {group} adds up to {sum} points, not {points}",
            code="points-sum",
            path=(*at, "points"),
            group=group.id,
            sum=plain(sums[group.id]),
            points=plain(group.points),
        )


def _lint_after(group: Group, after: set[str], total: Fraction, at: Path) -> Iterator[Problem]:
    if group.parent is not None and group.after_total:
        yield problem(
            "only a group at the top, like {top}, counts after the total; delete 'after_total' here",
            code="after-total",
            path=(*at, "after_total"),
            top=group.parent,
        )
    if (group.parent or group.id) in after and group.not_applicable is not None:
        yield problem(
            "what counts after the total is never raised for what does not apply; delete 'not_applicable'",
            code="after-total",
            path=(*at, "not_applicable"),
        )
    needed = group.needs_total
    if needed is None:
        return
    if (group.parent or group.id) not in after:
        yield problem(
            "only what counts after the total can wait for it; add 'after_total' to the group, "
            "or delete 'needs_total'",
            code="needs-total",
            path=(*at, "needs_total"),
        )
    elif not 0 < needed <= total:
        yield problem(
            "the total before this group is between 0 and {total}, so {needed} decides nothing",
            code="needs-total",
            path=(*at, "needs_total"),
            needed=plain(needed),
            total=plain(total),
        )


def _lint_bounds(
    floor: Fraction | None, cap: Fraction | None, points: Fraction, at: Path
) -> Iterator[Problem]:
    most = points if cap is None else cap
    if floor is not None and floor > most:
        yield problem(
            "the floor {floor} lies above the most that counts here, {most}",
            code="floor-above-cap",
            path=(*at, "floor"),
            floor=plain(floor),
            most=plain(most),
        )


def lint_precision(checklist: Checklist) -> Iterator[Problem]:
    """Yield points that are finer than the decimals of a score, and totals that JSON could not keep."""
    scoring = checklist.scoring
    if scoring.decimals > DECIMAL_PLACES_LIMIT:
        return
    points: list[tuple[Path, Fraction | None]] = [
        (("scoring", key), getattr(scoring, key)) for key in ("total", "cap", "floor")
    ]
    for table, rows, keys in (
        ("groups", checklist.groups, ("points", "cap", "floor")),
        ("items", checklist.items, ("points", "cap", "floor")),
        ("vetoes", checklist.vetoes, ("points",)),
    ):
        points += [
            ((table, number, key), getattr(row, key)) for number, row in enumerate(rows) for key in keys
        ]
    for number, group in enumerate(checklist.groups):
        points += [
            (("groups", number, "needs_total"), group.needs_total),
            (("groups", number, "weight"), None if group.weight is None else group.worth),
        ]
    points += _given_at_once(checklist)
    for path, value in points:
        if value is not None:
            yield from _lint_number(value, scoring.decimals, path)
    yield from _lint_steps(checklist)


def _lint_steps(checklist: Checklist) -> Iterator[Problem]:
    """Yield prices for each of something of which a single one is rounded to nothing."""
    scoring = checklist.scoring
    for place, item in enumerate(checklist.items):
        for number, rule in enumerate(item.rules):
            key, price = ("lose", rule.lose) if rule.loses else ("earn", rule.earn)
            if rule.each is not None and price and not rounded(price, scoring.decimals, scoring.rounding):
                yield problem(
                    "one of these is rounded to nothing: {points} points with {decimals} decimals; "
                    "raise 'decimals', or price more of them at once",
                    code="price-lost",
                    path=("items", place, "rules", number, key),
                    level="warning",
                    points=plain(price),
                    decimals=scoring.decimals,
                )


def _given_at_once(checklist: Checklist) -> Iterator[tuple[Path, Fraction | None]]:
    """Yield the points of rules that are given as they stand; those for each of something add up first."""
    for place, item in enumerate(checklist.items):
        for number, rule in enumerate(item.rules):
            at = ("items", place, "rules", number)
            yield (*at, "cap"), rule.cap
            if rule.each is None and rule.times is None:
                yield (*at, "earn"), rule.earn
                yield (*at, "lose"), rule.lose
                for key in ("earn_by", "lose_by"):
                    bands = getattr(rule, key)
                    yield from (((*at, key, band), one.points) for band, one in enumerate(bands))


def _lint_number(points: Fraction, decimals: int, path: Path) -> Iterator[Problem]:
    if (points * 10**decimals).denominator != 1:
        yield problem(
            "{points} points are finer than the {decimals} decimals to which items are rounded",
            code="points-too-fine",
            path=path,
            points=plain(points),
            decimals=decimals,
        )
    digits = len(str(int(abs(points))))
    if digits + decimals > _DIGITS_LIMIT:
        yield problem(
            "{digits} digits before the point and {decimals} behind it are more than the {limit} "
            "that JSON keeps; lower 'decimals'",
            code="too-many-digits",
            path=path,
            digits=digits,
            decimals=decimals,
            limit=_DIGITS_LIMIT,
        )
