"""Registering: evidence taken into the register or off it, and the row that it fills, as a new assessment."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from lawcheck.domain.answering import as_usage, checked, find_item
from lawcheck.domain.assessment import Assessment, Piece, Serving, Status
from lawcheck.domain.checklist import NA_ROW, Checklist, EvidenceKind, EvidenceRow, Item, Parameter
from lawcheck.domain.fitting import evidence_rows
from lawcheck.domain.values import read_line
from lawcheck.domain.walk_keys import half
from lawcheck.errors import UsageError


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
        as_usage(read_line, text)
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
            raise _served_already(key, rows)
    changed = replace(assessment, evidence={**assessment.evidence, key: after})
    return Registered(checked(checklist, changed), key)


def reuse(checklist: Checklist, assessment: Assessment, key: str, rows: Iterable[Serving]) -> Assessment:
    """Return `assessment` with the piece `key` serving more rows.

    Raises:
        UsageError: There is no such piece, it serves them already, or the checklist lacks a row.
    """
    piece = _piece(assessment, key)
    serves = tuple(dict.fromkeys((*piece.serves, *rows)))
    if serves == piece.serves:
        raise _served_already(key, rows)
    evidence = {**assessment.evidence, key: replace(piece, serves=serves)}
    return checked(checklist, replace(assessment, evidence=evidence))


def _served_already(key: str, rows: Iterable[Serving]) -> UsageError:
    return UsageError(
        "{key} is that very piece and serves {row} already", key=key, row=", ".join(map(str, rows))
    )


def _piece(assessment: Assessment, key: str) -> Piece:
    """Return the piece registered as `key`.

    Raises:
        UsageError: There is none.
    """
    piece = assessment.evidence.get(key)
    if piece is None:
        raise UsageError("there is no piece of evidence {key}; `lawcheck evidence list` shows them", key=key)
    return piece


_KEY = re.compile(r"e(\d{1,4})(-\d+)?", re.ASCII)


def is_key(text: str) -> bool:
    """Whether `text` has the shape of a key, whether or not a piece bears it."""
    return _KEY.fullmatch(half(text)) is not None


def as_key(text: str, assessment: Assessment) -> str | None:
    """Return the key of the piece that `text` names, `e0009` also for `e9` and `E9`; None for no key."""
    found = _KEY.fullmatch(half(text))
    key = f"e{int(found[1]):04d}{found[2] or ''}" if found else text.strip()
    return key if key in assessment.evidence else None


def unregister(assessment: Assessment, key: str, items: tuple[str, ...] = ()) -> Assessment:
    """Return `assessment` without the piece `key`, or with the piece no longer serving `items`.

    Raises:
        UsageError: There is no such piece, or it does not serve them.
    """
    key = as_key(key, assessment) or key
    piece = _piece(assessment, key)
    left = tuple(one for one in piece.serves if items and one.item not in items and str(one) not in items)
    if items and left == piece.serves:
        raise UsageError("{key} does not serve {items}", key=key, items=", ".join(items))
    evidence = {**assessment.evidence, key: replace(piece, serves=left)}
    if not items:
        del evidence[key]
    return replace(assessment, evidence=evidence)
