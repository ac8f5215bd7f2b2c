"""A workspace's folder: found, opened for reading, and made."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from lawcheck import __version__
from lawcheck.domain import assessment as assessments
from lawcheck.domain import review as reviews
from lawcheck.domain.assessment import EVIDENCE_FOLDER, Assessment, check_evidence_path
from lawcheck.domain.checklist import Checklist, EvidenceKind
from lawcheck.domain.fitting import misfits, misfits_of_review
from lawcheck.domain.history import (
    ROOT,
    Entry,
    changes,
    check_chain,
    decode,
    encode,
    flatten,
    hash_of,
    last_of,
)
from lawcheck.domain.problems import Path as KeyPath
from lawcheck.domain.problems import Problem, safe_fields
from lawcheck.domain.review import Review
from lawcheck.domain.scoring import Granted
from lawcheck.domain.values import read_line, read_text
from lawcheck.domain.workspace import Notice, Workspace
from lawcheck.errors import BusyError, FileError, IntegrityError, NotSavedError, Refused, UsageError
from lawcheck.storage import evidence
from lawcheck.storage.cases import CASES, case_folders, in_case, outer_of
from lawcheck.storage.disk import DISK, Disk
from lawcheck.storage.history import (
    ASSESSMENT,
    CHECKLIST,
    CREATING,
    HISTORY,
    HISTORY_LIMIT,
    NEXT,
    State,
    assessment_bytes,
    digest,
    look,
    outside_edits,
    read_checklist,
    settle,
    standing,
)
from lawcheck.storage.lock import PRIVATE, hold
from lawcheck.storage.signoff import newest
from lawcheck.storage.toml import ASSESSMENT_LIMIT, in_order, parse_checklist, parse_document, refusal

REVIEW = "review.toml"
_GITATTRIBUTES = b"# The history is bound to exact bytes: no line ends are converted, nothing is merged.\n"
_GITATTRIBUTES += b"* -text\nhistory.jsonl -text -merge\n"
_GITIGNORE = b".lawcheck/\n"
_OURS = frozenset({ASSESSMENT, CHECKLIST, HISTORY, EVIDENCE_FOLDER, PRIVATE, ".gitattributes", ".gitignore"})


def find(start: Path) -> Path:
    """Return the nearest folder from `start` upward that holds an assessment, or the history of a lost one.

    Raises:
        FileError: There is none.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if os.path.lexists(folder / ASSESSMENT) or os.path.lexists(folder / HISTORY):
            return folder
    raise FileError(
        "there is no assessment.toml in {folder} or above; run `lawcheck new`, or name the folder with -C",
        folder=str(start),
    )


def expect_workspace(root: Path, disk: Disk) -> None:
    """Raise FileError if `root` never was a workspace: nothing is written into any other folder."""
    if disk.about(root / ASSESSMENT) is None and disk.about(root / HISTORY) is None:
        raise FileError(
            "{folder} is not a workspace; run `lawcheck new`, or name another folder with -C",
            folder=str(root),
        )


def read_entries(root: Path, *, disk: Disk = DISK) -> list[Entry]:
    """Return all entries of the history, the oldest first.

    Raises:
        IntegrityError: The chain is broken.
    """
    expect_workspace(root, disk)
    return decode(look(root, disk).sound)


def stamp(root: Path, *, disk: Disk = DISK) -> tuple[tuple[int, int] | None, ...]:
    """Return what tells whether anybody saved since: size and time of the files that a score depends on.

    Evidence that is changed in its place is not noticed before the next save looks at it.
    """
    names = (ASSESSMENT, HISTORY, CHECKLIST, REVIEW, EVIDENCE_FOLDER, CASES)
    found = (disk.about(root / name) for name in names)
    return tuple(about and (about.st_mtime_ns, about.st_size) for about in found)


def open_workspace(root: Path, *, disk: Disk = DISK) -> Workspace:
    """Return what the folder `root` holds; an interrupted save is finished on the way, if that can be.

    Raises:
        FileError: A file is not what it must be.
        IntegrityError: The history's chain or the frozen checklist is broken.
    """
    expect_workspace(root, disk)
    state, notices = look(root, disk), tuple[Notice, ...]()
    if not state.settled:
        # Somebody may be saving right now, or the disk may only be read: what stands is known all the same.
        with suppress(BusyError, OSError), hold(root, disk, wait_seconds=0):
            state, notices = settle(root, disk)
    return assemble(root, state, notices, disk)


