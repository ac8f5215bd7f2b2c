"""Pass or fail: the checklist's policy against the scores, with every reason."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist, Column, GateItem, Grade, Veto, VetoEffect
from lawcheck.domain.formulas import Figures, Formula
from lawcheck.domain.quantities import Interval
from lawcheck.domain.scoring import ItemScore


class RuleKind(StrEnum):
    """What a rule of the gate looks at."""

    MINIMUM = "minimum"
    ITEM = "item"
    VETO = "veto"
    CHECK = "check"
    UNANSWERED = "unanswered"
    UNSUPPORTED = "unsupported"


class GateRule(NamedTuple):
    """One rule of the gate: passed, failed, or None where it cannot be decided, which does not pass.

    `limit` and `found` are points or numbers of items; `items` are those at fault.
    """

    id: str
    kind: RuleKind
    held: bool | None
    items: tuple[str, ...] = ()
    limit: Fraction | None = None
    found: Fraction | None = None

    @property
    def passed(self) -> bool:
        """Whether the gate lets this pass."""
        return self.held is True


class Verdict(NamedTuple):
    """What the gate says: the score that it judged, and every rule."""

    column: Column
    score: Fraction | None
    rules: tuple[GateRule, ...]

    @property
    def passed(self) -> bool:
        """Whether every rule passed."""
        return all(rule.passed for rule in self.rules)


class Strictness(NamedTuple):
    """What the command line adds; it can only demand more than the checklist does."""

    minimum: Fraction | None = None
    unanswered: int | None = None
    unsupported: int | None = None
    all_checks: bool = False


class CheckResult(NamedTuple):
    """A check, whether it holds (None: not decided), and its two sides where it has two."""

    id: str
    holds: bool | None
    formula: Formula
    left: Interval | None
    right: Interval | None
    relation: str | None


class VetoResult(NamedTuple):
    """A veto and whether it strikes (None: not decided)."""

    veto: Veto
    strikes: bool | None


def run_checks(checklist: Checklist, *figures: Figures) -> tuple[CheckResult, ...]:
    """Return every check with its outcome; one over several sets of figures must hold over each.

    The sides are those over the first set.
    """
    return tuple(_run_check(check.id, check.holds, figures) for check in checklist.checks)


def _run_check(check: str, formula: Formula, figures: tuple[Figures, ...]) -> CheckResult:
    outcomes = {formula.holds(one) for one in figures}
    holds = False if False in outcomes else None if None in outcomes else True
    sides = formula.sides
    if sides is None:
        return CheckResult(check, holds, formula, None, None, None)
    left, relation, right = sides
    return CheckResult(check, holds, formula, left.value(figures[0]), right.value(figures[0]), relation)


def run_vetoes(checklist: Checklist, *figures: Figures) -> tuple[VetoResult, ...]:
    """Return every veto with its outcome; one over several sets of figures strikes if it does over any."""
    return tuple(VetoResult(veto, _strikes(veto, figures)) for veto in checklist.vetoes)


def _strikes(veto: Veto, figures: tuple[Figures, ...]) -> bool | None:
    outcomes = {veto.when.holds(one) for one in figures}
    return True if True in outcomes else None if None in outcomes else False


def is_met(entry: GateItem | None, score: ItemScore, column: Column, figures: Figures) -> bool:
    """Whether one item meets what its gate entry asks, in the score that is judged.

    Full points, or the entry's own condition (without an entry there is none); for a condition the item
    must still be proved where the judged score asks for proof. Not applicable counts as met when it is
    proved or no proof is asked.
    """
    points = score.columns[column]
    if not score.is_answered:
        return False
    if points.score is None:
        if column is Column.REVIEWED:
            return points.weight == 0
        return score.proof.complete
    if score.status is Status.NOT_APPLICABLE or score.status is Status.NOT_DONE:
        return False
    if entry is not None and entry.met is not None:
        proved = column is not Column.SUPPORTED or score.proof.complete
        return proved and entry.met.holds(figures) is True
    # What a void rule took out of the item (0 of 0) is not asked for.
    least = entry.least if entry is not None else None
    return points.score >= (points.weight if least is None else least)


def judge_items(
    checklist: Checklist, scores: Mapping[str, ItemScore], column: Column, figures: Figures
) -> tuple[GateRule, ...]:
    """Return the gate's items, each with the rows at fault."""
    rules = []
    for entry in checklist.gate.items:
        unmet = [
            item
            for item in entry.items
            if not is_met(entry, scores[checklist.items_by_id[item].same_as or item], column, figures)
        ]
        rules.append(GateRule(entry.id, RuleKind.ITEM, not unmet, tuple(unmet)))
    return tuple(rules)


