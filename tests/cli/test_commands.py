"""Each command's ways out: exit code, stdout for documents, stderr for everything else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

CHECKLIST = "cixi-subdistrict-2020"


@pytest.fixture
def unit(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "甲街道"
    assert run("new", CHECKLIST, folder, "--unit", "甲街道办事处").code == 0
    return folder


def test_set_prints_what_the_item_scores_now(run: Run, unit: Path) -> None:
    ran = run("-C", unit, "set", "B-07", "--status", "done")

    assert ran.code == 0
    assert ran.out == "B-07 " + ran.out.split(" ", 1)[1]
    assert "[done]" in ran.out


@pytest.mark.parametrize("id_", ["b-07", "B-7", "b-7"])
def test_set_finds_the_item_however_it_is_typed(run: Run, unit: Path, id_: str) -> None:
    assert run("-C", unit, "set", id_, "--status", "done").out.startswith("B-07 ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["B-77", "--status", "done"], "there is no item B-77; did you mean"),
        (["B-07"], "nothing to set"),
        (["B-07", "--na", "没有"], "B-07 cannot be not applicable"),
        (["D1-07", "--status", "not_applicable"], "without a reason"),
        (["D1-13", "--status", "done"], "D1-13 is answered by D1-07"),
        (["R-01", "--status", "done"], "direction only"),
        (["D1-10", "--figure", "suits_received=两件"], "is not a figure"),
        (["D1-10", "--figure", "suits=2"], "suits_received"),
        (["D1-10", "--figure", "suits_received=-2"], "cannot be less than 0"),
        (["D1-10", "--figure", "suits_received=~-2"], "cannot be less than 0"),
        (["V-01", "--status", "done"], "state its figure"),
        (["R-03", "--figure", "report_published_on=2021-02-30"], "is not a day"),
        (["B-07", "--status", "done", "--due", "soon"], "--due is a day"),
        (["B-07", "--status", "finished"], "--status"),
    ],
)
def test_set_refuses_with_a_sentence_and_changes_nothing(
    run: Run, unit: Path, arguments: list[str], sentence: str
) -> None:
    before = (unit / "assessment.toml").read_bytes(), (unit / "history.jsonl").read_bytes()

    ran = run("-C", unit, "set", *arguments)

    assert ran.code == 2
    assert sentence in ran.err
    assert ran.out == ""
    assert before == ((unit / "assessment.toml").read_bytes(), (unit / "history.jsonl").read_bytes())


def test_set_says_that_figures_alone_gain_nothing(run: Run, unit: Path) -> None:
    ran = run("-C", unit, "set", "D1-10", "--figure", "suits_received=2")

    assert ran.code == 0
    assert "figures alone gain nothing" in ran.err


def test_set_tells_a_check_that_does_not_hold(run: Run, unit: Path) -> None:
    ran = run("-C", unit, "set", "D1-10", "-f", "suits_received=2", "-f", "defences_in_time=3")

    assert ran.code == 0
    assert "does not hold" in ran.err


def test_set_without_a_change_says_that_nothing_was_recorded(run: Run, unit: Path) -> None:
    run("-C", unit, "set", "B-07", "--status", "done")
    before = (unit / "history.jsonl").read_bytes()

    ran = run("-C", unit, "--why", "更正", "set", "B-07", "--status", "done")

    assert "nothing was recorded" in ran.err
    assert (unit / "history.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("what", "kind"),
    [("/nowhere/paper.pdf", None), (".", None), ("foo", "link"), ("foo", "number")],
)
def test_evidence_that_cannot_be_what_it_is_called_is_refused(
    run: Run, unit: Path, what: str, kind: str | None
) -> None:
    named = ["--kind", kind] if kind else []

    assert run("-C", unit, "evidence", "add", what, *named, "--item", "R-03").code == 2
    assert run("-C", unit, "evidence", "list").out == "no evidence is registered yet\n"


def test_an_empty_file_is_no_evidence(run: Run, unit: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空.pdf"
    empty.touch()

    assert run("-C", unit, "evidence", "add", empty, "--item", "B-07").code == 2
    assert not list((unit / "evidence").iterdir())


def test_a_file_with_a_hostile_name_gets_a_plain_one(run: Run, unit: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "换行\n名\u202efdp.pdf"
    hostile.write_bytes(b"%PDF")

    assert run("-C", unit, "evidence", "add", hostile, "--item", "B-07").code == 0
    assert "\u202e" not in (unit / "assessment.toml").read_text(encoding="utf-8")
    assert run("-C", unit, "verify").code == 0


def test_show_of_a_veto_says_how_to_rule_it_out(run: Run, unit: Path) -> None:
    assert "lawcheck set V-01 --figure judgments_refused=0" in run("-C", unit, "show", ".", "v-1").out


def test_gate_tells_that_a_lower_minimum_changes_nothing(run: Run, unit: Path) -> None:
    assert "changes nothing" in run("-C", unit, "gate", "--minimum", "10").err


def test_set_clear_takes_answer_and_figures_back(run: Run, unit: Path) -> None:
    run("-C", unit, "set", "D1-10", "--status", "done", "--figure", "suits_received=2")

    assert run("-C", unit, "set", "D1-10", "--clear").code == 0
    assert "suits_received" not in (unit / "assessment.toml").read_text(encoding="utf-8")


def test_not_applicable_with_a_recorded_loss_is_refused(run: Run, unit: Path) -> None:
    run("-C", unit, "set", "B-08b", "--figure", "market_documents_unreviewed=1")

    ran = run("-C", unit, "set", "B-08b", "--na", "没有出台")

    assert ran.code == 2
    assert "a loss is recorded" in ran.err


def test_evidence_file_is_copied_and_proves(run: Run, unit: Path, tmp_path: Path) -> None:
    source = tmp_path / "实施意见.pdf"
    source.write_bytes(b"%PDF-1.4 example")
    run("-C", unit, "set", "B-07", "--status", "done")

    ran = run("-C", unit, "evidence", "add", source, "--item", "B-07")

    assert ran.code == 0
    assert (unit / "evidence" / "实施意见.pdf").read_bytes() == b"%PDF-1.4 example"
    item = next(
        one
        for one in json.loads(run("-C", unit, "score", "--format", "json").out)["items"]
        if one["id"] == "B-07"
    )
    assert item["supported"] == item["claimed"] == 1


def test_evidence_changed_afterwards_is_no_proof(run: Run, unit: Path, tmp_path: Path) -> None:
    source = tmp_path / "实施意见.pdf"
    source.write_bytes(b"%PDF-1.4 example")
    run("-C", unit, "set", "B-07", "--status", "done")
    run("-C", unit, "evidence", "add", source, "--item", "B-07")

    (unit / "evidence" / "实施意见.pdf").write_bytes(b"%PDF-1.4 another")

    item = next(
        one
        for one in json.loads(run("-C", unit, "score", "--format", "json").out)["items"]
        if one["id"] == "B-07"
    )
    assert item["supported"] == 0
    assert run("-C", unit, "evidence", "verify").code == 6
    assert run("-C", unit, "verify").code == 6


def test_evidence_that_is_nothing_known_must_be_named(run: Run, unit: Path) -> None:
    ran = run("-C", unit, "evidence", "add", "台账第3行", "--item", "B-08")

    assert ran.code == 2
    assert "--kind" in ran.err


def test_evidence_remove_takes_the_proof_away(run: Run, unit: Path) -> None:
    run("-C", unit, "set", "B-07", "--status", "done")
    key = run("-C", unit, "evidence", "add", "慈政办〔2020〕3号", "--item", "B-07").out.split()[0]

    assert run("-C", unit, "evidence", "remove", key).code == 0
    assert run("-C", unit, "evidence", "list").out == "no evidence is registered yet\n"


def test_gate_of_an_empty_workspace_fails_with_every_reason(run: Run, unit: Path) -> None:
    ran = run("-C", unit, "gate", "--format", "json")

    verdict = json.loads(ran.out)
    assert ran.code == 1
    assert verdict["passed"] is False
    assert len(verdict["rules"]) == 13
    assert not any(rule["passed"] for rule in verdict["rules"])


def test_gate_option_can_only_be_stricter(run: Run, unit: Path) -> None:
    lower = json.loads(run("-C", unit, "gate", "--minimum", "10", "--format", "json").out)

    assert "60" in lower["rules"][0]["text"]


def test_explain_names_what_earns_the_rest(run: Run, unit: Path) -> None:
    ran = run("-C", unit, "explain", "D1-10", "--format", "json")

    explained = json.loads(ran.out)
    assert {step["code"] for step in explained["next"]} >= {"answer", "state", "prove"}
    assert explained["basis"][0]["instrument"] == "行政诉讼法"


def test_history_tells_old_new_and_why(run: Run, unit: Path) -> None:
    run("-C", unit, "set", "B-07", "--status", "partial")
    run("-C", unit, "--why", "文件已印发", "set", "B-07", "--status", "done")

    ran = run("-C", unit, "history", "B-07")

    assert "in progress → done" in ran.out
    assert "文件已印发" in ran.out
    assert "张三" in ran.out


def test_undo_takes_changes_back_one_by_one_and_tells(run: Run, unit: Path) -> None:
    empty = (unit / "assessment.toml").read_bytes()
    run("-C", unit, "set", "B-07", "--status", "partial")
    run("-C", unit, "set", "B-07", "--status", "done", "--note", "甲办〔2020〕5号")

    first = run("-C", unit, "undo")
    assert "done → in progress" in first.out
    assert 'status = "partial"' in (unit / "assessment.toml").read_text(encoding="utf-8")

    assert run("-C", unit, "undo").code == 0
    assert (unit / "assessment.toml").read_bytes() == empty
    assert run("-C", unit, "undo").code == 2
    assert run("-C", unit, "verify").code == 0


def test_undo_leaves_what_somebody_changed_since(run: Run, unit: Path) -> None:
    run("-C", unit, "set", "B-07", "--status", "partial")
    file = unit / "assessment.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("partial", "done"), encoding="utf-8")

    ran = run("-C", unit, "undo")

    assert ran.code == 2
    assert 'status = "done"' in file.read_text(encoding="utf-8")


def test_history_of_another_item_is_empty(run: Run, unit: Path) -> None:
    run("-C", unit, "set", "B-07", "--status", "done")

    assert run("-C", unit, "history", "B-05").out == "nothing has been recorded of this\n"


def test_hand_edit_is_scored_and_told_everywhere(run: Run, unit: Path) -> None:
    run("-C", unit, "set", "B-07", "--status", "partial")
    file = unit / "assessment.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"partial"', '"done"'), encoding="utf-8")

    gate = json.loads(run("-C", unit, "gate", "--format", "json").out)

    assert gate["outside_edits"] == ["answers.B-07.status"]
    assert "edited by hand" in run("-C", unit, "score").out
    assert run("-C", unit, "verify").code == 0
    run("-C", unit, "set", "B-05", "--status", "done")
    assert "edited by hand" in run("-C", unit, "history", "B-07").out


def test_changed_frozen_checklist_ends_every_command_with_6(run: Run, unit: Path) -> None:
    file = unit / "checklist.toml"
    file.write_bytes(file.read_bytes().replace(b"minimum = 60", b"minimum = 10"))

    assert [run("-C", unit, command).code for command in ("gate", "score", "status", "verify")] == [
        6,
        6,
        6,
        6,
    ]


def test_broken_history_ends_every_command_with_6(run: Run, unit: Path) -> None:
    file = unit / "history.jsonl"
    file.write_bytes(file.read_bytes().replace("张三".encode(), "李四".encode()))

    assert [run("-C", unit, command).code for command in ("gate", "score", "status", "verify")] == [
        6,
        6,
        6,
        6,
    ]


def test_no_workspace_is_said_with_the_remedy(run: Run, tmp_path: Path) -> None:
    ran = run("-C", tmp_path, "score")

    assert ran.code == 3
    assert "lawcheck new" in ran.err


def test_global_options_stand_before_or_behind_the_command(run: Run, unit: Path) -> None:
    before = run("--format", "json", "-C", unit, "--today", "2021-03-10", "status")
    behind = run("status", "-C", unit, "--today", "2021-03-10", "--format", "json")

    assert before.out == behind.out
    assert json.loads(before.out)["deadlines"][1]["days_left"] == 22


@pytest.mark.parametrize(
    "arguments", [["--lang", "fr", "score"], ["--today", "soon", "score"], ["nonsense"], ["gate", "--nope"]]
)
def test_wrong_usage_is_2_with_a_sentence(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)

    assert ran.code == 2
    assert ran.err.strip()
    assert ran.out == ""


def test_report_is_written_whole_to_a_file(run: Run, unit: Path, tmp_path: Path) -> None:
    target = tmp_path / "自评.md"

    ran = run("-C", unit, "report", "--format", "md", "-o", target)

    assert ran.code == 0
    assert ran.out == ""
    assert target.read_text(encoding="utf-8").startswith("# ")


def test_report_into_no_folder_is_5_and_leaves_nothing(run: Run, unit: Path, tmp_path: Path) -> None:
    ran = run("-C", unit, "report", "-o", tmp_path / "none" / "自评.txt")

    assert ran.code == 5
    assert "was not written" in ran.err


def test_schema_is_json_schema(run: Run) -> None:
    for document in ("checklist", "assessment", "scorecard"):
        schema = json.loads(run("schema", document).out)
        assert schema["type"] == "object"
        assert schema["properties"]


def test_doctor_tells_how_the_walk_would_ask(run: Run) -> None:
    assert "walk: lines\n" in run("doctor").out


def test_doctor_shows_the_bars_in_one_column(run: Run) -> None:
    ran = run("doctor")

    assert ran.code == 0
    assert "汉字汉字|" in ran.out


def test_lint_of_the_shelf_is_clean(run: Run) -> None:
    file = Path(__file__).parents[2] / "checklists" / f"{CHECKLIST}.toml"

    assert run("lint", file).code == 0


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "lawcheck", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "LAWCHECK_LANG": "zh", **environment},
    )


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "gb18030", "utf-8"])
def test_no_console_encoding_crashes(demo: Path, encoding: str) -> None:
    ran = program("-C", str(demo), "score", PYTHONIOENCODING=encoding)

    assert ran.returncode == 0
    assert ran.stderr == b""


def test_pipe_gets_utf8_without_colour_under_any_locale(demo: Path) -> None:
    ran = program("-C", str(demo), "score", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    assert "白沙路街道办事处" in ran.stdout.decode("utf-8")
    assert b"\x1b" not in ran.stdout


@pytest.mark.parametrize(
    "arguments", [["score", "--format", "json"], ["gate"], ["--help"], ["schema", "checklist"]]
)
def test_a_reader_that_left_is_141_and_silence(demo: Path, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "lawcheck", "-C", str(demo), *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)

    assert (ran.returncode, ran.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_onto_a_full_disk_is_5(demo: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "lawcheck", "-C", str(demo), "score"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert ran.returncode == 5
    assert b"Traceback" not in ran.stderr


def test_report_never_takes_the_place_of_the_workspaces_files(run: Run, unit: Path) -> None:
    before = (unit / "assessment.toml").read_bytes()

    codes = [
        run("-C", unit, "report", "-o", unit / name).code
        for name in ("assessment.toml", "history.jsonl", "evidence/x.pdf", ".lawcheck/lock")
    ]

    assert codes == [2, 2, 2, 2]
    assert (unit / "assessment.toml").read_bytes() == before


@pytest.mark.parametrize("file", ["history.jsonl", "checklist.toml"])
def test_evidence_verify_does_not_pass_a_broken_workspace(run: Run, unit: Path, file: str) -> None:
    (unit / file).write_bytes((unit / file).read_bytes().replace(b"0", b"1", 1))

    assert run("-C", unit, "evidence", "verify").code == 6


def test_a_piece_written_by_hand_is_never_replaced(run: Run, unit: Path) -> None:
    with (unit / "assessment.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[evidence.e0002]\nkind = "number"\nname = "手写"\ntarget = "x"\nlevel = "internal"\n'
            'serves = ["B-05:contract"]\nadded = 2020-01-01\n'
        )

    run("-C", unit, "evidence", "add", "慈政办〔2020〕3号", "--item", "B-07")

    listed = run("-C", unit, "evidence", "list").out
    assert "手写" in listed
    assert "慈政办〔2020〕3号" in listed


def test_an_empty_why_is_no_reason_and_no_trouble(run: Run, unit: Path) -> None:
    assert run("-C", unit, "set", "B-07", "--status", "done", "--why", "").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["set", "B-07", "--note", "a\x1b[31m"],
        ["set", "B-07", "--owner", "a\nb"],
        ["evidence", "add", "x" * 600, "--kind", "record", "--item", "B-08"],
        ["--by", "a\nb", "set", "B-07", "--status", "done"],
        ["gate", "--minimum", "1e99999999"],
        ["gate", "--minimum", "nan"],
    ],
)
def test_text_that_no_file_may_hold_is_wrong_usage(run: Run, unit: Path, arguments: list[str]) -> None:
    ran = run("-C", unit, *arguments)

    assert ran.code == 2
    assert "assessment.toml" not in ran.err


def test_demo_does_not_show_somebodys_workspace_as_its_own(run: Run, unit: Path) -> None:
    assert run("demo", unit).code == 2


def test_help_names_every_command_in_both_languages() -> None:
    from lawcheck.cli.app import COMMANDS

    for lang in ("zh", "en"):
        text = program("--help", LAWCHECK_LANG=lang).stdout.decode()
        assert all(f"  {command} " in text for command in COMMANDS)


@pytest.mark.parametrize("fmt", ["text", "md", "json", "csv"])
def test_report_that_shows_everything_is_not_for_the_public(run: Run, unit: Path, fmt: str) -> None:
    ran = run("-C", unit, "report", "--format", fmt, "--audience", "public")

    assert ran.code == 2
    assert "docx, docx-table, html, xlsx" in ran.err
    assert ran.out == ""


def test_new_freezes_no_checklist_with_faults(run: Run, tmp_path: Path) -> None:
    file = Path(__file__).parents[1] / "data" / "bad" / "id-twice.toml"

    ran = run("new", file, tmp_path / "w", "--unit", "甲")

    assert ran.code == 3
    assert "id-twice.toml:" in ran.err
    assert "lawcheck lint" in ran.err or "second time" in ran.err
    assert not (tmp_path / "w").exists()
