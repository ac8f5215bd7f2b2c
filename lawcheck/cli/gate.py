"""`gate`: pass or fail, as a continuous integration job wants it."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated

import typer

from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import emit, say
from lawcheck.domain.gate import Strictness
from lawcheck.domain.quantities import plain, to_fraction
from lawcheck.errors import ExitCode, Refused, UsageError
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("gate", help=tr("Pass (exit 0) or fail (exit 1) by the checklist's policy."))(gate)


def gate(
    fmt: ShapeOption = Shape.TEXT,
    minimum: Annotated[
        str | None,
        typer.Option("--minimum", metavar="POINTS", help=tr("ask for more points than the checklist")),
    ] = None,
    unanswered: Annotated[
        int | None, typer.Option("--max-unanswered", min=0, help=tr("allow at most so many unanswered items"))
    ] = None,
    unsupported: Annotated[
        int | None, typer.Option("--max-unsupported", min=0, help=tr("allow at most so many unproved items"))
    ] = None,
    all_checks: Annotated[bool, typer.Option("--all-checks", help=tr("every check must hold"))] = False,
) -> None:
    """Judge the workspace. Options only make the gate stricter."""
    from lawcheck.cli.loading import load

    report = load(stricter=Strictness(_points(minimum), unanswered, unsupported, all_checks))
    asked = report.card.checklist.gate.minimum
    lower = _points(minimum)
    if lower is not None and lower < asked:
        say(
            tr("the checklist asks for {points} points; a lower minimum changes nothing", points=plain(asked))
        )
    if fmt is Shape.JSON:
        from lawcheck.formats import json

        emit(json.dumps(json.gate_table(report)))
    else:
        from lawcheck.formats.text import render_gate

        emit(render_gate(report))
    if not report.card.verdict.passed:
        raise typer.Exit(ExitCode.VERDICT)


def _points(text: str | None) -> Fraction | None:
    if text is None:
        return None
    try:
        return to_fraction(Decimal(text))
    except (InvalidOperation, Refused):
        raise UsageError("--minimum is a number of points, not '{value}'", value=text[:60]) from None
