"""Repair: what can be put right without guessing, said first, copied first, and done only when asked.

Every remedy ends in bytes that a hash in the history names, or in values that its replay gives. What would
need a choice (a broken chain, other evidence, another checklist) is left to a copy from outside.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lawcheck.domain.checklist import Checklist
from lawcheck.domain.findings import Finding
from lawcheck.domain.history import check_chain, decode, last_of, pinned_checklist
from lawcheck.domain.problems import Problem
from lawcheck.domain.signoff import recorded
from lawcheck.domain.workspace import Notice
from lawcheck.errors import BusyError, FileError, IntegrityError, NotSavedError
from lawcheck.storage import signatures
from lawcheck.storage.checklists import find, shelf
from lawcheck.storage.disk import DISK, Disk
from lawcheck.storage.history import (
    ASSESSMENT,
    CHECKLIST,
    HISTORY,
    HISTORY_LIMIT,
    NEXT,
    State,
    assessment_bytes,
    digest,
    keep,
    outside_edits,
    replayed,
    settle,
    standing,
)
from lawcheck.storage.lock import PRIVATE, hold
from lawcheck.storage.saving import record_edits
from lawcheck.storage.signoff import FOLDER, number_of
from lawcheck.storage.toml import ASSESSMENT_LIMIT, CHECKLIST_LIMIT, parse_checklist
from lawcheck.storage.workspace import assemble, expect_workspace, parse_assessment, read_assessment

_MENDED = f"{PRIVATE}/mended"
_BOM = b"\xef\xbb\xbf"


class Remedy(NamedTuple):
    """What is to be done, as a finding of the code `repair-…`; `data` are the file's new bytes, if any."""

    finding: Finding
    data: bytes | None = None


def plan(root: Path, *, disk: Disk = DISK) -> list[Remedy]:
    """Return what can be put right in the folder `root`, in its order; nothing is changed."""
    expect_workspace(root, disk)
    history = _read(root / HISTORY, HISTORY_LIMIT, disk)
    if history is None:
        return []
    remedies: list[Remedy] = []
    plain = _plain(history)
    if plain != history and _is_whole(plain):
        remedies.append(Remedy(_finding("history", HISTORY), plain))
        history = plain
    state = _state(root, history, disk)
    if state is None:
        return remedies
    remedies += _leftovers(state)
    checklist, found = _checklist(root, state, disk)
    remedies += found
    if checklist is not None:
        remedies += _assessment(root, state, checklist, disk)
    return remedies + list(_signoffs(root, state, disk))


def repair(root: Path, agreed: list[Remedy], *, at: datetime, disk: Disk = DISK) -> tuple[Notice, ...]:
    """Do what was agreed upon, after copies of all files concerned were put into recovered/.

    Raises:
        BusyError: Somebody else holds the workspace, or it is no longer what was agreed upon.
        NotSavedError: The disk refused; the copies are there.
    """
    try:
        with hold(root, disk):
            if _named(plan(root, disk=disk)) != _named(agreed):
                raise BusyError("{folder}: it was changed just now; look at it once more", folder=root.name)
            notices = [Notice("copied", kept) for kept in _copies(root, agreed, disk)]
            for remedy in agreed:
                if remedy.data is not None:
                    _put(root, remedy.finding.file, remedy.data, disk)
                elif remedy.finding.code == "repair-signoff":
                    disk.remove(root / remedy.finding.file)
            state, settled = settle(root, disk)
            if any(remedy.finding.code == "repair-edits" for remedy in agreed):
                record_edits(root, assemble(root, state, settled, disk), state, at, disk)
            return (*notices, *settled)
    except OSError as error:
        raise NotSavedError(
            "{folder}: the repair stopped ({reason}); the copies in recovered/ are whole, "
            "make room or get leave to write there, and run it again",
            folder=root.name,
            reason=error.strerror or type(error).__name__,
        ) from error


def _named(remedies: list[Remedy]) -> list[tuple[str, str, bytes | None]]:
    return [(one.finding.code, one.finding.file, one.data) for one in remedies]


def _leftovers(state: State) -> Iterator[Remedy]:
    if state.torn:
        yield Remedy(_finding("torn", HISTORY))
    if state.unfinished or state.lost:
        yield Remedy(_finding("save", ASSESSMENT))
    elif state.waiting is not None and digest(state.waiting) == state.last.after and not state.recorded:
        yield Remedy(_finding("unapplied", ASSESSMENT))


