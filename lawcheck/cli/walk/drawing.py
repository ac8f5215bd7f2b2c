"""Text for the full screen: broken by our own rules, coloured by tone, nothing in it obeyed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from lawcheck.cli.terminal import shown
from lawcheck.cli.walk.stop import Line
from lawcheck.cli.walk.wrapping import pad, wrap
from lawcheck.domain.assessment import Status


class Tone(StrEnum):
    """What a colour says; each is a name of the theme's."""

    NONE = ""
    GOOD = "text-success"
    WARNING = "text-warning"
    BAD = "text-error"
    ASIDE = "text-accent"


_LABEL_GAP: Final = 2
_WIDEST: Final = 100
"""Cells of a line; wider ones are hard to read."""

_TONES: Final[Mapping[Status | None, Tone]] = {
    Status.DONE: Tone.GOOD,
    Status.PARTIAL: Tone.WARNING,
    Status.NOT_DONE: Tone.BAD,
    Status.NOT_APPLICABLE: Tone.ASIDE,
    None: Tone.NONE,
}


def tone(status: Status | None) -> Tone:
    """Return the tone of a status; its glyph and its letter say the same without colour."""
    return _TONES[status]


def words(text: str, style: str = "") -> Text:
    """Return text that is shown literally."""
    return Text(shown(text), style=style, no_wrap=True, end="")


def paragraph(text: str, width: int, style: str = "") -> Text:
    """Return text broken to `width` cells."""
    return words("\n".join(wrap(shown(text), max(width, 2))), style)


def keys(sentence: str, width: int) -> Text:
    """Return keys and their meanings, which stand between ` · `, broken only between two of them."""
    return words("\n".join(rows(sentence.split(" · "), "  ", width)), "dim")


def rows(parts: Iterable[str], between: str, width: int) -> list[str]:
    """Return parts side by side in as few lines as they need; a part longer than a line is broken."""
    lines: list[str] = []
    for part in map(shown, parts):
        longer = f"{lines[-1]}{shown(between)}{part}" if lines else part
        if lines and cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines += wrap(part, max(width, 2))
    return lines


def fitted(text: str, width: int) -> str:
    """Return text cut or filled to exactly `width` cells."""
    return set_cell_size(shown(text), max(width, 0))


def page(lines: Iterable[Line], width: int) -> Text:
    """Return labelled paragraphs, one below the other, the text indented behind the widest label."""
    width = min(width, _WIDEST)
    lines = [Line(shown(line.text), shown(line.label)) for line in lines]
    widest = max((cell_len(line.label) for line in lines), default=0)
    indent = widest + _LABEL_GAP if widest else 0
    found = Text(no_wrap=True, end="")
    for line in lines:
        broken = wrap(line.text, max(width - indent, 10))
        for number, part in enumerate(broken):
            found.append("" if not found else "\n")
            found.append(pad("" if number else line.label, indent), "bold" if line.label else "")
            found.append(part)
    return found


def bar(done: int, of: int, cells: int) -> str:
    """Return how far something is, as a bar; it is full only when all is done."""
    filled = done * cells // of if of else 0
    return shown("█" * filled + "─" * (cells - filled))
