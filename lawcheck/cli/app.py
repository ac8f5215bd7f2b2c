"""The command table, and the typer program that holds only what is asked for."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.main import get_command

from lawcheck import __version__
from lawcheck.cli import settings
from lawcheck.cli.terminal import emit
from lawcheck.errors import UsageError
from lawcheck.i18n import LANGUAGES, tr

COMMANDS: Final = (
    "demo",
    "checklists",
    "show",
    "lint",
    "new",
    "walk",
    "set",
    "evidence",
    "sheet",
    "status",
    "score",
    "explain",
    "gaps",
    "gate",
    "report",
    "history",
    "undo",
    "verify",
    "repair",
    "sign",
    "schema",
    "completion",
    "doctor",
)
"""The commands in the order of `--help`; each is the module of that name, with `attach(app)`."""

_MODULES: Final = {"set": "set_", "walk": "walk.command"}


def program(command: str | None) -> Any:
    """Return the typer command to run: `command` alone, or all of them for help and for unknown words."""
    built = get_command(_build(command))
    _translate_help(built)
    return built


def _translate_help(command: Any) -> None:
    """Have the headings that typer itself writes said in the chosen language."""
    english = command.get_help

    def get_help(context: Any) -> str:
        text: str = english(context)
        for heading, chosen in _headings():
            text = text.replace(heading, chosen)
        return text

    command.get_help = get_help
    for part in getattr(command, "commands", {}).values():
        _translate_help(part)


def _headings() -> list[tuple[str, str]]:
    return [
        ("Usage: ", tr("Usage: ")),
        ("\nOptions:\n", tr("\nOptions:\n")),
        ("\nCommands:\n", tr("\nCommands:\n")),
        ("\nArguments:\n", tr("\nArguments:\n")),
        ("Show this message and exit.", tr("Show this message and exit.")),
        ("[required]", tr("[required]")),
        ("[default: ", tr("[default: ")),
    ]


def _build(command: str | None) -> typer.Typer:
    app = typer.Typer(
        name="lawcheck",
        help=tr("A compliance checklist that scores what is proved."),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(set_globals)
    for name in (command,) if command in COMMANDS else COMMANDS:
        assert name is not None
        import_module(f"lawcheck.cli.{_MODULES.get(name, name)}").attach(app)
    return app


def set_globals(
    *,
    directory: Annotated[
        Path | None,
        typer.Option(
            "-C", "--directory", metavar="DIR", help=tr("the workspace; else the nearest one upward")
        ),
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="zh|en", help=tr("the language of all output"))] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help=tr("who answers (or LAWCHECK_USER)"))] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help=tr("why something changes"))] = None,
    today: Annotated[str | None, typer.Option(metavar="DATE", help=tr("the day to count from"))] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=tr("no news on stderr"))] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help=tr("no colour (also NO_COLOR)"))] = False,
    ascii_: Annotated[
        bool, typer.Option("--ascii", help=tr("no signs beyond ASCII but the texts' own"))
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help=tr("show where a bug happened"))] = False,
    version: Annotated[bool, typer.Option("--version", help=tr("print the version"), is_eager=True)] = False,
) -> None:
    """Take the global options; they may stand before or after the command."""
    if version:
        emit(f"lawcheck {__version__}\n")
        raise typer.Exit
    if lang is not None and lang not in LANGUAGES:
        raise UsageError("--lang is zh or en, not '{value}'", value=lang)
    chosen = settings.current
    chosen.directory, chosen.by, chosen.why = directory, by, why
    chosen.quiet, chosen.color, chosen.ascii, chosen.debug = quiet, not no_color, ascii_, debug
    chosen.today = None
    if today is not None:
        try:
            chosen.today = date.fromisoformat(today)
        except ValueError:
            raise UsageError("--today is a day like 2020-12-31, not '{value}'", value=today) from None
