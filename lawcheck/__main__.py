"""The way in: language, command, and the one place where errors become sentences and exit codes."""

import errno
import gc
import os
import re
import sys
from typing import Any

from lawcheck import __version__
from lawcheck.errors import ExitCode, LawcheckError
from lawcheck.i18n import choose, tr, use


def run() -> None:
    """Run the program and leave with its exit code."""
    # A command lives for a moment and makes thousands of values; looking for garbage among them is waste.
    gc.disable()
    try:
        code = main(sys.argv[1:])
    except Exception as error:
        # Python would leave with 1, which is a verdict here.
        if "--debug" in sys.argv:
            raise
        if sys.stderr is not None:
            sys.stderr.write(f"lawcheck: {type(error).__name__}: {error!a}\n")
        code = ExitCode.BUG
    raise SystemExit(code)


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    if arguments == ["--version"]:
        sys.stdout.write(f"lawcheck {__version__}\n")
        return ExitCode.DONE
    from lawcheck.cli import settings, terminal

    terminal.prepare()
    arguments = settings.arrange(arguments)
    use(choose(settings.value_of("--lang", arguments), os.environ))
    try:
        return _dispatch(arguments)
    except LawcheckError as error:
        _complain(error)
        return error.exit_code
    except (KeyboardInterrupt, EOFError):
        terminal.complain(tr("interrupted"))
        return ExitCode.INTERRUPTED
    except terminal.ReaderGone:
        return _leave_silently()
    except Exception as error:  # the last net: a bug ends in one sentence
        if settings.current.debug or "--debug" in arguments:
            raise
        if isinstance(error, OSError):
            return _blame_the_disk(error)
        name = type(error).__name__
        found = tr("a bug in lawcheck: {kind}: {error}; --debug shows where", kind=name, error=error)
        terminal.complain(found)
        return ExitCode.BUG


def _blame_the_disk(error: OSError) -> int:
    """Say that a disk or a share refused to be read: whoever writes has said so before, in its own words."""
    from lawcheck.cli.terminal import complain

    name = error.filename if isinstance(error.filename, str) else "?"
    reason = error.strerror or type(error).__name__
    complain(
        tr(
            "{file}: the disk or the share does not let it be read ({reason}); check it, and try again",
            file=name,
            reason=reason,
        )
    )
    return ExitCode.BAD_FILE


def _dispatch(arguments: list[str]) -> int:
    from typer.exceptions import Abort, TyperException

    from lawcheck.cli.app import program
    from lawcheck.cli.settings import command_of

    try:
        command = program(command_of(arguments))
        code = command.main(args=arguments, prog_name="lawcheck", standalone_mode=False)
    except TyperException as error:
        return _wrong_usage(error)
    except Abort as error:
        raise KeyboardInterrupt from error
    except SystemExit as left:
        # typer leaves with 1 when nobody reads its help on.
        if isinstance(left.__context__, OSError) and left.__context__.errno == errno.EPIPE:
            return _leave_silently()
        raise
    return code if isinstance(code, int) else ExitCode.DONE


def _leave_silently() -> int:
    """Point stdout elsewhere, so that the interpreter's last flush finds a reader; return the exit code."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return ExitCode.BROKEN_PIPE


def _wrong_usage(error: Any) -> int:
    """Say what is wrong with the command line, in our words for all that people mistype."""
    from lawcheck.cli.terminal import complain

    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        complain(error.format_message())
        return ExitCode.USAGE
    where = context.command_path if context else "lawcheck"
    complain(tr("{sentence}; see {command} --help", sentence=_usage_sentence(error, context), command=where))
    return ExitCode.USAGE


def _usage_sentence(error: Any, context: Any) -> str:
    name = type(error).__name__
    parameter = getattr(error, "param", None)
    if name == "NoSuchOption":
        return tr("there is no option {option}", option=error.option_name)
    if name == "BadOptionUsage":
        return tr("{option} needs a value", option=error.option_name)
    if name == "MissingParameter" and parameter is not None:
        named = parameter.opts[0]
        return tr("{name} is missing", name=named if named[0] == "-" else parameter.make_metavar(context))
    if name == "BadParameter" and parameter is not None:
        return _bad_value(parameter.opts[0], error.message)
    if found := re.match(r"No such command '(.*?)'", error.message):
        return _unknown_command(found[1], context)
    if found := re.match(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", error.message):
        return tr("there is one word too many: {words}", words=found[1])
    return str(error.format_message()).rstrip(".")


def _bad_value(option: str, message: str) -> str:
    if found := re.fullmatch(r"'(.*)' is not one of (.*?)\.?", message):
        choices = found[2].replace("'", "")
        return tr("{option}: '{value}' is none of {choices}", option=option, value=found[1], choices=choices)
    if found := re.fullmatch(r"'(.*)' is not a valid (?:integer|int).*", message):
        return tr("{option}: '{value}' is no whole number", option=option, value=found[1])
    return tr("{name}: {message}", name=option, message=message)


def _unknown_command(name: str, context: Any) -> str:
    from difflib import get_close_matches

    from lawcheck.cli.app import COMMANDS

    near = get_close_matches(name, COMMANDS, 1) if context is None or context.parent is None else []
    if near:
        return tr("there is no command {name}; did you mean {near}?", name=name, near=near[0])
    return tr("there is no command {name}", name=name)


def _complain(error: LawcheckError) -> None:
    from lawcheck.cli.terminal import complain
    from lawcheck.formats import wording

    complain(wording.error(error))


if __name__ == "__main__":
    run()