def assemble(
    root: Path, state: State, notices: tuple[Notice, ...], disk: Disk, *, again: bool = True
) -> Workspace:
    """Return the workspace of a state that was read; `again` as in `evidence.states`."""
    data = standing(root, state, disk)
    assessment = parse_assessment(data)
    checklist, checklist_sha256 = read_checklist(root, state, disk, assessment.parameters)
    fit(assessment, data, checklist)
    cases = tuple(_open_case(folder, disk) for folder in case_folders(root, disk)) if checklist.cases else ()
    return Workspace(
        name=root.absolute().name,
        checklist=checklist,
        checklist_sha256=checklist_sha256,
        assessment=assessment,
        pieces=evidence.states(root, assessment.evidence, disk=disk, again=again),
        grants=read_grants(root, checklist, disk),
        outside_edits=outside_edits(state, data, assessment),
        head=state.chain.head,
        entries=state.chain.entries,
        signed=newest(root, state.sound, disk),
        cases=cases,
        notices=(*notices, *(notice for case in cases for notice in _notices_of(case))),
    )


def _open_case(folder: Path, disk: Disk) -> Workspace:
    try:
        return open_workspace(folder, disk=disk)
    except (FileError, IntegrityError) as error:
        raise in_case(folder, error) from None


def _notices_of(case: Workspace) -> Iterator[Notice]:
    for notice in case.notices:
        yield notice._replace(file=f"{CASES}/{case.name}/{notice.file}")


def read_assessment(data: bytes, checklist: Checklist) -> Assessment:
    """Return the assessment in `data`.

    Raises:
        FileError: It is none, or says what this checklist does not allow.
    """
    assessment = parse_assessment(data)
    return fit(assessment, data, checklist)


def parse_assessment(data: bytes) -> Assessment:
    """Return the assessment in `data`, whatever its checklist.

    Raises:
        FileError: It is none.
    """
    return parse_document(Assessment, data, ASSESSMENT, newest=assessments.FORMAT)


def fit(assessment: Assessment, data: bytes, checklist: Checklist) -> Assessment:
    """Return `assessment`, which was read from `data`.

    Raises:
        FileError: It says what its checklist does not allow.
    """
    if assessment.checklist != checklist.id:
        raise FileError(
            "{file}: it answers the checklist {other}, but checklist.toml is {id}; "
            "put the right file in its place",
            file=ASSESSMENT,
            other=assessment.checklist,
            id=checklist.id,
        )
    found = [_problem(misfit.path, misfit.error) for misfit in misfits(checklist, assessment)]
    for key, piece in assessment.evidence.items():
        if piece.kind is EvidenceKind.FILE:
            try:
                check_evidence_path(piece.target)
            except Refused as error:
                found.append(_problem(("evidence", key, "target"), error))
    if found:
        raise refusal(ASSESSMENT, in_order(found, data.decode("utf-8-sig")))
    return assessment


def read_grants(root: Path, checklist: Checklist, disk: Disk) -> dict[str, Granted]:
    """Return what reviewers granted, by item; nothing if nobody has reviewed.

    Raises:
        FileError: The file is none of a review, or grants what this checklist does not allow.
    """
    try:
        data = disk.read(root / REVIEW, limit=ASSESSMENT_LIMIT)
    except FileNotFoundError:
        return {}
    review = parse_document(Review, data, REVIEW, newest=reviews.FORMAT)
    found = [_problem(misfit.path, misfit.error) for misfit in misfits_of_review(checklist, review)]
    if found:
        raise refusal(REVIEW, in_order(found, data.decode("utf-8-sig")))
    return reviews.granted_points(review, checklist.scoring.opinions)


def review_digest(root: Path, disk: Disk) -> str | None:
    """Return the SHA-256 of review.toml, None without one."""
    try:
        return digest(disk.read(root / REVIEW, limit=ASSESSMENT_LIMIT))
    except FileNotFoundError:
        return None


