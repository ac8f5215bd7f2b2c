import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import FORMAT, Checklist
from lawcheck.domain.parse import Off, parse
from lawcheck.domain.problems import Path, Problem
from lawcheck.domain.schema import json_schema, problems

DATA = FilePath(__file__).parents[1] / "data"
GOOD = {
    path.stem: tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    for path in sorted((DATA / "good").glob("*.toml"))
}
ASSESSMENT: dict[str, Any] = {
    "format": 1,
    "unit": "白沙路街道",
    "checklist": "every-key",
    "answers": {
        "A1-01": {"status": "done", "note": "两行\n文字", "owner": "司法所", "due": date(2020, 6, 1)},
        "B-01": {"status": "not_applicable", "reason": "没有来件", "confirmed": False},
    },
    "figures": {"received": 12, "handled": "10+", "rate": Decimal("0.5"), "submitted_on": date(2021, 2, 1)},
    "evidence": {
        "ledger": {
            "kind": "file",
            "name": "台账",
            "target": "evidence/台账.xlsx",
            "serves": ["A1-01:ledger"],
            "covers": "2020-01-01..2020-12-31",
            "level": "internal",
            "added": date(2020, 12, 31),
            "sha256": "0" * 64,
            "size": 1,
        }
    },
}


def said(table: object, kind: type = Checklist) -> list[Problem]:
    return problems(kind, table)  # type: ignore[arg-type]  # tests hand over all sorts


def minimal(change: Callable[[Any], object]) -> dict[str, Any]:
    table = deepcopy(GOOD["minimal"])
    change(table)
    return table


def only(table: dict[str, Any]) -> Problem:
    (found,) = said(table)
    return found


@pytest.mark.parametrize("name", GOOD)
def test_problems_of_a_good_checklist_are_none(name: str) -> None:
    assert said(GOOD[name]) == []
    assert said(ASSESSMENT, Assessment) == []


