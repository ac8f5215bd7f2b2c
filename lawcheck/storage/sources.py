"""The text of a workspace's two files, for documents that point at their lines."""

from pathlib import Path

from lawcheck.domain.problems import Problem
from lawcheck.domain.report import Source, Sources
from lawcheck.storage.history import ASSESSMENT, CHECKLIST
from lawcheck.storage.toml import ASSESSMENT_LIMIT, CHECKLIST_LIMIT, content


def read_sources(root: Path, near: Path) -> Sources:
    """Return the two files of the workspace `root`; `near` is the folder that somebody works in."""
    root = root.resolve()
    folder = root.relative_to(_top(root, near.resolve()))
    return Sources(
        assessment=_read(root, folder, ASSESSMENT, ASSESSMENT_LIMIT),
        checklist=_read(root, folder, CHECKLIST, CHECKLIST_LIMIT),
    )


def _top(root: Path, near: Path) -> Path:
    """Return the folder that files are named from: the repository's, else `near`, else the workspace."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return folder
    return near if root.is_relative_to(near) else root


def _read(root: Path, folder: Path, name: str, limit: int) -> Source:
    data = content(root / name, limit)
    # The workspace was opened without it, so there is a verdict; only no line of it can be shown.
    text = "" if isinstance(data, Problem) else data.decode("utf-8-sig", errors="replace")
    return Source((folder / name).as_posix(), text)
