import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lawcheck.domain.history import decode
from lawcheck.errors import FileError, UsageError
from lawcheck.storage.disk import DISK
from lawcheck.storage.earlier import find_earlier
from lawcheck.storage.verify import verify
from tests.storage.signed import answer, rewrite, sign_off


@pytest.fixture
def kept(root: Path, tmp_path: Path) -> Path:
    """Return what somebody outside kept of `root`, which has had three entries more since."""
    answer(root, A_01="done")
    sign_off(root)
    shutil.copytree(root, tmp_path / "kept")
    answer(root, A_02="done")
    answer(root, A_02="partial")
    answer(root, A_01="partial")
    return tmp_path / "kept"


def found(root: Path, text: object) -> list[tuple[str, str, int | None]]:
    findings = verify(root, against=find_earlier(str(text), root, DISK))
    return [(one.code, one.level, one.line) for one in findings if one.code.startswith("against")]


def head(root: Path, number: int = -1) -> str:
    return decode((root / "history.jsonl").read_bytes())[number].hash


def grouped(digits: str) -> str:
    return " ".join(digits[start : start + 8] for start in range(0, 64, 8))


Naming = Callable[[Path], object]
NAMINGS: dict[str, Naming] = {
    "digits": head,
    "groups": lambda kept: grouped(head(kept)),
    "capitals with hyphens": lambda kept: grouped(head(kept)).upper().replace(" ", "-"),
    "history": lambda kept: kept / "history.jsonl",
    "folder": lambda kept: kept,
}


@pytest.mark.parametrize("name", NAMINGS)
def test_a_history_that_went_on_holds_what_was_kept(root: Path, kept: Path, name: str) -> None:
    assert found(root, NAMINGS[name](kept)) == [("against-held", "note", 3)]


def test_a_sign_off_names_the_entry_before_its_own(root: Path, kept: Path) -> None:
    assert found(root, kept / "signoff" / "0001.toml") == [("against-held", "note", 2)]


@pytest.mark.parametrize("name", NAMINGS)
def test_a_chain_written_anew_is_sound_and_found_out(root: Path, kept: Path, name: str) -> None:
    shutil.rmtree(root / "signoff")
    rewrite(root, b'"act":"sign"', b'"act":"seen"')
    assert [one for one in verify(root) if one.level == "error"] == []

    ((code, level, _),) = found(root, NAMINGS[name](kept))

    assert code in ("against-missing", "against-differs")
    assert level == "error"


@pytest.mark.parametrize(("name", "code"), [("digits", "against-missing"), ("folder", "against-older")])
def test_a_folder_put_back_is_sound_and_found_out(root: Path, kept: Path, name: str, code: str) -> None:
    assert [one for one in verify(kept) if one.level == "error"] == []

    assert found(kept, NAMINGS[name](root)) == [(code, "error", None)]


def test_the_first_line_that_differs_is_named(root: Path, kept: Path) -> None:
    answer(kept, A_02="not_done")

    assert found(root, kept) == [("against-differs", "error", 4)]


def test_a_torn_end_of_what_was_kept_is_left_out(root: Path, kept: Path) -> None:
    with (kept / "history.jsonl").open("ab") as file:
        file.write(b'{"v":1,"seq":')

    assert found(root, kept) == [("against-held", "note", 3)]


def test_a_missing_history_extends_nothing(root: Path, kept: Path) -> None:
    (root / "history.jsonl").unlink()

    assert found(root, head(kept)) == [("against-missing", "error", None)]


def test_a_revision_of_git_is_looked_up(root: Path, kept: Path) -> None:
    def git(*words: str) -> None:
        settings = ("-c", "user.name=a", "-c", "user.email=a@b")
        subprocess.run(["git", "-C", root, *settings, *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    answer(root, A_02="done")
    held = found(root, "HEAD")
    shutil.copy(kept / "history.jsonl", root / "history.jsonl")

    assert held == [("against-held", "note", 6)]
    assert found(root, "HEAD") == [("against-older", "error", None)]


@pytest.mark.parametrize("text", ["0" * 60, "0123456789abcdef " * 5, "no-such-thing", "", "--output=x"])
def test_what_names_nothing_is_wrong_usage(root: Path, text: str) -> None:
    with pytest.raises(UsageError, match="--against"):
        find_earlier(text, root, DISK)


def test_a_damaged_copy_proves_nothing(root: Path, kept: Path) -> None:
    path = kept / "history.jsonl"
    path.write_bytes(path.read_bytes().replace("张三".encode(), "李四".encode(), 1))

    with pytest.raises(FileError, match="no history whose chain is whole"):
        find_earlier(str(kept), root, DISK)
