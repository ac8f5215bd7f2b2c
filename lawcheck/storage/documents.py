"""Documents that a user asks for under a name of their own: written whole or not at all."""

import os
import tempfile
from pathlib import Path

from lawcheck.errors import NotSavedError


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
