"""History and assessment on the disk: what they say together, and how an interrupted save is finished.

A save writes `.lawcheck/next.toml`, appends its line to the history, then moves the former over
`assessment.toml`. The line is the commit: whoever finds it without the move makes the move.
"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.findings import SENTENCES
from lawcheck.domain.history import (
    OUTSIDE_EDIT,
    Break,
    Chain,
    Change,
    Last,
    changes,
    check_chain,
    decode,
    flatten,
    last_of,
    pinned_checklist,
    rebuild,
    replay,
    to_table,
)
from lawcheck.domain.parse import Off
from lawcheck.domain.workspace import Notice
from lawcheck.errors import FileError, IntegrityError, Refused
from lawcheck.storage.disk import Disk
from lawcheck.storage.lock import PRIVATE
from lawcheck.storage.toml import ASSESSMENT_LIMIT, CHECKLIST_LIMIT, parse_checklist

ASSESSMENT = "assessment.toml"
CHECKLIST = "checklist.toml"
HISTORY = "history.jsonl"
RECOVERED = "recovered"
NEXT = f"{PRIVATE}/next.toml"
CREATING = f"{PRIVATE}/creating"

HISTORY_LIMIT = 2**29


class State(NamedTuple):
    """What lies on the disk: the history, its last entry, the assessment, and a save not yet finished."""

    history: bytes
    chain: Chain
    last: Last
    assessment: bytes | None
    waiting: bytes | None

    @property
    def torn(self) -> bytes:
        """Return what stands behind the last whole line."""
        return self.history[self.chain.end :]

    @property
    def sound(self) -> bytes:
        """Return the whole lines."""
        return self.history[: self.chain.end]

    @property
    def recorded(self) -> bool:
        """Whether the assessment is the very file that the last entry tells of."""
        return digest(self.assessment) == self.last.after

    @property
    def unfinished(self) -> bool:
        """Whether a save is recorded and waits for its move, with nothing changed in between."""
        held = digest(self.assessment)
        return digest(self.waiting) == self.last.after and held in (None, self.last.before)

    @property
    def lost(self) -> bool:
        """Whether a save is recorded and what it wrote is gone, with nothing changed in between."""
        # An entry that changes no value, like a sign-off, has the same file before and after.
        before = self.last.before is not None and digest(self.assessment) == self.last.before
        behind = before and not self.recorded
        return behind and digest(self.waiting) != self.last.after and self.last.act != OUTSIDE_EDIT

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be finished; the assessment may still have been edited by hand."""
        waits = digest(self.waiting) == self.last.after and not self.recorded
        return not self.torn and not waits and not self.lost


def digest(data: bytes | None) -> str | None:
    """Return the SHA-256 of `data` as hexadecimal digits, None for None."""
    return None if data is None else sha256(data).hexdigest()


def look(root: Path, disk: Disk) -> State:
    """Return the state of the workspace in `root`, as of one moment; nothing is changed.

    Raises:
        IntegrityError: The history is missing, empty, or its chain is broken.
        FileError: One of the files cannot be read.
    """
    history = _read_history(root, disk)
    while True:
        chain = check_chain(history)
        last = last_of(history, chain)
        if chain.broken and chain.broken.code != "torn":
            refuse_break(chain.broken)
        if last is None and chain.entries:
            refuse_break(Break(chain.entries, "not-a-line"))
        if last is None:
            _refuse_whole("history-empty")
        assessment = _read(root / ASSESSMENT, disk)
        if digest(assessment) == last.after:
            return State(history, chain, last, assessment, None)
        waiting = _read(root / NEXT, disk)
        # Somebody may have saved between these reads; then they do not belong together.
        again = _read_history(root, disk)
        if again == history:
            return State(history, chain, last, assessment, waiting)
        history = again


def settle(root: Path, disk: Disk) -> tuple[State, tuple[Notice, ...]]:
    """Finish or clear away what an interrupted save left; the lock must be held.

    Raises:
        IntegrityError: As `look`, or the frozen checklist is not the one recorded.
        OSError: The disk refused; nothing is lost by that.
    """
    state, notices = look(root, disk), list[Notice]()
    if state.torn:
        kept = keep(root, "torn", ".jsonl", state.torn, disk)
        disk.truncate(root / HISTORY, state.chain.end)
        notices.append(Notice("torn-kept", kept))
    if state.unfinished:
        disk.replace(root / NEXT, root / ASSESSMENT)
        notices.append(Notice("save-finished", ASSESSMENT))
    elif state.waiting is not None and digest(state.waiting) == state.last.after and not state.recorded:
        notices.append(Notice("unapplied-kept", keep(root, "unapplied", ".toml", state.waiting, disk)))
    elif state.lost:
        disk.remove(root / NEXT)
        disk.write_new(root / NEXT, brought_forward(root, state, disk))
        disk.replace(root / NEXT, root / ASSESSMENT)
        notices.append(Notice("save-rebuilt", ASSESSMENT))
    for stale in (NEXT, CREATING):
        disk.remove(root / stale)
    return (look(root, disk) if notices else state), tuple(notices)


