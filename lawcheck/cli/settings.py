"""What the global options say, and the one place where the clock and the user's name are read."""

import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypedDict

from lawcheck.domain.values import read_line
from lawcheck.errors import Refused, UsageError

VALUE_OPTIONS: Final = frozenset({"-C", "--directory", "--lang", "--by", "--why", "--today"})
"""Global options that take a value; they may stand before or after the command."""

FLAG_OPTIONS: Final = frozenset({"--quiet", "-q", "--no-color", "--ascii", "--debug", "--version"})
"""Global options without a value; they may stand before or after the command."""


@dataclass(slots=True)
class Settings:
    """The global options of this run. `today` and `by` are read late, where a command needs them."""

    directory: Path | None = None
    by: str | None = None
    why: str | None = None
    today: date | None = None
    quiet: bool = False
    color: bool = True
    ascii: bool = False
    debug: bool = False


current = Settings()


def today() -> date:
    """Return the day that counts as today: `--today`, else the clock's."""
    return current.today or now().date()


def now() -> datetime:
    """Return the present time with its zone, whole seconds."""
    return datetime.now().astimezone().replace(microsecond=0)


def user() -> str:
    """Return who answers: `--by`, `LAWCHECK_USER`, else the name of the login."""
    named = current.by or os.environ.get("LAWCHECK_USER")
    if named and named.strip():
        return _line("--by", named) or ""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise UsageError("who are you? say it with --by NAME, or set LAWCHECK_USER") from None


class Signature(TypedDict):
    """What every saved change carries beside its values."""

    who: str
    at: datetime
    why: str | None


def signature() -> Signature:
    """Return who changes something now, and why."""
    return {"who": user(), "at": now(), "why": _line("--why", current.why)}


def _line(option: str, text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return read_line(text) if text.strip() else None
    except Refused as error:
        raise UsageError("{option}: {problem}", option=option, problem=error) from None


def folder() -> Path:
    """Return the workspace's folder: `-C`, else the nearest one upward."""
    from lawcheck.storage.workspace import find

    if current.directory is not None and not current.directory.is_dir():
        raise UsageError("-C: there is no folder {folder}; check the name", folder=current.directory)
    return find(current.directory or Path.cwd())


def arrange(arguments: list[str]) -> list[str]:
    """Return the arguments with the global options first and `--format` behind the command.

    Everything from `--` on stays where it is.
    """
    first: list[str] = []
    rest: list[str] = []
    formats: list[str] = []
    waiting = iter(enumerate(arguments))
    for place, argument in waiting:
        if argument == "--":
            return [*first, *rest, *formats, *arguments[place:]]
        name = argument.partition("=")[0]
        if argument in FLAG_OPTIONS or (name in VALUE_OPTIONS and name != argument):
            first.append(argument)
        elif argument in VALUE_OPTIONS:
            first += [argument, *(value for _, value in [next(waiting, (0, None))] if value is not None)]
        elif name == "--format" and not rest:
            formats += [argument, *([] if "=" in argument else [next(waiting, (0, ""))[1]])]
        else:
            rest.append(argument)
    return [*first, *rest, *formats]


def command_of(arguments: list[str]) -> str | None:
    """Return the first word of arranged arguments that is no global option: the command."""
    waiting = iter(arguments)
    for argument in waiting:
        if argument in VALUE_OPTIONS:
            next(waiting, None)
        elif not argument.startswith("-"):
            return argument
    return None


def value_of(option: str, arguments: list[str]) -> str | None:
    """Return the value given for a global option, None where it is not given."""
    for place, argument in enumerate(arguments):
        if argument == option:
            return arguments[place + 1] if place + 1 < len(arguments) else None
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return None
