"""The disk: every operation on a workspace's files, and nothing that knows what is in them.

Each call that reaches the operating system goes through `Disk.call`, so that a test can fail, tear or
record any single one. No operation follows a link in the last part of a path.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, NoReturn, ParamSpec, TypeVar

from lawcheck.errors import FileError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

CHUNK = 2**20
_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
# A FIFO must not make a reader wait for somebody who never writes.
_READ = os.O_RDONLY | _PLAIN | getattr(os, "O_NONBLOCK", 0)


class Grown(Exception):
    """The file does not have the size that was expected: somebody else wrote to it."""


class Uncertain(Exception):
    """An append failed and could not be cut back; whether it lasts is not known."""


class Unfit(Exception):
    """A file cannot be taken as what it should be.

    The codes: missing, link, not-regular, too-large, unreadable, moving (changed while it was read).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Disk:
    """The operations. Data and folders are synced to the disk before a method that writes returns."""

    replace_seconds: ClassVar[float] = 3.0 if sys.platform == "win32" else 0.0
    """How long a rename over a file that another program holds open is tried again."""

    def __init__(self) -> None:
        self.digests: dict[tuple[int, ...], str] = {}
        """SHA-256 of files that this process has read, by what the system says of them."""

    def call(
        self, operation: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Do one operation of the system."""
        return operation(*args, **kwargs)

    def read(self, path: Path, *, limit: int) -> bytes:
        """Return a file's bytes.

        Raises:
            FileNotFoundError: There is none.
            FileError: It is a link, no regular file, too large, or cannot be read.
        """
        try:
            with self.opened(path) as (fd, _):
                return b"".join(self.chunks(fd, limit))
        except Unfit as unfit:
            _refuse(unfit.code, path, limit)

    @contextmanager
    def opened(self, path: Path, *, folder: int | None = None) -> Iterator[tuple[int, os.stat_result]]:
        """Open a regular file to be read; `path` may be relative to an open `folder`.

        Raises:
            FileNotFoundError: There is none.
            Unfit: It is a link, no regular file, or cannot be opened.
        """
        try:
            self.refuse_link(path, folder)
            fd = self.call(os.open, path, _READ, dir_fd=folder)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise Unfit("link" if self._is_link(path, folder) else "unreadable") from error
        try:
            found = os.fstat(fd)
            if not stat.S_ISREG(found.st_mode):
                raise Unfit("not-regular")
            yield fd, found
        finally:
            os.close(fd)

    def chunks(self, fd: int, limit: int) -> Iterator[bytes]:
        """Return the bytes of an open file, bit by bit.

        Raises:
            Unfit: There are more than `limit`, or they cannot be read.
        """
        left = limit
        try:
            while chunk := self.call(os.read, fd, CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Unfit("too-large")
                yield chunk
        except OSError as error:
            raise Unfit("unreadable") from error

    def write_new(self, path: Path, parts: bytes | Iterator[bytes]) -> None:
        """Write a file that does not exist yet; what a failure leaves of it is removed."""
        fd = self.call(os.open, path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o666)
        try:
            try:
                for part in (parts,) if isinstance(parts, bytes) else parts:
                    self._write(fd, part)
                self._sync(fd)
            finally:
                os.close(fd)
        except (OSError, Unfit):
            self.call(path.unlink, missing_ok=True)
            raise

    def append(self, path: Path, data: bytes, *, size: int) -> None:
        """Add `data` to a file of `size` bytes; after a failure the file is cut back to that size.

        Raises:
            Grown: The file has another size.
            Uncertain: It could not be cut back.
        """
        self.refuse_link(path)
        fd = self.call(os.open, path, os.O_WRONLY | os.O_APPEND | _PLAIN)
        try:
            if os.fstat(fd).st_size != size:
                raise Grown
            try:
                self._write(fd, data)
                self._sync(fd)
            except OSError as error:
                # A handle whose sync has failed says nothing true any more: the cut takes a new one.
                try:
                    self.truncate(path, size)
                except OSError:
                    raise Uncertain from error
                raise
        finally:
            os.close(fd)

    def truncate(self, path: Path, size: int) -> None:
        """Cut a file to `size` bytes."""
        self.refuse_link(path)
        fd = self.call(os.open, path, os.O_WRONLY | _PLAIN)
        try:
            self.call(os.ftruncate, fd, size)
            self._sync(fd)
        finally:
            os.close(fd)

    def replace(self, source: Path, target: Path) -> None:
        """Move a file over another, and sync the folders of both."""
        give_up = time.monotonic() + self.replace_seconds
        while True:
            try:
                self.call(os.replace, source, target)
                break
            except PermissionError:
                if time.monotonic() >= give_up:
                    raise
                time.sleep(0.05)
        for folder in {target.parent, source.parent}:
            self.sync_folder(folder)

    def remove(self, path: Path) -> None:
        """Remove a file if it is there."""
        self.call(path.unlink, missing_ok=True)

    def sync_folder(self, path: Path) -> None:
        """Make the names in a folder last. Windows has no such call and does so by itself."""
        if sys.platform == "win32":
            return
        fd = self.call(os.open, path, os.O_RDONLY)
        try:
            self.call(os.fsync, fd)
        finally:
            os.close(fd)

    def make_folder(self, path: Path) -> None:
        """Make a folder unless it is there.

        Raises:
            OSError: Something else bears the name, a link included.
        """
        try:
            self.call(os.mkdir, path)
        except FileExistsError:
            if not stat.S_ISDIR(self.call(os.lstat, path).st_mode):
                raise
        else:
            self.sync_folder(path.parent)

    def names(self, path: Path) -> list[str]:
        """Return the names in a folder, sorted; none if there is no such folder."""
        try:
            return sorted(self.call(os.listdir, path))
        except FileNotFoundError:
            return []

    def about(self, path: Path, *, folder: int | None = None) -> os.stat_result | None:
        """Return what the system says of a path itself, None if there is nothing."""
        try:
            return self.call(os.lstat, path, dir_fd=folder)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def refuse_link(self, path: Path, folder: int | None = None) -> None:
        """Raise OSError if `path` is a link, where the system cannot refuse in the very call that opens."""
        if not hasattr(os, "O_NOFOLLOW") and self._is_link(path, folder):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))

    def _write(self, fd: int, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self.call(os.write, fd, rest) :]

    def _sync(self, fd: int) -> None:
        if sys.platform == "darwin":
            import fcntl

            # fsync on macOS stops at the drive's own cache.
            self.call(fcntl.fcntl, fd, fcntl.F_FULLFSYNC)
        else:
            self.call(os.fsync, fd)

    def _is_link(self, path: Path, folder: int | None = None) -> bool:
        found = self.about(path, folder=folder)
        reparse = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
        return found is not None and (
            stat.S_ISLNK(found.st_mode) or bool(getattr(found, "st_file_attributes", 0) & reparse)
        )


DISK = Disk()


def _refuse(code: str, path: Path, limit: int) -> NoReturn:
    file = path.name
    match code:
        case "link":
            raise FileError("{file}: this is a link; put the file itself in its place", file=file)
        case "not-regular":
            raise FileError("{file}: this is not a regular file; put one in its place", file=file)
        case "too-large":
            raise FileError(
                "{file}: the file is larger than {limit} MiB; it cannot be what it should be",
                file=file,
                limit=limit // 2**20,
            )
        case _:
            raise FileError("{file}: the file cannot be read; check who may read it", file=file)
