"""Disks that fail: each stands on another one and lets some of its operations go wrong.

Every operation of the program on a workspace goes through `Disk.call`, so this is the one place for faults.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lawcheck.storage.disk import DISK, Disk


class Killed(BaseException):
    """The process is gone: nothing after this reaches the disk."""


class Layer(Disk):
    """A disk upon a disk."""

    def __init__(self, below: Disk | None = None) -> None:
        super().__init__()
        self.below = below or Disk()

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        return self.below.call(operation, *args, **kwargs)


class Dying(Layer):
    """Lets `left` operations through and dies at the next; a write is torn in two."""

    def __init__(self, left: int, below: Disk | None = None) -> None:
        super().__init__(below)
        self.left = left

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if self.left <= 0:
            if self.left == 0 and operation is os.write:
                super().call(os.write, args[0], bytes(args[1])[: len(args[1]) // 2])
            self.left = -1
            raise Killed
        self.left -= 1
        return super().call(operation, *args, **kwargs)


class Failing(Layer):
    """Lets `left` operations through and fails the next, or that and all later ones."""

    def __init__(self, left: int, code: int, *, lasting: bool = False) -> None:
        super().__init__()
        self.left = left
        self.code = code
        self.lasting = lasting
        self.fired = False
        self.operation = ""

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.left -= 1
        if self.left == -1 or (self.left < 0 and self.lasting):
            self.operation = self.operation or operation.__name__
            self.fired = True
            raise OSError(self.code, os.strerror(self.code))
        return super().call(operation, *args, **kwargs)


class Interrupted(Layer):
    """Lets `left` operations through; while the next one runs, somebody presses Ctrl-C."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        done = super().call(operation, *args, **kwargs)
        self.left -= 1
        if self.left == -1:
            raise KeyboardInterrupt
        return done


class InPlace(Layer):
    """Writes over a file where the program means to move a new one into its place."""

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation is not os.replace:
            return super().call(operation, *args, **kwargs)
        source, target = args
        content = source.read_bytes()
        fd = super().call(os.open, target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            super().call(os.write, fd, content)
            super().call(os.fsync, fd)
        finally:
            os.close(fd)
        return super().call(source.unlink)


@contextmanager
def commands_on(disk: Disk | None) -> Iterator[None]:
    """Have whole commands use `disk`: they share one, and each of its operations is its `call`."""
    DISK.digests.clear()
    if disk is None:
        yield
        return
    vars(DISK)["call"] = disk.call
    try:
        yield
    finally:
        del vars(DISK)["call"]
