"""The walk by lines: through pipes in this process, on a terminal through pexpect."""

import io
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pexpect
import pytest

from lawcheck.domain.answering import Change, answer
from lawcheck.domain.assessment import Status
from lawcheck.storage.saving import change as save
from tests.conftest import Ran, Run

CHECKLIST = "cixi-subdistrict-2020"

Walk = Callable[..., Ran]


@pytest.fixture
def unit(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "甲街道"
    assert run("new", CHECKLIST, folder, "--unit", "甲街道办事处").code == 0
    return folder


@pytest.fixture
def walk(run: Run, unit: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Return a function that walks with these lines on standard input."""
    return walker(run, unit, monkeypatch)


@pytest.fixture
def walk_small(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Return a function that walks through the small checklist."""
    return walker(run, folder, monkeypatch)


def walker(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    def walk_through(*lines: str, options: tuple[str, ...] = (), lang: str = "en") -> Ran:
        typed = "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        return run("-C", folder, "walk", *options, lang=lang)

    return walk_through


def goes_on_at(id_: str) -> str:
    """Return what stands at the end of a walk that goes on there."""
    return f"; next time it goes on at {id_}\n"


def paper(folder: Path, name: str) -> Path:
    """Return a new file."""
    path = folder / name
    path.write_bytes(name.encode())
    return path


def save_as_another(folder: Path, id_: str, change: Change) -> None:
    """Save a change as another program does."""
    save(
        folder,
        lambda opened: answer(opened.checklist, opened.assessment, id_, change),
        act="set",
        item=id_,
        who="李四",
        at=datetime(2021, 1, 4, 9, 30, tzinfo=UTC),
    )


def saved(unit: Path) -> str:
    return (unit / "assessment.toml").read_text(encoding="utf-8")


def test_walk_at_the_end_of_input_leaves_with_a_summary(walk: Walk) -> None:
    ran = walk()

    assert (ran.code, ran.out) == (0, "")
    assert "R-02 Submit the yearly report" in ran.err
    assert ran.err.endswith("\nall is saved: answered 0 of 131; next time it goes on at R-02\n")


def test_walk_without_any_input_leaves_too(run: Run, unit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert run("-C", unit, "walk").code == 0


def test_walk_takes_no_missing_file_for_evidence_and_goes_on(walk: Walk, unit: Path) -> None:
    ran = walk("A1-04", "e /nowhere/paper.pdf", "1", "q")

    assert ran.code == 0
    assert "there is no file /nowhere/paper.pdf" in ran.err
    assert "[evidence" not in saved(unit)
    assert 'status = "done"' in saved(unit)


def test_walk_shows_force_requirement_basis_figures_evidence_and_score(walk: Walk) -> None:
    shown = walk("d1-10").err

    for expected in (
        "statutory",
        "Art. 34, Art. 67(1)",
        "suits",
        "D1-10:",
        "0 of 1",
        "not answered: nothing is gained",
    ):
        assert expected in shown


def test_walk_says_where_a_text_was_not_read(walk: Walk) -> None:
    assert "text not read" in walk("R-03").err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_walk_sends_no_control_code_through_a_pipe(walk: Walk, lang: str) -> None:
    ran = walk("1", "", "", "?", "x", lang=lang)

    assert [sign for sign in ran.err if not sign.isprintable() and sign != "\n"] == []


def test_walk_uses_only_signs_that_gbk_has(walk: Walk) -> None:
    walk("1", "", "", "?", "x", lang="zh").err.encode("gbk")


def test_walk_saves_the_status_before_it_asks_further(walk: Walk, unit: Path) -> None:
    walk("１")

    assert 'status = "done"' in saved(unit)


def test_walk_asks_for_a_figure_again_and_says_why(walk: Walk, unit: Path) -> None:
    ran = walk("R-03", "1", "昨天", "2021年3月20日", "")

    assert "'昨天' is not a day" in ran.err
    assert "report_published_on = 2021-03-20" in saved(unit)


def test_walk_clears_a_figure_and_keeps_one(walk: Walk, unit: Path) -> None:
    walk("R-03", "1", "2021-03-20", "")
    walk("R-03", "m", "")
    kept = saved(unit)
    walk("R-03", "m", "－")

    assert "2021-03-20" in kept
    assert "report_published_on" not in saved(unit)


def test_walk_takes_evidence_for_a_row_that_is_short(walk: Walk, unit: Path, tmp_path: Path) -> None:
    paper = tmp_path / "回执 单.pdf"
    paper.write_bytes(b"%PDF")

    ran = walk("R-03", "1", "2021-03-20", f"'{paper}'")

    assert "claimed 2 │ supported 2" in ran.err
    assert (unit / "evidence" / paper.name).read_bytes() == b"%PDF"


def test_walk_asks_what_a_piece_is_where_that_is_not_plain(walk: Walk, unit: Path) -> None:
    walk("B-05", "e 台账第3行", "9", "3")

    assert 'kind = "record"' in saved(unit)


def test_walk_takes_no_id_for_evidence(walk: Walk, unit: Path) -> None:
    ran = walk("A1-04", "1", "A1-05", "")

    assert "A1-05 is an item, no evidence" in ran.err
    assert "[evidence" not in saved(unit)


def test_walk_takes_the_same_piece_for_a_row_once(walk: Walk) -> None:
    address = "https://www.cixi.gov.cn/a.html"

    assert "serves R-03:page already" in walk("R-03", f"e {address}", f"e {address}").err


def test_walk_asks_for_the_reason_of_not_applicable(walk: Walk, unit: Path) -> None:
    walk("A1-04", "0", "")
    without = saved(unit)
    walk("A1-04", "0", "本年度没有疫情", "")

    assert "A1-04" not in without
    assert 'reason = "本年度没有疫情"' in saved(unit)


def test_walk_forgets_the_reason_with_another_status(walk: Walk, unit: Path) -> None:
    walk("A1-04", "0 没有疫情", "", "A1-04", "1", "")

    assert "reason" not in saved(unit)


def test_walk_keeps_a_note_of_several_lines_even_if_the_input_ends(walk: Walk, unit: Path) -> None:
    ran = walk("R-03", "c", "第一行", "第二行")

    assert ran.code == 0
    assert "第一行" in saved(unit)
    assert "第二行" in saved(unit)


def test_walk_undoes_step_by_step_at_the_stop_of_the_change(walk: Walk, unit: Path) -> None:
    before = saved(unit)

    ran = walk("R-03", "1", "2021-03-20", "", "u", "u", "u")

    assert saved(unit) == before
    assert "× there is nothing to take back" in ran.err
    assert ran.err.endswith("next time it goes on at R-03\n")


def test_walk_leaves_a_history_that_verifies(run: Run, walk: Walk, unit: Path) -> None:
    walk("R-03", "1", "2021-03-20", "https://www.cixi.gov.cn/a.html", "u", "A1-04", "0 没有疫情", "", "q")

    assert run("-C", unit, "verify").code == 0


def test_walk_shows_who_stated_a_figure_last(walk: Walk) -> None:
    walk("R-03", "1", "2021-03-20", "")

    assert ", 张三]" in walk("R-03", options=()).err


def test_walk_goes_on_where_it_stopped(walk: Walk) -> None:
    walk("D1-10", "q")

    ran = walk()

    assert "last time you stopped at D1-10" in ran.err


def test_walk_without_its_bookmark_begins_at_the_first_open_item(walk: Walk, unit: Path) -> None:
    walk("1", "", "", "D1-10")
    (unit / ".lawcheck" / "walk").unlink()

    assert "next time it goes on at R-03" in walk().err


def test_walk_asks_the_figures_of_vetoes_last(walk: Walk, unit: Path) -> None:
    ran = walk("F-14", "", "0", "0")

    assert "V-01" in ran.err
    assert "judgments_refused = 0\nforgeries_verified = 0\n" in saved(unit)
    assert "this was the last one" in ran.err


def test_walk_only_stops_at_what_is_open(walk: Walk) -> None:
    ran = walk("R-02", "1", "", "", "R-02", "", options=("--only", "open"))

    assert "[only open items: 132]" in ran.err
    assert ran.err.endswith("next time it goes on at R-03\n")


def test_walk_with_nothing_to_stop_at_says_so(walk: Walk) -> None:
    ran = walk(options=("--only", "unsupported"))

    assert (ran.code, ran.err) == (0, "there is nothing to stop at: answered items without full proof\n")


def test_walk_goes_to_the_next_item_without_full_proof(walk_small: Walk) -> None:
    ran = walk_small("A1-01", "1", "", "A2-01", "p")

    assert ran.err.endswith(goes_on_at("A1-01"))


@pytest.mark.parametrize(("key", "there"), [("]", "B-01"), ("】", "B-01"), ("[", "A1-01"), ("【", "A1-01")])
def test_walk_goes_by_sections(walk_small: Walk, key: str, there: str) -> None:
    assert walk_small("A2-01", key).err.endswith(goes_on_at(there))


def test_walk_filters_and_says_how_many_are_left(walk_small: Walk) -> None:
    ran = walk_small("A1-01", "1", "", "f open A1", "")

    assert "shown from here on: open items, section A1 (1)" in ran.err
    assert "A1-02 Public report (2 of 5) [only open items, section A1: 1]" in ran.err
    assert "this was the last one; 4 are still open" in ran.err


def test_walk_asks_what_to_filter_by(walk_small: Walk) -> None:
    ran = walk_small("f", "a2")

    assert "only what? open, unstated, unsupported, failing, short, a section, @office, all: a2\n" in ran.err
    assert ran.err.endswith(goes_on_at("A2-01"))


def test_walk_asked_what_to_filter_by_leaves_all_with_enter(walk_small: Walk) -> None:
    ran = walk_small("f", "", "")

    assert "shown from here on" not in ran.err
    assert ran.err.endswith(goes_on_at("A1-02"))


def test_walk_refuses_an_unknown_filter_and_stays(walk_small: Walk) -> None:
    ran = walk_small("A2-01", "f 什么")

    assert "× '什么' is no state, no section and no office here" in ran.err
    assert ran.err.endswith(goes_on_at("A2-01"))


def test_walk_makes_again_what_was_undone(walk_small: Walk, folder: Path) -> None:
    ran = walk_small("A1-01", "1", "", "u", "r", "r")

    assert (
        "√ made again: the last change to A1-01\n  A1-01 Study of law status: done\n\n── A1 Rules" in ran.err
    )
    assert "× nothing was taken back that could be made again" in ran.err
    assert '[answers.A1-01]\nstatus = "done"' in saved(folder)


def test_walk_makes_nothing_again_after_another_answer(walk_small: Walk, folder: Path) -> None:
    ran = walk_small("A1-01", "1", "", "u", "2", "", "r")

    assert "× nothing was taken back that could be made again" in ran.err
    assert 'status = "partial"' in saved(folder)


def test_walk_undoes_what_an_earlier_walk_changed(walk_small: Walk, folder: Path) -> None:
    before = saved(folder)
    walk_small("A1-01", "1", "", "B-01", "2", "b", "b")

    ran = walk_small("u", "u", "u")

    assert "status: in progress taken back\n\n── B Publicity" in ran.err
    assert "status: done taken back\n\n── A1 Rules" in ran.err
    assert "× there is nothing to take back" in ran.err
    assert saved(folder) == before


@pytest.fixture
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a viewer on PATH that shows nothing."""
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text("#!/bin/sh\n", encoding="utf-8")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", str(opener.parent))
    monkeypatch.setenv("DISPLAY", ":0")


@pytest.mark.usefixtures("viewer")
def test_walk_opens_the_only_piece_of_evidence(walk_small: Walk, tmp_path: Path) -> None:
    ran = walk_small("A1-01", f"e {paper(tmp_path, '学法 记录.pdf')}", "o")

    assert "A1-01> o\nopened: 学法 记录.pdf\n" in ran.err


@pytest.mark.usefixtures("viewer")
def test_walk_asks_which_of_several_pieces_to_open(walk_small: Walk, tmp_path: Path) -> None:
    given = [f"e {paper(tmp_path, name)}" for name in ("学法一.pdf", "学法二.pdf")]

    ran = walk_small("A1-01", *given, "o", "2")

    assert "  2 e0003 学法二.pdf\n  which one? (Enter: back) 2\nopened: 学法二.pdf\n" in ran.err


@pytest.mark.usefixtures("viewer")
def test_walk_asked_which_piece_to_open_leaves_with_enter(walk_small: Walk, tmp_path: Path) -> None:
    given = [f"e {paper(tmp_path, name)}" for name in ("学法一.pdf", "学法二.pdf")]

    ran = walk_small("A1-01", *given, "o", "")

    assert ran.code == 0
    assert "opened" not in ran.err


def test_walk_says_that_there_is_nothing_to_open(walk_small: Walk) -> None:
    assert "A1-01 has no evidence yet" in walk_small("A1-01", "o").err


def test_walk_says_that_a_file_to_open_is_gone_and_goes_on(
    walk_small: Walk, folder: Path, tmp_path: Path
) -> None:
    walk_small("A1-01", f"e {paper(tmp_path, '学法.pdf')}")
    (folder / "evidence" / "学法.pdf").unlink()

    ran = walk_small("o", "1", "")

    assert "× evidence/学法.pdf is not there" in ran.err
    assert 'status = "done"' in saved(folder)


def test_walk_takes_no_evidence_where_nobody_says_what_it_is(walk_small: Walk, folder: Path) -> None:
    ran = walk_small("A1-01", "e 台账第3行", "")

    assert ran.code == 0
    assert "[evidence" not in saved(folder)


def test_walk_takes_several_files_that_were_dropped_at_once_as_one_change(
    walk_small: Walk, folder: Path, tmp_path: Path
) -> None:
    one, two = paper(tmp_path, "学法一.pdf"), paper(tmp_path, "学法 二.pdf")

    walk_small("A1-01", f"e '{one}' '{two}'")

    assert "[evidence.e0002]" in saved(folder)
    assert "[evidence.e0002-2]" in saved(folder)
    assert (folder / "evidence" / two.name).read_bytes() == two.read_bytes()
    assert len((folder / "history.jsonl").read_bytes().splitlines()) == 2


def test_walk_asks_for_the_row_of_several_files_once(walk_small: Walk, folder: Path, tmp_path: Path) -> None:
    one, two = paper(tmp_path, "出庭一.jpg"), paper(tmp_path, "出庭二.jpg")

    ran = walk_small("A2-01", f"e {one} {two}", "2")

    assert ran.err.count("which row?") == 1
    assert saved(folder).count('"A2-01:photos"') == 2


@pytest.mark.parametrize("key", ["e0002", "E2"])
def test_walk_takes_a_registered_piece_by_its_key(
    walk_small: Walk, folder: Path, tmp_path: Path, key: str
) -> None:
    walk_small("A1-01", f"e {paper(tmp_path, '公报.pdf')}", "A1-02", f"e {key}")

    assert 'serves = [\n    "A1-01:minutes",\n    "A1-02:page",\n]' in saved(folder)
    assert saved(folder).count("[evidence.") == 1


def test_walk_takes_the_status_that_the_figures_suggest_with_enter(walk_small: Walk, folder: Path) -> None:
    ran = walk_small("B-01", "3", "5", "")

    assert "the figures suggest: done\n  Enter takes “done”; why does “not done” stay? \n" in ran.err
    assert '[answers.B-01]\nstatus = "done"\n\n' in saved(folder)


def test_walk_keeps_another_status_than_the_figures_suggest_for_a_reason(
    walk_small: Walk, folder: Path
) -> None:
    walk_small("B-01", "2", "5", "两场未留记录")

    assert '[answers.B-01]\nstatus = "partial"\nreason = "两场未留记录"\n' in saved(folder)


def test_walk_does_not_ask_again_why_a_status_stays(walk_small: Walk, folder: Path) -> None:
    walk_small("B-01", "2", "5", "两场未留记录")

    ran = walk_small("B-01", "2", "6")

    assert "why does" not in ran.err
    assert "两场未留记录" in saved(folder)


def test_walk_leaves_the_status_where_nobody_says_why_it_stays(walk_small: Walk, folder: Path) -> None:
    walk_small("B-01", "2", "5", "b")

    assert '[answers.B-01]\nstatus = "partial"\n\n' in saved(folder)


def test_walk_does_not_ask_about_a_status_that_the_figures_bear_out(walk_small: Walk) -> None:
    assert "the figures suggest" not in walk_small("B-01", "1", "5").err


def test_walk_does_not_ask_about_a_status_that_there_is_not(walk_small: Walk) -> None:
    ran = walk_small("B-01", "m 5")

    assert "why does" not in ran.err
    assert "B-01 has no status yet: figures alone gain nothing" in ran.err


def test_walk_asks_about_the_status_when_other_figures_are_stated(walk_small: Walk, folder: Path) -> None:
    walk_small("B-01", "1", "5")

    walk_small("B-01", "m 2", "")

    assert 'status = "partial"' in saved(folder)


def test_walk_keeps_what_another_program_saved_meanwhile(unit: Path) -> None:
    child = spawn(unit, "--plain")
    child.expect("R-02> ")
    other = pexpect.run(
        f"{PYTHON} -m lawcheck --lang en --by 李四 -C '{unit}' set R-03 -s partial", env=ENV, encoding="utf-8"
    )
    assert "R-03" in other
    child.sendline("1")
    child.expect("reached the organ above.*: ")
    child.sendeof()
    child.expect(pexpect.EOF)

    assert '[answers.R-02]\nstatus = "done"\n\n[answers.R-03]\nstatus = "partial"' in saved(unit)


def test_walk_refuses_answers_that_are_not_utf8(
    run: Run, unit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("1 备注\n".encode("gbk"))))

    assert run("-C", unit, "walk").code == 3


PYTHON = sys.executable
ENV = {**os.environ, "LAWCHECK_LANG": "en", "LAWCHECK_USER": "张三", "TERM": "xterm", "LC_ALL": "C.UTF-8"}


def spawn(unit: Path, *options: str, **env: str) -> "pexpect.spawn[str]":
    child: pexpect.spawn[str] = pexpect.spawn(
        PYTHON, ["-m", "lawcheck", "-C", str(unit), "walk", *options],
        env={**ENV, **env}, encoding="utf-8", timeout=20, dimensions=(40, 80),
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    return child


def test_walk_killed_at_a_question_has_lost_nothing(unit: Path) -> None:
    child = spawn(unit, "--plain")
    child.expect("R-02> ")
    child.sendline("2")
    child.expect("reached the organ above.*: ")
    child.kill(signal.SIGKILL)
    child.expect(pexpect.EOF)

    again = spawn(unit, "--plain")
    again.expect("last time you stopped at R-02")
    again.expect("in progress")
    again.sendline("q")
    again.expect("answered 1 of 131")
    again.expect(pexpect.EOF)
    again.close()

    assert again.exitstatus == 0


def test_walk_does_not_undo_what_somebody_else_changed_since(folder: Path) -> None:
    child = spawn(folder, "--plain")
    child.expect("A1-01> ")
    child.sendline("1")
    child.expect("Enter: later")
    save_as_another(folder, "A1-01", Change(Status.PARTIAL))
    child.sendline("")
    child.expect("A1-02> ")
    child.sendline("u")
    child.expect("A1-01 was changed again since, so nothing is undone")
    child.sendline("u")
    child.expect("there is nothing to take back")
    child.sendeof()
    child.expect(pexpect.EOF)

    assert 'status = "partial"' in saved(folder)


def test_walk_interrupted_leaves_with_130(unit: Path) -> None:
    child = spawn(unit, "--plain")
    child.expect("R-02> ")
    child.sendintr()
    child.expect("interrupted")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 130


def test_walk_leaves_on_end_of_input_at_a_terminal(unit: Path) -> None:
    child = spawn(unit, "--plain")
    child.expect("R-02> ")
    child.sendeof()
    child.expect("all is saved")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0


def test_walk_goes_by_lines_at_a_terminal_where_that_is_asked_for(folder: Path) -> None:
    child = spawn(folder, LAWCHECK_PLAIN="1")
    child.expect("A1-01> ")
    child.sendline("q")
    child.expect("answered 0 of 4")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
