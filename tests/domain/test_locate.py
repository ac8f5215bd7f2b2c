from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.locate import Place, locate
from lawcheck.domain.problems import Path

KEYS = st.one_of(
    st.sampled_from(["a", "b", "zh", "en", "id", "1", "a-b", "a.b", "", " ", '"', "'", "\\", "第三条", "]"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
)
STRINGS = st.one_of(
    st.sampled_from(["", '"', "'", '"""', "x\ny", "[a]", "a = 1", "# no", "{", "}", "],", "\\", "“x”"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        st.one_of(st.integers(0, 99), st.booleans(), STRINGS),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=12,
    ),
    max_size=4,
)
BLANKS = st.sampled_from(["", " ", "\t", "  "])
BETWEEN = st.sampled_from(["", " ", "\n", " # ] } \" '\n", "\r\n  "])
ENDS = st.sampled_from(["\n", "\r\n", "  # a comment = [\n", '\n\n# """\n'])


class Writer:
    """Writes a tree as TOML in all the ways that TOML has, one drawn for each place."""

    def __init__(self, data: st.DataObject) -> None:
        self.draw = data.draw

    def key(self, key: str) -> str:
        ways = [self.basic(key)]
        if key and all(char.isascii() and (char.isalnum() or char in "-_") for char in key):
            ways += [key, key]
        if "'" not in key and key.isprintable():
            ways.append(f"'{key}'")
        return self.draw(st.sampled_from(ways))

    def basic(self, text: str) -> str:
        escaped = "".join(
            f"\\u{ord(char):04x}"
            if char in '"\\' or (not char.isprintable() and ord(char) < 0x10000)
            else char
            for char in text
        )
        return f'"{escaped}"'

    def value(self, value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value)
        if isinstance(value, str):
            return self.string(value)
        gap = self.draw(BETWEEN)
        if isinstance(value, list):
            return f"[{gap}" + "".join(f"{self.value(one)}{gap},{gap}" for one in value) + "]"
        pairs = [f"{self.key(key)}{self.draw(BLANKS)}= {self.value(one)}" for key, one in value.items()]
        return "{" + self.draw(BLANKS) + " , ".join(pairs) + " }"

    def string(self, text: str) -> str:
        ways = [self.basic(text)]
        if "'" not in text and text.isprintable():
            ways += [f"'{text}'", f"'''\n{text}'''"]
        if "\\" not in text and '"' not in text and all(c.isprintable() or c == "\n" for c in text):
            ways += [f'"""{text}"""', f'"""\\\n  {text}"""' if text == text.strip() else f'"""{text}"""']
        return self.draw(st.sampled_from(ways))

    def table(self, table: dict[str, Any], path: str = "") -> str:
        lines: list[str] = []
        later: list[str] = []
        for key, value in table.items():
            name = self.key(key)
            dot = self.draw(BLANKS) + "." + self.draw(BLANKS)
            full = f"{path}{dot}{name}" if path else name
            tables = isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
            if tables and self.draw(st.booleans()):
                later += [f"[[{full}]]{self.draw(ENDS)}{self.table(one, full)}" for one in value]
            elif isinstance(value, dict) and self.draw(st.booleans()):
                later.append(f"[ {full} ]{self.draw(ENDS)}{self.table(value, full)}")
            elif isinstance(value, dict) and value and self.draw(st.booleans()):
                lines += [
                    f"{name}{dot}{self.key(inner)} = {self.value(one)}{self.draw(ENDS)}"
                    for inner, one in value.items()
                ]
            else:
                lines.append(f"{self.draw(BLANKS)}{name} = {self.value(value)}{self.draw(ENDS)}")
        return "".join(lines + later)


def paths_of(value: Any, path: Path = ()) -> list[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in paths_of(one, (*path, key)))]


def text_at(text: str, place: Place) -> str:
    return text.split("\n")[place.line - 1][place.column - 1 :]


@given(TREES, st.data())
def test_locate_finds_every_path_of_every_document(tree: dict[str, Any], data: st.DataObject) -> None:
    text = Writer(data).table(tree)
    assert tomli.loads(text) == tomli.loads(text.replace("\r\n", "\n")) == tree

    places = locate(text)

    for path in paths_of(tree):
        assert path in places
        if path and isinstance(path[-1], str):
            key = text_at(text, places.of(path))
            assert key[0] in "\"'" or key.startswith(path[-1])


@given(st.text(alphabet="[]{}=,.\"'\\# \n\r\tab1é", max_size=60))
def test_locate_ends_on_any_text(text: str) -> None:
    assert locate(text).of(()) == (1, 1)


EXAMPLE = """\
id = "x"
[period]
first = 2020-01-01
label.zh = "年"

[[items]]
id = "A-01"
rules = [
  { measure = "status", earn = 1 }, # ]
  { measure = "count",
    earn_by = [{ points = 1 }, { points = 2 }] },
]
[[items]]
  [[items.evidence]]
  id = "a"
  [[items.evidence]]
  "title" = { zh = "[", en = '''
]''' }
  [items.not_applicable.proof]
  id = "na"
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("id",), (1, 1)),
        (("period",), (2, 2)),
        (("period", "label", "zh"), (4, 7)),
        (("items", 0), (6, 3)),
        (("items", 0, "rules", 0, "earn"), (9, 25)),
        (("items", 0, "rules", 1, "earn_by", 1, "points"), (11, 34)),
        (("items", 1, "evidence", 1, "title", "en"), (17, 25)),
        (("items", 1, "not_applicable", "proof", "id"), (20, 3)),
    ],
    ids=str,
)
def test_locate_points_to_the_key(path: Path, place: tuple[int, int]) -> None:
    assert locate(EXAMPLE).of(path) == place


def test_locate_falls_back_to_the_nearest_ancestor() -> None:
    places = locate(EXAMPLE)

    assert places.of(("items", 0, "rules", 0, "cap")) == places.of(("items", 0, "rules", 0))
    assert places.of(("items", 7, "id")) == places.of(("items",))
    assert ("items", 7) not in places


def test_locate_counts_columns_in_characters() -> None:
    assert locate('标 = 1\ntitle = { zh = "标题", en = "x" }').of(("title", "en")) == (2, 22)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("x = " + "[" * 9, (1, 13)),
        ("a.b.c.d.e.f.g.h.i = 1", (1, 1)),
        ("ok = 1\n[a.b.c.d.e.f.g.h.i]", (2, 2)),
    ],
    ids=["brackets", "key", "header"],
)
def test_locate_tells_where_a_text_goes_too_deep(text: str, place: tuple[int, int]) -> None:
    assert locate(text).too_deep == place


def test_locate_takes_eight_levels() -> None:
    assert locate("a.b.c.d.e.f.g.h = " + "[" * 8 + "]" * 8).too_deep is None


@pytest.mark.parametrize("unit", ["[", "{a=", "a.", '"', "'''", '"""\n', "x={a={", "=\n", "[[a]]\n", "[1,"])
def test_locate_neither_recurses_nor_slows_down(unit: str) -> None:
    places = locate("x = 1\ny = " + unit * 100_000)

    assert places.of(("x",)) == (1, 1)
