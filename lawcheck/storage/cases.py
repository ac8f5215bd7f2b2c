"""Cases: workspaces inside of a workspace, one for each matter, under `cases/ID`."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from lawcheck.errors import FileError, IntegrityError
from lawcheck.storage.disk import Disk
from lawcheck.storage.history import ASSESSMENT, HISTORY

CASES = "cases"
CASES_LIMIT = 1_000
"""Cases of one workspace; each is opened by every command that scores."""


def case_folders(root: Path, disk: Disk) -> Iterator[Path]:
    """Yield the folders of the cases of the workspace `root`, by name; links are not followed.

    Raises:
        FileError: There are more than may be opened.
    """
    found = 0
    for name in disk.names(root / CASES):
        folder = root / CASES / name
        about = disk.about(folder)
        if about is None or not stat.S_ISDIR(about.st_mode):
            continue
        if disk.about(folder / ASSESSMENT) is None and disk.about(folder / HISTORY) is None:
            continue
        found += 1
        if found > CASES_LIMIT:
            raise FileError(
                "{folder}: there are more than {limit} cases; make a workspace for part of them",
                folder=CASES,
                limit=CASES_LIMIT,
            )
        yield folder


def outer_of(directory: Path) -> Path | None:
    """Return the workspace whose case `directory` is or would be, None where it is none."""
    directory = directory.absolute()
    outer = directory.parent.parent
    is_case = directory.parent.name == CASES and os.path.lexists(outer / ASSESSMENT)
    return outer if is_case else None


def in_case(folder: Path, error: FileError | IntegrityError) -> FileError | IntegrityError:
    """Return an error in the words of the workspace that the case stands in."""
    said = {"case": f"{CASES}/{folder.name}", "problem": error}
    if isinstance(error, IntegrityError):
        return IntegrityError("{case}: {problem}", **said)
    return FileError("{case}: {problem}", problems=error.problems, **said)
