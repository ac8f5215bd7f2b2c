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
    from lawcheck.storage.toml import lint_path

    results = [(str(file), lint_path(file)) for file in files]
    emit(json.dumps(problems.table(results)) if fmt is Shape.JSON else problems.render(results))
    if any(not result.is_text for _, result in results):
        raise typer.Exit(ExitCode.BAD_FILE)
    if any(result.problems for _, result in results):
        raise typer.Exit(ExitCode.VERDICT)
