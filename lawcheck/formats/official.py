"""The layout of an official Chinese document (GB/T 9704-2012), in millimetres and points.

A4; margins 37, 35, 28, 26 mm; body of 16 points, 22 lines a page and 28 characters a line. Lines are of
exactly 28 points and characters 0.2 points closer: no character grid, which programs set in different ways.
"""

from typing import Final, NamedTuple

from lawcheck.formats import official_zh as zh


class Page(NamedTuple):
    """Paper and margins in millimetres; `footer` is from the paper's edge to the foot of the page number."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    footer: float


PORTRAIT: Final = Page(210, 297, 37, 35, 28, 26, 23)
LANDSCAPE: Final = Page(297, 210, 28, 26, 35, 37, 15)


class Look(NamedTuple):
    """A face for Chinese and all else, and a size in points."""

    face: str
    size: float


SIZE: Final = 16
LINE: Final = 28
"""Points from line to line, exactly."""
TITLE_LINE: Final = 36
CLOSER: Final = -0.2
"""Points between characters, so that 28 stand in a line."""

BODY: Final = Look(zh.BODY_FACE, SIZE)
TITLE: Final = Look(zh.TITLE_FACE, 22)
FIRST: Final = Look(zh.FIRST_FACE, SIZE)
SECOND: Final = Look(zh.SECOND_FACE, SIZE)
PAGE_NUMBER: Final = Look(zh.PAGE_FACE, 14)

DAY_INDENT: Final = 4
"""Characters between the day and the right margin where a seal is set; the unit is centred over the day."""


def unit_indent(unit: str, day: str) -> float:
    """Return how many characters the unit's name stands from the right margin, to be centred over the day."""
    return max(DAY_INDENT + (_width(day) - _width(unit)) / 2, 0)


def _width(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in text)
