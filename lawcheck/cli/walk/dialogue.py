"""Asking and telling by lines, on a terminal or through pipes.

What is told goes to stdout if that is a terminal, else to stderr, so that a document never mixes with a
conversation. Lines are broken to the terminal's width by the rules of Chinese typesetting; through a pipe
nothing is broken and no control code is sent.
"""

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich.cells import cell_len

from lawcheck.cli.terminal import has_colour, shown
from lawcheck.cli.walk.paths import candidates
from lawcheck.cli.walk.wrapping import wrap
from lawcheck.domain.values import FORBIDDEN
from lawcheck.errors import FileError

_NARROWEST = 30


class Dialogue:
    """The two ends of a conversation; `asks` is whether a person sits there who can be asked again."""

    def __init__(self) -> None:
        self._out = _listener()
        self.asks = sys.stdin is not None and sys.stdin.isatty()
        self._edits = self.asks and self._out is sys.stdout and os.environ.get("TERM") != "dumb"
        self._styles = has_colour() and (os.name != "nt" or "WT_SESSION" in os.environ)
        if self._edits:
            _prepare_editing()
        elif isinstance(sys.stdin, io.TextIOWrapper) and not self.asks:
            sys.stdin.reconfigure(encoding="utf-8", errors="strict")

    @property
    def width(self) -> int | None:
        """Return how many cells a line may take, None where there is no terminal."""
        if not self._out.isatty():
            return None
        # The last column stays free: some terminals break a line that fills it.
        return max(shutil.get_terminal_size().columns - 1, _NARROWEST)

    def tell(self, text: str = "", label: str = "", *, bold: bool = False) -> None:
        """Write a paragraph; one with a label is indented behind it."""
        for number, line in enumerate(_paragraph(shown(text), shown(label), self.width)):
            marked = bold and self._styles and number == 0
            self._out.write(f"\x1b[1m{line}\x1b[0m\n" if marked else f"{line}\n")
        self._out.flush()

    def ask(self, prompt: str) -> str:
        """Return the line that is typed, without what no text may hold.

        Raises:
            EOFError: There is no further line.
            FileError: The lines come from a file that is not UTF-8.
        """
        prompt = shown(prompt)
        if self._edits:
            line = input(prompt)
        else:
            self._out.write(prompt)
            self._out.flush()
            line = self._read()
        return FORBIDDEN.sub("", line.replace("\r\n", "\n").replace("\r", "\n"))

    def _read(self) -> str:
        if sys.stdin is None or sys.stdin.closed:
            raise EOFError
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:
            raise FileError("the answers on standard input are not UTF-8; save them as UTF-8") from None
        if not line:
            raise EOFError
        line = line.removeprefix("\ufeff").rstrip("\r\n")
        if not self.asks:
            # Nobody typed it here, so without this the answer would be missing from what is told.
            self._out.write(f"{shown(line)}\n")
        return line

    @contextmanager
    def paths_complete(self) -> Iterator[None]:
        """Let Tab complete paths for a while."""
        if not self._edits:
            yield
            return
        _complete_with(_path_from)
        try:
            yield
        finally:
            _complete_with(None)


def _listener() -> TextIO:
    """Return the stream on which somebody listens; where both are closed nobody does."""
    if sys.stdout is not None and sys.stdout.isatty():
        return sys.stdout
    if sys.stderr is not None:
        return sys.stderr
    return Path(os.devnull).open("w", encoding="utf-8")


def _paragraph(text: str, label: str, width: int | None) -> list[str]:
    if width is None:
        return (label + text).split("\n")
    indent = cell_len(label)
    lines = wrap(text, width - indent)
    return [label + lines[0], *(" " * indent + line for line in lines[1:])]


def _prepare_editing() -> None:
    """Have lines edited by readline; without it half of a deleted Chinese character stays on the screen."""
    try:
        import readline
    except ImportError:
        return
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    _complete_with(None)


def _complete_with(completer: Callable[[str, int], str | None] | None) -> None:
    try:
        import readline
    except ImportError:
        return
    # Without a completer of ours readline would offer file names everywhere.
    readline.set_completer(completer or (lambda _text, _state: None))
    readline.set_completer_delims("\n")


def _path_from(typed: str, state: int) -> str | None:
    """Return the path number `state` that begins like what is typed."""
    begins = candidates(typed)
    return begins[state] if state < len(begins) else None
