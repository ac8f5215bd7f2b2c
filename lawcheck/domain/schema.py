"""What a table of a file has that its record does not ask for, in our own sentences; and JSON Schema.

Validates with pydantic over the very records that `parse` reads. pydantic is imported inside the
functions: whoever only reads good files never pays for it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from lawcheck.domain.checklist import Checklist
from lawcheck.domain.parameters import PLACE
from lawcheck.domain.problems import LONG, Nearest, Path, Problem, listed, path_text, problem, safe_fields
from lawcheck.domain.values import Tagged, Words
from lawcheck.errors import Refused

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

REPORTED = 1_000
"""Problems of one file beyond this number are counted by nobody."""


def problems(kind: type, table: Mapping[str, object], *, newest: int | None = None) -> list[Problem]:
    """Return all that keeps `table` from being a record of `kind`, none if it is one.

    A format above `newest` is said alone: of a file that this program cannot know nothing else is certain.
    """
    from pydantic import ValidationError

    if newest is not None and (unknown := format_problem(table, newest)):
        return [unknown]
    try:
        _adapter(kind).validate_python(_printable(table))
    except ValidationError as refusal:
        # `errors()` builds a Python object for each; the count alone is cheap, the first ones are enough.
        nearest = Nearest()
        details = refusal.errors(include_url=False)[:REPORTED]
        return [_worded(kind, detail, nearest) for detail in details]
    return []


def format_problem(table: Mapping[str, object], newest: int) -> Problem | None:
    """Return the problem with the file's `format`, None where it is one that this program reads."""
    version = table.get("format")
    if type(version) is not int or 1 <= version <= newest:
        return None
    if version < 1:
        return problem(
            "there is no format {format}; write format = {newest}",
            code="format",
            path=("format",),
            format=version,
            newest=newest,
        )
    # What a later format looks like nobody knows yet but this: it says itself which lawcheck reads it.
    needs = table.get("needs")
    if isinstance(needs, str) and _VERSION.fullmatch(needs):
        return problem(
            "the file is of format {format} and needs lawcheck {needs} or newer; install that",
            code="newer-format",
            path=("format",),
            format=version,
            needs=needs,
        )
    return problem(
        "the file is of format {format} and this lawcheck reads up to {newest}; install a newer lawcheck",
        code="newer-format",
        path=("format",),
        format=version,
        newest=newest,
    )


@cache
def _adapter(kind: type) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


_VERSION = re.compile(r"\d+(?:\.\d+){0,2}", re.ASCII)
_SURROGATES = re.compile("[\ud800-\udfff]")


