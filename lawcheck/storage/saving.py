"""Saving: the one way in which an assessment is changed.

The order of steps is what keeps data whole at any crash; `history` tells how a crash between them is mended.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.history import (
    OUTSIDE_EDIT,
    Change,
    Entry,
    changes,
    encode,
    flatten,
    hash_of,
)
from lawcheck.domain.values import read_line, read_text
from lawcheck.domain.workspace import Notice, Workspace
from lawcheck.errors import BusyError, NotSavedError
from lawcheck.storage import evidence
from lawcheck.storage.disk import DISK, Disk, Grown, Uncertain
from lawcheck.storage.history import (
    ASSESSMENT,
    HISTORY,
    NEXT,
    State,
    assessment_bytes,
    digest,
    keep,
    read_checklist,
    settle,
)
from lawcheck.storage.lock import PRIVATE, hold
from lawcheck.storage.workspace import assemble, expect_workspace, read_assessment

UNKNOWN = "unknown"
"""Who made a change by hand: nobody can tell."""


class Act(NamedTuple):
    """What is recorded of a save beside the values."""

    act: str
    item: str | None
    who: str
    at: datetime
    why: str | None


def change(  # noqa: PLR0913  # whoever records a change says who, when and why
    root: Path,
    edit: Callable[[Workspace], Assessment],
    *,
    act: str,
    item: str | None = None,
    who: str,
    at: datetime,
    why: str | None = None,
    disk: Disk = DISK,
) -> Workspace:
    """Save what `edit` makes of the assessment, and return the workspace as it then is.

    Where no value changes nothing is written. A change made by hand before is recorded first, on its own.
    Whatever `edit` raises leaves everything as it was.

    Raises:
        BusyError: Somebody else holds the workspace.
        FileError: A file is not what it must be, or `edit` makes what no assessment may be.
        IntegrityError: The history's chain or the frozen checklist is broken.
        NotSavedError: The disk refused; the sentence says so where the change was recorded before that.
    """
    recorded = Act(act, item, read_line(who), at, None if why is None else read_text(why))
    try:
        expect_workspace(root, disk)
        with hold(root, disk):
            state, notices = settle(root, disk)
            opened = assemble(root, state, notices, disk, again=False)
            return _save(root, opened, state, edit(opened), recorded, disk)
    except OSError as error:
        raise NotSavedError(
            "{folder}: not saved ({reason}); everything is as it was before, "
            "make room or get leave to write there, and try again",
            folder=root.name,
            reason=error.strerror or type(error).__name__,
        ) from error


def _save(  # noqa: PLR0913, PLR0917  # one save: where, from what, to what
    root: Path, opened: Workspace, state: State, edited: Assessment, act: Act, disk: Disk
) -> Workspace:
    if edited.parameters != opened.assessment.parameters:
        # Other parameters make another checklist of the same file, which the whole assessment must fit.
        opened = replace(opened, checklist=read_checklist(root, state, disk, edited.parameters)[0])
    data = assessment_bytes(edited, opened.checklist)
    saved = read_assessment(data, opened.checklist)
    made = changes(flatten(opened.assessment), flatten(saved))
    if not made:
        return opened
    lost = [one for one in changes(flatten(edited), flatten(saved)) if not _only_line_ends(one)]
    assert not lost, lost  # what was written does not read back the same: never save that
    assert state.assessment is not None
    notices = opened.notices
    if any(found[0].startswith(b"#") for found in _TEXTS.finditer(state.assessment)):
        notices += (Notice("comments-kept", keep(root, "assessment", ".toml", state.assessment, disk)),)
    lines = _lines(opened, state, data, made, act)
    # Whatever may fail comes before the commit; what fails behind it is recorded all the same.
    pieces = evidence.states(root, saved.evidence, disk=disk, again=False)
    _commit(root, state, data, b"".join(lines), disk)
    return replace(
        opened,
        assessment=saved,
        pieces=pieces,
        outside_edits=(),
        head=hash_of(lines[-1]),
        entries=opened.entries + len(lines),
        notices=notices,
    )


def _lines(opened: Workspace, state: State, data: bytes, made: tuple[Change, ...], act: Act) -> list[bytes]:
    at, standing = act.at.isoformat(timespec="seconds"), f"sha256:{digest(state.assessment)}"
    lines: list[bytes] = []
    head = opened.head
    if opened.outside_edits:
        lines.append(_edit_line(opened, state, act.at))
        head = hash_of(lines[0])
    entry = Entry(
        seq=opened.entries + len(lines) + 1,
        prev=head,
        at=at,
        who=act.who,
        act=act.act,
        item=act.item,
        changes=made,
        why=act.why,
        before=standing,
        after=f"sha256:{digest(data)}",
    )
    return [*lines, encode(entry)]


def _edit_line(opened: Workspace, state: State, at: datetime) -> bytes:
    """Return the line that records what was changed by hand."""
    entry = Entry(
        seq=opened.entries + 1,
        prev=opened.head,
        at=at.isoformat(timespec="seconds"),
        who=UNKNOWN,
        act=OUTSIDE_EDIT,
        item=None,
        changes=opened.outside_edits,
        why=None,
        before=f"sha256:{state.last.after}",
        after=f"sha256:{digest(state.assessment)}",
    )
    return encode(entry)


def record_edits(root: Path, opened: Workspace, state: State, at: datetime, disk: Disk) -> None:
    """Record what was changed by hand, if anything was; the lock must be held.

    Raises:
        BusyError: Somebody else wrote to the history all the same; nothing was added.
        NotSavedError: Whether it was added is not known.
        OSError: The disk refused; nothing was added.
    """
    if opened.outside_edits:
        append(root, state, _edit_line(opened, state, at), disk)


def _commit(root: Path, state: State, data: bytes, lines: bytes, disk: Disk) -> None:
    waiting = root / NEXT
    disk.remove(waiting)
    disk.write_new(waiting, data)
    disk.sync_folder(root / PRIVATE)
    try:
        append(root, state, lines, disk)
    except (BusyError, OSError):
        disk.remove(waiting)
        raise
    try:
        disk.replace(waiting, root / ASSESSMENT)
    except OSError as error:
        raise NotSavedError(
            "{file}: the change is recorded; the next command finishes it, "
            "once no other program holds the file open ({reason})",
            file=ASSESSMENT,
            reason=error.strerror or type(error).__name__,
        ) from error


def append(root: Path, state: State, lines: bytes, disk: Disk) -> None:
    """Add `lines` to the history; the lock must be held.

    Raises:
        BusyError: Somebody else wrote to it all the same; nothing was added.
        NotSavedError: Whether they were added is not known.
        OSError: The disk refused; nothing was added.
    """
    try:
        disk.append(root / HISTORY, lines, size=state.chain.end)
    except Grown:
        raise BusyError(
            "history.jsonl: another program wrote to it at the same time; nothing was saved, try again"
        ) from None
    except Uncertain as error:
        raise NotSavedError(
            "history.jsonl: the disk failed while it was written; it may have been saved or not, "
            "run `lawcheck verify`"
        ) from error


# Texts and comments, whichever begins first: a # inside a text is no comment.
_TEXTS = re.compile(
    rb'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)


def _only_line_ends(one: Change) -> bool:
    return isinstance(one.old, str) and one.old.replace("\r\n", "\n") == one.new
