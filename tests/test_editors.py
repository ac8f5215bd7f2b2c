"""What an editor is given: the JSON Schema beside the checklists, judged by a validator that is not ours."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator

from tests.conftest import Run

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "checklists" / "checklist.schema.json"
SHIPPED = sorted((ROOT / "checklists").glob("*.toml"))
GOOD = sorted((ROOT / "tests" / "data" / "good").glob("*.toml"))
SHAPES = {"unknown-key", "missing-key", "choice", "type", "newer-format"}
"""Codes of what is wrong with a file's shape, which is all that a schema can know."""


def misshapen() -> Iterator[Path]:
    for path in sorted((ROOT / "tests" / "data" / "bad").glob("*.toml")):
        expected = re.match(rb"# expect: ([a-z-]+) ", path.read_bytes())
        if expected and expected[1].decode() in SHAPES:
            yield path


def table(path: Path) -> Any:
    return plain(tomli.loads(path.read_text("utf-8")))


def plain(value: Any) -> Any:
    """Return what TOML says as JSON can: days as text."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_schema_beside_the_checklists_is_the_one_that_is_printed(run: Run) -> None:
    printed = run("schema", "checklist").out

    assert SCHEMA.read_text("utf-8") == printed, (
        "the format changed; run `lawcheck schema checklist > checklists/checklist.schema.json`"
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_checklist_names_its_schema(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]

    assert first == f"#:schema ./{SCHEMA.name}"


@pytest.mark.parametrize("path", [*SHIPPED, *GOOD], ids=lambda path: path.stem)
def test_schema_takes_a_good_checklist(validator: Draft202012Validator, path: Path) -> None:
    assert [error.message for error in validator.iter_errors(table(path))] == []


@pytest.mark.parametrize("path", list(misshapen()), ids=lambda path: path.stem)
def test_schema_refuses_a_checklist_of_another_shape(validator: Draft202012Validator, path: Path) -> None:
    assert not validator.is_valid(table(path))


def test_schema_offers_keys_and_choices_to_complete() -> None:
    kinds = json.loads(SCHEMA.read_text("utf-8"))["$defs"]

    assert {"id", "title", "requirement", "force", "rules", "evidence"} <= set(kinds["Item"]["properties"])
    assert kinds["Force"]["enum"] == ["must", "must_party", "should", "may"]
    assert all(kind.get("description") for name, kind in kinds.items() if kind["type"] == "object")
