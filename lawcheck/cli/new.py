"""`new`: a workspace for one unit and one year."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.terminal import emit, say
from lawcheck.domain.assessment import FORMAT, Assessment
from lawcheck.errors import UsageError
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new", help=tr("Make a workspace: a checklist, frozen, and room for the answers."))(new)


def new(
    checklist: Annotated[
        str, typer.Argument(metavar="CHECKLIST", help=tr("an id from the shelf, or a file"))
    ],
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=tr("the new folder"))],
    unit: Annotated[str, typer.Option("--unit", metavar="NAME", help=tr("the unit that is assessed"))],
) -> None:
    """Make DIR with the frozen checklist, an empty assessment and the first line of its history."""
    from lawcheck.cli.loading import load_checklist
    from lawcheck.formats.wording import said
    from lawcheck.storage.checklists import find
    from lawcheck.storage.workspace import create

    data = find(checklist)
    loaded = load_checklist(checklist)
    if not unit.strip():
        raise UsageError("--unit must not be empty")
    assessment = Assessment(format=FORMAT, unit=unit.strip(), checklist=loaded.id)
    create(directory, data, assessment, who=settings.user(), at=settings.now(), why=settings.current.why)
    emit(tr("{dir}: {title}, {unit}", dir=directory, title=said(loaded.title), unit=unit.strip()) + "\n")
    say(said(loaded.about))
    say(tr("Nothing secret belongs on this computer; what is classified stays out of notes and evidence."))
    say(tr("next: lawcheck -C {dir} walk", dir=directory))
