"""`history`: who changed what, from what, to what, and why; and how things stood once."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.options import OptionalItem, Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.errors import UsageError
from lawcheck.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawcheck.domain.history import Entry
    from lawcheck.formats.former_state import FormerState


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("history", help=tr("Show who changed what, when and why; of one item or of all."))(history)


def history(
    item: OptionalItem = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="DATE", help=tr("how things stood then: a day, or an entry's number")),
    ] = None,
    fmt: ShapeOption = Shape.TEXT,
) -> None:
    """Print the history, oldest first, or the state of a day."""
    from lawcheck.domain.answering import owner_of
    from lawcheck.formats import json, story
    from lawcheck.storage.workspace import open_workspace, read_entries

    root = settings.folder()
    workspace = open_workspace(root)
    owner = item and owner_of(workspace.checklist, item)
    entries = read_entries(root)
    if at is not None:
        from lawcheck.formats import former_state

        state = _state(entries, _chosen(entries, at))
        emit(
            json.dumps(former_state.table(state, owner))
            if fmt is Shape.JSON
            else former_state.render(state, owner)
        )
        return
    entries = story.about(entries, owner, workspace.checklist)
    if fmt is Shape.JSON:
        emit(json.dumps(story.table(entries)))
    else:
        emit(story.render(entries, workspace.checklist))


def _chosen(entries: "list[Entry]", at: str) -> "Sequence[Entry]":
    """Return the entries up to a day or a number."""
    from lawcheck.domain.history import until

    if at.isdecimal() and 1 <= len(at) < 8:
        if not 1 <= int(at) <= len(entries):
            raise UsageError(
                "there is no entry {number}; the newest is {newest}", number=at, newest=len(entries)
            )
        return entries[: int(at)]
    try:
        chosen = until(entries, date.fromisoformat(at))
    except ValueError:
        raise UsageError(
            "--at is a day like 2020-12-31, or the number of an entry, not '{value}'", value=at[:60]
        ) from None
    if not chosen:
        raise UsageError(
            "on {day} there was nothing yet; the first entry is of {first}", day=at, first=entries[0].at[:10]
        )
    return chosen


def _state(entries: "list[Entry]", chosen: "Sequence[Entry]") -> "FormerState":
    from lawcheck.domain.scorecard import score
    from lawcheck.formats.former_state import FormerState
    from lawcheck.storage.former import former

    then = former(settings.folder(), chosen)
    card = score(then.checklist, then.assessment, then.pieces)
    return FormerState(chosen[-1], len(entries), card, then.pieces)
