"""`checklists`: what is on the shelf."""

import typer

from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.domain.checklist import Checklist
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("checklists", help=tr("List the checklists on the shelf."))(checklists)


def checklists(fmt: ShapeOption = Shape.TEXT) -> None:
    """Print the id, the title and the size of each."""
    from lawcheck.cli.loading import load_checklist
    from lawcheck.formats import json
    from lawcheck.formats.wording import said
    from lawcheck.storage.checklists import shelf

    rows = [load_checklist(one.id) for one in shelf()]
    if fmt is Shape.JSON:
        table = [{"id": one.id, "title": said(one.title), "items": _answered(one)} for one in rows]
        emit(json.dumps({"format": 1, "checklists": table}))
        return
    for one in rows:
        items = _answered(one)
        emit(
            tr(
                "{id}: {title}, {items} items, {notes} notes",
                id=one.id,
                title=said(one.title),
                items=items,
                notes=len(one.notes),
            )
            + "\n"
        )
        emit(f"  {said(one.about)}\n")


def _answered(checklist: Checklist) -> int:
    """Return how many items are answered; rows that share another's answer are not."""
    return sum(item.same_as is None for item in checklist.items)
