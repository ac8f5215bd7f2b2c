"""What is wrong with what is decided after scoring: grades, gate, checks, vetoes."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from lawcheck.domain.checklist import Checklist, GateItem, Veto, VetoEffect
from lawcheck.domain.functions import Sort
from lawcheck.domain.lint_formulas import Known, lint_formula
from lawcheck.domain.lint_references import lint_item_id
from lawcheck.domain.problems import Nearest, Path, Problem, problem
from lawcheck.domain.quantities import plain


def lint_gate(checklist: Checklist, known: Known) -> Iterator[Problem]:
    """Yield the problems of grades, gate, checks and vetoes."""
    yield from _lint_grades(checklist)
    yield from _lint_policy(checklist, known)
    for number, check in enumerate(checklist.checks):
        yield from lint_formula(check.holds, Sort.CONDITION, ("checks", number, "holds"), known)
    for number, veto in enumerate(checklist.vetoes):
        at = ("vetoes", number)
        yield from lint_formula(veto.when, Sort.CONDITION, (*at, "when"), known)
        yield from lint_formula(veto.times, Sort.NUMBER, (*at, "times"), known)
        yield from _lint_grade(checklist, veto.grade_at_most, (*at, "grade_at_most"), known.nearest)
        yield from _lint_effect(veto, at)


def _lint_effect(veto: Veto, at: Path) -> Iterator[Problem]:
    if veto.effect is VetoEffect.GRADE and veto.grade_at_most is None:
        yield problem(
            "the veto caps the grade, so 'grade_at_most' must name the grade that is left",
            code="veto-grade",
            path=(*at, "effect"),
        )
    if veto.effect is VetoEffect.FAIL and veto.grade_at_most is not None:
        yield problem(
            "a veto that fails the whole leaves no grade; delete 'grade_at_most'",
            code="veto-grade",
            path=(*at, "grade_at_most"),
        )
    if veto.effect is VetoEffect.POINTS:
        if not veto.points:
            yield problem(
                "the veto takes points off the total, so 'points' must say how many",
                code="veto-points",
                path=(*at, "effect"),
            )
        return
    for key in ("points", "times"):
        if getattr(veto, key) is not None:
            yield problem(
                "only a veto whose effect is \"points\" takes points off; delete '{key}'",
                code="veto-points",
                path=(*at, key),
                key=key,
            )


def _lint_grades(checklist: Checklist) -> Iterator[Problem]:
    if not checklist.grades:
        yield problem("at least one grade is needed", code="no-grades", path=("grades",))
    for number, (upper, lower) in enumerate(pairwise(checklist.grades), start=1):
        if lower.at_least >= upper.at_least:
            yield problem(
                "grades stand from the best down; '{lower}' begins at {least}, not below '{upper}'",
                code="grades-order",
                path=("grades", number, "at_least"),
                lower=lower.id,
                least=plain(lower.at_least),
                upper=upper.id,
            )


def _most(checklist: Checklist) -> Fraction:
    """Return the highest total: all points, what may be earned beyond them, and the total's own cap."""
    beyond = sum((max(item.most - item.points, Fraction(0)) for item in checklist.items), Fraction(0))
    bonus = sum((group.points for group in checklist.groups if group.after_total), Fraction(0))
    most = checklist.scoring.total + bonus + beyond
    return most if checklist.scoring.cap is None else min(most, checklist.scoring.cap)


def _lint_policy(checklist: Checklist, known: Known) -> Iterator[Problem]:
    gate = checklist.gate
    most = _most(checklist)
    if gate.minimum > most:
        yield problem(
            "the gate asks for {minimum} points of {total}; nobody can pass it",
            code="gate-minimum",
            path=("gate", "minimum"),
            minimum=plain(gate.minimum),
            total=plain(most),
        )
    yield from _lint_grade(checklist, gate.grade_at_most, ("gate", "grade_at_most"), known.nearest)
    checks = {check.id for check in checklist.checks}
    for number, name in enumerate(gate.checks):
        if name not in checks:
            yield problem(
                "there is no check '{name}'; the nearest: {near}",
                code="unknown-check",
                path=("gate", "checks", number),
                name=name,
                near=known.nearest.to(name, checks),
            )
    for number, entry in enumerate(gate.items):
        yield from _lint_entry(checklist, entry, ("gate", "items", number), known)


def _lint_entry(checklist: Checklist, entry: GateItem, at: Path, known: Known) -> Iterator[Problem]:
    if not entry.items:
        yield problem("a gate item names at least one item", code="no-items", path=(*at, "items"))
    yield from lint_formula(entry.met, Sort.CONDITION, (*at, "met"), known)
    if entry.met is not None and entry.least is not None:
        yield problem(
            "'met' and 'least' exclude each other; keep the one that is meant",
            code="met-and-least",
            path=(*at, "least"),
        )
    for place, name in enumerate(entry.items):
        yield from lint_item_id(name, checklist.items_by_id, (*at, "items", place), known.nearest)
        item = checklist.items_by_id.get(name)
        item = checklist.items_by_id.get(item.same_as) if item and item.same_as else item
        if item is None or item.same_as:
            continue
        if not item.points and entry.met is None and not entry.least:
            yield problem(
                "{item} is worth 0 points, which every answer has; say in 'met' or 'least' when it is met",
                code="gate-item-free",
                path=(*at, "items", place),
                item=name,
            )
        if entry.least is not None and entry.least > item.most:
            yield problem(
                "{least} points are more than {item} can score",
                code="least-too-high",
                path=(*at, "least"),
                least=plain(entry.least),
                item=name,
            )


def _lint_grade(checklist: Checklist, name: str | None, path: Path, nearest: Nearest) -> Iterator[Problem]:
    grades = {grade.id for grade in checklist.grades}
    if name is not None and name not in grades:
        yield problem(
            "there is no grade '{name}'; the nearest: {near}",
            code="unknown-grade",
            path=path,
            name=name,
            near=nearest.to(name, grades),
        )
