"""`gaps`: the dearest open items, and the cheapest way to the next grade."""

from typing import Annotated

import typer

from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("gaps", help=tr("Rank what is open, and show the cheapest way to the next grade."))(gaps)


def gaps(
    fmt: ShapeOption = Shape.TEXT,
    limit: Annotated[int, typer.Option("--limit", min=1, help=tr("how many to list in text"))] = 20,
) -> None:
    """Print the gaps, gate items first."""
    from lawcheck.cli.loading import load
    from lawcheck.domain.advice import cheapest_way, find_gaps

    report = load()
    found, way = find_gaps(report.card), cheapest_way(report.card)
    if fmt is Shape.JSON:
        from lawcheck.formats import json

        emit(json.dumps(json.gaps_table(found, way, report)))
    else:
        from lawcheck.formats.explanation import render_gaps

        emit(render_gaps(found, way, report, limit))
