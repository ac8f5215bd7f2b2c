"""Documents that a user asks for under a name of their own: written whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path

from lawcheck.errors import NotSavedError
from lawcheck.storage.disk import DISK, Disk
from lawcheck.storage.evidence import safe_name


def write_document(path: Path, document: str | bytes, *, disk: Disk = DISK) -> None:
    """Write `document` to `path`, text in UTF-8 with LF, replacing what is there.

    Raises:
        NotSavedError: The folder or the disk does not allow it; what was there still is.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        disk.remove(draft)
        disk.write_new(draft, document.encode("utf-8") if isinstance(document, str) else document)
        try:
            disk.replace(draft, path)
        except OSError:
            disk.remove(draft)
            raise
    except OSError as error:
        raise NotSavedError(
            "{file} was not written: {reason}; choose another place or free some room",
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from None


def write_documents(folder: Path, suffix: str, documents: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write `documents` into `folder`, made if need be, under names like theirs; return the paths.

    Raises:
        NotSavedError: The folder or the disk does not allow it.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise NotSavedError(
            "{file} was not written: {reason}; choose another place or free some room",
            file=str(folder),
            reason=error.strerror,
        ) from None
    written: dict[str, Path] = {}
    for name, document in documents:
        stem = safe_name(name)
        number, free = 2, f"{stem}{suffix}"
        while free.casefold() in written:
            number, free = number + 1, f"{stem}-{number}{suffix}"
        write_document(folder / free, document)
        written[free.casefold()] = folder / free
    return list(written.values())
