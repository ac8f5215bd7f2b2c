import os
import unicodedata
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.assessment import Piece, PieceState, check_evidence_path
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.values import FORBIDDEN
from lawcheck.errors import FileError, NotSavedError
from lawcheck.storage.disk import Disk, Unfit
from lawcheck.storage.evidence import adopt, hash_file, listing, safe_name, states


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


posix = pytest.mark.skipif(os.name == "nt", reason="needs links and FIFOs")


def piece(target: str, data: bytes, **more: object) -> Piece:
    said: dict[str, object] = {
        "kind": EvidenceKind.FILE,
        "name": "纪要",
        "target": target,
        "added": date(2020, 3, 1),
        "sha256": sha256(data).hexdigest(),
        "size": len(data),
    }
    return Piece(**(said | more))  # type: ignore[arg-type]  # a table of fields


def state(root: Path, one: Piece) -> PieceState:
    return states(root, {"e-1": one})["e-1"]


@pytest.fixture
def kept(root: Path) -> Path:
    (root / "evidence" / "纪要.pdf").write_bytes(b"minutes")
    return root


def test_adopt_keeps_a_chinese_name(root: Path, tmp_path: Path) -> None:
    (tmp_path / "2020年 常务会议纪要（第3次）.pdf").write_bytes(b"minutes")

    adopted = adopt(root, tmp_path / "2020年 常务会议纪要（第3次）.pdf")

    assert adopted == ("evidence/2020年 常务会议纪要（第3次）.pdf", sha256(b"minutes").hexdigest(), 7)
    assert (root / adopted.target).read_bytes() == b"minutes"
    assert names(root / ".lawcheck") == ["lock"]


def test_adopt_keeps_the_same_bytes_once(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"same")
    (tmp_path / "b.pdf").write_bytes(b"same")

    first, second = adopt(root, tmp_path / "a.pdf"), adopt(root, tmp_path / "b.pdf")

    assert second == first
    assert names(root / "evidence") == ["a.pdf"]


def test_adopt_overwrites_nothing(root: Path, tmp_path: Path) -> None:
    (tmp_path / "A.pdf").write_bytes(b"new")
    (root / "evidence" / "a.pdf").write_bytes(b"old")

    assert adopt(root, tmp_path / "A.pdf").target == "evidence/A-2.pdf"
    assert (root / "evidence" / "a.pdf").read_bytes() == b"old"


def test_adopt_takes_a_file_that_already_lies_there(kept: Path) -> None:
    assert adopt(kept, kept / "evidence" / "纪要.pdf").target == "evidence/纪要.pdf"
    assert names(kept / "evidence") == ["纪要.pdf"]


