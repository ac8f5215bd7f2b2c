"""Evidence handed to the system's viewer, which here is a script that tells what it was started with."""

import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lawcheck.cli.walk.viewer import view
from lawcheck.domain.assessment import Piece
from lawcheck.errors import UsageError
from lawcheck.i18n import using
from tests.making import piece

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="xdg-open is Linux's")

ONLY = "only documents, pictures and recordings are opened from here: "

Told = Callable[[], list[str]]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Put `xdg-open` on PATH, and return a function that waits for what it was started with."""
    pipe, opener = tmp_path / "told", tmp_path / "bin" / "xdg-open"
    os.mkfifo(pipe)
    opener.parent.mkdir()
    opener.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{pipe}'\n", encoding="utf-8")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", str(opener.parent))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    def wait() -> list[str]:
        end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        ready, _, _ = select.select([end], [], [], 20)
        assert ready, "xdg-open was not started"
        os.set_blocking(end, True)
        with os.fdopen(end, encoding="utf-8") as lines:
            return lines.read().splitlines()

    return wait


@pytest.fixture
def started(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Put `xdg-open` on PATH, and return a list of all programs that are started; none of them runs."""
    request.getfixturevalue("told")
    programs: list[object] = []
    monkeypatch.setattr(subprocess, "Popen", lambda program, **_: programs.append(program))
    return programs


def registered(root: Path, name: str) -> Piece:
    """Return a file of the workspace `root`, which is made."""
    path = root / "evidence" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    return piece("A-01:paper", kind="file", target=f"evidence/{name}")


def viewed(root: Path, one: Piece) -> str:
    with using("en"):
        return view(root, one)


@pytest.mark.parametrize("name", ["签到表.pdf", "会议 纪要.DOCX", "$(exit 3); '\"&.jpg", "a/录音.m4a"])
def test_view_starts_the_viewer_with_the_file_and_nothing_else(tmp_path: Path, told: Told, name: str) -> None:
    root = tmp_path / "甲街道"

    said = viewed(root, registered(root, name))

    assert said == "opened: paper"
    assert told() == [f"{root}/evidence/{name}"]


def test_view_starts_the_viewer_with_an_address(tmp_path: Path, told: Told) -> None:
    address = "https://www.cixi.gov.cn/a.html?b=1&c=甲"

    said = viewed(tmp_path, piece(kind="link", target=address))

    assert said == f"opened: {address}"
    assert told() == [address]


def test_view_takes_wayland_for_a_display(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")

    viewed(tmp_path, registered(tmp_path, "签到表.pdf"))

    assert told() == [f"{tmp_path}/evidence/签到表.pdf"]


def test_view_without_a_display_says_where_the_file_is(
    tmp_path: Path, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")

    said = viewed(tmp_path, registered(tmp_path, "签到表.pdf"))

    assert said == f"nothing here can open it: {tmp_path}/evidence/签到表.pdf"
    assert started == []


def test_view_without_a_viewer_says_where_the_file_is(
    tmp_path: Path, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    said = viewed(tmp_path, registered(tmp_path, "签到表.pdf"))

    assert said == f"nothing here can open it: {tmp_path}/evidence/签到表.pdf"
    assert started == []


@pytest.mark.parametrize(
    "name",
    [
        "安装.sh",
        "页.html",
        "页.HTM",
        "签到表.exe",
        "签到表.pdf.exe",
        "甲.desktop",
        "图.svg",
        "签到表",
        ".pdf",
        "表.xlsm",
    ],
)
def test_view_never_opens_what_may_be_a_program(tmp_path: Path, started: list[object], name: str) -> None:
    said = viewed(tmp_path, registered(tmp_path, name))

    assert said == f"{ONLY}{tmp_path}/evidence/{name}"
    assert started == []


def test_view_refuses_a_file_that_is_not_there(tmp_path: Path, started: list[object]) -> None:
    gone = registered(tmp_path, "签到表.pdf")
    (tmp_path / gone.target).unlink()

    with pytest.raises(UsageError, match=r"evidence/签到表\.pdf is not there"):
        viewed(tmp_path, gone)

    assert started == []


def test_view_refuses_a_folder(tmp_path: Path, started: list[object]) -> None:
    (tmp_path / "evidence" / "册.pdf").mkdir(parents=True)

    with pytest.raises(UsageError, match="is not there"):
        viewed(tmp_path, piece(kind="file", target="evidence/册.pdf"))

    assert started == []


def test_view_refuses_a_file_that_leads_elsewhere(tmp_path: Path, started: list[object]) -> None:
    led = registered(tmp_path, "签到表.pdf")
    elsewhere = tmp_path / "别处.pdf"
    (tmp_path / led.target).rename(elsewhere)
    (tmp_path / led.target).symlink_to(elsewhere)

    with pytest.raises(UsageError, match="is not there"):
        viewed(tmp_path, led)

    assert started == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [("number", "慈政发〔2020〕21号"), ("record", "台账第3行"), ("statement", "https://www.cixi.gov.cn/")],
)
def test_view_only_tells_what_is_no_file_and_no_address(
    tmp_path: Path, started: list[object], kind: str, text: str
) -> None:
    said = viewed(tmp_path, piece(kind=kind, target=text))

    assert said == f"there is nothing to open, it says: {text}"
    assert started == []


@pytest.mark.parametrize(
    "target", ["/tmp/evil.desktop", "file:///tmp/a.pdf", "javascript:alert(1)", "ftp://a/b"]
)
def test_view_opens_no_link_that_is_no_address(tmp_path: Path, started: list[object], target: str) -> None:
    said = viewed(tmp_path, piece("A-01:paper", kind="link", target=target))

    assert target in said
    assert started == []
