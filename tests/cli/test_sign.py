"""Sign-off, the page for the seal, former states and repair, as a clerk meets them."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from lawcheck.storage.workspace import read_entries
from tests.conftest import Run

CHECKLIST = "cixi-subdistrict-2020"
SIGN = ("sign", "--name", "李四", "--role", "head")


@pytest.fixture
def unit(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "甲街道"
    assert run("new", CHECKLIST, folder, "--unit", "甲街道办事处").code == 0
    assert run("-C", folder, "set", "B-07", "--status", "done", "--note", "甲办〔2020〕5号").code == 0
    return folder


def head(unit: Path, number: int) -> str:
    return read_entries(unit)[number - 1].hash


def test_sign_prints_a_page_with_the_head_in_eight_groups(run: Run, unit: Path) -> None:
    ran = run("-C", unit, *SIGN)

    digits = head(unit, 2)
    rows = [" ".join(digits[start : start + 8] for start in range(first, first + 32, 8)) for first in (0, 32)]
    assert ran.code == 0
    assert all(row in ran.out for row in rows)
    assert "principal (recorded: 李四)" in ran.out
    assert "--scan" in ran.err


@pytest.mark.parametrize("role", ["主要负责人", "head", "HEAD"])
def test_sign_takes_the_role_as_people_say_it(run: Run, unit: Path, role: str) -> None:
    ran = run("-C", unit, "sign", "--name", "李四", "--role", role, lang="zh")

    assert ran.code == 0
    assert "主要负责人（录入：李四）" in ran.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sign"], "say who signs"),
        (["sign", "--name", "李四"], "say who signs"),
        (["sign", "--name", "李四", "--role", "mayor"], "--role is handler"),
        ([*SIGN, "--format", "docx"], "-o FILE"),
        ([*SIGN, "-o", "signoff/page.txt"], "belongs to the workspace"),
        ([*SIGN, "--number", "1"], "--number goes with"),
        ([*SIGN, "--again"], "signs nothing"),
        (["sign", "--again"], "there is no such sign-off"),
        (["sign", "--scan", "nothing.pdf"], "there is no such sign-off"),
    ],
)
def test_sign_refuses_and_records_nothing(
    run: Run, unit: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(unit)

    ran = run(*arguments)

    assert ran.code == 2
    assert sentence in ran.err
    assert len(read_entries(unit)) == 2
    assert not (unit / "signoff").exists()


def test_sign_refuses_until_an_edit_by_hand_is_recorded(run: Run, unit: Path) -> None:
    path = unit / "assessment.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"done"', '"partial"'), encoding="utf-8")

    refused = run("-C", unit, *SIGN)
    repaired = run("-C", unit, "repair", "--yes")

    assert refused.code == 2
    assert "lawcheck repair" in refused.err
    assert repaired.code == 0
    assert run("-C", unit, *SIGN).code == 0


@pytest.mark.parametrize("command", ["score", "gate", "report"])
def test_a_change_after_the_sign_off_is_told(run: Run, unit: Path, command: str) -> None:
    run("-C", unit, *SIGN)
    before = run("-C", unit, command).out
    run("-C", unit, "set", "B-07", "--status", "partial")
    after = run("-C", unit, command).out

    assert "signed off: no. 0001 in the name of 李四" in before
    assert "changed since" not in before
    assert "changed since sign-off (1 entries)" in after


@pytest.mark.parametrize("command", ["score", "gate"])
def test_json_names_the_sign_off(run: Run, unit: Path, command: str) -> None:
    unsigned = json.loads(run("-C", unit, command, "--format", "json").out)
    run("-C", unit, *SIGN)
    signed = json.loads(run("-C", unit, command, "--format", "json").out)

    assert unsigned["signoff"] is None
    assert signed["signoff"] | {"at": None} == {
        "number": 1,
        "name": "李四",
        "role": "head",
        "at": None,
        "head": head(unit, 2),
        "changed": [],
        "entries": 0,
    }


def test_the_scan_comes_back_as_evidence_and_the_sign_off_stands(
    run: Run, unit: Path, tmp_path: Path
) -> None:
    run("-C", unit, *SIGN)
    (tmp_path / "扫描.pdf").write_bytes(b"scan")

    ran = run("-C", unit, "sign", "--scan", tmp_path / "扫描.pdf")

    assert ran.code == 0
    assert (unit / "evidence" / "扫描.pdf").read_bytes() == b"scan"
    assert "changed since" not in run("-C", unit, "gate").out
    assert run("-C", unit, "verify").code == 0


def test_the_page_is_one_of_word_as_well(run: Run, unit: Path, tmp_path: Path) -> None:
    run("-C", unit, *SIGN)

    ran = run("-C", unit, "sign", "--again", "--format", "docx", "-o", tmp_path / "确认表.docx", lang="zh")

    document = Document(io.BytesIO((tmp_path / "确认表.docx").read_bytes()))
    text = "\n".join(one.text for one in document.paragraphs)
    assert ran.code == 0
    assert document.paragraphs[0].text == "自评结果确认表"
    assert all(head(unit, 2)[start : start + 8] in text for start in range(0, 64, 8))
    assert [row.cells[0].text for row in document.tables[1].rows] == [
        "经办人",
        "分管领导",
        "主要负责人（录入：李四）",
    ]


def test_verify_takes_the_groups_of_the_page(run: Run, unit: Path) -> None:
    run("-C", unit, *SIGN)
    digits = head(unit, 2)
    groups = " ".join(digits[start : start + 8] for start in range(0, 64, 8))

    held = run("-C", unit, "verify", "--against", groups)
    missing = run("-C", unit, "verify", "--against", groups.replace(digits[:8], "00000000"))

    assert (held.code, missing.code) == (0, 6)
    assert "[against-held]" in held.out
    assert "[against-missing]" in missing.out


def test_verify_finds_a_sign_off_whose_figure_was_edited(run: Run, unit: Path) -> None:
    run("-C", unit, *SIGN)
    path = unit / "signoff" / "0001.toml"
    path.write_bytes(path.read_bytes().replace(b"claimed = 1", b"claimed = 91"))

    ran = run("-C", unit, "verify")

    assert ran.code == 6
    assert "[signoff-changed]" in ran.out


def test_history_shows_how_things_stood(run: Run, unit: Path) -> None:
    run("-C", unit, "set", "B-08", "--status", "done")

    then = run("-C", unit, "history", "--at", "2")
    today = run("-C", unit, "history", "--at", read_entries(unit)[-1].at[:10], "--format", "json")

    assert "as it stood after entry 2 of 3" in then.out
    assert "甲办〔2020〕5号" in then.out
    assert "B-08" not in then.out
    assert json.loads(today.out)["values"]["answers.B-08.status"] == "done"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2019-01-01", "there was nothing yet"),
        ("9", "there is no entry 9"),
        ("0", "there is no entry 0"),
        ("soon", "--at is a day"),
    ],
)
def test_history_refuses_a_time_that_never_was(run: Run, unit: Path, at: str, sentence: str) -> None:
    ran = run("-C", unit, "history", "--at", at)

    assert ran.code == 2
    assert sentence in ran.err


def test_repair_without_a_terminal_waits_for_yes(run: Run, unit: Path) -> None:
    (unit / "assessment.toml").unlink()

    asked = run("-C", unit, "repair")
    done = run("-C", unit, "repair", "--yes")

    assert asked.code == 2
    assert "assessment.toml: write it anew" in asked.out
    assert "--yes" in asked.err
    assert done.code == 0
    assert run("-C", unit, "verify").code == 0


def test_repair_says_what_it_cannot_mend(run: Run, unit: Path) -> None:
    (unit / "checklist.toml").write_bytes(b"format = 1\n")
    (unit / "history.jsonl").write_bytes((unit / "history.jsonl").read_bytes()[10:])

    ran = run("-C", unit, "repair", "--yes")

    assert ran.code == 6
    assert "restore the file from a copy" in ran.out


def test_evidence_with_a_personal_number_in_its_name_is_taken_with_a_warning(
    run: Run, unit: Path, tmp_path: Path
) -> None:
    (tmp_path / "王五13800001111.pdf").write_bytes(b"x")

    added = run("-C", unit, "evidence", "add", tmp_path / "王五13800001111.pdf", "--item", "B-07")
    verified = run("-C", unit, "verify")

    assert added.code == 0
    assert "138******11" in added.err
    assert verified.code == 0
    assert "[evidence-mobile]" in verified.out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [("sign", ["sign", "--again"]), ("history", ["history"]), ("history-at", ["history", "--at", "4"])],
)
def test_a_signed_workspace_reads_as_accepted(
    run: Run, golden: Callable[[str, str], None], name: str, arguments: list[str], lang: str
) -> None:
    folder = Path(__file__).parents[1] / "data" / "workspaces" / "format-1"

    ran = run("-C", folder, *arguments, lang=lang)

    # Not every build of Python has SM3.
    golden(
        f"{name}.{lang}.text", "".join(one for one in ran.out.splitlines(keepends=True) if "SM3" not in one)
    )
