"""The real program on a real terminal: tmux types and reads the screen; pexpect sees what goes where."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.conftest import Run

CHECKLIST = "cixi-subdistrict-2020"
ROOT = Path(__file__).parents[3]
SECONDS = 20
ENV = {
    **{name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORFGBG")},
    "LAWCHECK_LANG": "zh",
    "LAWCHECK_USER": "张三",
    "TERM": "xterm-256color",
    "LC_ALL": "C.UTF-8",
}


@pytest.fixture
def unit(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "甲街道"
    assert run("new", CHECKLIST, folder, "--unit", "甲街道办事处").code == 0
    return folder


class Terminal:
    """A window of tmux in which the walk runs."""

    def __init__(self, socket: Path, folder: Path, columns: int, rows: int) -> None:
        self._socket = str(socket)
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", str(columns), "-y", str(rows), "cat")
        self._tmux("set-option", "-g", "remain-on-exit", "on")
        walk = [sys.executable, "-m", "lawcheck", "-C", str(folder), "walk"]
        self._tmux("respawn-pane", "-k", *walk)

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-S", self._socket, *arguments]
        found = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=ENV, cwd=ROOT)
        return found.stdout

    def type(self, *keys: str) -> None:
        """Type names of keys, and texts sign by sign."""
        self._tmux("send-keys", *keys)

    @property
    def screen(self) -> str:
        return self._tmux("capture-pane", "-p")

    def expect(self, pattern: str) -> str:
        """Return the screen as soon as the pattern stands on it."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            screen = self.screen
            if re.search(pattern, screen):
                return screen
            time.sleep(0.05)
        raise AssertionError(f"{pattern} did not come:\n{self.screen}")

    def kill(self) -> None:
        """Kill the program as a crash would."""
        pid = int(self._tmux("display-message", "-p", "#{pane_pid}"))
        os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + SECONDS
        while self._tmux("display-message", "-p", "#{pane_dead}").strip() != "1":
            assert time.monotonic() < until
            time.sleep(0.05)

    def close(self) -> None:
        self._tmux("kill-server")


