"""The small language in which rules and checks speak of figures: `a / b`, `x = 0 and y >= 1`, `min(a, b)`.

Values are intervals; a formula that needs a missing figure has no value, and a relation that the
intervals do not settle is neither true nor false.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import ModuleType
from typing import Any, Final

from lawcheck.domain.quantities import Interval, exactly, of_day, plain, to_fraction
from lawcheck.errors import Refused

Figures = Mapping[str, Interval | None]
"""What is certain about each figure; a missing or approximate one is absent or None."""

# No other blanks, nor other digits: a formula is to look the same to whoever reads it.
_BLANKS = " \t\n"
_TOKEN = re.compile(
    rf"[{_BLANKS}]*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<name>[a-z][a-z0-9_]*|[A-Z][0-9]{0,2}-[0-9]{2,3}[a-z]?)|(?P<sign><=|>=|!=|[-+*/(),<>=]))"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_RELATIONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_DEPTH_LIMIT = 20

Node = tuple[Any, ...]
"""('number' or 'day', Interval) · ('name', str) · ('call', function, Node, …) · (operator, Node, Node)."""


class Formula:
    """One formula, parsed: `text` as written, `names` the figures, parameters and items that it uses."""

    __slots__ = ("names", "node", "text")

    def __init__(self, text: str, node: Node) -> None:
        self.text = text
        self.node = node
        self.names = frozenset(one[1] for one in _walk(node) if one[0] == "name")

    def __repr__(self) -> str:
        return f"Formula({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def is_condition(self) -> bool:
        """Whether the formula is true or false, not a number."""
        return self.node[0] in _RELATIONS or self.node[0] in ("and", "or")

    @property
    def sides(self) -> "tuple[Formula, str, Formula] | None":
        """Return left side, relation and right side of a single relation; None for anything else."""
        if self.node[0] not in _RELATIONS:
            return None
        return Formula("", self.node[1]), self.node[0], Formula("", self.node[2])

    @property
    def calls(self) -> "tuple[Node, ...]":
        """Return the formula's calls of functions, outer ones first."""
        return tuple(node for node in _walk(self.node) if node[0] == "call")

    def value(self, figures: Figures) -> Interval | None:
        """Return what is certain about the formula's number, None where a figure is missing."""
        return _value(self.node, figures)

    def holds(self, figures: Figures) -> bool | None:
        """Return whether the condition holds; None where the figures do not decide it, or it is none."""
        return _holds(self.node, figures)

    def days_asked(self, figures: Figures) -> tuple[Interval, ...]:
        """Return the spans of days, as ordinals, whose public holidays the formula depends on."""
        spans = (
            _functions().asked(name, [_value(one, figures) for one in rest]) for _, name, *rest in self.calls
        )
        return tuple(span for span in spans if span is not None)


def parse_formula(source: object) -> Formula:
    """Read a formula from a TOML value: a number, a day, or text.

    Raises:
        Refused: Not a formula; the sentence says at which column of the text.
    """
    if type(source) is date:
        return Formula(source.isoformat(), ("day", of_day(source)))
    if type(source) is int or type(source) is Decimal:
        number = to_fraction(source)
        return Formula(plain(number), ("number", exactly(number)))
    if type(source) is not str:
        raise Refused("a figure's name, a number or a formula is needed here, not {value!r}", value=source)
    return _parse_text(source)


