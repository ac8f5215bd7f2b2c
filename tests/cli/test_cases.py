"""Parameters and cases on the command line: made, set, counted, told."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

YEARLY, SUIT = "cixi-subdistrict-2020", "administrative-litigation"


@pytest.fixture
def unit(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "unit"
    assert run("new", YEARLY, folder, "--unit", "甲街道").code == 0
    monkeypatch.chdir(folder)
    return folder


def test_new_asks_for_a_parameter_without_a_default(run: Run, tmp_path: Path) -> None:
    ran = run("new", "annual-report", tmp_path / "w", "--unit", "甲镇")

    assert ran.code == 2
    assert "--set unit_class=township|subdistrict" in ran.err
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("stated", ["unit_class=city", "unit_class", "size=3", "unit_class=township year=20"])
def test_new_refuses_a_parameter_that_does_not_fit(run: Run, tmp_path: Path, stated: str) -> None:
    asked = [part for one in stated.split() for part in ("--set", one)]

    assert run("new", "annual-report", tmp_path / "w", "--unit", "甲镇", *asked).code == 2
    assert not (tmp_path / "w").exists()


def test_new_makes_the_checklist_of_the_year(run: Run, tmp_path: Path) -> None:
    ran = run(
        "new",
        "annual-report",
        tmp_path / "w",
        "--unit",
        "甲镇",
        "--set",
        "unit_class=township",
        "--set",
        "year=2023",
    )

    assert "2023" in ran.out
    shown = run("-C", tmp_path / "w", "score", "--format", "json").out
    assert json.loads(shown)["parameters"] == {"unit_class": "township", "year": "2023"}
    assert json.loads(shown)["period"] == {"first": "2023-01-01", "last": "2023-12-31"}


def test_set_changes_a_parameter_and_undo_takes_it_back(run: Run, tmp_path: Path) -> None:
    at = ("-C", tmp_path / "w")
    run("new", "annual-report", tmp_path / "w", "--unit", "甲镇", "--set", "unit_class=township")

    assert run(*at, "set", "P-01", "--figure", "year=2024").code == 0
    assert '"first": "2024-01-01"' in run(*at, "score", "--format", "json").out
    assert run(*at, "undo").code == 0
    assert '"first": "2020-01-01"' in run(*at, "score", "--format", "json").out
    assert run(*at, "verify").code == 0


@pytest.mark.parametrize("asked", [("--status", "done"), ("--figure", "year=99"), ("--figure", "class=town")])
def test_set_refuses_what_a_parameter_cannot_be(run: Run, tmp_path: Path, asked: tuple[str, str]) -> None:
    run("new", "annual-report", tmp_path / "w", "--unit", "甲镇", "--set", "unit_class=township")

    assert run("-C", tmp_path / "w", "set", "P-01", *asked).code == 2


def test_item_that_does_not_apply_says_why(run: Run, tmp_path: Path) -> None:
    run("new", "annual-report", tmp_path / "w", "--unit", "甲镇", "--set", "unit_class=township")

    explained = run("-C", tmp_path / "w", "explain", "A-03").out

    assert "applies only if class of the unit = subdistrict: left out of the total" in explained


def test_new_makes_a_case_of_the_same_unit(run: Run, unit: Path) -> None:
    ran = run("new", SUIT, "cases/2020-001")

    assert ran.code == 0
    assert "甲街道" in ran.out
    assert (unit / "cases" / "2020-001" / "history.jsonl").is_file()


def test_new_refuses_a_case_of_another_unit(run: Run, unit: Path) -> None:
    ran = run("new", SUIT, "cases/2020-001", "--unit", "乙街道")

    assert ran.code == 2
    assert "甲街道" in ran.err
    assert not (unit / "cases").exists()


def test_new_tells_of_a_case_that_nothing_is_taken_from(run: Run, unit: Path) -> None:
    ran = run("new", "annual-report", "cases/r", "--set", "unit_class=subdistrict")

    assert (unit / "cases" / "r").is_dir()
    assert "takes no figures from cases of this kind" in ran.err


@pytest.mark.usefixtures("unit")
def test_cases_are_counted_listed_and_compared(run: Run) -> None:
    assert run("set", "D1-10", "--status", "done", "--figure", "suits_received=2").code == 0
    run("new", SUIT, "cases/a")

    assert "2 was stated, the cases come to 1" in run("score").out
    assert "a Answering an administrative lawsuit" in run("status").out
    verified = run("verify")
    assert verified.code == 0
    assert "[case-figure]" in verified.out
    assert (
        json.loads(run("score", "--format", "json").out)["case_differences"][0]["figure"] == "suits_received"
    )


def test_case_that_was_tampered_with_is_named(run: Run, unit: Path) -> None:
    run("new", SUIT, "cases/a")
    history = unit / "cases" / "a" / "history.jsonl"
    history.write_bytes(history.read_bytes().replace(b'"new"', b'"old"', 1))

    ran = run("gate")

    assert ran.code == 6
    assert "cases/a: history.jsonl:1" in ran.err
    assert run("verify").code == 6


def test_case_is_a_workspace_of_its_own(run: Run, unit: Path) -> None:
    run("new", SUIT, "cases/a")

    assert run("-C", unit / "cases" / "a", "set", "A-01", "--status", "done").code == 0
    assert run("-C", unit / "cases" / "a", "gate").code == 1


def test_folder_that_is_not_there_is_no_workspace_above(run: Run, unit: Path) -> None:
    ran = run("-C", unit / "cases" / "none", "score")

    assert ran.code == 2
    assert "there is no folder" in ran.err
