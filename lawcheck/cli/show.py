"""`show`: read a checklist, or one of its items."""

from typing import Annotated

import typer

from lawcheck.cli.options import OptionalItem, Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show", help=tr("Read a checklist, or one item of it."))(show)


def show(
    checklist: Annotated[
        str,
        typer.Argument(
            metavar="CHECKLIST|.", help=tr("an id from the shelf, a file, or . for the workspace's")
        ),
    ],
    item: OptionalItem = None,
    fmt: ShapeOption = Shape.TEXT,
) -> None:
    """Print the tree of the checklist, or everything that is asked of one item."""
    from lawcheck.cli.loading import load_checklist
    from lawcheck.formats import checklist_text

    loaded = load_checklist(checklist)
    if fmt is Shape.JSON:
        from lawcheck.formats import checklist_json, json

        emit(json.dumps(checklist_json.table(loaded) if item is None else checklist_json.row(loaded, item)))
        return
    emit(checklist_text.render(loaded) if item is None else checklist_text.render_row(loaded, item))
