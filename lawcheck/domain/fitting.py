"""Whether an assessment fits its checklist: every id known, every figure of its kind, no refused answer."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Answer, Assessment, Status
from lawcheck.domain.checklist import NA_ROW, Checklist, Item
from lawcheck.domain.formulas import Figures
from lawcheck.domain.quantities import parse_quantity
from lawcheck.domain.rules import Outcome, Situation
from lawcheck.errors import Refused


class Misfit(NamedTuple):
    """One place of the assessment that the checklist does not allow; `error` says why."""

    path: tuple[str, ...]
    error: Refused


def misfits(checklist: Checklist, assessment: Assessment) -> list[Misfit]:
    """Return everything in `assessment` that `checklist` does not allow, in the file's order."""
    found = list(_misfits(checklist, assessment))
    if not found:
        found = list(_refused_answers(checklist, assessment))
    return found


def _misfits(checklist: Checklist, assessment: Assessment) -> Iterator[Misfit]:
    for id_ in assessment.answers:
        if error := _unknown_answer(checklist, id_):
            yield Misfit(("answers", id_), error)
    for name, text in assessment.figures.items():
        if error := _unfit_figure(checklist, name, text):
            yield Misfit(("figures", name), error)
    for key, piece in assessment.evidence.items():
        for serving in piece.serves:
            item = checklist.items_by_id.get(serving.item)
            if item is None or serving.row not in evidence_rows(item):
                where = ("evidence", key, "serves")
                yield Misfit(
                    where,
                    Refused(
                        "the checklist has no evidence row {row}; correct it, or delete it", row=str(serving)
                    ),
                )


def _unknown_answer(checklist: Checklist, id_: str) -> Refused | None:
    item = checklist.items_by_id.get(id_)
    if item is None:
        return (
            None
            if id_ in checklist.vetoes_by_id
            else Refused("the checklist has no item {id}; correct the id, or delete the answer", id=id_)
        )
    if item.same_as:
        return Refused("{id} is answered by {other}; answer that item", id=id_, other=item.same_as)
    return None


def _unfit_figure(checklist: Checklist, name: str, text: str) -> Refused | None:
    figure = checklist.figures_by_name.get(name)
    if figure is not None and figure.every:
        return Refused("{name} is stated in parts: {name}_01 and so on; correct the name", name=name)
    if figure is None:
        return Refused("the checklist has no figure {name}; correct the name, or delete it", name=name)
    try:
        parse_quantity(text, figure.kind)
    except Refused as error:
        return error
    return None


def evidence_rows(item: Item) -> list[str]:
    """Return the ids of the rows that a piece may fill, `na` included where that answer needs proof."""
    rows = [row.id for row in item.evidence]
    if item.not_applicable and item.not_applicable.proof:
        rows.append(NA_ROW)
    return rows


def _refused_answers(checklist: Checklist, assessment: Assessment) -> Iterator[Misfit]:
    doubtful = [id_ for id_, one in assessment.answers.items() if one.status is Status.NOT_APPLICABLE]
    if not doubtful:
        return
    figures = {
        name: parse_quantity(text, checklist.figures_by_name[name].kind).interval
        for name, text in assessment.figures.items()
    }
    for id_ in doubtful:
        item = checklist.items_by_id.get(id_)
        error = _refuse_not_applicable(item, assessment.answers[id_], figures) if item else None
        if error:
            yield Misfit(("answers", id_, "status"), error)


def _refuse_not_applicable(item: Item, answer: Answer, figures: Figures) -> Refused | None:
    if item.not_applicable is None:
        return Refused(
            "{id} cannot be not applicable: the checklist does not allow it; choose another status",
            id=item.id,
        )
    if not (answer.reason or "").strip():
        return Refused("{id} is not applicable without a reason; give one", id=item.id)
    situation = Situation(figures, Fraction(0), item.points)
    for rule in item.rules:
        if rule.loses and rule.names:
            applied = rule.apply(situation)
            # A figure that is stated roughly (`~3`) is a record, too, even if it prices nothing.
            is_recorded = applied.outcome is Outcome.PRICED or rule.names <= figures.keys()
            if applied.points and is_recorded:
                return Refused(
                    "{id} cannot be not applicable while a loss is recorded for it; "
                    "take the figure back first",
                    id=item.id,
                )
    return None