@posix
def test_adopt_refuses_what_is_no_file(root: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to("real")
    os.mkfifo(tmp_path / "pipe")
    os.truncate(tmp_path / "real", 2**31 + 1)

    for name, said in [
        ("folder", "folder"),
        ("link", "link"),
        ("pipe", "device"),
        ("missing", "no such file"),
        ("real", "2 GiB"),
    ]:
        with pytest.raises(FileError, match=said):
            adopt(root, tmp_path / name)
    assert names(root / "evidence") == []
    assert set(names(root / ".lawcheck")) <= {"lock"}


@posix
def test_adopt_refuses_a_name_that_is_not_utf8(root: Path, tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(b"\xbc\xcd.pdf")
    source.write_bytes(b"x")

    with pytest.raises(FileError, match="UTF-8"):
        adopt(root, source)


def test_adopt_notices_a_file_that_changes_while_it_is_copied(root: Path, tmp_path: Path) -> None:
    class Busy(Disk):
        def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
            done = operation(*args, **kwargs)
            if operation is os.read and done:
                with source.open("ab") as file:
                    file.write(b"more")
                os.utime(source, ns=(0, 0))
            return b"" if operation is os.read and done == b"more" else done

    source = tmp_path / "a.pdf"
    source.write_bytes(b"data")

    with pytest.raises(FileError, match="changed"):
        adopt(root, source, disk=Busy())


def test_adopt_leaves_nothing_when_the_disk_is_full(root: Path, tmp_path: Path) -> None:
    class Full(Disk):
        def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
            if operation is os.write:
                raise OSError(28, "No space left on device")
            return operation(*args, **kwargs)

    (tmp_path / "a.pdf").write_bytes(b"data")

    with pytest.raises(NotSavedError, match="No space"):
        adopt(root, tmp_path / "a.pdf", disk=Full())
    assert names(root / "evidence") == []
    assert set(names(root / ".lawcheck")) <= {"lock"}


def test_adopt_forgets_what_a_crash_left_long_ago(root: Path, tmp_path: Path) -> None:
    for name, when in (("incoming-1-1", 10**9), ("incoming-2-2", 4 * 10**9)):
        (root / ".lawcheck" / name).touch()
        os.utime(root / ".lawcheck" / name, (when, when))
    (tmp_path / "a.pdf").write_bytes(b"data")

    adopt(root, tmp_path / "a.pdf")

    assert names(root / ".lawcheck") == ["incoming-2-2", "lock"]


@given(st.text(min_size=1, max_size=300).filter(lambda text: text.encode("utf-8", "ignore").decode() == text))
def test_safe_name_is_safe_everywhere(name: str) -> None:
    safe = safe_name(name)

    assert check_evidence_path(f"evidence/{safe}")
    assert len(safe.encode()) <= 230
    assert not FORBIDDEN.search(safe)
    assert "\n" not in safe
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("纪要.pdf", "纪要.pdf"),
        ("CON.txt", "_CON.txt"),
        ("a:b?.pdf", "a_b_.pdf"),
        ("a\x1b[31m\u202e.pdf", "a_[31m_.pdf"),
        ("a\nb", "a_b"),
        (" . ", "_"),
        ("..", "_"),
        ("-rf", "-rf"),
        (unicodedata.normalize("NFD", "é.pdf"), "é.pdf"),
        ("长" * 100 + ".docx", "长" * 66 + ".docx"),
    ],
)
def test_safe_name_stays_readable(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_states_tell_present_missing_and_changed(kept: Path) -> None:
    assert state(kept, piece("evidence/纪要.pdf", b"minutes")) is PieceState.PRESENT
    assert state(kept, piece("evidence/纪要.pdf", b"minuteS")) is PieceState.CHANGED
    assert state(kept, piece("evidence/没有.pdf", b"minutes")) is PieceState.MISSING
    assert state(kept, piece("evidence/纪要.pdf", b"minutes", sha256=None, size=None)) is PieceState.CHANGED
    assert state(kept, piece("evidence/纪要.pdf/x", b"minutes")) is PieceState.MISSING


def test_states_ask_nothing_of_what_is_no_file(root: Path) -> None:
    link = piece("https://example.cn/", b"", kind=EvidenceKind.LINK, sha256=None, size=None)

    assert state(root, link) is PieceState.PRESENT


def test_states_see_a_change_that_keeps_size_and_times(kept: Path) -> None:
    path = kept / "evidence" / "纪要.pdf"
    disk, one = Disk(), piece("evidence/纪要.pdf", b"minutes")
    os.utime(path, ns=(10**9, 10**9))
    assert states(kept, {"e-1": one}, disk=disk)["e-1"] is PieceState.PRESENT

    path.write_bytes(b"MINUTES")
    os.utime(path, ns=(10**9, 10**9))

    assert states(kept, {"e-1": one}, disk=disk, again=False)["e-1"] is PieceState.CHANGED
    assert states(kept, {"e-1": one}, disk=disk)["e-1"] is PieceState.CHANGED


def test_states_trust_no_file_that_changes_while_it_is_read(kept: Path) -> None:
    class Busy(Disk):
        def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
            result = operation(*args, **kwargs)
            if operation is os.read:
                os.utime(kept / "evidence" / "纪要.pdf", ns=(10**9, 10**9))
            return result

    one = piece("evidence/纪要.pdf", b"minutes")

    assert states(kept, {"e-1": one}, disk=Busy())["e-1"] is PieceState.CHANGED


@posix
def test_states_follow_no_link(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "纪要.pdf").write_bytes(b"minutes")
    (kept / "evidence" / "folder").symlink_to(tmp_path / "outside")
    (kept / "evidence" / "link.pdf").symlink_to("纪要.pdf")

    assert state(kept, piece("evidence/link.pdf", b"minutes")) is PieceState.CHANGED
    assert state(kept, piece("evidence/folder/纪要.pdf", b"minutes")) is PieceState.CHANGED


@posix
def test_states_do_not_hang_at_a_fifo(root: Path) -> None:
    os.mkfifo(root / "evidence" / "pipe")

    assert state(root, piece("evidence/pipe", b"")) is PieceState.CHANGED


@posix
def test_states_refuse_a_huge_file_by_its_size(root: Path) -> None:
    (root / "evidence" / "huge").touch()
    os.truncate(root / "evidence" / "huge", 2**42)

    with pytest.raises(Unfit, match="too-large"):
        hash_file(root, "evidence/huge")


def test_listing_tells_everything_in_the_folder(make: Callable[..., Path]) -> None:
    root = make()
    (root / "evidence" / "a" / "b").mkdir(parents=True)
    (root / "evidence" / "a" / "b" / "c.pdf").touch()
    (root / "evidence" / "d.pdf").touch()

    assert listing(root) == ["evidence/a/b/c.pdf", "evidence/d.pdf"]
