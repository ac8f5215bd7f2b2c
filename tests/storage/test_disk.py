import errno
import os
from pathlib import Path
from typing import Any

import pytest

from lawcheck.errors import FileError
from lawcheck.storage.disk import Disk, Grown, Uncertain

needs_links = pytest.mark.skipif(os.name == "nt", reason="making links needs leave on Windows")


class Failing(Disk):
    """Fails every call of the named operations; the first write before that is half done."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.failing = names

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation.__name__ in self.failing:
            if operation is os.write:
                os.write(args[0], bytes(args[1])[: len(args[1]) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return operation(*args, **kwargs)


def test_read_returns_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")

    assert Disk().read(tmp_path / "a", limit=3) == b"abc"


def test_read_refuses_a_file_over_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abcd")

    with pytest.raises(FileError, match="larger"):
        Disk().read(tmp_path / "a", limit=3)


def test_read_does_not_stand_in_for_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Disk().read(tmp_path / "a", limit=3)


@needs_links
def test_read_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("a")

    with pytest.raises(FileError, match="link"):
        Disk().read(tmp_path / "link", limit=3)


@needs_links
def test_read_does_not_hang_at_a_fifo(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(FileError, match="regular"):
        Disk().read(tmp_path / "pipe", limit=3)


def test_write_new_refuses_a_name_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")

    with pytest.raises(FileExistsError):
        Disk().write_new(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize("operation", ["write", "fsync"])
def test_write_new_leaves_nothing_half_written(tmp_path: Path, operation: str) -> None:
    with pytest.raises(OSError, match="No space"):
        Failing(operation).write_new(tmp_path / "a", b"new")

    assert not (tmp_path / "a").exists()


def test_append_adds_to_a_file_of_the_expected_size(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\n")

    Disk().append(tmp_path / "a", b"two\n", size=4)

    assert (tmp_path / "a").read_bytes() == b"one\ntwo\n"


def test_append_notices_that_somebody_else_wrote(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\nmore\n")

    with pytest.raises(Grown):
        Disk().append(tmp_path / "a", b"two\n", size=4)

    assert (tmp_path / "a").read_bytes() == b"one\nmore\n"


def test_append_cuts_a_failed_write_back(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\n")

    with pytest.raises(OSError, match="No space"):
        Failing("write").append(tmp_path / "a", b"two\n", size=4)

    assert (tmp_path / "a").read_bytes() == b"one\n"


def test_append_says_when_it_cannot_tell(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\n")

    with pytest.raises(Uncertain):
        Failing("fsync").append(tmp_path / "a", b"two\n", size=4)


@needs_links
def test_append_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\n")
    (tmp_path / "link").symlink_to("a")

    with pytest.raises(OSError, match="link"):
        Disk().append(tmp_path / "link", b"two\n", size=4)


def test_replace_waits_for_a_program_that_holds_the_file(tmp_path: Path) -> None:
    class Held(Disk):
        replace_seconds = 5.0
        left = 3

        def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
            if operation is os.replace and self.left:
                self.left -= 1
                raise PermissionError
            return operation(*args, **kwargs)

    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "old").write_bytes(b"old")

    Held().replace(tmp_path / "new", tmp_path / "old")

    assert (tmp_path / "old").read_bytes() == b"new"
    assert not (tmp_path / "new").exists()


@needs_links
def test_make_folder_takes_no_link_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    Disk().make_folder(tmp_path / "real")
    with pytest.raises(FileExistsError):
        Disk().make_folder(tmp_path / "link")
