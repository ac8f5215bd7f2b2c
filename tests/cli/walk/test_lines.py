"""The walk by lines: through pipes in this process, on a terminal through pexpect."""

import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

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

    def walk_through(*lines: str, options: tuple[str, ...] = (), lang: str = "en") -> Ran:
        typed = "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        return run("-C", unit, "walk", *options, lang=lang)

    return walk_through


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


def test_walk_keeps_what_another_program_saved_meanwhile(unit: Path) -> None:
    child = spawn(unit)
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


def spawn(unit: Path, columns: int = 80) -> "pexpect.spawn[str]":
    child: pexpect.spawn[str] = pexpect.spawn(
        PYTHON, ["-m", "lawcheck", "-C", str(unit), "walk", "--plain"],
        env=ENV, encoding="utf-8", timeout=20, dimensions=(40, columns), cwd=Path(__file__).parents[3],
    )  # fmt: skip
    return child


def test_walk_killed_at_a_question_has_lost_nothing(unit: Path) -> None:
    child = spawn(unit)
    child.expect("R-02> ")
    child.sendline("2")
    child.expect("reached the organ above.*: ")
    child.kill(signal.SIGKILL)
    child.expect(pexpect.EOF)

    again = spawn(unit)
    again.expect("last time you stopped at R-02")
    again.expect("in progress")
    again.sendline("q")
    again.expect("answered 1 of 131")
    again.expect(pexpect.EOF)
    again.close()

    assert again.exitstatus == 0


def test_walk_interrupted_leaves_with_130(unit: Path) -> None:
    child = spawn(unit)
    child.expect("R-02> ")
    child.sendintr()
    child.expect("interrupted")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 130


def test_walk_leaves_on_end_of_input_at_a_terminal(unit: Path) -> None:
    child = spawn(unit)
    child.expect("R-02> ")
    child.sendeof()
    child.expect("all is saved")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