@lru_cache(maxsize=4096)
def _parse_text(source: str) -> Formula:
    if len(source) > 500:
        raise Refused("the formula is longer than 500 characters")
    # Nearly every formula is one figure's name.
    simple = _NAME.fullmatch(source) and source not in ("and", "or")
    return Formula(source, ("name", source) if simple else _Parser(source).parse())


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.depth = 0
        self.token = ""
        self.kind = ""
        self._advance()

    def parse(self) -> Node:
        node = self._either()
        if self.token:
            self._fail()
        return node

    def _fail(self) -> None:
        raise Refused(
            "formula '{formula}': '{token}' is not expected at character {column}",
            formula=self.source,
            token=self.token or "…",
            column=self.position - len(self.token) + 1,
        )

    def _advance(self) -> None:
        found = _TOKEN.match(self.source, self.position)
        if found:
            self.position = found.end()
            self.kind = found.lastgroup or ""
            self.token = found[self.kind]
            return
        rest = self.source[self.position :].strip(_BLANKS)
        self.kind, self.token = "", rest[:1]
        if rest:
            self.position = len(self.source) - len(rest) + 1
            self._fail()

    def _take(self) -> str:
        token = self.token
        self._advance()
        return token

    def _chain(self, operators: frozenset[str], below: Callable[[], Node]) -> Node:
        node = below()
        while self.token in operators and self.token:
            operator = self._take()
            node = (operator, node, below())
        return node

    def _either(self) -> Node:
        return self._chain(frozenset({"or"}), self._both)

    def _both(self) -> Node:
        return self._chain(frozenset({"and"}), self._relation)

    def _relation(self) -> Node:
        left = self._sum()
        if self.token in _RELATIONS:
            operator = self._take()
            return (operator, left, self._sum())
        return left

    def _sum(self) -> Node:
        return self._chain(frozenset({"+", "-"}), self._product)

    def _product(self) -> Node:
        return self._chain(frozenset({"*", "/"}), self._atom)

    def _atom(self) -> Node:
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise Refused("the formula '{formula}' is nested too deeply", formula=self.source[:60])
        node = self._atom_inside()
        self.depth -= 1
        return node

    def _atom_inside(self) -> Node:
        if self.kind == "number":
            return ("number", exactly(to_fraction(Decimal(self._take()))))
        if self.kind == "name" and self.token not in ("and", "or"):
            name = self._take()
            return ("call", name, *self._arguments()) if self.token == "(" else ("name", name)
        if self.token == "-":
            self._take()
            return ("-", ("number", exactly(0)), self._atom())
        if self.token == "(":
            self._take()
            node = self._either()
            self._close()
            return node
        self._fail()
        raise AssertionError  # _fail always raises

    def _arguments(self) -> list[Node]:
        nodes: list[Node] = []
        while self.token == ("," if nodes else "("):
            self._take()
            nodes.append(self._either())
        self._close()
        return nodes

    def _close(self) -> None:
        if self.token != ")":
            self._fail()
        self._take()


def _walk(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes inside it."""
    yield node
    for part in node[1:]:
        # An interval is a tuple, too.
        if type(part) is tuple:
            yield from _walk(part)


def _functions() -> ModuleType:
    # Few formulas call one, and the others should not wait for it.
    from lawcheck.domain import functions

    return functions


def _value(node: Node, figures: Figures) -> Interval | None:
    operator = node[0]
    if operator in ("number", "day"):
        return node[1]  # type: ignore[no-any-return]  # a node's second place is Any
    if operator == "name":
        return figures.get(node[1])
    if operator == "call":
        found: Interval | None = _functions().call(node[1], [_value(one, figures) for one in node[2:]])
        return found
    left, right = _value(node[1], figures), _value(node[2], figures)
    if left is None or right is None:
        return None
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "/":
        return left.over(right)
    return None


def _holds(node: Node, figures: Figures) -> bool | None:
    operator = node[0]
    if operator in ("and", "or"):
        sides = (_holds(node[1], figures), _holds(node[2], figures))
        deciding: bool = operator == "or"
        if deciding in sides:
            return deciding
        return None if None in sides else not deciding
    if operator not in _RELATIONS:
        return None
    left, right = _value(node[1], figures), _value(node[2], figures)
    if left is None or right is None:
        return None
    return _compare(operator, left, right)


def _compare(operator: str, left: Interval, right: Interval) -> bool | None:
    if operator == "=":
        if left.exact is not None and left.exact == right.exact:
            return True
        return False if left.high < right.low or right.high < left.low else None
    if operator == "!=":
        same = _compare("=", left, right)
        return None if same is None else not same
    if operator in (">", ">="):
        left, right = right, left
        operator = "<" if operator == ">" else "<="
    if operator == "<=":
        return True if left.high <= right.low else False if left.low > right.high else None
    return True if left.high < right.low else False if left.low >= right.high else None
