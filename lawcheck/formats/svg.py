"""Pictures as inline SVG: bars that stretch with the page, text that does not; colours come from its style.

Lengths are percentages of the width, so that no picture needs a script or a size of its own. What a colour
says stands in the title, too.
"""

from collections.abc import Iterable
from fractions import Fraction
from html import escape
from typing import NamedTuple


class Bar(NamedTuple):
    """One bar: the class that the page's style paints, and its share of the whole, held to 0 … 1."""

    style: str
    share: Fraction


class Tick(NamedTuple):
    """A mark on a scale: its place as a share of the whole, and its label."""

    share: Fraction
    label: str


_BAR, _GAP, _LABEL = 9, 4, 15
_CLOSE = Fraction(14, 100)
"""Labels nearer to one another than this share of the width stand in different lines."""


def share(points: Fraction | None, full: Fraction) -> Fraction:
    """Return points as a share of the full points; nothing where there are none."""
    return Fraction(0) if points is None or full <= 0 else min(max(points / full, Fraction(0)), Fraction(1))


def bars(title: str, drawn: Iterable[Bar]) -> str:
    """Return bars one under the other on a common ground, as long as their shares."""
    rows = list(drawn)
    height = len(rows) * (_BAR + 1) + 1
    body = [_rect("ground", Fraction(0), Fraction(1), 0, height)]
    body += [
        _rect(one.style, Fraction(0), one.share, 1 + row * (_BAR + 1), _BAR) for row, one in enumerate(rows)
    ]
    return _picture(title, "bars", height, body)


def stack(title: str, drawn: Iterable[Bar]) -> str:
    """Return parts of one whole, side by side."""
    body, at = [_rect("ground", Fraction(0), Fraction(1), 0, _BAR)], Fraction(0)
    for one in drawn:
        body.append(_rect(one.style, at, one.share, 0, _BAR))
        at += one.share
    return _picture(title, "stack", _BAR, body)


def scale(title: str, drawn: Iterable[Bar], ticks: Iterable[Tick]) -> str:
    """Return bars over a scale with labelled ticks; labels that would meet stand in two lines."""
    rows, marks = list(drawn), sorted(ticks)
    foot = len(rows) * (_BAR + _GAP) + _GAP
    body = [_rect("ground", Fraction(0), Fraction(1), 0, foot)]
    body += [
        _rect(one.style, Fraction(0), one.share, _GAP + row * (_BAR + _GAP), _BAR)
        for row, one in enumerate(rows)
    ]
    line, before = 0, Fraction(-1)
    for mark in marks:
        line = 1 - line if mark.share - before < _CLOSE else 0
        before = mark.share
        body.append(_tick(mark, foot, line))
    return _picture(title, "scale", foot + 2 * _LABEL + 2, body)


def _picture(title: str, style: str, height: int, body: Iterable[str]) -> str:
    shapes = "".join(body)
    return (
        f'<svg class="{style}" role="img" width="100%" height="{height}" focusable="false">'
        f"<title>{escape(title)}</title>{shapes}</svg>"
    )


def _rect(style: str, at: Fraction, width: Fraction, top: int, height: int) -> str:
    return (
        f'<rect class="{style}" x="{_percent(at)}" y="{top}" width="{_percent(width)}" height="{height}"/>'
        if width
        else ""
    )


def _tick(mark: Tick, foot: int, line: int) -> str:
    x, base = _percent(mark.share), foot + (line + 1) * _LABEL - 2
    anchor = "end" if mark.share > Fraction(9, 10) else "middle" if mark.share else "start"
    return (
        f'<line class="tick" x1="{x}" x2="{x}" y1="0" y2="{foot + 3 + line * _LABEL}"/>'
        f'<text x="{x}" y="{base}" text-anchor="{anchor}">{escape(mark.label)}</text>'
    )


def _percent(value: Fraction) -> str:
    return f"{float(value * 100):.3f}".rstrip("0").rstrip(".") + "%"
