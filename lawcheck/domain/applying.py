"""Which items apply, and the not-applicable answers that follow where one does not.

A condition looks at parameters, at figures, and at what other items were answered (`D1-07 = done`). Only one
that is known to be false makes an item not applicable; what nobody knows leaves it where it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Answer, Assessment, Status
from lawcheck.domain.checklist import Checklist, Item
from lawcheck.domain.formulas import Figures, Formula
from lawcheck.domain.parameters import constants
from lawcheck.domain.pricing import Outcome, Situation
from lawcheck.domain.proof import ItemProof, Register, prove, prove_not_applicable, prove_rows
from lawcheck.domain.quantities import Interval, exactly

STATUS_NUMBERS = {
    Status.NOT_APPLICABLE: exactly(0),
    Status.NOT_DONE: exactly(1),
    Status.PARTIAL: exactly(2),
    Status.DONE: exactly(3),
}
"""What the statuses are in a condition, so that `A1-04 >= partial` means what it says."""


class Following(NamedTuple):
    """An assessment with the answers that follow, and for each of those items the condition that fails."""

    assessment: Assessment
    because: Mapping[str, Formula]


def follow(checklist: Checklist, assessment: Assessment, stated: Figures) -> Following:
    """Return `assessment` with a not-applicable answer for every item whose condition is known to fail.

    `stated` are the figures as they count before anything follows. An item with a recorded loss applies
    whatever its condition says, since the loss must not vanish.
    """
    if not any(item.applies for item in checklist.items):
        return Following(assessment, {})
    found = _Conditions(checklist, assessment, stated)
    because = {
        item.id: item.applies for item in checklist.items if item.applies and found.applies(item) is False
    }
    answers = dict(assessment.answers)
    for id_ in because:
        answers[id_] = replace(answers.get(id_, Answer()), status=Status.NOT_APPLICABLE, confirmed=True)
    return Following(replace(assessment, answers=answers), because)


class _Conditions:
    """Looks up what a condition names, the answers that follow from other conditions included."""

    def __init__(self, checklist: Checklist, assessment: Assessment, stated: Figures) -> None:
        self.checklist = checklist
        self.assessment = assessment
        self.stated = stated
        self.constants: dict[str, Interval | None] = constants(checklist.parameters, assessment.parameters)
        self.constants |= {str(status): number for status, number in STATUS_NUMBERS.items()}
        self.periods = checklist.periodic_figures
        self.known: dict[str, bool | None] = {}

    def applies(self, item: Item) -> bool | None:
        """Whether the item's condition holds. In a circle nothing is known."""
        if item.applies is None:
            return True
        if item.id not in self.known:
            self.known[item.id] = None
            holds = item.applies.holds({name: self._value(name) for name in item.applies.names})
            # Whoever says so themselves needs no condition; a recorded loss is stronger than one.
            if holds is False and (
                self._is_stated_so(item)
                or records_loss(item, self.stated, self.periods, self.assessment.figures)
            ):
                holds = None
            self.known[item.id] = holds
        return self.known[item.id]

    def _is_stated_so(self, item: Item) -> bool:
        return self._stated(item.id) is Status.NOT_APPLICABLE

    def _stated(self, id_: str) -> Status | None:
        answer = self.assessment.answers.get(id_)
        return answer.status if answer and answer.confirmed else None

    def _value(self, name: str) -> Interval | None:
        if name in self.constants:
            return self.constants[name]
        if (item := self.checklist.items_by_id.get(name)) is not None:
            status = self._status(item)
            return None if status is None else STATUS_NUMBERS[status]
        figure = self.checklist.figures_by_name.get(name)
        owner = figure and self.checklist.items_by_id.get(figure.owner)
        if owner and self._status(owner) is Status.NOT_APPLICABLE:
            return None
        return self.stated.get(name)

    def _status(self, item: Item) -> Status | None:
        item = self.checklist.items_by_id[item.same_as or item.id]
        if self.applies(item) is False:
            return Status.NOT_APPLICABLE
        return self._stated(item.id)


def records_loss(
    item: Item, figures: Figures, periods: Mapping[str, tuple[str, ...]], rough: Iterable[str] = ()
) -> bool:
    """Whether what is stated already costs the item points.

    `rough` are figures that are stated but not certain: a loss said roughly is a record, too.
    """
    recorded = {*(name for name, value in figures.items() if value is not None), *rough}
    situation = Situation(figures, Fraction(0), item.points, periods=periods)
    for rule in item.rules:
        if rule.loses and rule.names:
            applied = rule.apply(situation)
            is_recorded = applied.outcome is Outcome.PRICED or rule.names <= recorded
            if applied.points and is_recorded:
                return True
    return False


class Prover(NamedTuple):
    """What it takes to say whether an item's not-applicable answer is proved."""

    checklist: Checklist
    following: Following
    register: Register
    figures: Figures

    def prove(self, item: Item, because: Formula, behind: frozenset[str] = frozenset()) -> ItemProof:
        """Return whether it is proved that the item does not apply: by all that its condition rests on.

        That is the proof of each parameter that asks for one, of each item named, and the item's own row
        `na`. `behind` are the items whose proof waits for this one; what goes in a circle is no proof.
        """
        behind |= {item.id}
        proofs = [prove_not_applicable(item, self.register, self.figures)]
        for parameter in self.checklist.parameters:
            if parameter.proof and parameter.name in because.names:
                rows = (parameter.proof,)
                proofs.append(prove_rows(parameter.id, rows, self.register, self.figures))
        proofs += [self._prove_answer(other, behind) for other in _named_items(because, self.checklist)]
        complete = all(proof.complete for proof in proofs)
        return ItemProof(Fraction(complete), tuple(row for proof in proofs for row in proof.rows))

    def _prove_answer(self, item: Item, behind: frozenset[str]) -> ItemProof:
        """Return whether what the item was answered is proved; nobody has to prove what they did not do."""
        answer = self.following.assessment.answers.get(item.id)
        if item.id in behind:
            return ItemProof(Fraction(0), ())
        if answer is None or answer.status is None or answer.status is Status.NOT_DONE:
            return ItemProof(Fraction(1), ())
        if answer.status is not Status.NOT_APPLICABLE:
            return prove(item, self.register, self.figures)
        because = self.following.because.get(item.id)
        if because is None:
            return prove_not_applicable(item, self.register, self.figures)
        return self.prove(item, because, behind)


def _named_items(because: Formula, checklist: Checklist) -> Iterator[Item]:
    for name in sorted(because.names):
        if (item := checklist.items_by_id.get(name)) is not None:
            yield checklist.items_by_id[item.same_as or item.id]
