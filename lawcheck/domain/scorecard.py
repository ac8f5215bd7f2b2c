"""The scorecard: everything that any format, the gate or an explanation may show, as data."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lawcheck.domain.applying import Following, Prover, follow
from lawcheck.domain.assessment import Assessment, PieceState
from lawcheck.domain.cases import Case, Difference, count, differences, join
from lawcheck.domain.checklist import Checklist, Column, Grade, Item
from lawcheck.domain.figures import Stated, figures_of, read_figures
from lawcheck.domain.formulas import Figures
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
from lawcheck.domain.proof import Register, index_evidence
from lawcheck.domain.scoring import Circumstances, Granted, ItemScore, NotApplying, admit, score_item
from lawcheck.domain.totals import Totals, add_up


class Progress(NamedTuple):
    """How many items there are to answer, how many have a status, how many of those nobody confirmed."""

    items: int
    answered: int
    unconfirmed: int


class Scorecard(NamedTuple):
    """One assessment, scored.

    `stated` are the figures as claimed, `figures` those of each score, which cases may tell apart;
    `differences` are typed figures that the cases do not bear out.
    """

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
    figures: Mapping[Column, Stated]
    cases: tuple[Case, ...] = ()
    differences: tuple[Difference, ...] = ()

    def as_case(self, name: str) -> Case:
        """Return what a yearly checklist may know of this as one of its cases."""
        return Case(
            name,
            self.checklist.id,
            self.checklist.title,
            self.stated.certain,
            self.items,
            self.checklist.scoring.total,
            self.totals.columns,
            self.verdict.passed,
        )

    def over(self, column: Column | None) -> "Scorecard":
        """Return the card with the figures of one score, for a reason that was reckoned over those."""
        return self if column is None else self._replace(stated=self.figures[column])

    def of(self, item: str) -> ItemScore:
        """Return the score of an item, or of the item that its row shares."""
        return self.items[self.checklist.items_by_id[item].same_as or item]


def score(  # noqa: PLR0913  # all that an assessment is scored on
    checklist: Checklist,
    assessment: Assessment,
    pieces: Mapping[str, PieceState],
    grants: Mapping[str, Granted] | None = None,
    stricter: Strictness = Strictness(),  # noqa: B008  # a NamedTuple does not change
    *,
    cases: Sequence[Case] = (),
) -> Scorecard:
    """Return the scorecard of `assessment`.

    `pieces` says how each piece of evidence stands on disk; what is not in it is no proof. `cases` supply
    the figures that the checklist takes from them.

    Raises:
        Refused: A figure is no figure of its kind, or a case is not of the checklist that is asked for.
    """
    ground = _Ground.of(checklist, assessment, pieces, cases)
    grants = grants or {}
    items = {
        item.id: ground.score(item, grants.get(item.id)) for item in checklist.items if item.same_as is None
    }
    if grants:
        items = {id_: admit(one) for id_, one in items.items()}
    claimed, decided = ground.certain(Column.CLAIMED), ground.certain(checklist.gate.score)
    looked_at = (claimed,) if claimed is decided else (claimed, decided)
    checks = run_checks(checklist, *looked_at)
    vetoes = run_vetoes(checklist, *looked_at)
    totals = add_up(checklist, items.values(), vetoes, claimed)
    grades = {
        column: grade_of(
            checklist,
            totals.columns[column],
            vetoes,
            judge_items(checklist, items, column, ground.certain(column)),
        )
        for column in Column
    }
    judged = Judged(items, totals.columns[checklist.gate.score], decided, checks, vetoes)
    verdict = judge(checklist, judged, stricter)
    answered = [one for one in items.values() if one.status is not None]
    progress = Progress(len(items), len(answered), sum(not one.is_answered for one in answered))
    return Scorecard(
        checklist,
        assessment,
        ground.figures[Column.CLAIMED],
        items,
        totals,
        grades,
        checks,
        vetoes,
        verdict,
        progress,
        ground.figures,
        tuple(cases),
        ground.differences,
    )


class _Ground(NamedTuple):
    """What items are scored on: the figures of each score, the answers that follow, the evidence."""

    checklist: Checklist
    figures: Mapping[Column, Stated]
    following: Following
    register: Register
    differences: tuple[Difference, ...]

    @classmethod
    def of(
        cls,
        checklist: Checklist,
        assessment: Assessment,
        pieces: Mapping[str, PieceState],
        cases: Sequence[Case],
    ) -> "_Ground":
        typed = read_figures(checklist, assessment)
        figures = dict.fromkeys(Column, typed)
        apart: tuple[Difference, ...] = ()
        if counted := {column: count(checklist, cases, column) for column in Column if cases}:
            figures = {column: typed.replaced(counted[column]) for column in Column}
            apart = differences(checklist, typed.quantities, counted[Column.CLAIMED])
        following = follow(checklist, assessment, figures[Column.CLAIMED].certain)
        if following.because:
            gone = figures_of(checklist, following.because)
            figures = {column: stated.without(gone) for column, stated in figures.items()}
        return cls(checklist, figures, following, index_evidence(assessment.evidence, pieces), apart)

    def certain(self, column: Column) -> Figures:
        return self.figures[column].certain

    def score(self, item: Item, granted: Granted | None) -> ItemScore:
        claimed = self._score(item, granted, self.certain(Column.CLAIMED))
        supported = self.certain(Column.SUPPORTED)
        if supported is self.certain(Column.CLAIMED) or supported == self.certain(Column.CLAIMED):
            return claimed
        return join(claimed, self._score(item, granted, supported))

    def _score(self, item: Item, granted: Granted | None, figures: Figures) -> ItemScore:
        periods = self.checklist.periodic_figures
        around = Circumstances(self.checklist.scoring, figures, self.register, periods)
        answer = self.following.assessment.answers.get(item.id)
        because = self.following.because.get(item.id)
        if because is None:
            return score_item(item, answer, around, granted)
        proof = Prover(self.checklist, self.following, self.register, figures).prove(item, because)
        return score_item(item, answer, around, granted, NotApplying(because, proof))
