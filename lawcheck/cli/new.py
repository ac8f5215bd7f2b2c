"""`new`: a workspace for one unit and one year."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.terminal import emit, say
from lawcheck.domain.assessment import FORMAT, Assessment
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.parameters import choices_of, read_parameter
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import FileError, Refused, UsageError
from lawcheck.formats.wording import said
from lawcheck.i18n import tr
from lawcheck.storage.cases import CASES, outer_of


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new", help=tr("Make a workspace: a checklist, frozen, and room for the answers."))(new)


def new(
    checklist: Annotated[
        str, typer.Argument(metavar="CHECKLIST", help=tr("an id from the shelf, or a file"))
    ],
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=tr("the new folder; cases/ID for a case"))],
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="NAME", help=tr("the unit that is assessed"))
    ] = None,
    stated: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help=tr("a parameter of the checklist, like year=2021")),
    ] = None,
) -> None:
    """Make DIR with the frozen checklist, an empty assessment and the first line of its history.

    In a workspace `cases/ID` becomes one of its cases: of the same unit, and counted by its checklist.
    """
    from lawcheck.cli.loading import load_checklist
    from lawcheck.storage.checklists import find
    from lawcheck.storage.linting import refuse_faulty
    from lawcheck.storage.workspace import create, open_workspace

    directory = _placed(directory)
    data = find(checklist)
    # A workspace keeps its checklist for good, so that one with faults never becomes frozen.
    refuse_faulty(data, checklist)
    loaded = load_checklist(checklist)
    outer = outer_of(directory)
    around = open_workspace(outer) if outer else None
    name = _unit(unit, around)
    parameters = _parameters(loaded, stated or [])
    assessment = Assessment(format=FORMAT, unit=name, checklist=loaded.id, parameters=parameters)
    create(directory, data, assessment, who=settings.user(), at=settings.now(), why=settings.current.why)
    loaded = open_workspace(directory).checklist
    emit(tr("{dir}: {title}, {unit}", dir=directory, title=said(loaded.title), unit=name) + "\n")
    say(said(loaded.about))
    if around and loaded.id not in {source.checklist for source in around.checklist.cases}:
        say(tr("{title} takes no figures from cases of this kind", title=said(around.checklist.title)))
    say(tr("Nothing secret belongs on this computer; what is classified stays out of notes and evidence."))
    say(tr("next: lawcheck -C {dir} walk", dir=directory))


def _placed(directory: Path) -> Path:
    """Return where DIR is: `cases/ID` lies in the workspace at hand, anything else where it says."""
    if directory.is_absolute() or len(directory.parts) != 2 or directory.parts[0] != CASES:
        return directory
    try:
        return settings.folder() / directory
    except FileError:
        return directory


def _unit(unit: str | None, around: Workspace | None) -> str:
    """Return the unit's name; a case is of the unit whose workspace it stands in."""
    name = (unit or "").strip()
    if around is None:
        if not name:
            raise UsageError("the unit is not named; say it with --unit NAME")
        return name
    if name and name != around.assessment.unit:
        raise UsageError("a case is of the same unit as its workspace, {unit}", unit=around.assessment.unit)
    return around.assessment.unit


def _parameters(checklist: Checklist, stated: list[str]) -> dict[str, str]:
    """Return the parameters that the command line states, each in its one spelling."""
    known = {parameter.name: parameter for parameter in checklist.parameters}
    found: dict[str, str] = {}
    for one in stated:
        name, equals, value = one.partition("=")
        if not equals or name.strip() not in known:
            raise UsageError(
                "--set is NAME=VALUE with a parameter of the checklist ({known}), not '{value}'",
                known=", ".join(known) or "—",
                value=one,
            )
        try:
            found[name.strip()] = read_parameter(known[name.strip()], value)
        except Refused as error:
            raise UsageError(error.template, **error.fields) from None
    for parameter in checklist.parameters:
        if parameter.default is None and parameter.name not in found:
            raise UsageError(
                "the checklist asks for {title}; say it with --set {name}={choices}",
                title=said(parameter.title),
                name=parameter.name,
                choices="|".join(choices_of(parameter)) or "10",
            )
    return found
