import errno
import os
from pathlib import Path

import pytest

from lawcheck.errors import NotSavedError
from lawcheck.storage.documents import write_document
from tests.scoreboard.faults import Dying, Failing, Killed


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_write_document_replaces_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_bytes(b"old")

    write_document(tmp_path / "report.md", "新\n")

    assert (tmp_path / "report.md").read_bytes() == "新\n".encode()
    assert names(tmp_path) == ["report.md"]


def test_write_document_is_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    for left in range(50):
        path.write_bytes(b"old")
        try:
            write_document(path, "new", disk=Dying(left))
        except Killed:
            assert path.read_bytes() in (b"old", b"new")
        else:
            assert left > 5
            return
    pytest.fail("the fault never stopped firing")


def test_write_document_says_what_the_disk_said_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"old")
    for left in range(4):
        with pytest.raises(NotSavedError, match=os.strerror(errno.ENOSPC)):
            write_document(path, "new", disk=Failing(left, errno.ENOSPC))

        assert path.read_bytes() == b"old"
        assert names(tmp_path) == ["report.md"]
