"""One thing wrong in a file: a stable code, where it is, and the English sentence with its fields."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

Path = tuple[str | int, ...]
"""The way to a value: ("items", 3, "rules", 0, "earn")."""

Level = Literal["error", "warning"]

SHOWN_LIMIT = 60
LONG = 256
"""Integers of more bits are shown by their first hexadecimal digits; Python refuses to print the longest."""


class Problem(NamedTuple):
    """One finding. `line` and `column` count from 1 and are 0 until the text has been searched.

    `template` and `fields` make the sentence as those of an error do; made by `problem`.
    """

    code: str
    level: Level
    path: Path
    template: str
    fields: dict[str, object]
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return self.template.format(**self.fields)

    @property
    def key(self) -> str:
        """Return the path as people write it: `items[3].rules[0].earn`."""
        return path_text(self.path)


def problem(  # noqa: D417  # the fields are the template's own
    template: str, /, *, code: str, path: Path = (), level: Level = "error", **fields: object
) -> Problem:
    """Return a problem whose fields are safe to show.

    Args:
        template: A whole English sentence with named fields, as a literal.
    """
    return Problem(code, level, path, template, safe_fields(fields))


def path_text(path: Path) -> str:
    """Return a path as people write it, empty for the whole file."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{shown(part)}" for part in path]
    return "".join(parts).removeprefix(".")


class _Bare(str):
    """Text that no quotes belong around, even where a sentence asks for them with `!r`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class _Quoted(str):
    """Text out of a file; where a sentence asks for quotes with `!r`, TOML's."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f'"{self}"'


def shown(value: object, limit: int = SHOWN_LIMIT) -> str:
    r"""Return `value` as a sentence may show it: as TOML writes it, cut, control characters as \u escapes.

    Text comes without quotes; a template that wants them says `{value!r}`.
    """
    if isinstance(value, str):
        text = value if len(value) <= limit else value[:limit] + "…"
        return _Quoted(text if text.isprintable() else "".join(map(_printable, text)))
    if isinstance(value, bool):
        return _Bare("true" if value else "false")
    if isinstance(value, int):
        return _Bare(str(value) if value.bit_length() < LONG else f"{value:#x}"[:limit] + "…")
    if isinstance(value, date):
        return _Bare(value.isoformat())
    if isinstance(value, dict):
        return _Bare("{…}")
    if isinstance(value, list | tuple):
        return _Bare("[…]")
    return _Bare(shown(str(value), limit))


def _safe(value: object) -> object:
    # Small integers stay, for templates that format them: `U+{point:04X}`.
    if type(value) is int and value.bit_length() < 64:
        return value
    return value if isinstance(value, _Bare | _Quoted | Problem) else shown(value)


def _printable(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def safe_fields(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a sentence, safe to show."""
    return {name: _safe(value) for name, value in fields.items()}


def listed(names: Iterable[str]) -> str:
    """Return names in a row for a sentence, uncut."""
    return _Bare(", ".join(shown(name) for name in names) or "—")


class Nearest:
    """Finds names alike, for "did you mean". Stops looking after a while: a spoiled file has thousands."""

    LOOKUPS = 100
    CANDIDATES = 1000

    def __init__(self) -> None:
        self._left = self.LOOKUPS

    def to(self, name: object, names: Collection[str]) -> str:
        """Return up to three of `names`, the likest first, or a dash."""
        if self._left == 0 or not isinstance(name, str) or len(name) > 100:
            return listed(())
        from difflib import get_close_matches

        self._left -= 1
        few = [one for one in names if len(names) <= self.CANDIDATES or one[:1] == name[:1]]
        return listed(get_close_matches(name, few[: self.CANDIDATES], n=3, cutoff=0.65))
