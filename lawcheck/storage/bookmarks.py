"""Where somebody stopped walking: derived data in the private folder, gone without harm."""

import os
from contextlib import suppress
from pathlib import Path

from lawcheck.errors import FileError
from lawcheck.storage.disk import DISK, Disk
from lawcheck.storage.lock import PRIVATE

_NAME = "walk"
_LIMIT = 100


def recall(root: Path, *, disk: Disk = DISK) -> str | None:
    """Return the id kept last, None where there is none that can be read."""
    try:
        return disk.read(root / PRIVATE / _NAME, limit=_LIMIT).decode("utf-8").strip() or None
    except (OSError, FileError, UnicodeDecodeError):
        return None


def keep(root: Path, id_: str, *, disk: Disk = DISK) -> None:
    """Keep `id_`; where the disk refuses, the next walk begins at the first open item instead."""
    path = root / PRIVATE / _NAME
    fresh = path.with_name(f"{_NAME}-{os.getpid()}")
    with suppress(OSError):
        disk.make_folder(path.parent)
        disk.remove(fresh)
        disk.write_new(fresh, f"{id_}\n".encode())
        try:
            disk.replace(fresh, path)
        finally:
            disk.remove(fresh)
