"""`lint`: every problem of a checklist at once."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.errors import ExitCode
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lint", help=tr("Report all problems of checklists, with line and column."))(lint)


def lint(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=tr("checklists"))],
    fmt: ShapeOption = Shape.TEXT,
) -> None:
    """Print the problems; exit 1 if there is any, 3 if a file cannot be read as text."""
    from lawcheck.formats import json, problems
    from lawcheck.storage.linting import lint_path

    results = [lint_path(file) for file in files]
    rows = [(one.file, one.problems) for one in results]
    emit(json.dumps(problems.table(rows)) if fmt is Shape.JSON else problems.render(rows))
    if not all(one.readable for one in results):
        raise typer.Exit(ExitCode.BAD_FILE)
    if not all(one.ok for one in results):
        raise typer.Exit(ExitCode.VERDICT)
