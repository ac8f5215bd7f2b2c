"""How text reaches the terminal: documents to stdout, everything else to stderr, nothing that it obeys."""

import io
import os
import sys
from typing import TextIO

from lawcheck.cli.settings import current
from lawcheck.domain.values import FORBIDDEN
from lawcheck.errors import NotSavedError

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


def emit(document: str) -> None:
    """Write a document to stdout."""
    _write(sys.stdout, document)


def say(sentence: str) -> None:
    """Write a line of news to stderr, unless `--quiet` is given."""
    if not current.quiet:
        complain(sentence)


def complain(sentence: str) -> None:
    """Write a line to stderr, whatever was asked."""
    _write(sys.stderr, f"{sentence}\n")


class ReaderGone(Exception):  # nothing is wrong: nobody reads on
    """The other end of a pipe was closed. No OSError, since typer makes exit 1, a verdict, of that."""


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        raise ReaderGone
    try:
        stream.write(shown(text))
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