def standing(root: Path, state: State, disk: Disk) -> bytes:
    """Return the assessment that stands, a recorded save that waits for its move included.

    Raises:
        IntegrityError: There is none.
    """
    if state.unfinished and state.waiting is not None:
        return state.waiting
    if state.lost:
        return brought_forward(root, state, disk)
    if state.assessment is None:
        raise IntegrityError(
            "assessment.toml is missing, but the history tells of it; "
            "restore it from a copy, or run `lawcheck repair`"
        )
    return state.assessment


def brought_forward(root: Path, state: State, disk: Disk) -> bytes:
    """Return the assessment's file as the history tells it."""
    checklist, _ = read_checklist(root, state, disk)
    return assessment_bytes(replayed(state), checklist)


def replayed(state: State) -> Assessment:
    """Return the assessment as the history tells it.

    Raises:
        IntegrityError: The history contradicts itself, or tells of no assessment.
    """
    try:
        return rebuild(replay(decode(state.sound)))
    except Off:
        raise IntegrityError(
            "history.jsonl: replayed, the history gives no assessment; restore the file from a copy"
        ) from None


def outside_edits(state: State, data: bytes, assessment: Assessment) -> tuple[Change, ...]:
    """Return what was changed by hand since the last entry: values count, not how they are written."""
    if digest(data) == state.last.after:
        return ()
    return changes(flatten(replayed(state)), flatten(assessment))


def read_checklist(
    root: Path, state: State, disk: Disk, stated: Mapping[str, str] = MappingProxyType({})
) -> tuple[Checklist, str]:
    """Return the frozen checklist, as it is for a unit whose parameters are `stated`, and its SHA-256.

    Raises:
        IntegrityError: It is missing, or not the one that the history put in force.
        FileError: It is not a checklist.
    """
    data = _read(root / CHECKLIST, disk, CHECKLIST_LIMIT)
    if data is None:
        raise IntegrityError("checklist.toml is missing; restore it from a copy, or run `lawcheck repair`")
    hashed = sha256(data).hexdigest()
    if hashed != pinned_checklist(state.sound):
        raise IntegrityError(
            "checklist.toml is not the checklist that the history put in force; "
            "restore it from a copy, or run `lawcheck repair`"
        )
    return parse_checklist(data, CHECKLIST, stated), hashed


def assessment_bytes(assessment: Assessment, checklist: Checklist) -> bytes:
    """Return the file of an assessment, in the checklist's order."""
    import tomli_w

    table: dict[str, Any] = to_table(
        assessment, tuple(checklist.items_by_id), tuple(checklist.figures_by_name)
    )
    # A lone surrogate must reach the reader that checks these bytes, since that one says where it is.
    return tomli_w.dumps(table, multiline_strings=True).encode("utf-8", "surrogatepass")


def keep(root: Path, stem: str, suffix: str, data: bytes, disk: Disk) -> str:
    """Put `data` into recovered/ under a free name, unless it is there; return its path in the workspace."""
    folder = root / RECOVERED
    disk.make_folder(folder)
    number = 1
    while disk.about(folder / f"{stem}-{number}{suffix}"):
        if disk.read(folder / f"{stem}-{number}{suffix}", limit=HISTORY_LIMIT) == data:
            return f"{RECOVERED}/{stem}-{number}{suffix}"
        number += 1
    disk.write_new(folder / f"{stem}-{number}{suffix}", data)
    disk.sync_folder(folder)
    return f"{RECOVERED}/{stem}-{number}{suffix}"


def refuse_break(broken: Break) -> NoReturn:
    """Raise what a break of the chain means.

    Raises:
        FileError: The history was written by a newer program.
        IntegrityError: In all other cases.
    """
    place, said = f"{HISTORY}:{broken.line}", Refused(SENTENCES[f"history-{broken.code}"])
    if broken.code == "newer":
        raise FileError("{place}: {problem}", place=place, problem=said, line=broken.line)
    raise IntegrityError("{place}: {problem}", place=place, problem=said, line=broken.line)


def _read_history(root: Path, disk: Disk) -> bytes:
    data = _read(root / HISTORY, disk, HISTORY_LIMIT)
    if data is None:
        _refuse_whole("history-missing")
    return data


def _refuse_whole(code: str) -> NoReturn:
    raise IntegrityError("{place}: {problem}", place=HISTORY, problem=Refused(SENTENCES[code]))


def _read(path: Path, disk: Disk, limit: int = ASSESSMENT_LIMIT) -> bytes | None:
    try:
        return disk.read(path, limit=limit)
    except FileNotFoundError:
        return None