def _printable(value: Any) -> Any:
    """Return a value that can be printed: pydantic prints what is refused, and Python refuses some of it.

    The first digits stand for a very long integer, U+FFFE for a lone surrogate: refused for the same reasons.
    """
    if isinstance(value, dict):
        return {_printable(key): _printable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_printable(one) for one in value]
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffe", value)
    if isinstance(value, int) and (excess := value.bit_length() - LONG) > 0:
        return value >> (excess // 4 * 4)
    return value


def _worded(kind: type, detail: "ErrorDetails", nearest: Nearest) -> Problem:
    path, asked, around = _walk(kind, detail["loc"])
    value = detail["input"]
    context = detail.get("ctx", {})
    if isinstance(refused := context.get("error"), Refused):
        return _refused(refused, path, value)
    if detail["type"] == "missing":
        return _missing(path)
    if detail["type"] == "unexpected_keyword_argument":
        return _unknown_key(path, around, nearest)
    if detail["type"] == "union_tag_not_found":
        return _missing((*path, _tag_key(asked)))
    if detail["type"] == "union_tag_invalid":
        key = _tag_key(asked)
        tags = [get_args(one.__dataclass_fields__[key].type)[0] for one in _members(asked)]
        return _no_choice((*path, key), value.get(key), tags)
    if isinstance(asked, type) and issubclass(asked, StrEnum):
        return _no_choice(path, value, [member.value for member in asked])
    return _wrong_shape(path, asked, value)


def _refused(refused: Refused, path: Path, value: object) -> Problem:
    stated = dict(refused.fields)
    if "value" in stated and not isinstance(value, str):
        stated["value"] = value
    return Problem("value", "error", path, refused.template, safe_fields(stated))


def _missing(path: Path) -> Problem:
    return problem("the key '{name}' is missing", code="missing-key", path=path, name=path[-1])


def _unknown_key(path: Path, around: Any, nearest: Nearest) -> Problem:
    known = [field.name for field in fields(around)]
    name = path[-1]
    if (near := nearest.to(name, known)) != listed(()):
        return problem(
            "there is no key '{name}' here; did you mean: {near}?",
            code="unknown-key",
            path=path,
            name=name,
            near=near,
        )
    return problem(
        "there is no key '{name}' here; the keys are: {known}",
        code="unknown-key",
        path=path,
        name=name,
        known=listed(known),
    )


def _no_choice(path: Path, value: object, choices: list[str]) -> Problem:
    return problem(
        "{value!r} is not possible here; choose one of: {choices}",
        code="choice",
        path=path,
        value=value,
        choices=listed(choices),
    )


def _wrong_shape(path: Path, asked: Any, value: object) -> Problem:
    if isinstance(asked, type) and issubclass(asked, Words):
        return problem(
            'words are needed here, {{ zh = "…", en = "…" }}, not {value!r}',
            code="type",
            path=path,
            value=value,
        )
    if get_origin(asked) is tuple and isinstance(value, dict) and is_dataclass(get_args(asked)[0]):
        return problem(
            "there may be several of these: write [[{key}]] in double brackets, or a list [ … ]",
            code="type",
            path=path,
            key=_header(path),
        )
    if get_origin(asked) is tuple:
        return problem("a list [ … ] is needed here, not {value!r}", code="type", path=path, value=value)
    return problem(
        "a table is needed here, {{ key = value }} or [{key}], not {value!r}",
        code="type",
        path=path,
        key=_header(path),
        value=value,
    )


def _header(path: Path) -> str:
    """Return what stands between the brackets of a table's header; headers have no numbers."""
    return path_text(tuple(part for part in path if isinstance(part, str)))


def _walk(kind: Any, location: tuple[int | str, ...]) -> tuple[Path, Any, Any]:
    """Follow pydantic's way to an error along the annotations.

    Returns the path in the file (pydantic's has the tags of unions and marks of keys in it), what is
    asked there, and the record around it.
    """
    path: list[str | int] = []
    asked, around = _bare(kind), None
    for part in location:
        if part == "[key]" and asked is None:
            continue
        if _is_tagged(asked):
            key = _tag_key(asked)
            asked = next(m for m in _members(asked) if part in get_args(m.__dataclass_fields__[key].type))
            continue
        path.append(part)
        if is_dataclass(asked):
            around = asked
            asked = next((_bare(f.type) for f in fields(asked) if f.name == part), None)
        elif get_origin(asked) is tuple:
            asked = _bare(get_args(asked)[0])
        elif get_origin(asked) is dict:
            asked = None if location[-1] == "[key]" else _bare(get_args(asked)[1])
    return tuple(path), asked, around


def _bare(kind: Any) -> Any:
    """Return an annotation without its `| None`."""
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (part for part in get_args(kind) if part is not NoneType)
    return kind


def _is_tagged(kind: Any) -> bool:
    return hasattr(kind, "__metadata__") and isinstance(kind.__metadata__[0], Tagged)


def _tag_key(kind: Any) -> str:
    mark = kind.__metadata__[0]
    assert isinstance(mark, Tagged)
    return mark.key


def _members(kind: Any) -> tuple[Any, ...]:
    return get_args(kind.__origin__)


def json_schema(kind: type) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a file's record, as TOML and JSON editors take it."""
    schema = _cleaned(_adapter(kind).json_schema())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.__name__,
        **(_with_years(schema) if kind is Checklist else schema),
    }


def _with_years(schema: Any) -> Any:
    """Allow what a checklist writes for a day that depends on its year: `{year+1}-03-01`."""
    if isinstance(schema, list):
        return [_with_years(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "date":
        rest = {key: one for key, one in schema.items() if key != "format"}
        return {**rest, "anyOf": [{"format": "date"}, {"pattern": rf"^{PLACE.pattern}-\d\d-\d\d$"}]}
    return {key: _with_years(one) for key, one in schema.items()}


def _cleaned(schema: Any) -> Any:
    """Drop the titles, which only repeat the keys, and the nulls, which TOML does not have."""
    if isinstance(schema, list):
        return [_cleaned(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if choices := [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]:
        rest = {key: one for key, one in schema.items() if key != "anyOf"}
        return _cleaned({**choices[0], **rest}) if len(choices) == 1 else {**rest, "anyOf": _cleaned(choices)}
    return dict(_cleaned_keys(schema))


_NAMED: dict[str, Callable[[Any], Any]] = {
    key: lambda named: {name: _cleaned(one) for name, one in named.items()}
    for key in ("properties", "patternProperties", "$defs")
}


def _cleaned_keys(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key in _NAMED:
            yield key, _NAMED[key](value)
        elif key in ("items", "additionalProperties", "oneOf"):
            yield key, _cleaned(value)
        elif key != "title" and not (key == "default" and value is None):
            yield key, value
