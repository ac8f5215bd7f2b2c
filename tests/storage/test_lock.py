import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from lawcheck.errors import BusyError
from lawcheck.storage.disk import Disk
from lawcheck.storage.lock import PRIVATE, WAIT_SECONDS, hold
from tests.conftest import Run

HOLDER = """
import sys, time
from pathlib import Path
from lawcheck.storage.disk import Disk
from lawcheck.storage.lock import hold
with hold(Path(sys.argv[1]), Disk()):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(root: Path, seconds: float) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen([sys.executable, "-c", HOLDER, root, str(seconds)], stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline().strip() == b"held"
    process.stdout.close()
    return process


def test_hold_says_who_is_saving(tmp_path: Path) -> None:
    with holder(tmp_path, 60) as process:
        try:
            with (
                pytest.raises(BusyError, match=rf"process {process.pid}\b"),
                hold(tmp_path, Disk(), wait_seconds=0.1),
            ):
                pytest.fail("two hold the lock")
        finally:
            process.kill()


def test_hold_waits_for_the_other(tmp_path: Path) -> None:
    with holder(tmp_path, 0.3), hold(tmp_path, Disk()):
        pass


def test_hold_dies_with_its_process(tmp_path: Path) -> None:
    with holder(tmp_path, 60) as process:
        process.kill()

    with hold(tmp_path, Disk(), wait_seconds=0):
        pass


def test_hold_locks_the_file_that_others_see(tmp_path: Path) -> None:
    class Deleting(Disk):
        done = False

        def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
            result = operation(*args, **kwargs)
            if operation is os.open and args[0] == lock and not self.done:
                self.done = True
                lock.unlink()
            return result

    lock = tmp_path / PRIVATE / "lock"

    with hold(tmp_path, Deleting()), pytest.raises(BusyError), hold(tmp_path, Disk(), wait_seconds=0):
        pytest.fail("two hold the lock")


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\x00", b"1\n2\n\x1b[31m3\n4", b"x" * 5000])
def test_hold_takes_a_strange_lock_file_as_it_is(tmp_path: Path, text: bytes) -> None:
    (tmp_path / PRIVATE).mkdir()
    (tmp_path / PRIVATE / "lock").write_bytes(text)

    with hold(tmp_path, Disk(), wait_seconds=0):
        pass


def test_hold_signs_through_the_disk_and_does_without_where_that_fails(tmp_path: Path) -> None:
    class Full(Disk):
        refused = 0

        def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
            if operation is os.write:
                self.refused += 1
                raise OSError(errno.ENOSPC, "No space left on device")
            return operation(*args, **kwargs)

    disk = Full()

    with hold(tmp_path, disk):
        assert (tmp_path / PRIVATE / "lock").read_bytes() == b""

    assert disk.refused == 1


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs leave on Windows")
def test_hold_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / PRIVATE).mkdir()
    (tmp_path / "precious").write_bytes(b"data")
    (tmp_path / PRIVATE / "lock").symlink_to("../precious")

    with pytest.raises(OSError, match="link"), hold(tmp_path, Disk(), wait_seconds=0):
        pass

    assert (tmp_path / "precious").read_bytes() == b"data"


def test_a_command_waits_five_seconds_and_says_who_is_saving(demo: Path, run: Run) -> None:
    before = (demo / "history.jsonl").read_bytes()

    with holder(demo, 60) as process:
        try:
            begun = time.monotonic()
            done = run("-C", demo, "set", "D1-10", "--note", "x")
            waited = time.monotonic() - begun
        finally:
            process.kill()

    assert done.code == 4
    assert f"process {process.pid}" in done.err
    assert WAIT_SECONDS <= waited < 2 * WAIT_SECONDS
    assert (demo / "history.jsonl").read_bytes() == before
