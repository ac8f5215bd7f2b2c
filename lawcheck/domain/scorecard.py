"""The scorecard: everything that any format, the gate or an explanation may show, as data."""

from collections.abc import Mapping
from typing import NamedTuple

from lawcheck.domain.assessment import Assessment, PieceState
from lawcheck.domain.checklist import Checklist, Column, Grade
from lawcheck.domain.figures import Stated, read_figures
from lawcheck.domain.gate import (
    CheckResult,
    Judged,
    Strictness,
    Verdict,
    VetoResult,
    grade_of,
    judge,
    judge_items,
    run_checks,
    run_vetoes,
)
from lawcheck.domain.proof import index_evidence
from lawcheck.domain.scoring import Circumstances, Granted, ItemScore, admit, score_item
from lawcheck.domain.totals import Totals, add_up


class Progress(NamedTuple):
    """How many items there are to answer, how many have a status, how many of those nobody confirmed."""

    items: int
    answered: int
    unconfirmed: int


class Scorecard(NamedTuple):
    """One assessment, scored."""

    checklist: Checklist
    assessment: Assessment
    stated: Stated
    items: Mapping[str, ItemScore]
    totals: Totals
    grades: Mapping[Column, Grade | None]
    checks: tuple[CheckResult, ...]
    vetoes: tuple[VetoResult, ...]
    verdict: Verdict
    progress: Progress

    def of(self, item: str) -> ItemScore:
        """Return the score of an item, or of the item that its row shares."""
        return self.items[self.checklist.items_by_id[item].same_as or item]


def score(
    checklist: Checklist,
    assessment: Assessment,
    pieces: Mapping[str, PieceState],
    grants: Mapping[str, Granted] | None = None,
    stricter: Strictness = Strictness(),  # noqa: B008  # a NamedTuple does not change
) -> Scorecard:
    """Return the scorecard of `assessment`.

    `pieces` says how each piece of evidence stands on disk; what is not in it is no proof.

    Raises:
        Refused: A figure is no figure of its kind.
    """
    grants = grants or {}
    stated = read_figures(checklist, assessment)
    register = index_evidence(assessment.evidence, pieces)
    around = Circumstances(checklist.scoring, stated.certain, register, checklist.periodic_figures)
    items = {
        item.id: score_item(item, assessment.answers.get(item.id), around, grants.get(item.id))
        for item in checklist.items
        if item.same_as is None
    }
    if grants:
        items = {id_: admit(one) for id_, one in items.items()}
    checks = run_checks(checklist, stated.certain)
    vetoes = run_vetoes(checklist, stated.certain)
    totals = add_up(checklist, items.values(), vetoes, stated.certain)
    grades = {
        column: grade_of(
            checklist, totals.columns[column], vetoes, judge_items(checklist, items, column, stated.certain)
        )
        for column in Column
    }
    judged = Judged(items, totals.columns[checklist.gate.score], stated.certain, checks, vetoes)
    verdict = judge(checklist, judged, stricter)
    answered = [one for one in items.values() if one.status is not None]
    progress = Progress(len(items), len(answered), sum(not one.is_answered for one in answered))
    return Scorecard(checklist, assessment, stated, items, totals, grades, checks, vetoes, verdict, progress)
