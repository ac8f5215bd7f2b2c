"""`status`: how far the work is, what is due, who owes what."""

import typer

from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status", help=tr("Show progress, deadlines, and who owes what."))(status)


def status(fmt: ShapeOption = Shape.TEXT) -> None:
    """Print progress by section and office, and the deadlines."""
    from lawcheck.cli.loading import load
    from lawcheck.domain.progress import take_stock
    from lawcheck.formats import json, progress

    report = load()
    stock = take_stock(report.card)
    emit(json.dumps(progress.table(stock, report)) if fmt is Shape.JSON else progress.render(stock, report))