def create(  # noqa: PLR0913  # whoever records a change says who, when and why
    directory: Path,
    checklist_bytes: bytes,
    assessment: Assessment,
    *,
    who: str,
    at: datetime,
    why: str | None = None,
    act: str = "new",
    disk: Disk = DISK,
) -> Workspace:
    """Make a workspace in `directory`, which must not exist yet or be empty; an interrupted one is made anew.

    Raises:
        UsageError: The folder holds something.
        FileError: The checklist or the assessment is not what it must be.
        NotSavedError: The disk refused.
    """
    checklist = parse_checklist(checklist_bytes, CHECKLIST, assessment.parameters)
    data = assessment_bytes(assessment, checklist)
    made = read_assessment(data, checklist)
    entry = Entry(
        seq=1,
        prev=ROOT,
        at=at.isoformat(timespec="seconds"),
        who=read_line(who),
        act=act,
        item=None,
        changes=changes({}, flatten(made)),
        why=None if why is None else read_text(why),
        before=None,
        after=f"sha256:{digest(data)}",
        pins={"checklist": digest(checklist_bytes) or "", "tool": __version__},
    )
    line = encode(entry)
    try:
        _clear(directory, disk)
        if outer_of(directory):
            disk.make_folder(directory.parent)
        disk.make_folder(directory)
        disk.make_folder(directory / PRIVATE)
        with hold(directory, disk):
            if disk.about(directory / CREATING) is None:
                disk.write_new(directory / CREATING, b"")
            # The mark lasts before anything that it excuses, and what was cleared away is gone for good.
            _sync(directory, disk)
            disk.make_folder(directory / EVIDENCE_FOLDER)
            disk.write_new(directory / ".gitattributes", _GITATTRIBUTES)
            disk.write_new(directory / ".gitignore", _GITIGNORE)
            disk.write_new(directory / CHECKLIST, checklist_bytes)
            disk.write_new(directory / NEXT, data)
            # Where there is a history all that it tells of must be there, too.
            _sync(directory, disk)
            disk.write_new(directory / HISTORY, line)
            disk.sync_folder(directory)
            disk.replace(directory / NEXT, directory / ASSESSMENT)
            disk.remove(directory / CREATING)
            pieces = evidence.states(directory, made.evidence, disk=disk)
    except OSError as error:
        raise NotSavedError(
            "{folder}: the workspace could not be made ({reason}); "
            "make room or get leave to write there, and run the same command again",
            folder=str(directory),
            reason=error.strerror or type(error).__name__,
        ) from error
    # Not read back: a disk that fails now must not make it look as if nothing had been made.
    return Workspace(
        name=directory.absolute().name,
        checklist=checklist,
        checklist_sha256=digest(checklist_bytes) or "",
        assessment=made,
        pieces=pieces,
        head=hash_of(line),
        entries=1,
    )


def _sync(directory: Path, disk: Disk) -> None:
    for folder in (directory, directory / PRIVATE):
        disk.sync_folder(folder)


def _clear(directory: Path, disk: Disk) -> None:
    names = disk.names(directory)
    if not names:
        return
    # The mark is the first thing that `create` writes and the last that it removes. The rest guards against
    # a mark that was left over in a workspace with work in it.
    begun = disk.about(directory / CREATING) is not None and set(names) <= _OURS
    begun = begun and not disk.names(directory / EVIDENCE_FOLDER) and _untouched(directory, names, disk)
    # Nothing but the private folder, without a mark in it: `create` had not come further than that.
    begun = begun or (names == [PRIVATE] and set(disk.names(directory / PRIVATE)) <= {"lock"})
    if not begun:
        raise UsageError("{folder} is not empty; name a new folder", folder=str(directory))
    # An assessment without its history would look like somebody's work, and a history without its checklist
    # like one that was tampered with: they go first, one after the other, and for good.
    for name in (ASSESSMENT, HISTORY):
        disk.remove(directory / name)
        disk.sync_folder(directory)
    for name in (NEXT, CHECKLIST, ".gitignore", ".gitattributes"):
        disk.remove(directory / name)


def _untouched(directory: Path, names: list[str], disk: Disk) -> bool:
    if HISTORY not in names:
        return ASSESSMENT not in names
    history = disk.read(directory / HISTORY, limit=HISTORY_LIMIT)
    if history.count(b"\n") > 1:
        return False
    last = last_of(history, check_chain(history))
    return ASSESSMENT not in names or (
        last is not None and last.after == digest(disk.read(directory / ASSESSMENT, limit=ASSESSMENT_LIMIT))
    )


def _problem(path: KeyPath, error: Refused) -> Problem:
    return Problem("misfit", "error", path, error.template, safe_fields(error.fields))
