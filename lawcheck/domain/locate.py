"""Where each key of a TOML text stands. It decides nothing about validity: tomli does that.

One pass, no recursion, in linear time; of a text that is no TOML it finds what it can.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from lawcheck.domain.problems import Path

_SPACE = re.compile(r"[ \t]*+")
_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BETWEEN = re.compile(r"(?:[ \t\r\n,]++|#[^\n]*+)*+")
_EQUALS = re.compile(r"[ \t]*+=?[ \t]*+")
_SIMPLE = re.compile(r"([A-Za-z0-9_-]++)[ \t]*+=[ \t]*+")
_PART = re.compile(r"([A-Za-z0-9_-]++)|\"((?:[^\"\\\n]++|\\.)*+)\"|'([^'\n]*+)'")
_SCALAR = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|[^,\]}\n#]*+",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U00([01][0-9A-Fa-f]{5})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_LETTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}

DEPTH_LIMIT = 400
"""Brackets nested deeper, or a key of more parts, are not followed: no parser takes them."""


class Place(NamedTuple):
    """Line and column, both from 1; a column counts characters."""

    line: int
    column: int


class _Spot:
    """A key or an element: where it stands, and what stands in it."""

    __slots__ = ("at", "count", "inside")

    def __init__(self, at: int) -> None:
        self.at = at
        self.inside: dict[str | int, _Spot] = {}
        self.count = 0
        """How many `[[…]]` headers named it."""


class Places:
    """The places of all keys of one text.

    `too_deep` is where a key first has more than 8 parts or a bracket stands in more than 7 others.
    """

    NESTING = 8

    def __init__(self, text: str) -> None:
        self._lines = [found.start() for found in re.finditer("\n", text)]
        scan = _Scan(text)
        scan.run()
        self._root = scan.root
        self.too_deep = None if scan.too_deep is None else self.at(scan.too_deep)

    def at(self, position: int) -> Place:
        """Return line and column of a position in the text."""
        line = bisect_left(self._lines, position)
        return Place(line + 1, position - (self._lines[line - 1] if line else -1))

    def of(self, path: Path) -> Place:
        """Return the place of the key at `path`, or of its nearest ancestor that stands in the text."""
        spot = self._root
        for part in path:
            if part not in spot.inside:
                break
            spot = spot.inside[part]
        return self.at(spot.at)

    def __contains__(self, path: Path) -> bool:
        spot: _Spot | None = self._root
        for part in path:
            spot = spot.inside.get(part) if spot else None
        return spot is not None


def locate(text: str) -> Places:
    """Return where the keys of a TOML text stand; line ends may be LF or CRLF."""
    return Places(text)


class _Scan:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = _Spot(0)
        self.too_deep: int | None = None

    def run(self) -> None:
        table, at = self.root, 0
        while True:
            at = self._after(_BLANK, at)
            if at >= len(self.text):
                return
            start = at
            if self.text.startswith("[", at):
                double = self.text.startswith("[[", at)
                keys, at = self._keys(at + 1 + double)
                table = self._header(keys, double=double)
                at = self._after(_SPACE, at)
                while self.text.startswith("]", at):
                    at += 1
            else:
                at = self._pair(table, at)
            if at == start or self.text[start:at].isspace():
                at = self._line_end(start)

    def _after(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.text, at)
        return found.end() if found else at

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _keys(self, at: int) -> tuple[list[tuple[str, int]], int]:
        """Return the parts of a dotted key with their positions, and where it ends."""
        keys: list[tuple[str, int]] = []
        while True:
            at = self._after(_SPACE, at)
            found = _PART.match(self.text, at)
            if not found:
                return keys, at
            keys.append((_decoded(found), at))
            if len(keys) == Places.NESTING + 1:
                self._note_depth(keys[0][1])
            if len(keys) == DEPTH_LIMIT:
                return keys, self._line_end(at)
            at = self._after(_SPACE, found.end())
            if not self.text.startswith(".", at):
                return keys, at
            at += 1

    def _note_depth(self, at: int) -> None:
        if self.too_deep is None or at < self.too_deep:
            self.too_deep = at

    def _header(self, keys: list[tuple[str, int]], *, double: bool) -> _Spot:
        spot = self.root
        for number, (key, at) in enumerate(keys):
            spot = spot.inside.setdefault(key, _Spot(at))
            if double and number == len(keys) - 1:
                spot.count += 1
                spot.inside[spot.count - 1] = _Spot(at)
            if spot.count:
                spot = spot.inside[spot.count - 1]
        return spot

    def _pair(self, table: _Spot, at: int) -> int:
        if simple := _SIMPLE.match(self.text, at):
            return self._value(table.inside.setdefault(simple[1], _Spot(at)), simple.end())
        keys, at = self._keys(at)
        if not keys:
            return at
        return self._value(_under(table, keys), self._after(_EQUALS, at))

    def _value(self, spot: _Spot, at: int) -> int:
        """Follow one value and all that stands in it; return where it ends."""
        # Each open bracket with the number of its next element, -1 in an inline table.
        opened: list[tuple[_Spot, int]] = []
        while True:
            char = self.text[at : at + 1]
            if char in ("[", "{") and len(opened) < DEPTH_LIMIT:
                opened.append((spot, 0 if char == "[" else -1))
                if len(opened) == Places.NESTING + 1:
                    self._note_depth(at)
                at += 1
            else:
                at = self._after(_SCALAR, at)
            following = self._next(opened, at)
            if isinstance(following, int):
                return following
            spot, at = following

    def _next(self, opened: list[tuple[_Spot, int]], at: int) -> tuple[_Spot, int] | int:
        """Return the next value's spot and position, or where the outermost bracket closed."""
        while opened:
            at = self._after(_BETWEEN, at)
            if at >= len(self.text):
                return at
            spot, number = opened[-1]
            if self.text[at] in "]}":
                opened.pop()
                at += 1
            elif number >= 0:
                opened[-1] = (spot, number + 1)
                return spot.inside.setdefault(number, _Spot(at)), at
            else:
                keys, end = self._keys(at)
                if not keys:
                    return self._line_end(at)
                return _under(spot, keys), self._after(_EQUALS, end)
        return at


def _under(spot: _Spot, keys: list[tuple[str, int]]) -> _Spot:
    for key, at in keys:
        spot = spot.inside.setdefault(key, _Spot(at))
    return spot


def _decoded(found: re.Match[str]) -> str:
    bare, basic, literal = found.groups()
    if basic is None:
        return bare if bare is not None else literal
    return _ESCAPE.sub(_unescaped, basic) if "\\" in basic else basic


def _unescaped(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits:
        return chr(min(int(digits, 16), 0x10FFFF))
    return _LETTERS.get(found[4], found[4])
