"""Evidence in bulk: a folder whose files begin with the ids of the items that they prove."""

from pathlib import Path
from typing import NamedTuple

from lawcheck.cli import filing, settings
from lawcheck.cli.terminal import complain, emit, say
from lawcheck.domain import registering
from lawcheck.domain.assessment import Assessment, Covers, Level, Piece, Serving
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.file_names import places_named
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.formats import wording
from lawcheck.i18n import tr


class Found(NamedTuple):
    """A file of the folder and what its name says it proves."""

    name: str
    path: Path
    places: tuple[str, ...]


def add_folder(folder: Path, covers: Covers | None, level: Level | None, *, dry_run: bool) -> None:
    """Register every file below `folder`, as one change, or say what would be registered.

    Raises:
        UsageError: A file's name begins with no id that it could prove; nothing is taken in.
    """
    from lawcheck.storage.saving import change as save
    from lawcheck.storage.workspace import open_workspace

    root = settings.folder()
    found = _look(folder, open_workspace(root))
    if dry_run:
        for one in found:
            emit(tr("{file} would prove {rows}", file=one.name, rows=tr(", ").join(one.places)) + "\n")
        return
    filed = [filing.Filed(str(one.path), EvidenceKind.FILE, None, covers, level) for one in found]
    pieces = [filing.make_piece(root, one) for one in filed]
    told: list[str] = []

    def edit(opened: Workspace) -> Assessment:
        told.clear()
        for one, piece, stated in zip(found, pieces, filed, strict=True):
            opened, line = _register(opened, one, piece, stated, part=len(told) + 1)
            if line:
                told.append(line)
        return opened.assessment

    save(root, edit, act="evidence-add", **settings.signature())
    emit("".join(f"{line}\n" for line in told))
    known = len(found) - len(told)
    say(tr("{count} files taken in, {known} were registered already", count=len(told), known=known))


def _look(folder: Path, opened: Workspace) -> list[Found]:
    """Return the files and what they prove, if every single one of them can be taken in."""
    from lawcheck.storage.folders import files_in

    found = []
    wrong = 0
    for parts in files_in(folder):
        one = Found("/".join(parts), folder.joinpath(*parts), places_named(parts, opened.checklist))
        try:
            filing.check_file(one.path)
            _rows(opened, one, opened.assessment)
            found.append(one)
        except LawcheckError as error:
            wrong += 1
            complain(wording.labelled(one.name, wording.error(error)))
    if wrong:
        raise UsageError(
            "{folder}: {count} files cannot be taken in; nothing was, rename or move them and try again",
            folder=str(folder),
            count=wrong,
        )
    if not found:
        raise UsageError("{folder}: there are no files in it; name another folder", folder=str(folder))
    return found


def _rows(opened: Workspace, one: Found, assessment: Assessment) -> list[Serving]:
    if not one.places:
        raise UsageError("the name does not begin with an item's id, like D1-10")
    return [
        registering.choose_row(opened.checklist, assessment, place, EvidenceKind.FILE) for place in one.places
    ]


def _register(
    opened: Workspace, one: Found, piece: Piece, stated: filing.Filed, part: int
) -> tuple[Workspace, str]:
    """Return the workspace with the file registered, and the line that tells; empty if it was before."""
    from dataclasses import replace

    same = next((old for old in opened.assessment.evidence.values() if old.content == piece.content), None)
    served = {serving.item for serving in same.serves} if same else set()
    places = tuple(place for place in one.places if ":" in place or place not in served)
    rows = _rows(opened, one._replace(places=places), opened.assessment) if places else []
    if same and set(rows) <= set(same.serves):
        return opened, ""
    registered = filing.register(opened, piece, stated, rows, part)
    line = tr("{key} serves {rows}", key=registered.key, rows=", ".join(map(str, rows)))
    return replace(opened, assessment=registered.assessment), wording.labelled(one.name, line)
