"""`gate --report`: documents beside the verdict, which stays the exit code."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.conftest import Run

GOOD = Path(__file__).parents[1] / "data" / "good" / "minimal.toml"


@pytest.fixture
def passing(run: Run, tmp_path: Path) -> Path:
    """Return a workspace that passes its gate."""
    folder = tmp_path / "office"
    data = re.sub(r"gate = \{.*?\n\] \}", "gate = { minimum = 0 }", GOOD.read_text("utf-8"), flags=re.DOTALL)
    (tmp_path / "easy.toml").write_text(data, "utf-8")
    assert run("new", tmp_path / "easy.toml", folder, "--unit", "甲街道办事处").code == 0
    assert run("-C", folder, "gate").code == 0
    return folder


def test_reports_are_written_in_one_run_and_the_verdict_stays(run: Run, demo: Path, tmp_path: Path) -> None:
    alone = run("-C", demo, "gate")

    ran = run(
        "-C", demo, "gate",
        "--report", f"junit={tmp_path / 'a.xml'}",
        "--report", f"sarif={tmp_path / 'a=b.sarif'}",
        "--report", f"json={tmp_path / 'a.json'}",
    )  # fmt: skip

    assert (ran.code, ran.out) == (1, alone.out)
    assert json.loads((tmp_path / "a=b.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (tmp_path / "a.xml").read_text("utf-8").startswith("<?xml")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["unit"] == "白沙路街道办事处"


def test_reports_leave_a_pass_a_pass(run: Run, passing: Path, tmp_path: Path) -> None:
    assert run("-C", passing, "gate", "--report", f"junit={tmp_path / 'a.xml'}").code == 0


def test_report_is_what_report_writes(run: Run, demo: Path, tmp_path: Path) -> None:
    run("-C", demo, "gate", "--report", f"gitlab={tmp_path / 'a.json'}")

    assert (tmp_path / "a.json").read_text("utf-8") == run("-C", demo, "report", "--format", "gitlab").out


def test_report_of_a_stricter_gate_shows_the_stricter_rules(run: Run, demo: Path, tmp_path: Path) -> None:
    run("-C", demo, "gate", "--max-unanswered", "0", "--report", f"gitlab={tmp_path / 'a.json'}")

    names = [row["check_name"] for row in json.loads((tmp_path / "a.json").read_text("utf-8"))]
    assert "lawcheck/gate/unanswered" in names


def test_report_goes_to_stdout_behind_the_verdict(run: Run, demo: Path) -> None:
    verdict = run("-C", demo, "gate").out

    ran = run("-C", demo, "gate", "--report", "github=-")

    assert ran.out.startswith(f"{verdict}::error file=")


@pytest.mark.parametrize(
    ("reports", "sentence"),
    [
        (["junit"], "FORMAT=FILE"),
        (["junit="], "FORMAT=FILE"),
        (["=a.xml"], "FORMAT=FILE"),
        (["junti=a.xml"], "the formats are: text, md, json"),
        (["html=a.html"], "FORMAT=FILE"),
        (["junit=assessment.toml"], "belongs to the workspace"),
        (["junit=evidence/a.xml"], "belongs to the workspace"),
        (["junit=a.xml", "sarif=./a.xml"], "two documents"),
        (["junit=-", "sarif=-"], "two documents"),
    ],
)
def test_report_that_cannot_be_meant_is_refused_before_anything_is_written(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch, reports: list[str], sentence: str
) -> None:
    monkeypatch.chdir(demo)
    before = {path: path.read_bytes() for path in demo.rglob("*") if path.is_file()}

    ran = run("gate", *(word for one in [*reports, "md=first.md"] for word in ("--report", one)))

    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert {path: path.read_bytes() for path in demo.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("folder", ["demo", "passing"])
def test_report_that_is_not_saved_is_no_verdict_and_keeps_none_of_the_others_back(
    run: Run, tmp_path: Path, request: pytest.FixtureRequest, folder: str
) -> None:
    workspace = request.getfixturevalue(folder)

    ran = run(
        "-C", workspace, "gate",
        "--report", f"junit={tmp_path / 'nowhere' / 'a.xml'}",
        "--report", f"md={tmp_path / 'a.md'}",
    )  # fmt: skip

    assert ran.code == 5
    assert f"nowhere{os.sep}a.xml was not written" in ran.err
    assert (tmp_path / "a.md").is_file()
