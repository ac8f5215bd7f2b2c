"""`demo`: the worked example, written as a workspace and shown."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.terminal import emit, is_drawn, say
from lawcheck.errors import UsageError
from lawcheck.i18n import tr

CHECKLIST = "cixi-subdistrict-2020"
ANSWERS = "baishalu-2020"


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", help=tr("Write and show the worked example: Baishalu Subdistrict, 2020."))(demo)


def demo(
    directory: Annotated[Path, typer.Argument(metavar="[DIR]", help=tr("the new folder"))] = Path(ANSWERS),
) -> None:
    """Write the example into DIR and print its scorecard."""
    from lawcheck.cli.loading import report_on
    from lawcheck.formats.demonstration import ACT, opening
    from lawcheck.formats.text import render
    from lawcheck.storage.checklists import find, find_answers
    from lawcheck.storage.workspace import create, open_workspace

    if (directory / "assessment.toml").is_file():
        workspace = open_workspace(directory)
        if workspace.assessment.unit != find_answers(ANSWERS).unit or workspace.checklist.id != CHECKLIST:
            raise UsageError("{dir} is a workspace of somebody's own; name another folder", dir=directory)
    else:
        who, why = settings.user(), tr("the worked example")
        workspace = create(
            directory, find(CHECKLIST), find_answers(ANSWERS), who=who, at=settings.now(), why=why, act=ACT
        )
    report = report_on(workspace)
    emit(opening(report))
    if is_drawn():
        from lawcheck.cli import screen

        screen.show_score(report)
    else:
        emit(render(report))
    say(tr("the workspace is {dir}; try: lawcheck -C {dir} explain D1-10", dir=directory))
