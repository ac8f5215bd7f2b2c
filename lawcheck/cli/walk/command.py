"""`walk`: answer one item after another (逐项填报)."""

from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.domain.walk import Only
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("walk", help=tr("Answer one item after another; every answer is saved at once."))(walk)


def walk(
    only: Annotated[Only, typer.Option("--only", help=tr("which items to stop at"))] = Only.ALL,
    plain: Annotated[bool, typer.Option("--plain", help=tr("by lines, without a full screen"))] = False,  # noqa: ARG001  # the walk by lines is the only one so far
) -> None:
    """Walk through the workspace from where somebody stopped before."""
    from lawcheck.cli.walk.dialogue import Dialogue
    from lawcheck.cli.walk.lines import Lines
    from lawcheck.cli.walk.page import filter_name
    from lawcheck.cli.walk.session import Session
    from lawcheck.domain.walk import begin

    session, dialogue = Session(settings.folder()), Dialogue()
    begun = begin(session.card, only, session.last_stop())
    if begun is None:
        dialogue.tell(tr("there is nothing to stop at: {filter}", filter=filter_name(only)))
        return
    Lines(session, dialogue, begun).run()
