"""Paths as people type, paste and drop them: completed, unquoted, several at once."""

import glob
import os
import shlex
from pathlib import Path

_MOST = 200
"""A folder with more files than this is not listed whole while somebody types."""


def candidates(typed: str) -> list[str]:
    """Return the paths that begin like what is typed, `~` and all as it was typed; folders end in a slash."""
    folder, name = os.path.split(typed)
    try:
        found = sorted(Path(folder or ".").expanduser().iterdir())
        begins = [
            one for one in found if one.name.startswith(name) and (name or not one.name.startswith("."))
        ]
        # What was typed, ~ and all, must stay: pathlib would tidy it.
        return [os.path.join(folder, one.name) + ("/" if one.is_dir() else "") for one in begins[:_MOST]]  # noqa: PTH118
    except (OSError, RuntimeError, ValueError):
        return []


def completed(typed: str) -> str:
    """Return what is typed, longer by all that the paths that begin so have in common."""
    return os.path.commonprefix(candidates(typed)) or typed  # noqa: RUF071  # sign by sign, as it is typed


def as_typed(what: str) -> str:
    """Return a path as the system knows it: without the quotes that a dragged file brings, ~ written out."""
    for quote in ("'", '"'):
        if len(what) > 1 and what[0] == what[-1] == quote:
            what = what[1:-1]
    unescaped = what.replace("\\ ", " ")
    if _is_file(unescaped):
        what = unescaped
    return os.path.expanduser(what) if what.startswith("~") else what  # noqa: PTH111  # an unknown user stays


def split_paths(what: str) -> list[str]:
    """Return the files that one line names: several dropped at once, or a pattern like `台账*.pdf`.

    Anything else is one piece, as it was typed.
    """
    one = as_typed(what)
    if _is_file(one):
        return [one]
    try:
        words = [as_typed(word) for word in shlex.split(what)]
    except ValueError:
        words = []
    if words and all(map(_is_file, words)):
        return words
    return _matching(one) or [one]


def _matching(pattern: str) -> list[str]:
    """Return the files that fit a pattern; none where it is no pattern."""
    try:
        found = glob.glob(pattern) if glob.has_magic(pattern) else []  # noqa: PTH207  # absolute ones, too
    except ValueError:
        return []
    return sorted(filter(_is_file, found))


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False