CHANGES = {
    "unknown-key": (
        lambda t: t["items"][0].update(pionts=1),
        ("items", 0, "pionts"),
        "there is no key 'pionts' here; did you mean: points?",
    ),
    "unknown-key-unlike-any": (
        lambda t: t["period"].update(xyz=1),
        ("period", "xyz"),
        "there is no key 'xyz' here; the keys are: first, last, label",
    ),
    "missing": (lambda t: t["items"][0].pop("force"), ("items", 0, "force"), "the key 'force' is missing"),
    "choice": (
        lambda t: t["items"][0].update(force="done "),
        ("items", 0, "force"),
        '"done " is not possible here; choose one of: must, must_party, should, may',
    ),
    "tag": (
        lambda t: t["items"][0]["rules"][0].update(measure="sum"),
        ("items", 0, "rules", 0, "measure"),
        '"sum" is not possible here; choose one of: status, count, short, rate, change, days, parts, judged',
    ),
    "tag-missing": (
        lambda t: t["items"][0]["rules"][0].pop("measure"),
        ("items", 0, "rules", 0, "measure"),
        "the key 'measure' is missing",
    ),
    "in-a-tagged-record": (
        lambda t: t["items"][1]["rules"][0].pop("to"),
        ("items", 1, "rules", 0, "to"),
        "the key 'to' is missing",
    ),
    "text-for-a-rule": (
        lambda t: t["items"][0].update(rules=["all"]),
        ("items", 0, "rules", 0),
        'a table is needed here, { key = value } or [items.rules], not "all"',
    ),
    "text-for-words": (
        lambda t: t.update(title="标题"),
        ("title",),
        'words are needed here, { zh = "…", en = "…" }, not "标题"',
    ),
    "number-for-a-table": (
        lambda t: t.update(period=3),
        ("period",),
        "a table is needed here, { key = value } or [period], not 3",
    ),
    "table-for-a-list-of-tables": (
        lambda t: t.update(groups=t["groups"][0]),
        ("groups",),
        "there may be several of these: write [[groups]] in double brackets, or a list [ … ]",
    ),
    "text-for-a-list": (
        lambda t: t["items"][0].update(keywords="办结"),
        ("items", 0, "keywords"),
        'a list [ … ] is needed here, not "办结"',
    ),
    "key-of-a-mapping": (
        lambda t: t["owners"].update({"A B": {"zh": "x"}}),
        ("owners", "A B"),
        "'A B' is no id; use a-z, 0-9 and -, at most 64 of them",
    ),
    "value-of-a-mapping": (
        lambda t: t["owners"].update(desk={"en": "x"}),
        ("owners", "desk", "zh"),
        "the key 'zh' is missing",
    ),
    "number-for-an-id": (
        lambda t: t.update(id=Decimal("1.5")),
        ("id",),
        "'1.5' is no id; use a-z, 0-9 and -, at most 64 of them",
    ),
    "scalar": (
        lambda t: t["items"][0].update(points=True),
        ("items", 0, "points"),
        "a number is needed here, not true",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_problems_name_the_key_and_say_what_is_needed(name: str) -> None:
    change, path, sentence = CHANGES[name]

    found = only(minimal(change))

    assert (found.path, str(found)) == (path, sentence)


def test_problems_are_all_told_at_once() -> None:
    table = minimal(lambda t: (t["items"][0].update(force="x", pionts=1), t.pop("gate")))

    assert {found.path for found in said(table)} == {("gate",), ("items", 0, "force"), ("items", 0, "pionts")}


def test_problems_of_a_newer_format_are_told_first_and_alone() -> None:
    table = minimal(lambda t: t.update(format=FORMAT + 1, new_key=1))

    (found,) = problems(Checklist, table, newest=FORMAT)

    assert found.code == "newer-format"
    assert "install a newer lawcheck" in str(found)


@pytest.mark.parametrize(("needs", "said"), [("0.9", "needs lawcheck 0.9 or newer"), (9, "install a newer")])
def test_newer_format_names_the_version_that_it_says_it_needs(needs: object, said: str) -> None:
    (found,) = problems(Checklist, {"format": 99, "needs": needs}, newest=1)

    assert found.code == "newer-format"
    assert said in str(found)


def test_problems_show_no_control_characters_and_are_cut() -> None:
    table = minimal(lambda t: t["items"][0].update({"\x1b[31m": 1, "force": "\u202e" + "x" * 5000}))

    sentences = [str(found) for found in said(table)]

    assert all(sentence.isprintable() and len(sentence) < 400 for sentence in sentences)
    assert any("\\u001b" in sentence for sentence in sentences)


def test_problems_show_an_integer_that_python_will_not_print() -> None:
    table = minimal(lambda t: t["gate"].update(unanswered=int("f" * 5000, 16)))

    assert "0xffff" in str(only(table))


def test_problems_of_a_spoiled_file_are_bounded() -> None:
    table = minimal(lambda t: t.update({f"key{number}": 1 for number in range(5000)}))

    assert len(said(table)) == 1000


def paths_of(value: Any, path: Path = ()) -> list[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in paths_of(one, (*path, key)))]


STRANGE = st.one_of(
    st.sampled_from([True, False, 0, -1, 1, 5, 10**12, 10**13, [], {}, [[]], [{}], [1], ["must"]]),
    st.sampled_from([Decimal(text) for text in ("0.5", "nan", "-inf", "-0.0", "1e-13", "1e400")]),
    st.sampled_from(
        ["", " ", "a", "A", "A-01", "A1-04", "Ａ-01", "A-０1", "A-01:na", "evidence/../x", "x" * 501]
    ),
    st.sampled_from(
        ["done", "done ", "must", "MUST", "count", "pass", "a + b", "a >= 1", "a +", "2020-01-01"]
    ),
    st.sampled_from(["\x00", "\ud800", "x\ny", "x\r\ny", date(2020, 1, 1), datetime(2020, 1, 1, tzinfo=UTC)]),
    st.sampled_from([{"zh": "x"}, {"zh": "x", "en": "y"}, {"zh": 1}, {"points": 1}, {"measure": []}]),
    st.sampled_from([{"measure": "status"}, {"measure": "status", "earn": 1}]),
    st.text(max_size=5),
    st.integers(),
)
NAMES = st.sampled_from(
    ["x", "points", "en", "earn", "id", "note", "cap", "of", "to", "by", "unit", "", "Zh"]
)


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[type, Any]:
    """A good table in which up to four places were dropped, replaced or added to."""
    kind, table = draw(
        st.sampled_from([(Assessment, ASSESSMENT), *((Checklist, one) for one in GOOD.values())])
    )
    table = deepcopy(table)
    for _ in range(draw(st.integers(0, 4))):
        path = draw(st.sampled_from(paths_of(table)[1:]))
        around: Any = table
        for part in path[:-1]:
            around = around[part]
        way = draw(st.sampled_from(["drop", "replace", "add", "rename"]))
        if way == "drop":
            del around[path[-1]]
        elif way == "replace":
            around[path[-1]] = deepcopy(draw(STRANGE))
        elif isinstance(around, list):
            around.append(deepcopy(draw(STRANGE)))
        else:
            around[draw(NAMES)] = deepcopy(draw(STRANGE)) if way == "add" else around.pop(path[-1])
        if not table:
            break
    return kind, table


@given(spoiled())
def test_both_readers_take_the_same_tables(case: tuple[type, Any]) -> None:
    kind, table = case
    refused = False
    try:
        parse(kind, table)
    except Off:
        refused = True

    found = problems(kind, table)

    assert refused == bool(found)
    for one in found:
        assert str(one)


@pytest.mark.parametrize("kind", [Checklist, Assessment])
def test_both_readers_read_the_same_values(kind: type) -> None:
    from pydantic import TypeAdapter

    for table in [ASSESSMENT] if kind is Assessment else GOOD.values():
        assert TypeAdapter(kind).validate_python(table) == parse(kind, table)


@pytest.mark.parametrize("kind", [Checklist, Assessment])
def test_json_schema_has_neither_titles_nor_nulls_below_its_root(kind: type) -> None:
    schema = json_schema(kind)
    text = json.dumps({key: value for key, value in schema.items() if key != "title"})

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == kind.__name__
    assert '"null"' not in text
    assert '"title": "' not in text


def test_json_schema_keeps_keys_that_are_called_title() -> None:
    item = json_schema(Checklist)["$defs"]["Item"]  # type: ignore[index]  # JSON has no types

    assert item["properties"]["title"] == {"$ref": "#/$defs/Phrase"}
    assert item["additionalProperties"] is False
