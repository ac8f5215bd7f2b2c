"""`undo`: take back the newest change that still stands, as a change of its own."""

import typer

from lawcheck.cli import settings
from lawcheck.cli.terminal import emit
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "undo", help=tr("Take back the newest change that still stands; run it again for the one before.")
    )(undo)


def undo() -> None:
    """Take the change back and print what that did."""
    from lawcheck.domain.undoing import Trace, last_standing, taken_back, undoing_act
    from lawcheck.errors import UsageError
    from lawcheck.formats import story
    from lawcheck.storage.saving import change as save
    from lawcheck.storage.workspace import read_entries

    root = settings.folder()
    entry = last_standing(read_entries(root))
    if entry is None:
        raise UsageError("there is nothing to take back; `lawcheck history` shows what was recorded")
    last = Trace(entry.item or f"#{entry.seq}", entry.changes)
    workspace = save(
        root,
        lambda opened: taken_back(opened.checklist, opened.assessment, last),
        act=undoing_act(entry.seq),
        item=entry.item,
        **settings.signature(),
    )
    emit(tr("taken back: {entry}", entry=story.describe_entry(entry)) + "\n")
    for one in last.back:
        emit(f"  {story.describe_change(one, workspace.checklist)}\n")