@pytest.fixture
def terminal(unit: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux here")
    opened: list[Terminal] = []

    def start(number: int = 0) -> Terminal:
        opened.append(Terminal(tmp_path / f"tmux{number}", unit, *request.param))
        return opened[-1]

    request.node.start_again = lambda: start(1)
    yield start()
    for one in opened:
        one.close()


def begin_with_five(terminal: Terminal, paper: Path) -> None:
    """Answer five items: days, figures, a file, a note, what does not apply."""
    terminal.expect(r"R-02 报送年度报告（1/133）")
    terminal.type("1", "2021-02-25", "Enter")
    terminal.expect(r"R-03 向社会公开年度报告（2/133）")
    terminal.type("e", str(paper), "Enter", "Enter")
    terminal.expect(r"√ 已保存：R-03")
    terminal.type("1", "2021年3月20日", "Enter")
    terminal.expect(r"A1-02 办理疫情防控法律事务（3/133）")
    terminal.type("1", "12", "Enter", "12", "Enter")
    terminal.expect(r"A1-03 防疫文件措施合法性审查（4/133）")
    terminal.type("2", "4", "Enter", "2", "Enter")
    terminal.expect(r"A1-04 成立防控小组（5/133）")
    terminal.type("c", "全年没有疫情，未成立。", "C-s")
    terminal.expect(r"√ 已保存：A1-04 未作答")
    terminal.type("0", "本年度没有需要", "Enter")
    terminal.expect(r"√ 已保存：A1-04 不适用")
    terminal.expect(r"A1-05 依法出台和实施防控措施（6/133）")


def finish_with_five(terminal: Terminal) -> None:
    """Answer five more, one of them wrong at first and taken back."""
    terminal.expect(r"上次填到 A1-0[45]")
    terminal.type("A1-06", "Enter")
    terminal.expect(r"A1-06 外聘律师提供法律指引（7/133）")
    terminal.type("1", "8", "Enter", "8", "Enter")
    terminal.expect(r"A1-07 企业“法治体检”（8/133）")
    terminal.type("3", "Escape")
    terminal.expect(r"√ 已保存：A1-07 未完成")
    terminal.type("u")
    terminal.expect(r"√ A1-07")
    terminal.type("1", "30", "Enter", "20", "Enter")
    terminal.expect(r"A1-08 排查调处疫情期间矛盾纠纷（9/133）")
    terminal.type("1", "5", "Enter", "5", "Enter")
    terminal.expect(r"A1-09 帮助困难群众获得法律援助（10/133）")
    terminal.type("1", "6", "Enter", "6", "Enter")
    terminal.expect(r"A1-10 联动化解合同和债务纠纷（11/133）")
    terminal.type("１", "3", "Enter", "3", "Enter", "3", "Enter")
    terminal.expect(r"√ 已保存：A1-10 已完成")
    terminal.type("q")
    terminal.expect("已全部保存：131 项中已作答 10 项")


@pytest.mark.parametrize("terminal", [(80, 24), (120, 40)], indirect=True)
def test_ten_items_are_answered_through_a_crash(
    terminal: Terminal, unit: Path, tmp_path: Path, run: Run, request: pytest.FixtureRequest
) -> None:
    paper = tmp_path / "公开 网页截图.pdf"
    paper.write_bytes(b"%PDF-1.4")

    begin_with_five(terminal, paper)
    terminal.kill()
    finish_with_five(request.node.start_again())

    saved = (unit / "assessment.toml").read_text(encoding="utf-8")
    assert saved.count("status = ") == 10
    assert "published_on = 2021-03-20" in saved
    assert (unit / "evidence" / paper.name).exists()
    assert run("-C", unit, "verify").code == 0


def lawcheck(unit: Path, *arguments: str) -> str:
    """Return a shell's words for the program."""
    words = [sys.executable, "-m", "lawcheck", "-C", str(unit), "walk", *arguments]
    return " ".join(f"'{word}'" for word in words)


def shell(command: str, **environment: str) -> "pexpect.spawn[str]":
    child: pexpect.spawn[str] = pexpect.spawn(
        "/bin/sh", ["-c", command], env={**ENV, **environment},
        encoding="utf-8", timeout=SECONDS, dimensions=(40, 100), cwd=ROOT,
    )  # fmt: skip
    return child


def controls(text: str) -> list[str]:
    return [sign for sign in text if not sign.isprintable() and sign not in "\r\n"]


@pytest.mark.parametrize("redirected", ["2>'{log}'", ">'{log}'", "| cat >'{log}'"])
def test_walk_with_a_stream_that_leads_elsewhere_goes_by_lines(
    unit: Path, tmp_path: Path, redirected: str
) -> None:
    log = tmp_path / "log"

    child = shell(f"{lawcheck(unit)} {redirected.format(log=log)}")
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    assert controls(log.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("closed", ["</dev/null", "<&-"])
def test_walk_without_input_ends_at_once(unit: Path, closed: str) -> None:
    child = shell(f"{lawcheck(unit)} {closed}")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    assert "\x1b[?1049h" not in (child.before or "")


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--plain"], {}),
        ([], {"TERM": "dumb"}),
        ([], {"LAWCHECK_PLAIN": "1"}),
        ([], {"ACCESSIBLE": "1"}),
    ],
    ids=["plain", "dumb", "variable", "accessible"],
)
def test_walk_goes_by_lines_where_it_is_asked_to(
    unit: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    child = shell(lawcheck(unit, *arguments), **environment)
    child.expect("R-02> ")
    child.sendline("q")
    child.expect(pexpect.EOF)

    assert "\x1b[?1049h" not in (child.before or "")


def test_walk_goes_by_lines_in_a_small_window(unit: Path) -> None:
    child = shell(f"stty cols 59 rows 30; {lawcheck(unit)}")
    child.expect("R-02> ")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0


@pytest.mark.parametrize(("key", "code", "last"), [("q", 0, "已全部保存"), ("\x03", 130, "中断")])
def test_walk_leaves_the_terminal_as_it_was(unit: Path, key: str, code: int, last: str) -> None:
    child = shell(lawcheck(unit))
    child.expect("法治政府|甲街道")
    child.expect("帮助")
    child.send(key)
    child.expect(r"\x1b\[\?1049l")
    child.expect(last)
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == code


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_walk_that_is_ended_leaves_the_terminal_as_it_was(unit: Path, name: str) -> None:
    child = shell(f"exec {lawcheck(unit)}")
    child.expect("帮助")
    child.kill(getattr(signal, name))
    child.expect(r"\x1b\[\?1049l")
    child.expect(pexpect.EOF)
    child.close()

    assert child.signalstatus == getattr(signal, name)


@pytest.mark.parametrize("closed", ["</dev/null >&-", "</dev/null 2>&-", "<&- >&- 2>&-"])
def test_walk_with_closed_streams_ends(unit: Path, closed: str) -> None:
    child = shell(f"{lawcheck(unit)} {closed}")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
