"""Answering: one item's answer, figures or evidence changed, as a new assessment."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

from lawcheck.domain.assessment import Answer, Assessment, Piece, Serving, Status
from lawcheck.domain.checklist import NA_ROW, Checklist, EvidenceKind, EvidenceRow, Item, Parameter
from lawcheck.domain.fitting import evidence_rows, misfits
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
        return _checked(checklist, _with_parameter(checklist.parameters_by_id[owner], assessment, change))
    for text in (change.note, change.reason):
        _as_usage(read_text, text or "")
    if change.owner and change.owner.strip():
        _as_usage(read_line, change.owner)
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
    return _checked(checklist, changed)


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


def _as_usage(read: Callable[[object], str], text: str) -> None:
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


def _checked(checklist: Checklist, assessment: Assessment) -> Assessment:
    """Return `assessment` if the checklist allows all of it."""
    for misfit in misfits(checklist, assessment):
        raise UsageError(misfit.error.template, **misfit.error.fields)
    return assessment


def find_row(item: Item, row: str) -> EvidenceRow:
    """Return an evidence row of `item`; `na` is the one that proves not applicable.

    Raises:
        UsageError: There is no such row.
    """
    asked = item.not_applicable.proof if item.not_applicable else None
    if row == NA_ROW and asked:
        return asked
    for one in item.evidence:
        if one.id == row:
            return one
    known = ", ".join(evidence_rows(item))
    raise UsageError("{id} has no evidence row {row}; it has: {known}", id=item.id, row=row, known=known)


def choose_row(checklist: Checklist, assessment: Assessment, where: str, kind: EvidenceKind) -> Serving:
    """Return the row that `ID` or `ID:ROW` names for a piece of `kind`.

    Without a row it is the first one that takes the kind and has the fewest pieces; for an item answered
    not applicable it is `na`.

    Raises:
        UsageError: No such item or row, or the row does not take the kind.
    """
    id_, _, named = where.partition(":")
    if parameter := checklist.parameters_by_id.get(id_.upper()):
        return _parameter_row(parameter, named, kind)
    item = find_item(checklist, id_)
    if named:
        row = find_row(item, named)
        if kind not in row.kinds:
            kinds = ", ".join(row.kinds)
            raise UsageError(
                "{row} does not take a {kind}; it takes: {kinds}", row=where, kind=str(kind), kinds=kinds
            )
        return Serving(item.id, row.id)
    found = assessment.answers.get(item.id)
    if found and found.status is Status.NOT_APPLICABLE and item.not_applicable and item.not_applicable.proof:
        return Serving(item.id, NA_ROW)
    rows = [row for row in item.evidence if kind in row.kinds]
    if not rows:
        known = ", ".join(evidence_rows(item)) or "—"
        raise UsageError(
            "{id} has no evidence row that takes a {kind}; its rows: {known}",
            id=item.id,
            kind=str(kind),
            known=known,
        )
    used = [serving for piece in assessment.evidence.values() for serving in piece.serves]
    fewest = min(rows, key=lambda row: (used.count(Serving(item.id, row.id)), not row.required))
    return Serving(item.id, fewest.id)


def _parameter_row(parameter: Parameter, named: str, kind: EvidenceKind) -> Serving:
    row = parameter.proof
    if row is None or named not in ("", row.id) or kind not in row.kinds:
        raise UsageError(
            "{id} has no evidence row that takes a {kind}; its rows: {known}",
            id=parameter.id,
            kind=str(kind),
            known=row.id if row else "—",
        )
    return Serving(parameter.id, row.id)


class Filing(NamedTuple):
    """A piece to register: the rows that it serves, the history's entry that gives it its key.

    `stated` are the fields (`name`, `covers`, `level`) that somebody states now, also of content that is
    registered already. `part` counts the pieces that one entry brings in, from 1.
    """

    piece: Piece
    rows: Sequence[Serving]
    entry: int
    stated: Mapping[str, Any] = {}
    part: int = 1


class Registered(NamedTuple):
    """An assessment with a piece in its register, and the key of that piece."""

    assessment: Assessment
    key: str


def checked_piece(piece: Piece) -> Piece:
    """Return `piece` if its texts may stand in a file.

    Raises:
        UsageError: A name or target is empty, too long, or holds control characters.
    """
    for text in (piece.name, piece.target):
        _as_usage(read_line, text)
    return piece


def register(checklist: Checklist, assessment: Assessment, filing: Filing) -> Registered:
    """Return `assessment` with a piece more.

    The same content registered before keeps its key, serves the new rows as well, and takes what is stated.

    Raises:
        UsageError: It is registered with all of that already, or the checklist lacks a row.
    """
    piece, rows, entry, stated, part = filing
    known = next((key for key, old in assessment.evidence.items() if old.content == piece.content), None)
    if known is None:
        suffix = f"-{part}" if part > 1 else ""
        key = f"e{entry:04d}{suffix}"
        while key in assessment.evidence:
            entry += 1
            key = f"e{entry:04d}{suffix}"
        after = replace(piece, serves=tuple(dict.fromkeys(rows)))
    else:
        key, old = known, assessment.evidence[known]
        after = replace(old, serves=tuple(dict.fromkeys((*old.serves, *rows))), **stated)
        if after == old:
            raise UsageError(
                "{key} is that very piece and serves {row} already", key=key, row=", ".join(map(str, rows))
            )
    changed = replace(assessment, evidence={**assessment.evidence, key: after})
    return Registered(_checked(checklist, changed), key)


def _full_key(key: str) -> str:
    """Return a key in its full length, `e0009` for `e9` and `E9`."""
    found = re.fullmatch(r"e(\d{1,4})", key.lower(), re.ASCII)
    return f"e{int(found[1]):04d}" if found else key


def unregister(assessment: Assessment, key: str, items: tuple[str, ...] = ()) -> Assessment:
    """Return `assessment` without the piece `key`, or with the piece no longer serving `items`.

    Raises:
        UsageError: There is no such piece, or it does not serve them.
    """
    key = _full_key(key)
    piece = assessment.evidence.get(key)
    if piece is None:
        raise UsageError("there is no piece of evidence {key}; `lawcheck evidence list` shows them", key=key)
    left = tuple(one for one in piece.serves if items and one.item not in items and str(one) not in items)
    if items and left == piece.serves:
        raise UsageError("{key} does not serve {items}", key=key, items=", ".join(items))
    evidence = {**assessment.evidence, key: replace(piece, serves=left)}
    if not items:
        del evidence[key]
    return replace(assessment, evidence=evidence)
