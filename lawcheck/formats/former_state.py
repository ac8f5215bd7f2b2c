"""A former state of the workspace, as its history tells it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lawcheck.domain.assessment import Assessment, PieceState
from lawcheck.domain.checklist import Column
from lawcheck.domain.history import Entry
from lawcheck.domain.scorecard import Scorecard
from lawcheck.formats import json, story, wording
from lawcheck.formats.text import item_line
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr


class FormerState(NamedTuple):
    """The state after `last`, the newest entry then; `entries` is how many there are today.

    `states` is how the files registered then stand today: what a file was in between nobody can tell.
    """

    last: Entry
    entries: int
    card: Scorecard
    states: dict[str, PieceState]


def render(state: FormerState, item: str | None) -> str:
    """Return the scores and what was said of each item, of `item` alone where it is named."""
    return "\n".join([*_head(state), "", *_items(state, item)]) + "\n"


def _head(state: FormerState) -> Iterator[str]:
    card = state.card
    yield tr(
        "{unit}, as it stood after entry {seq} of {entries}",
        unit=card.assessment.unit,
        seq=state.last.seq,
        entries=state.entries,
    )
    yield story.describe_entry(state.last)
    full = points(card.checklist.scoring.total)
    for column in (Column.CLAIMED, Column.SUPPORTED):
        value = points(card.totals.columns[column])
        yield wording.labelled(wording.column(column), tr("{points} of {full}", points=value, full=full))
    yield tr("supported: by the files that are here today, as they were registered then")
    yield tr("answered {answered} of {items}, not confirmed {unconfirmed}", **card.progress._asdict())


def _items(state: FormerState, item: str | None) -> Iterator[str]:
    card = state.card
    said_of = card.assessment
    for score in card.items.values():
        id_ = score.item.id
        figures = [
            one for one in card.checklist.asked_figures if one.owner == id_ and one.name in said_of.figures
        ]
        pieces = [
            key for key, piece in said_of.evidence.items() if any(row.item == id_ for row in piece.serves)
        ]
        answer = said_of.answers.get(id_)
        if item not in (None, id_) or not (answer or figures or pieces):
            continue
        yield item_line(score)
        if answer and (answer.note or answer.reason):
            yield f"   {answer.note or answer.reason}"
        for figure in figures:
            yield f"   {wording.labelled(said(figure.title), said_of.figures[figure.name])}"
        for key in pieces:
            piece = said_of.evidence[key]
            yield f"   {key} {piece.name} [{wording.piece_state(state.states.get(key))}]"


def table(state: FormerState, item: str | None) -> dict[str, Any]:
    """Return the state as JSON shows it: every value under its path in the history, and the scores."""
    card = state.card
    return {
        "format": 1,
        "entry": state.last.seq,
        "entries": state.entries,
        "at": state.last.at,
        "head": state.last.hash,
        "unit": card.assessment.unit,
        **{str(column): json.number(card.totals.columns[column]) for column in Column},
        "values": values(card.assessment, item),
    }


def values(assessment: Assessment, item: str | None) -> dict[str, Any]:
    """Return the values under their paths, cut to the answer of `item` where it is named."""
    from lawcheck.domain.history import flatten

    return {
        path: leaf
        for path, leaf in flatten(assessment).items()
        if item is None or path.startswith(f"answers.{item}.")
    }
