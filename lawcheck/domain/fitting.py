"""Whether what people say fits the checklist: the unit in its assessment, the reviewers in their review.

Every id is known, every figure of its kind, no answer refused, no grant beyond what its item can score.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.applying import records_loss
from lawcheck.domain.assessment import Answer, Assessment, Status
from lawcheck.domain.checklist import NA_ROW, Checklist, Item, Parameter
from lawcheck.domain.figures import total
from lawcheck.domain.formulas import Figures
from lawcheck.domain.parameters import read_parameter
from lawcheck.domain.problems import Path
from lawcheck.domain.quantities import plain
from lawcheck.domain.review import Grant, Review
from lawcheck.errors import Refused


class Misfit(NamedTuple):
    """One place of a file that the checklist does not allow; `error` says why."""

    path: Path
    error: Refused


def misfits(checklist: Checklist, assessment: Assessment) -> list[Misfit]:
    """Return everything in `assessment` that `checklist` does not allow, in the file's order."""
    found = list(_misfits(checklist, assessment))
    if not found:
        found = list(_refused_answers(checklist, assessment))
    return found


def misfits_of_review(checklist: Checklist, review: Review) -> list[Misfit]:
    """Return everything in `review` that `checklist` does not allow, in the file's order."""
    found: list[Misfit] = []
    for id_, grant in review.grants.items():
        item = checklist.items_by_id.get(id_)
        if item is None or item.same_as:
            found.append(Misfit(("grants", id_), _refuse_row(checklist, id_)))
        else:
            found += _unfit_grant(item, grant, checklist.scoring.decimals)
    return found


def _misfits(checklist: Checklist, assessment: Assessment) -> Iterator[Misfit]:
    for id_ in assessment.answers:
        if error := _unknown_answer(checklist, id_):
            yield Misfit(("answers", id_), error)
    for name, text in assessment.figures.items():
        if error := _unfit_figure(checklist, name, text):
            yield Misfit(("figures", name), error)
    yield from _unfit_parameters(checklist, assessment)
    for key, piece in assessment.evidence.items():
        for serving in piece.serves:
            if serving.row not in rows_of(checklist, serving.item):
                where = ("evidence", key, "serves")
                yield Misfit(
                    where,
                    Refused(
                        "the checklist has no evidence row {row}; correct it, or delete it", row=str(serving)
                    ),
                )


def _unfit_parameters(checklist: Checklist, assessment: Assessment) -> Iterator[Misfit]:
    for name, text in assessment.parameters.items():
        if error := _unfit_parameter(checklist, name, text):
            yield Misfit(("parameters", name), error)
    for parameter in checklist.parameters:
        if parameter.default is None and parameter.name not in assessment.parameters:
            yield Misfit(("parameters",), _missing_parameter(parameter))


def _unfit_parameter(checklist: Checklist, name: str, text: str) -> Refused | None:
    parameter = next((one for one in checklist.parameters if one.name == name), None)
    if parameter is None:
        return Refused("the checklist has no parameter {name}; correct the name, or delete it", name=name)
    try:
        read_parameter(parameter, text)
    except Refused as error:
        return error
    return None


def _missing_parameter(parameter: Parameter) -> Refused:
    return Refused(
        "the parameter {name} is not stated; write {name} = … under [parameters]", name=parameter.name
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
        figure.read(text)
    except Refused as error:
        return error
    return None


def rows_of(checklist: Checklist, holder: str) -> list[str]:
    """Return the ids of the evidence rows of an item or parameter; none for any other id."""
    if (item := checklist.items_by_id.get(holder)) is not None:
        return evidence_rows(item)
    parameter = checklist.parameters_by_id.get(holder)
    return [parameter.proof.id] if parameter and parameter.proof else []


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
        name: checklist.figures_by_name[name].read(text).interval for name, text in assessment.figures.items()
    }
    # Of a periodic figure the parts that are stated are what is recorded.
    stated = {
        name: tuple(part for part in parts if part in figures)
        for name, parts in checklist.periodic_figures.items()
    }
    figures |= {name: total([figures[part] for part in parts]) for name, parts in stated.items() if parts}
    for id_ in doubtful:
        item = checklist.items_by_id.get(id_)
        error = _refuse_not_applicable(item, assessment.answers[id_], figures, stated) if item else None
        if error:
            yield Misfit(("answers", id_, "status"), error)


