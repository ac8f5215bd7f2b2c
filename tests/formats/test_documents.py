"""What people read, in both languages, of the demonstration: golden files."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import Run

TODAY = ("--today", "2021-03-10")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("fmt", ["text", "md", "json"])
def test_report_reads_as_accepted(
    run: Run, demo: Path, golden: Callable[[str, str], None], fmt: str, lang: str
) -> None:
    ran = run("-C", demo, *TODAY, "report", "--format", fmt, lang=lang)

    golden(f"demo.{lang}.{fmt}", ran.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("gate", ["gate"]),
        ("explain-D1-10", ["explain", "D1-10"]),
        ("explain-D1-08", ["explain", "D1-08"]),
        ("gaps", ["gaps", "--limit", "12"]),
        ("status", ["status"]),
        ("show-B-08b", ["show", ".", "B-08b"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_answer_reads_as_accepted(  # noqa: PLR0917  # two parameters and three fixtures
    run: Run, demo: Path, golden: Callable[[str, str], None], name: str, arguments: list[str], lang: str
) -> None:
    ran = run("-C", demo, *TODAY, *arguments, lang=lang)

    golden(f"{name}.{lang}.text", ran.out)


def test_json_differs_between_languages_in_words_alone(run: Run, demo: Path) -> None:
    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(one) for key, one in value.items() if key not in ("text", "title")}
        return [bare(one) for one in value] if isinstance(value, list) else value

    zh, en = (
        json.loads(run("-C", demo, "score", "--format", "json", lang=lang).out) for lang in ("zh", "en")
    )

    assert zh != en
    assert bare(zh) == bare(en)


@pytest.mark.parametrize("column", ["claimed", "supported"])
def test_json_read_as_decimals_adds_up_exactly(run: Run, demo: Path, column: str) -> None:
    score = json.loads(run("-C", demo, "score", "--format", "json").out, parse_float=Decimal)

    parts = [row[column] for row in [*score["items"], *score["adjustments"]] if row[column] is not None]

    assert sum(map(Decimal, parts)) == Decimal(score[column])


def test_json_reasons_of_every_item_add_up_exactly(run: Run, demo: Path) -> None:
    score = json.loads(run("-C", demo, "score", "--format", "json").out, parse_float=Decimal)

    for item in score["items"]:
        for column in ("claimed", "supported"):
            total = sum(Decimal(one[column] or 0) for one in item["reasons"])
            assert total == Decimal(item[column] or 0), (item["id"], column)


def test_json_keeps_the_contract(run: Run, demo: Path) -> None:
    score = json.loads(run("-C", demo, "score", "--format", "json").out)

    assert list(score)[:14] == [
        "format", "checklist", "unit", "period", "total", "claimed", "supported", "reviewed", "grade",
        "progress", "vetoes", "adjustments", "sections", "items",
    ]  # fmt: skip
    assert set(score["items"][0]) == {
        "id", "title", "force", "status", "points", "claimed", "supported", "reviewed", "reasons",
    }  # fmt: skip
    assert set(score["items"][0]["reasons"][0]) == {"code", "text", "claimed", "supported", "reviewed"}
    assert set(score["checks"][0]) == {"id", "holds", "left", "right", "text"}
    assert set(score["sections"][0]) == {"id", "title", "points", "claimed", "supported", "reviewed"}


def test_same_input_gives_the_same_bytes(run: Run, demo: Path) -> None:
    first, second = (run("-C", demo, *TODAY, "report", "--format", "md").out for _ in range(2))

    assert first == second
