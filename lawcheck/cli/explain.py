"""`explain`: why these points, and what earns the rest."""

import typer

from lawcheck.cli.options import ItemArgument, Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", help=tr("Account for an item's points and say what earns the rest."))(explain)


def explain(item: ItemArgument, fmt: ShapeOption = Shape.TEXT) -> None:
    """Print the reasons, the evidence, the basis and the next steps of one item."""
    from lawcheck.cli.loading import load
    from lawcheck.domain import advice
    from lawcheck.domain.answering import find_item

    report = load()
    explained = advice.explain(report.card, find_item(report.card.checklist, item).id)
    if fmt is Shape.JSON:
        from lawcheck.formats import json

        emit(json.dumps(json.explanation_table(explained, report)))
    else:
        from lawcheck.formats.explanation import render

        emit(render(explained, report))
