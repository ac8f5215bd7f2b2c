"""Advice: what would earn the rest of an item, which gaps are dearest, the cheapest way to the next grade."""

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Grade, VetoEffect
from lawcheck.domain.pricing import Outcome
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import NOTHING, ItemScore

_MOST_STEPS = 10
"""More pieces or figures than these count as this many steps: a figure decides how many there are."""


class StepCode(StrEnum):
    """One thing that a person can do for an item."""

    ANSWER = "answer"
    CONFIRM = "confirm"
    FINISH = "finish"
    STATE = "state"
    CORRECT = "correct"
    IMPROVE = "improve"
    PROVE = "prove"
    SEPARATE = "separate"


class Step(NamedTuple):
    """A step and the points it opens up at most in each score.

    `names` are figures to state or to correct, `row` the evidence row to fill with `pieces` more, `holder`
    the item or parameter that it belongs to, `rule` the rule to improve (counted from 0).
    """

    code: StepCode
    item: str
    claimed: Fraction
    supported: Fraction
    names: tuple[str, ...] = ()
    row: str | None = None
    holder: str | None = None
    pieces: int = 0
    rule: int | None = None


class Explanation(NamedTuple):
    """An item's score, and the steps that would earn what is missing."""

    score: ItemScore
    next: tuple[Step, ...]


class Gap(NamedTuple):
    """An item that falls short: the points missing in the judged score, and how many steps they take."""

    score: ItemScore
    missing: Fraction
    effort: int
    is_gate: bool

    @property
    def worth(self) -> Fraction:
        """Return the points that a step brings on average."""
        return self.missing / self.effort


class Way(NamedTuple):
    """The cheapest set of gaps that reaches `grade`; gate items come first since they cap the grade."""

    grade: Grade
    needed: Fraction
    gaps: tuple[Gap, ...]


def explain(card: Scorecard, item: str) -> Explanation:
    """Return why `item` has its points, and what would earn the rest."""
    score = card.of(item)
    return Explanation(score, tuple(_steps(card, score)))


def _steps(card: Scorecard, score: ItemScore) -> Iterator[Step]:
    item = score.item
    left_claimed = NOTHING if score.claimed is None else item.points - score.claimed
    left = NOTHING if score.supported is None else item.points - score.supported
    if score.status is None:
        yield Step(StepCode.ANSWER, item.id, left_claimed, left)
    elif not score.is_answered:
        yield Step(StepCode.CONFIRM, item.id, left_claimed, left)
    elif score.status in (Status.PARTIAL, Status.NOT_DONE):
        yield Step(StepCode.FINISH, item.id, left_claimed, left)
    if score.status is not Status.NOT_APPLICABLE:
        yield from _rule_steps(card, score)
    if left and score.proof.lacks_distinct_pieces:
        yield Step(StepCode.SEPARATE, item.id, NOTHING, left, pieces=1)
    if left:
        for state in score.proof.rows:
            if state.row.required and state.missing:
                unproved = left - left_claimed if score.claimed is not None else left
                yield Step(
                    StepCode.PROVE,
                    item.id,
                    NOTHING,
                    unproved,
                    row=state.row.id,
                    holder=state.holder,
                    pieces=state.missing,
                )


def _rule_steps(card: Scorecard, score: ItemScore) -> Iterator[Step]:
    shown = {reason.rule: reason for reason in score.reasons if reason.rule is not None}
    for number, rule in enumerate(score.item.rules):
        missing = tuple(sorted(name for name in rule.names if card.stated.certain.get(name) is None))
        worth = rule.worth(score.item.points)
        reason = shown.get(number)
        if missing:
            opens = reason.applied.points if rule.loses and reason and reason.applied else worth
            yield Step(StepCode.STATE, score.item.id, opens, opens, names=missing, rule=number)
        elif reason and reason.applied and reason.applied.outcome is Outcome.MISSING:
            # All of them are there, and yet they give nothing: a part beyond its whole, a base of 0.
            names = tuple(sorted(rule.names & card.checklist.figures_by_name.keys()))
            opens = reason.applied.points if rule.loses else worth
            yield Step(StepCode.CORRECT, score.item.id, opens, opens, names=names, rule=number)
        elif reason and reason.applied and rule.names and reason.applied.outcome is Outcome.PRICED:
            got = reason.applied.points
            short = got if rule.loses else worth - got
            if short > 0:
                yield Step(StepCode.IMPROVE, score.item.id, short, short, rule=number)


def find_gaps(card: Scorecard) -> tuple[Gap, ...]:
    """Return every item that falls short in the judged score, gate items first, then by points a step."""
    column = card.checklist.gate.score
    failing = {
        card.checklist.items_by_id[id_].same_as or id_ for rule in card.verdict.rules for id_ in rule.items
    }
    gaps = []
    for score in card.items.values():
        found = score.columns[column].score
        missing = NOTHING if found is None else score.item.points - found
        is_gate = score.item.id in failing
        if missing > 0 or is_gate:
            steps = (max(step.pieces, len(step.names), 1) for step in _steps(card, score))
            effort = sum(min(one, _MOST_STEPS) for one in steps) or 1
            gaps.append(Gap(score, missing, effort, is_gate))
    return tuple(sorted(gaps, key=lambda gap: (not gap.is_gate, -gap.worth, gap.score.item.id)))


def cheapest_way(card: Scorecard) -> Way | None:
    """Return the fewest steps to the next grade in the judged score; None at the top or without a total.

    Points are counted as if nothing further became not applicable, so a rescaled group gives them at
    least. Every gate item that caps the grade is in the set.
    """
    column = card.checklist.gate.score
    total, grade = card.totals.columns[column], card.grades[column]
    if total is None or grade is None:
        return None
    if any(veto.strikes and veto.veto.effect is not VetoEffect.POINTS for veto in card.vetoes):
        return None
    higher = sorted((one for one in card.checklist.grades if one.at_least > grade.at_least), key=_threshold)
    if not higher:
        return None
    target = higher[0]
    gaps = find_gaps(card)
    cap = next((one for one in card.checklist.grades if one.id == card.checklist.gate.grade_at_most), None)
    must = tuple(gap for gap in gaps if gap.is_gate and cap is not None and cap.at_least < target.at_least)
    needed = target.at_least - total
    left = needed - sum((gap.missing for gap in must), NOTHING)
    chosen = _fewest_steps([gap for gap in gaps if gap not in must and gap.missing > 0], left)
    return None if chosen is None else Way(target, max(needed, NOTHING), must + chosen)


def _threshold(grade: Grade) -> Fraction:
    return grade.at_least


def _fewest_steps(gaps: list[Gap], needed: Fraction) -> tuple[Gap, ...] | None:
    """Return the gaps that bring `needed` points with the least effort, by dynamic programming."""
    if needed <= 0:
        return ()
    best: dict[int, tuple[Fraction, tuple[Gap, ...]]] = {0: (NOTHING, ())}
    for gap in gaps:
        for effort, (points, chosen) in sorted(best.items(), reverse=True):
            reached = effort + gap.effort
            if reached not in best or best[reached][0] < points + gap.missing:
                best[reached] = (points + gap.missing, (*chosen, gap))
    enough = [effort for effort, (points, _) in best.items() if points >= needed]
    return best[min(enough)][1] if enough else None
