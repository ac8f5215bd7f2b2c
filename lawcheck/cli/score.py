"""`score`: the scored self-assessment."""

import typer

from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import emit, is_drawn
from lawcheck.formats import Format, render
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("score", help=tr("Show the scored self-assessment: claimed, supported, reviewed."))(score)


def score(fmt: ShapeOption = Shape.TEXT) -> None:
    """Print the scorecard; on a terminal as tables."""
    from lawcheck.cli.loading import load

    report = load()
    if fmt is Shape.TEXT and is_drawn():
        from lawcheck.cli import screen

        screen.show_score(report)
        return
    emit(render(report, Format(fmt)))
