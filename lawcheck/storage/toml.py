"""Bytes of a TOML file to a record, or to all that is wrong with it, each with its line and column.

tomli decides what is valid; size and shape are looked at first, since a small file can cost much.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import tomli

from lawcheck.domain import checklist as checklists
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.parameters import fill, settle
from lawcheck.domain.parse import Off, parse
from lawcheck.domain.problems import LONG, Problem, problem, shown
from lawcheck.domain.problems import Path as KeyPath
from lawcheck.errors import FileError

Value = TypeVar("Value")
Table = dict[str, Any]
Prepare = Callable[[Table], Table]

CHECKLIST_LIMIT = 4 * 2**20
ASSESSMENT_LIMIT = 16 * 2**20
ITEM_LIMIT = 5_000
"""Entries of any list or table at the top of a checklist; ten times as many elsewhere."""

VALUE_LIMIT = 200_000
"""Lines and commas of one file: each costs readers up to 10 µs, however short it is."""

# A key of nine parts, and nine brackets opened without one closed: only then is the text searched in full.
# Deleting bytes is fifty times faster than a pattern, so a line must have eight dots before one is tried.
_NINE_BRACKETS = b"[" * 9
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_EIGHT_DOTS = b"." * 8
_NO_DOTS = bytes(byte for byte in range(256) if byte not in b".\n")
_LONG_KEY = r"(?:\.[ \t]*+(?:[A-Za-z0-9_-]++|\"(?:[^\"\\\n]++|\\.)*+\"|'[^'\n]*+')[ \t]*+){8}"


class Document(NamedTuple):
    """A text that is valid TOML, and its table."""

    text: str
    table: dict[str, Any]


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the content of a file of at most `limit` bytes.

    Raises:
        FileError: Not there, no regular file, not to be read, or larger.
    """
    data = content(path, limit)
    if isinstance(data, Problem):
        raise refusal(str(path), [data])
    return data


def content(path: Path, limit: int) -> bytes | Problem:
    """Return the content of a file of at most `limit` bytes, or why there is none."""
    try:
        about = path.stat()
        if not S_ISREG(about.st_mode):
            return problem("this is no ordinary file; name a file", code="unreadable")
        return path.read_bytes() if about.st_size <= limit else _too_large(limit)
    except FileNotFoundError:
        return problem("there is no such file; check the name", code="unreadable")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return problem("the file cannot be read: {reason}", code="unreadable", reason=reason)


def parse_checklist(data: bytes, file: str, stated: Mapping[str, str] = MappingProxyType({})) -> Checklist:
    """Return the checklist in the bytes of `file`, as it is for a unit whose parameters are `stated`.

    Raises:
        FileError: The bytes are no checklist.
    """
    newest = checklists.FORMAT
    read = parse_document(Checklist, data, file, newest=newest, prepare=lambda table: fill(table, stated))
    return settle(read, stated)


def parse_document(
    kind: type[Value], data: bytes, file: str, *, newest: int, prepare: Prepare | None = None
) -> Value:
    """Return the bytes of `file` as a record of `kind`; `prepare` may change the table before it is read.

    Raises:
        FileError: The bytes are no such file; its `problems` are all that was found, with their places.
    """
    document = read_document(data, kind)
    if isinstance(document, Problem):
        raise refusal(file, [document])
    if prepare:
        document = document._replace(table=prepare(document.table))
    version = document.table.get("format")
    if type(version) is not int or 1 <= version <= newest:
        try:
            return parse(kind, document.table)
        except Off:
            pass
    from lawcheck.domain.schema import problems

    raise refusal(file, in_order(problems(kind, document.table, newest=newest), document.text))


def read_document(data: bytes, kind: type) -> Document | Problem:
    """Return the text and table of a TOML file that is to become a `kind`, or why it cannot be read."""
    if len(data) > _size_limit(kind):
        return _too_large(_size_limit(kind))
    text = _decoded(data)
    if isinstance(text, Problem):
        return text
    if found := _heavy(data, text):
        return found
    try:
        # tomli's own name for a number's text is float; ours keeps what was written.
        table = tomli.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        from lawcheck.storage.syntax import explain_error

        return explain_error(text, error)
    document = Document(text, table)
    return beyond_limits(data, document, kind) or _too_long(document) or document


