"""`walk`: answer one item after another (逐项填报)."""

import os
import shutil
import sys
from typing import Annotated, Final

import typer

from lawcheck.cli import settings
from lawcheck.cli.terminal import say
from lawcheck.domain.walk_filter import Only
from lawcheck.i18n import tr

_NARROWEST: Final = 60
_LOWEST: Final = 15
_SPI_GETSCREENREADER: Final = 0x0046


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("walk", help=tr("Answer one item after another; every answer is saved at once."))(walk)


def can_draw() -> bool:
    """Whether a full screen can be drawn, and is wanted: on a terminal that is large enough.

    It is drawn on stderr; a stream of the three that leads elsewhere is reason enough for lines.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream is not None and not stream.closed and stream.isatty() for stream in streams):
        return False
    if os.environ.get("LAWCHECK_PLAIN") or os.environ.get("ACCESSIBLE") or _is_read_aloud():
        return False
    if os.environ.get("TERM", "" if os.name != "nt" else "windows") in ("", "dumb"):
        return False
    columns, rows = shutil.get_terminal_size()
    return columns >= _NARROWEST and rows >= _LOWEST


def _is_read_aloud() -> bool:
    """Whether Windows says that a screen reader runs; other systems have no one place that tells."""
    if sys.platform == "win32":
        from ctypes import byref, c_int, windll

        running = c_int(0)
        asked = windll.user32.SystemParametersInfoW(_SPI_GETSCREENREADER, 0, byref(running), 0)
        return bool(asked and running.value)
    return False


def walk(
    only: Annotated[Only, typer.Option("--only", help=tr("which items to stop at"))] = Only.ALL,
    plain: Annotated[
        bool, typer.Option("--plain", help=tr("by lines, without a full screen (or LAWCHECK_PLAIN=1)"))
    ] = False,
) -> None:
    """Walk through the workspace from where somebody stopped before."""
    from lawcheck.cli.walk.session import Session
    from lawcheck.domain.walk import begin
    from lawcheck.domain.walk_filter import Filter

    session = Session(settings.folder())
    begun = begin(session.card, Filter(only), session.last_stop(), session.trail)
    if begun is None:
        from lawcheck.cli.walk.page import filter_name

        say(tr("there is nothing to stop at: {filter}", filter=filter_name(Filter(only), session.card)))
        return
    if not plain and can_draw():
        from lawcheck.cli.walk.screen import show

        show(session, begun)
        return
    from lawcheck.cli.walk.dialogue import Dialogue
    from lawcheck.cli.walk.lines import Lines

    Lines(session, Dialogue(), begun).run()
