"""The shelf: the checklists that come with lawcheck, and those that a path leads to."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from lawcheck.domain import assessment as assessments
from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.problems import Problem, listed
from lawcheck.domain.values import Phrase
from lawcheck.errors import FileError, UsageError
from lawcheck.storage.toml import CHECKLIST_LIMIT, parse_document, read_bytes, read_document

_SUFFIX = ".toml"


class Shelved(NamedTuple):
    """A checklist on the shelf; `path` is for people, it may lie inside of a zip."""

    id: str
    title: Phrase
    path: str


def shelf() -> list[Shelved]:
    """Return what is on the shelf, by id."""
    return [Shelved(id_, _title(id_, file), str(file)) for id_, file in sorted(_shelved().items())]


def find(name_or_path: str) -> bytes:
    """Return the bytes of a checklist: an id on the shelf, or the path of a file.

    Raises:
        UsageError: No such id, and no path.
        FileError: The path leads to nothing that can be read.
    """
    shelved = _shelved()
    if name_or_path in shelved:
        return shelved[name_or_path].read_bytes()
    path = Path(name_or_path)
    if path.name != name_or_path or path.suffix == _SUFFIX or path.is_file():
        return read_bytes(path, CHECKLIST_LIMIT)
    raise UsageError(
        "there is no checklist '{name}' on the shelf, which holds: {known}; a file's name ends in .toml",
        name=name_or_path,
        known=listed(sorted(shelved)),
    )


def find_answers(name: str) -> Assessment:
    """Return the answers of a worked example that comes with the checklists."""
    file = _folder() / "demo" / f"{name}{_SUFFIX}"
    return parse_document(Assessment, file.read_bytes(), f"{name}{_SUFFIX}", newest=assessments.FORMAT)


def _shelved() -> dict[str, Traversable]:
    """Return the shelf's files under their ids, which are their names."""
    folder = _folder()
    if not folder.is_dir():
        return {}
    return {file.name.removesuffix(_SUFFIX): file for file in folder.iterdir() if file.name.endswith(_SUFFIX)}


def _folder() -> Traversable:
    package = files("lawcheck")
    folder = package / "_checklists"
    # A checkout or an editable install has the folder of the checklists' authors instead.
    return folder if folder.is_dir() else Path(str(package)).parent / "checklists"


def _title(id_: str, file: Traversable) -> Phrase:
    document = read_document(file.read_bytes(), Checklist)
    if isinstance(document, Problem):
        raise FileError("{place}: {problem}", problems=(document,), place=str(file), problem=document)
    title = document.table.get("title")
    stated = title if isinstance(title, dict) else {}
    return Phrase(zh=str(stated.get("zh", id_)), en=str(stated.get("en", "")))
