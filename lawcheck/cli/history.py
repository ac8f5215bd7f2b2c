"""`history`: who changed what, from what, to what, and why."""

import typer

from lawcheck.cli import settings
from lawcheck.cli.options import OptionalItem, Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("history", help=tr("Show who changed what, when and why; of one item or of all."))(history)


def history(item: OptionalItem = None, fmt: ShapeOption = Shape.TEXT) -> None:
    """Print the history, oldest first."""
    from lawcheck.domain.answering import owner_of
    from lawcheck.formats import json, story
    from lawcheck.storage.workspace import open_workspace, read_entries

    root = settings.folder()
    workspace = open_workspace(root)
    entries = story.about(
        read_entries(root), item and owner_of(workspace.checklist, item), workspace.checklist
    )
    if fmt is Shape.JSON:
        emit(json.dumps(story.table(entries)))
    else:
        emit(story.render(entries, workspace.checklist))
