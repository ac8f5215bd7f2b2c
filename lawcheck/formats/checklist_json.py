"""A checklist as JSON: its tree, or one row with all that is asked; keys are those of the file."""

from typing import Any

from lawcheck.domain.checklist import Basis, Checklist, EvidenceRow, Figure, Item, Note
from lawcheck.formats import reasons
from lawcheck.formats.checklist_text import find_row
from lawcheck.formats.json import number
from lawcheck.formats.wording import said

Table = dict[str, Any]


def table(checklist: Checklist) -> Table:
    """Return head, groups and rows of a checklist."""
    return {
        "format": 1,
        "id": checklist.id,
        "version": checklist.version,
        "title": said(checklist.title),
        "about": said(checklist.about),
        "period": {"first": str(checklist.period.first), "last": str(checklist.period.last)},
        "total": number(checklist.scoring.total),
        "parameters": [
            {"id": one.id, "name": one.name, "title": said(one.title), "default": one.default}
            for one in checklist.parameters
        ],
        "groups": [
            {"id": one.id, "title": said(one.title), "points": number(one.points)} for one in checklist.groups
        ],
        "items": [item(one, checklist) for one in checklist.items],
        "notes": [note(one) for one in checklist.notes],
    }


def row(checklist: Checklist, id_: str) -> Table:
    """Return the item or note called `id_`.

    Raises:
        UsageError: There is none.
    """
    found = find_row(checklist, id_)
    return {"format": 1, **(item(found, checklist) if isinstance(found, Item) else note(found))}


def item(one: Item, checklist: Checklist) -> Table:
    """Return one item with its rules, figures and evidence rows."""
    proof = one.not_applicable.proof if one.not_applicable else None
    return {
        **_row(one),
        "points": number(one.points),
        "same_as": one.same_as,
        "owner": one.owner,
        "applies": one.applies.text if one.applies else None,
        "rules": [reasons.describe_rule(rule, checklist) for rule in one.rules],
        "figures": [_figure(figure) for figure in checklist.asked_figures if figure.owner == one.id],
        "evidence": [_evidence(asked) for asked in (*one.evidence, *((proof,) if proof else ()))],
        "not_applicable": said(one.not_applicable.when) if one.not_applicable else None,
    }


def note(one: Note) -> Table:
    """Return a row that is direction only."""
    return {**_row(one), "scored_by": list(one.scored_by)}


def _row(one: Item | Note) -> Table:
    return {
        "id": one.id,
        "title": said(one.title),
        "requirement": said(one.requirement),
        "force": str(one.force),
        "condition": said(one.condition) if one.condition else None,
        "place": one.place,
        "basis": [_basis(basis) for basis in one.basis],
        "note": said(one.note) if one.note else None,
    }


def _basis(one: Basis) -> Table:
    return {"instrument": one.instrument, "article": one.article, "version": one.version, "read": one.read}


def _figure(one: Figure) -> Table:
    return {"name": one.name, "title": said(one.title), "unit": said(one.unit), "kind": str(one.kind)}


def _evidence(asked: EvidenceRow) -> Table:
    return {
        "id": asked.id,
        "title": said(asked.title),
        "kinds": [str(kind) for kind in asked.kinds],
        "needed": asked.needed.text if asked.needed else "1",
        "required": asked.required,
    }
