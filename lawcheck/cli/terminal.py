"""How text reaches the terminal: documents to stdout, everything else to stderr, nothing that it obeys."""

import io
import os
import sys
from typing import IO, Any, TextIO

from lawcheck.cli.settings import current
from lawcheck.domain.values import FORBIDDEN
from lawcheck.errors import NotSavedError, UsageError

_ASCII = str.maketrans(
    {
        "×": "x",
        "√": "v",
        "●": "*",
        "○": "o",
        "─": "-",
        "│": "|",
        "█": "#",
        "→": ">",
        "—": "-",
        "·": ".",
        "≥": ">=",
        "≤": "<=",
        "–": "-",
        "■": "#",
        "□": ".",
        "…": "...",
    }
)


def prepare() -> None:
    """Make the standard streams safe: UTF-8 into pipes, and no crash on what a console cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
                stream.reconfigure(errors="backslashreplace", newline="\n")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def shown(text: str) -> str:
    """Return `text` with every character that a terminal might obey written out as an escape."""
    text = FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text.translate(_ASCII) if current.ascii else text


def emit(document: str | bytes) -> None:
    """Write a document to stdout.

    Raises:
        UsageError: It is no text, and stdout is a terminal.
    """
    stream = sys.stdout
    if stream is None:
        raise ReaderGone
    if isinstance(document, str):
        _write(stream, document)
    elif stream.isatty():
        raise UsageError("this document is no text; name a file for it with -o FILE")
    else:
        _pass(stream.buffer, document)


def say(sentence: str) -> None:
    """Write a line of news to stderr, unless `--quiet` is given."""
    if not current.quiet:
        complain(sentence)


def complain(sentence: str) -> None:
    """Write a line to stderr, whatever was asked; where that is closed nobody listens."""
    if sys.stderr is None:
        return
    _write(sys.stderr, f"{sentence}\n")


class ReaderGone(Exception):  # nothing is wrong: nobody reads on
    """The other end of a pipe was closed. No OSError, since typer makes exit 1, a verdict, of that."""


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        raise ReaderGone
    _pass(stream, shown(text))


def _pass(stream: IO[Any], document: str | bytes) -> None:
    try:
        stream.write(document)
        stream.flush()
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        raise NotSavedError(
            "the output could not be written: {reason}; choose another place for it", reason=error.strerror
        ) from None


def is_drawn() -> bool:
    """Whether stdout is a terminal on which tables and colour may be drawn."""
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def has_colour() -> bool:
    """Whether colour is wanted: a terminal, no NO_COLOR, no `--no-color`."""
    return is_drawn() and current.color and not os.environ.get("NO_COLOR")
