"""A folder that somebody names: the files in it, links not followed."""

import stat
from pathlib import Path

from lawcheck.domain.file_names import is_junk
from lawcheck.errors import FileError
from lawcheck.storage.disk import DISK, Disk

FILE_LIMIT = 2_000
DEPTH_LIMIT = 6


def files_in(folder: Path, *, disk: Disk = DISK) -> list[tuple[str, ...]]:
    """Return the files below `folder`, each as the names that lead to it, sorted; the system's own left out.

    Raises:
        FileError: There are too many, a folder in it cannot be read, or something is neither.
    """
    found: list[tuple[str, ...]] = []
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        above = waiting.pop()
        for name in _names(folder.joinpath(*above), disk):
            parts = (*above, name)
            about = disk.about(folder.joinpath(*parts))
            if is_junk(name) or about is None:
                continue
            if stat.S_ISDIR(about.st_mode) and len(parts) < DEPTH_LIMIT:
                waiting.append(parts)
            elif stat.S_ISREG(about.st_mode):
                found.append(parts)
            else:
                raise FileError(
                    "{file}: this is a link, a device or a folder too deep; put the files themselves there",
                    file="/".join(parts),
                )
            if len(found) > FILE_LIMIT:
                raise FileError(
                    "{folder} holds more than {limit} files; name a smaller folder",
                    folder=str(folder),
                    limit=FILE_LIMIT,
                )
    return sorted(found)


def _names(folder: Path, disk: Disk) -> list[str]:
    try:
        return disk.names(folder)
    except OSError as error:
        raise FileError(
            "{folder}: the folder cannot be read: {reason}; check who may read it",
            folder=str(folder),
            reason=error.strerror or type(error).__name__,
        ) from error
