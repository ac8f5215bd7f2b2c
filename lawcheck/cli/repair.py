"""`repair`: put right what can be put right without guessing; said first, copied first."""

import sys
from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.terminal import complain, emit, say, shown
from lawcheck.errors import ExitCode, UsageError
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "repair", help=tr("Put right what needs no guessing, after copies into recovered/; asks first.")
    )(repair)


def repair(
    yes: Annotated[bool, typer.Option("--yes", "-y", help=tr("do it without asking"))] = False,
) -> None:
    """Say what would be done, do it if that is agreed, and say what is beyond repair."""
    from lawcheck.formats import wording
    from lawcheck.formats.findings import sentence
    from lawcheck.storage.repair import plan
    from lawcheck.storage.repair import repair as carry_out

    root = settings.folder()
    remedies = plan(root)
    for remedy in remedies:
        emit(wording.labelled(remedy.finding.file, sentence(remedy.finding)) + "\n")
    if remedies:
        if not yes and not _is_agreed():
            say(tr("nothing was changed"))
            return
        for notice in carry_out(root, remedies, at=settings.now()):
            complain(wording.notice(notice))
    _conclude(mended=bool(remedies))


def _is_agreed() -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("nothing was changed; to have this done without being asked, add --yes")
    sys.stderr.write(shown(tr("do this? [y/N] ")))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", tr("y"))


def _conclude(*, mended: bool) -> None:
    """Say what verification still finds; leave with exit 6 if any of it is beyond repair."""
    from lawcheck.formats.findings import render
    from lawcheck.storage.verify import verify

    beyond = [one for one in verify(settings.folder()) if one.level == "error"]
    if beyond:
        emit(render(beyond))
        complain(tr("beyond repair; what each of these needs is said with it"))
        raise typer.Exit(ExitCode.INTEGRITY)
    emit((tr("repaired") if mended else tr("there is nothing to repair")) + "\n")
