"""The lock: one writer at a time. It belongs to the process and dies with it, so none is ever stale."""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from lawcheck.errors import BusyError
from lawcheck.storage.disk import Disk

PRIVATE = ".lawcheck"
"""The folder for the lock and for the save under way; it may be deleted."""

WAIT_SECONDS = 5.0

# Shares on which locks do not work: there, the history's expected size and its chain notice a second writer.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
# Windows keeps others from reading locked bytes, so the one that is locked lies behind the holder's name.
_LOCKED_BYTE = 2**20


@contextmanager
def hold(root: Path, disk: Disk, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of the workspace in `root`.

    Raises:
        BusyError: Somebody else held it all the time.
        OSError: The lock's file cannot be written.
    """
    fd = _acquire(root, disk, time.monotonic() + wait_seconds)
    try:
        _sign(fd, disk)
        yield
    finally:
        # What was saved under the lock is saved, whatever becomes of the lock's own file.
        with suppress(OSError):
            os.close(fd)


def _acquire(root: Path, disk: Disk, give_up: float) -> int:
    path = root / PRIVATE / "lock"
    while True:
        disk.make_folder(path.parent)
        fd = disk.call(os.open, path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            # The folder may be deleted while we wait: a lock on a file that has no name holds nobody back.
            if _try_lock(fd) and (found := disk.about(path)) and os.path.samestat(found, os.fstat(fd)):
                return fd
            if time.monotonic() >= give_up:
                _refuse(root, fd)
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)
        time.sleep(0.02)


def _try_lock(fd: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        return error.errno in _NO_LOCKS
    return True


def _sign(fd: int, disk: Disk) -> None:
    import getpass

    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    host = os.environ.get("COMPUTERNAME", "?") if sys.platform == "win32" else os.uname().nodename
    said = (str(os.getpid()), host, user, time.strftime("%Y-%m-%d %H:%M:%S"))
    # Who holds the lock is a courtesy: a full disk must not keep anybody from reading.
    with suppress(OSError):
        os.lseek(fd, 0, os.SEEK_SET)
        disk.call(os.ftruncate, fd, 0)
        disk.call(os.write, fd, "\n".join(said).encode("utf-8", "replace"))


def _refuse(root: Path, fd: int) -> NoReturn:
    os.lseek(fd, 0, os.SEEK_SET)
    try:
        text = os.read(fd, 1000).decode("utf-8", "replace")
    except OSError:
        text = ""
    said = ["".join(c for c in line if c.isprintable()) for line in text.split("\n")]
    pid, host, user, since = said if len(said) == 4 else ("?", "?", "?", "?")
    raise BusyError(
        "{folder}: {user} is saving here (on {host}, process {pid}, since {since}); try again in a moment",
        folder=root.name,
        user=user,
        host=host,
        pid=pid,
        since=since,
    )
