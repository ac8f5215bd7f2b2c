"""Documents that a user asks for under a name of their own: written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from lawcheck.errors import NotSavedError
from lawcheck.storage.evidence import safe_name


def write_document(path: Path, document: str | bytes) -> None:
    """Write `document` to `path`, text in UTF-8 with LF, replacing what is there.

    Raises:
        NotSavedError: The folder or the disk does not allow it; what was there still is.
    """
    draft = None
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(document.encode("utf-8") if isinstance(document, str) else document)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for their owner alone; a report has the rights that any new file has.
        mask = os.umask(0)
        os.umask(mask)
        Path(draft).chmod(0o666 & ~mask)
        Path(draft).replace(path)
    except OSError as error:
        if draft:
            Path(draft).unlink(missing_ok=True)
        raise NotSavedError(
            "{file} was not written: {reason}; choose another place or free some room",
            file=str(path),
            reason=error.strerror,
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