def _refuse_not_applicable(
    item: Item, answer: Answer, figures: Figures, periods: Mapping[str, tuple[str, ...]]
) -> Refused | None:
    if item.not_applicable is None:
        return Refused(
            "{id} cannot be not applicable: the checklist does not allow it; choose another status",
            id=item.id,
        )
    if not (answer.reason or "").strip():
        return Refused("{id} is not applicable without a reason; give one", id=item.id)
    if records_loss(item, figures, periods, figures.keys()):
        return Refused(
            "{id} cannot be not applicable while a loss is recorded for it; take the figure back first",
            id=item.id,
        )
    return None


def _refuse_row(checklist: Checklist, id_: str) -> Refused:
    item = checklist.items_by_id.get(id_)
    if item is not None:
        return Refused(
            "{id} is scored with {other}; grant the points there, and delete this", id=id_, other=item.same_as
        )
    if any(note.id == id_ for note in checklist.notes):
        return Refused("{id} is direction only and has no points; delete the grant", id=id_)
    return Refused("the checklist has no item {id}; correct the id, or delete the grant", id=id_)


def _unfit_grant(item: Item, grant: Grant, decimals: int) -> Iterator[Misfit]:
    at = ("grants", item.id)
    if grant.not_applicable:
        if item.not_applicable is None:
            yield Misfit(
                (*at, "not_applicable"),
                Refused(
                    "{id} cannot be not applicable: the checklist does not allow it; delete this", id=item.id
                ),
            )
        elif grant.opinions or grant.penalty is not None:
            yield Misfit(
                (*at, "not_applicable"),
                Refused(
                    "what is not applicable has neither points nor a penalty; delete the one or the other"
                ),
            )
    elif grant.penalty is not None and not grant.opinions:
        yield Misfit(
            (*at, "penalty"),
            Refused("there are no points yet that the penalty could be taken from; add an opinion"),
        )
    for number, opinion in enumerate(grant.opinions):
        if error := _unfit_points(item, opinion.points, decimals):
            yield Misfit((*at, "opinions", number, "points"), error)
    if grant.penalty is not None and (error := _unfit_penalty(item, grant.penalty, decimals)):
        yield Misfit((*at, "penalty"), error)


def _unfit_points(item: Item, points: Fraction, decimals: int) -> Refused | None:
    if points > item.most:
        return Refused(
            "{points} is more than the {most} points that {id} can score; grant no more than those",
            points=plain(points),
            most=plain(item.most),
            id=item.id,
        )
    if points < item.least:
        return Refused(
            "{points} is less than the {least} points that {id} scores at least; grant no less than those",
            points=plain(points),
            least=plain(Fraction(item.least)),
            id=item.id,
        )
    return _too_fine(points, decimals)


def _unfit_penalty(item: Item, penalty: Fraction, decimals: int) -> Refused | None:
    if penalty > item.most - item.least:
        return Refused(
            "a penalty of {penalty} is more than the {range} points that {id} can lose; take no more",
            penalty=plain(penalty),
            range=plain(Fraction(item.most - item.least)),
            id=item.id,
        )
    return _too_fine(penalty, decimals)


def _too_fine(points: Fraction, decimals: int) -> Refused | None:
    if (points * 10**decimals).denominator == 1:
        return None
    return Refused(
        "{points} is finer than the {decimals} decimals to which items are scored; round it",
        points=plain(points),
        decimals=decimals,
    )
