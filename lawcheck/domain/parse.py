"""The strict, fast reader: tables as the TOML parser gives them, to records.

It reads the very annotations that pydantic reads in `schema`, and knows no reasons: where anything is
off it raises `Off`, and `schema` says what and where.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from types import MemberDescriptorType, NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from lawcheck.domain.values import Scalar, Tagged, default_of
from lawcheck.errors import Refused

Value = TypeVar("Value")
Reader = Callable[[Any], Any]


class Off(Exception):  # it is no error yet: it asks for the other reader
    """The table is not what the record asks for."""


def parse(kind: type[Value], table: object) -> Value:
    """Return `table` as a record of `kind`.

    Raises:
        Off: Anything at all is not as the record asks; `schema.problems` then names it.
    """
    try:
        return _reader(kind)(table)  # type: ignore[no-any-return]  # readers are built at run time
    except Refused:
        raise Off from None


_readers: dict[Any, Reader] = {}


def _reader(kind: Any) -> Reader:
    try:
        return _readers[kind]
    except KeyError:
        reader = _readers[kind] = _build(kind)
        return reader


def _build(kind: Any) -> Reader:  # one way out per shape
    if hasattr(kind, "__metadata__"):
        mark = kind.__metadata__[0]
        if isinstance(mark, Scalar):
            return mark.read
        assert isinstance(mark, Tagged)
        return _tagged(mark.key, get_args(kind.__origin__))
    origin = get_origin(kind)
    if origin is Union or origin is UnionType:
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        return _reader(inner)
    if origin is tuple:
        return _row(_reader(get_args(kind)[0]))
    if origin is dict:
        return _mapping(*(_reader(part) for part in get_args(kind)))
    if origin is Literal:
        return _literal(get_args(kind)[0])
    if is_dataclass(kind):
        return _table(kind)
    assert issubclass(kind, StrEnum)
    return _choice(kind)


def _row(read: Reader) -> Reader:
    def read_row(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise Off
        return tuple([read(one) for one in value])

    return read_row


def _mapping(read_key: Reader, read_value: Reader) -> Reader:
    def read_mapping(value: Any) -> Mapping[Any, Any]:
        if type(value) is not dict:
            raise Off
        return {read_key(key): read_value(one) for key, one in value.items()}

    return read_mapping


def _literal(only: str) -> Reader:
    def read_literal(value: Any) -> str:
        if type(value) is not str or value != only:
            raise Off
        return only

    return read_literal


def _choice(kind: type[StrEnum]) -> Reader:
    members = {str(member.value): member for member in kind}

    def read_choice(value: Any) -> StrEnum:
        member = members.get(value) if type(value) is str else None
        if member is None:
            raise Off
        return member

    return read_choice


def _tagged(key: str, kinds: tuple[Any, ...]) -> Reader:
    readers = {get_args(kind.__dataclass_fields__[key].type)[0]: _reader(kind) for kind in kinds}

    def read_tagged(value: Any) -> Any:
        tag = value.get(key) if type(value) is dict else None
        read = readers.get(tag) if type(tag) is str else None
        if read is None:
            raise Off
        return read(value)

    return read_tagged


def _table(kind: Any) -> Reader:
    readers = {field.name: (_reader(field.type), _setter(kind, field.name)) for field in fields(kind)}
    needed = {
        field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING
    }
    # Every default is a fixed value that can be shared, but the empty tables of an assessment.
    others = [
        (field.name, readers[field.name][1], field.default_factory is not MISSING, default_of(field))
        for field in fields(kind)
        if field.name not in needed
    ]

    def read_table(value: Any) -> Any:
        if type(value) is not dict or not needed <= value.keys():
            raise Off
        # Filled without __init__, which would look at every field a second time.
        one = object.__new__(kind)
        for key, inner in value.items():
            if key not in readers:
                raise Off
            read, fill = readers[key]
            fill(one, read(inner))
        for name, fill, is_table, default in others:
            if name not in value:
                fill(one, {} if is_table else default)
        return one

    return read_table


def _setter(kind: Any, name: str) -> Callable[[Any, Any], None]:
    slot = getattr(kind, name, None)
    if isinstance(slot, MemberDescriptorType):
        return slot.__set__
    return lambda one, value: object.__setattr__(one, name, value)
