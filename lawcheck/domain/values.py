"""Single values as files hold them, how each is read, and the shape of a record.

A reader takes what the TOML parser gives and returns the value, or raises `Refused`. The strict reader
(`parse`) and pydantic (`schema`) call the very same functions, so that a value cannot mean two things.
Annotations are evaluated on purpose in this module and in those that define records: both readers use them.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypeVar, dataclass_transform

from lawcheck.domain.formulas import Formula, parse_formula
from lawcheck.domain.problems import shown
from lawcheck.domain.quantities import NUMBER_LIMIT, plain, to_fraction
from lawcheck.errors import Refused

TEXT_LIMIT = 20_000
LINE_LIMIT = 500

# C0 but LF and TAB, DEL, C1, marks that reorder text, surrogates and noncharacters: nothing that a
# terminal obeys and nothing that a document writer chokes on.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

Record = TypeVar("Record")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[Record]) -> type[Record]:
    """Make `cls` a frozen, slotted dataclass that both readers accept, unknown keys refused."""
    return _prepare(cls, slots=True)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def document(cls: type[Record]) -> type[Record]:
    """Make `cls` the record of a whole file: as `record`, with room for cached indexes."""
    return _prepare(cls, slots=False)


def _prepare(cls: type[Record], *, slots: bool) -> type[Record]:
    cls.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]  # pydantic looks for it
    # dataclass would compile these anew for each of our records, which every start would pay for.
    for name, method in _METHODS.items():
        setattr(cls, name, method)
    return dataclass(slots=slots, kw_only=True, init=False, eq=False, repr=False, match_args=False)(cls)


def _init(one: Any, **values: object) -> None:
    fields_ = one.__dataclass_fields__
    for name, value in values.items():
        if name not in fields_:
            raise TypeError(f"{type(one).__name__} has no field {name}")
        object.__setattr__(one, name, value)
    for name, field in fields_.items():
        if name not in values:
            object.__setattr__(one, name, default_of(field))


def default_of(field: Any) -> Any:
    """Return what a field holds where nothing is said.

    Raises:
        TypeError: The field must be given.
    """
    if field.default is not MISSING:
        return field.default
    if field.default_factory is MISSING:
        raise TypeError(f"the field {field.name} must be given")
    return field.default_factory()


def _refuse(one: Any, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"{type(one).__name__}.{name} is fixed")


def _values(one: Any) -> list[Any]:
    return [getattr(one, name) for name in one.__dataclass_fields__]


def _is_equal(one: Any, other: object) -> bool:
    return type(one) is type(other) and _values(one) == _values(other)


def _hash(one: Any) -> int:
    return hash(tuple(_values(one)))


def _show(one: Any) -> str:
    shown = ", ".join(f"{name}={getattr(one, name)!r}" for name in one.__dataclass_fields__)
    return f"{type(one).__name__}({shown})"


_METHODS = {
    "__init__": _init,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__eq__": _is_equal,
    "__hash__": _hash,
    "__repr__": _show,
}


class Scalar:
    """How one kind of value is read, and what JSON Schema says of it."""

    __slots__ = ("json_schema", "read")

    def __init__(self, read: Callable[[object], Any], **json_schema: object) -> None:
        self.read = read
        self.json_schema = json_schema

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return dict(self.json_schema)


class Tagged:
    """Marks a union of records told apart by the text under `key`, which every one of them has."""

    __slots__ = ("key",)

    def __init__(self, key: str) -> None:
        self.key = key

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic import Field

        return handler.generate_schema(Annotated[source, Field(discriminator=self.key)])


def read_text(value: object) -> str:
    """Return text of one or more lines, line ends as LF."""
    if type(value) is not str:
        raise Refused("text in quotes is needed here, not {value!r}", value=value)
    if len(value) > TEXT_LIMIT:
        raise Refused("the text is longer than {limit} characters", limit=TEXT_LIMIT)
    if "\r" in value:
        value = value.replace("\r\n", "\n")
    if not value.isprintable() and (found := FORBIDDEN.search(value)):
        raise Refused("the text holds the control character U+{code:04X}; delete it", code=ord(found[0]))
    return value


def read_brief(value: object) -> str:
    """Return text of at most one line, without blanks at its ends; it may be empty."""
    line = read_text(value)
    if "\n" in line or len(line) > LINE_LIMIT:
        raise Refused("one line of at most {limit} characters is needed here", limit=LINE_LIMIT)
    return line.strip()


def read_line(value: object) -> str:
    """Return text of exactly one line, not empty, without blanks at its ends."""
    line = read_brief(value)
    if not line:
        raise Refused("this must not be empty")
    return line


def _matching(pattern: str, template: str) -> Scalar:
    shape = re.compile(pattern, re.ASCII)

    def read(value: object) -> str:
        if type(value) is not str or not shape.fullmatch(value):
            raise Refused(template, value=value if type(value) is str else shown(value))
        return value

    return Scalar(read, type="string", pattern=f"^(?:{pattern})$")


def read_figure(value: object) -> str:
    """Return a figure or parameter as text: a number, a day, a word, or text like `10+` and `~10`."""
    if type(value) is date:
        return value.isoformat()
    if type(value) is int or type(value) is Decimal:
        return plain(to_fraction(value))
    return read_line(value)


def read_day(value: object) -> date:
    """Return a TOML local date."""
    if type(value) is not date or isinstance(value, datetime):
        raise Refused("a day without quotes is needed here, like 2020-12-31, not {value!r}", value=value)
    return value


def read_flag(value: object) -> bool:
    """Return true or false; nothing else counts as either."""
    if type(value) is not bool:
        raise Refused("true or false is needed here, not {value!r}", value=value)
    return value


def read_whole(value: object) -> int:
    """Return a whole number from 0 to 10¹²."""
    if type(value) is not int or not 0 <= value <= NUMBER_LIMIT:
        raise Refused("a whole number from 0 on is needed here, not {value!r}", value=value)
    return value


def read_points(value: object) -> Fraction:
    """Return a number of points, 0 or more."""
    points = to_fraction(value)
    if points < 0:
        raise Refused("points are 0 or more, not {value}", value=value)
    return points


def read_share(value: object) -> Fraction:
    """Return a share from 0 to 1."""
    share = to_fraction(value)
    if not 0 <= share <= 1:
        raise Refused("a share from 0 to 1 is needed here, not {value}", value=value)
    return share


def read_step(value: object) -> Fraction:
    """Return a number above 0."""
    step = to_fraction(value)
    if step <= 0:
        raise Refused("a number above 0 is needed here, not {value}", value=value)
    return step


GROUP_ID = r"[A-Z]\d{0,2}"
ITEM_ID = r"[A-Z]\d{0,2}-\d{2,3}[a-z]?"

Text = Annotated[str, Scalar(read_text, type="string")]
Brief = Annotated[str, Scalar(read_brief, type="string")]
Line = Annotated[str, Scalar(read_line, type="string", minLength=1)]
FigureText = Annotated[str, Scalar(read_figure, type=["string", "number"])]
Day = Annotated[date, Scalar(read_day, type="string", format="date")]
Flag = Annotated[bool, Scalar(read_flag, type="boolean")]
Whole = Annotated[int, Scalar(read_whole, type="integer", minimum=0)]
Number = Annotated[Fraction, Scalar(to_fraction, type="number")]
Points = Annotated[Fraction, Scalar(read_points, type="number", minimum=0)]
Share = Annotated[Fraction, Scalar(read_share, type="number", minimum=0, maximum=1)]
Step = Annotated[Fraction, Scalar(read_step, type="number", exclusiveMinimum=0)]
Expression = Annotated[Formula, Scalar(parse_formula, type=["string", "number"])]
Slug = Annotated[
    str,
    _matching(r"[a-z0-9][a-z0-9-]{0,63}", "'{value}' is no id; use a-z, 0-9 and -, at most 64 of them"),
]
FigureName = Annotated[
    str,
    _matching(r"[a-z][a-z0-9_]{0,63}", "'{value}' is no figure's name; use a-z, 0-9 and _, a letter first"),
]
GroupId = Annotated[str, _matching(GROUP_ID, "'{value}' is no group's id; it looks like A or A1")]
ItemId = Annotated[str, _matching(ITEM_ID, "'{value}' is no item's id; it looks like A1-04 or B-14")]


@record
class Words:
    """The same words in both languages; missing English falls back to Chinese."""

    zh: Text
    en: Text = ""

    def said_in(self, language: str) -> str:
        """Return the words in `language` (`zh` or `en`)."""
        return (self.en or self.zh) if language == "en" else self.zh


@record
class Phrase(Words):
    """Words of one line: what a line of output shows beside other things, and so must not end it."""

    zh: Brief
    en: Brief = ""