def beyond_limits(data: bytes, document: Document, kind: type) -> Problem | None:
    """Return why a file is more than one of `kind` may be, None if it is not."""
    if len(data) > _size_limit(kind):
        return _too_large(_size_limit(kind))
    return _too_many(document, ITEM_LIMIT if kind is Checklist else 10 * ITEM_LIMIT)


def _size_limit(kind: type) -> int:
    return CHECKLIST_LIMIT if kind is Checklist else ASSESSMENT_LIMIT


def _decoded(data: bytes) -> str | Problem:
    try:
        # Zeros are UTF-8 too; only what is no text holds them near its beginning.
        if b"\0" not in data[:200]:
            return data.decode("utf-8-sig")
        from lawcheck.storage.encodings import explain_binary

        return explain_binary(data) or data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        from lawcheck.storage.encodings import explain_binary, explain_bytes

        return explain_binary(data) or explain_bytes(data, error)


def _too_large(limit: int) -> Problem:
    return problem(
        "the file is larger than the {limit} MiB that are read", code="too-large", limit=limit // 2**20
    )


def _heavy(data: bytes, text: str) -> Problem | None:
    """Return why a text would cost too much to parse, None for any that a person would write."""
    if not text.strip():
        return problem("the file is empty; restore it from a copy", code="empty")
    if text.count("\n") + text.count(",") > VALUE_LIMIT:
        return problem("the file has more than {limit} lines and values", code="too-many", limit=VALUE_LIMIT)
    if not _may_be_deep(data, text):
        return None
    from lawcheck.domain.locate import Places, locate

    place = locate(text).too_deep
    if place is None:
        return None
    return problem(
        "brackets or dotted keys go deeper here than {limit} levels; write it flatter",
        code="too-deep",
        limit=Places.NESTING,
    )._replace(line=place.line, column=place.column)


def _may_be_deep(data: bytes, text: str) -> bool:
    if _NINE_BRACKETS in data.translate(_BRACKETS, _NO_BRACKETS):
        return True
    return _EIGHT_DOTS in data.translate(None, _NO_DOTS) and re.search(_LONG_KEY, text) is not None


def _too_many(document: Document, limit: int) -> Problem | None:
    for path, value in [((), document.table), *(((key,), one) for key, one in document.table.items())]:
        if isinstance(value, list | dict) and len(value) > limit:
            found = problem(
                "there are {count} entries here, at most {limit} are read",
                code="too-many",
                path=path,
                count=len(value),
                limit=limit,
            )
            return in_order([found], document.text)[0] if path else found
    return None


def _too_long(document: Document) -> Problem | None:
    """Return the problem with an integer that Python reads, since it is hexadecimal, and will not print."""
    if not any(mark in document.text for mark in ("0x", "0o", "0b")):
        return None
    waiting: list[tuple[KeyPath, Any]] = [((), document.table)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, int) and value.bit_length() > LONG:
            return in_order([problem("the number is beyond 10^12", code="value", path=path)], document.text)[
                0
            ]
        inner = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        waiting += (((*path, key), one) for key, one in inner)
    return None


def in_order(found: list[Problem], text: str) -> list[Problem]:
    """Return `found` with their lines and columns in `text`, in its order."""
    if not found:
        return []
    from lawcheck.domain.locate import locate

    places = locate(text)
    placed = []
    for one in found:
        place = places.of(one.path)
        placed.append(one._replace(line=place.line, column=place.column))
    return sorted(placed, key=lambda one: (one.line, one.column))


def refusal(file: str, found: list[Problem]) -> FileError:
    """Return the error that says the first of `found`, and how many more there are."""
    assert found, "the strict reader refused what pydantic takes"
    first = found[0]
    where = [shown(file, 1000), str(first.line)] if first.line else [shown(file, 1000)]
    place = ":".join(where) + (f": {first.key}" if first.path else "")
    if len(found) == 1:
        return FileError("{place}: {problem}", problems=(first,), place=place, problem=first)
    return FileError(
        "{place}: {problem} (and {more} more; `lawcheck lint {file}` lists them all)",
        problems=tuple(found),
        place=place,
        problem=first,
        more=len(found) - 1,
        file=file,
    )
