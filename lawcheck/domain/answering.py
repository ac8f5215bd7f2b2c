"""Answering: one item's answer or figures changed, as a new assessment."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from lawcheck.domain.assessment import Answer, Assessment, Status
from lawcheck.domain.checklist import Checklist, Item, Parameter
from lawcheck.domain.fitting import misfits
from lawcheck.domain.parameters import read_parameter
from lawcheck.domain.values import read_line, read_text
from lawcheck.errors import Refused, UsageError


class Change(NamedTuple):
    """What one `set` asks for; None leaves a thing as it is, "" empties it.

    `figures` maps names to texts; an empty text takes the figure back. `clear` comes first.
    """

    status: Status | None = None
    note: str | None = None
    reason: str | None = None
    owner: str | None = None
    due: date | None = None
    figures: Mapping[str, str] = {}
    confirm: bool = False
    clear: bool = False


def find_item(checklist: Checklist, id_: str) -> Item:
    """Return the item called `id_`, in any case.

    Raises:
        UsageError: There is none, or the row is a note or is answered elsewhere.
    """
    wanted = spelled(checklist.items_by_id, id_)
    item = checklist.items_by_id.get(wanted)
    if item is not None and item.same_as:
        raise UsageError("{id} is answered by {other}; name that item", id=item.id, other=item.same_as)
    if item is not None:
        return item
    if any(veto.lower() == id_.lower() for veto in checklist.vetoes_by_id):
        raise UsageError("{id} is a veto: it has a figure and no points; `lawcheck gate` judges it", id=id_)
    if any(note.id.lower() == id_.lower() for note in checklist.notes):
        raise UsageError("{id} is direction only: it is not answered and has no points", id=id_)
    near = get_close_matches(id_.upper(), checklist.items_by_id, 1)
    if near:
        raise UsageError("there is no item {id}; did you mean {near}?", id=id_, near=near[0])
    raise UsageError("there is no item {id}; `lawcheck show .` lists them", id=id_)


def spelled(ids: Iterable[str], id_: str) -> str:
    """Return the one of `ids` that is meant: in any case, and `B-7` for `B-07`; else `id_` itself."""
    padded = re.sub(r"-(\d)(?!\d)", r"-0\1", id_).lower()
    return next((one for one in ids if one.lower() == padded), id_)


def owner_of(checklist: Checklist, id_: str) -> str:
    """Return the id, in its own spelling, of the item, veto or parameter that `id_` names.

    Raises:
        UsageError: There is none.
    """
    others = (*checklist.vetoes_by_id, *checklist.parameters_by_id)
    other = next((one for one in others if one.lower() == id_.lower()), None)
    return other or find_item(checklist, id_).id


def answer(checklist: Checklist, assessment: Assessment, id_: str, change: Change) -> Assessment:
    """Return `assessment` with `change` made to the item, veto or parameter `id_`.

    Raises:
        UsageError: The checklist does not allow it; the sentence says why and nothing is changed.
    """
    owner = owner_of(checklist, id_)
    if owner in checklist.parameters_by_id:
        return checked(checklist, _with_parameter(checklist.parameters_by_id[owner], assessment, change))
    for text in (change.note, change.reason):
        as_usage(read_text, text or "")
    if change.owner and change.owner.strip():
        as_usage(read_line, change.owner)
    if change.status is not None and owner in checklist.vetoes_by_id:
        raise UsageError("{id} is a veto: state its figure with --figure, it has no status", id=owner)
    before = Answer() if change.clear else assessment.answers.get(owner, Answer())
    after = replace(
        before,
        status=before.status if change.status is None else change.status,
        note=_kept(change.note, before.note),
        reason=_kept(change.reason, before.reason),
        owner=_kept(change.owner, before.owner),
        due=before.due if change.due is None else change.due,
        confirmed=before.confirmed or change.confirm or change.status is not None,
    )
    answers = {**assessment.answers, owner: after}
    if after == Answer():
        del answers[owner]
    changed = replace(assessment, answers=answers, figures=_figures(checklist, assessment, owner, change))
    return checked(checklist, changed)


def _with_parameter(parameter: Parameter, assessment: Assessment, change: Change) -> Assessment:
    """Return `assessment` with another value of a parameter, which is all that one has."""
    if change._replace(figures={}) != Change() or set(change.figures) != {parameter.name}:
        raise UsageError(
            "{id} is a parameter: it has a value and nothing else; state it with --figure {name}=VALUE",
            id=parameter.id,
            name=parameter.name,
        )
    try:
        value = read_parameter(parameter, change.figures[parameter.name])
    except Refused as error:
        raise UsageError(error.template, **error.fields) from None
    return replace(assessment, parameters={**assessment.parameters, parameter.name: value})


def as_usage(read: Callable[[object], str], text: str) -> None:
    """Raise as wrong usage what a file would refuse."""
    try:
        read(text)
    except Refused as error:
        raise UsageError(error.template, **error.fields) from None


def _kept(new: str | None, old: str | None) -> str | None:
    return old if new is None else (new.strip() or None)


def _figures(checklist: Checklist, assessment: Assessment, owner: str, change: Change) -> dict[str, str]:
    figures = dict(assessment.figures)
    if change.clear:
        figures = {
            name: text for name, text in figures.items() if checklist.figures_by_name[name].owner != owner
        }
    for name, text in change.figures.items():
        figure = checklist.figures_by_name.get(name)
        if figure is None or figure.every:
            known = [one.name for one in checklist.asked_figures if one.owner == owner]
            near = get_close_matches(name, [*known, *checklist.figures_by_name], 1)
            raise UsageError(
                "there is no figure {name}; {id} has: {known}",
                name=name,
                id=owner,
                known=", ".join(known or near) or "—",
            )
        if text:
            try:
                figures[name] = figure.read(text).text
            except Refused as error:
                raise UsageError(error.template, **error.fields) from None
        else:
            figures.pop(name, None)
    return figures


def checked(checklist: Checklist, assessment: Assessment) -> Assessment:
    """Return `assessment` if the checklist allows all of it."""
    for misfit in misfits(checklist, assessment):
        raise UsageError(misfit.error.template, **misfit.error.fields)
    return assessment