class Judged(NamedTuple):
    """What the gate looks at: the items' scores, the total judged, and what the figures settle."""

    scores: Mapping[str, ItemScore]
    total: Fraction | None
    figures: Figures
    checks: tuple[CheckResult, ...]
    vetoes: tuple[VetoResult, ...]


def judge(checklist: Checklist, judged: Judged, stricter: Strictness) -> Verdict:
    """Return the verdict over everything that the checklist's policy and `stricter` ask."""
    policy = checklist.gate
    scores, total = judged.scores, judged.total
    minimum = max(policy.minimum, stricter.minimum if stricter.minimum is not None else policy.minimum)
    rules = [
        GateRule("minimum", RuleKind.MINIMUM, None if total is None else total >= minimum, (), minimum, total)
    ]
    for result in judged.vetoes:
        struck = result.strikes
        rules.append(GateRule(result.veto.id, RuleKind.VETO, None if struck is None else not struck))
    rules += judge_items(checklist, scores, policy.score, judged.figures)
    required = {check.id for check in checklist.checks} if stricter.all_checks else set(policy.checks)
    rules += [GateRule(one.id, RuleKind.CHECK, one.holds) for one in judged.checks if one.id in required]
    open_items = [id_ for id_, score in scores.items() if not score.is_answered]
    bare = [
        id_
        for id_, score in scores.items()
        if score.is_answered and score.status is not Status.NOT_DONE and not score.proof.complete
    ]
    rules += _allow("unanswered", RuleKind.UNANSWERED, open_items, policy.unanswered, stricter.unanswered)
    rules += _allow("unsupported", RuleKind.UNSUPPORTED, bare, policy.unsupported, stricter.unsupported)
    return Verdict(policy.score, total, tuple(rules))


def _allow(
    id_: str, kind: RuleKind, items: list[str], policy: int | None, flag: int | None
) -> list[GateRule]:
    limits = [limit for limit in (policy, flag) if limit is not None]
    if not limits:
        return []
    limit, found = Fraction(min(limits)), Fraction(len(items))
    return [GateRule(id_, kind, found <= limit, tuple(items) if found > limit else (), limit, found)]


def grade_of(
    checklist: Checklist, total: Fraction | None, vetoes: Iterable[VetoResult], gate_items: Iterable[GateRule]
) -> Grade | None:
    """Return the best band reached, capped by vetoes and unmet gate items; None without a total.

    A veto that cannot be decided caps as if it struck: leaving its figure out must not help.
    """
    if total is None or not checklist.grades:
        return None
    grades = sorted(checklist.grades, key=lambda grade: grade.at_least, reverse=True)
    best = next((place for place, grade in enumerate(grades) if total >= grade.at_least), len(grades) - 1)
    places = {grade.id: place for place, grade in enumerate(grades)}
    cap = checklist.gate.grade_at_most
    if cap is not None and not all(rule.passed for rule in gate_items):
        best = max(best, places[cap])
    for veto, strikes in vetoes:
        if strikes is False:
            continue
        if veto.effect is VetoEffect.FAIL:
            best = len(grades) - 1
        elif veto.grade_at_most is not None:
            best = max(best, places[veto.grade_at_most])
    return grades[best]