def _checklist(root: Path, state: State, disk: Disk) -> tuple[bytes | None, list[Remedy]]:
    """Return the bytes of the frozen checklist, None where nobody has them, and how they come back."""
    pinned, data = pinned_checklist(state.sound), _read(root / CHECKLIST, CHECKLIST_LIMIT, disk)
    if digest(data) == pinned:
        return data, []
    if data is not None and digest(_plain(data)) == pinned:
        return _plain(data), [Remedy(_finding("checklist", CHECKLIST), _plain(data))]
    # What stands there and cannot be read cannot be copied either, so it is left alone.
    for one in shelf() if data is not None or disk.about(root / CHECKLIST) is None else ():
        shelved = find(one.id)
        if digest(shelved) == pinned:
            return shelved, [Remedy(_finding("shelf", CHECKLIST), shelved)]
    return None, []


def _assessment(root: Path, state: State, checklist: bytes, disk: Disk) -> Iterator[Remedy]:
    try:
        told = replayed(state)
        frozen = parse_checklist(checklist, CHECKLIST, told.parameters)
    except (IntegrityError, FileError):
        return
    if state.lost or (state.assessment is None and disk.about(root / ASSESSMENT) is not None):
        return
    try:
        data = standing(root, state, disk)
    except IntegrityError:
        missing = _finding("missing", ASSESSMENT, entry=state.chain.entries)
        yield Remedy(missing, assessment_bytes(told, frozen))
        return
    try:
        edits = outside_edits(state, data, read_assessment(data, _as_stated(data, checklist, frozen)))
    except FileError as error:
        if not any(isinstance(one, Problem) and one.code == "newer-format" for one in error.problems):
            spoiled = _finding("assessment", ASSESSMENT, entry=state.chain.entries, problem=error)
            yield Remedy(spoiled, assessment_bytes(told, frozen))
        return
    if edits:
        yield Remedy(_finding("edits", ASSESSMENT, count=len(edits)))


def _as_stated(data: bytes, checklist: bytes, frozen: Checklist) -> Checklist:
    """Return the checklist under the parameters that the assessment in `data` states."""
    stated = parse_assessment(data).parameters
    return parse_checklist(checklist, CHECKLIST, stated) if stated else frozen


def _signoffs(root: Path, state: State, disk: Disk) -> Iterator[Remedy]:
    told = {one.number for entry in decode(state.sound) if (one := recorded(entry))}
    for name in disk.names(root / FOLDER):
        number = number_of(name.removesuffix(signatures.SUFFIX))
        if number is not None and number not in told:
            yield Remedy(_finding("signoff", f"{FOLDER}/{name}"))


def _copies(root: Path, agreed: list[Remedy], disk: Disk) -> Iterator[str]:
    for file in dict.fromkeys(remedy.finding.file for remedy in agreed):
        data = _read(root / file, HISTORY_LIMIT, disk)
        if data is not None:
            name = Path(file.replace("/", "-"))
            yield keep(root, name.stem, name.suffix, data, disk)


def _put(root: Path, file: str, data: bytes, disk: Disk) -> None:
    disk.make_folder(root / PRIVATE)
    disk.remove(root / _MENDED)
    disk.write_new(root / _MENDED, data)
    disk.replace(root / _MENDED, root / file)


def _state(root: Path, history: bytes, disk: Disk) -> State | None:
    chain = check_chain(history)
    last = last_of(history, chain)
    if last is None or (chain.broken and chain.broken.code != "torn"):
        return None
    assessment = _read(root / ASSESSMENT, ASSESSMENT_LIMIT, disk)
    return State(history, chain, last, assessment, _read(root / NEXT, ASSESSMENT_LIMIT, disk))


def _is_whole(history: bytes) -> bool:
    chain = check_chain(history)
    return chain.entries > 0 and (chain.broken is None or chain.broken.code == "torn")


def _plain(data: bytes) -> bytes:
    return data.removeprefix(_BOM).replace(b"\r\n", b"\n")


def _read(path: Path, limit: int, disk: Disk) -> bytes | None:
    try:
        return disk.read(path, limit=limit)
    except (FileNotFoundError, FileError):
        return None


def _finding(code: str, file: str, **fields: object) -> Finding:
    return Finding(f"repair-{code}", "note", file, None, fields)
