"""Signing off on the disk: the file first, then the line of the history that binds it.

A file without its line is no sign-off: a crash in between leaves one that the next `sign` puts aside.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from lawcheck.domain.history import Entry, decode, encode
from lawcheck.domain.signoff import ACT, Signoff, recorded
from lawcheck.domain.values import read_line, read_text
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import BusyError, FileError, NotSavedError, UsageError
from lawcheck.storage.disk import DISK, Disk
from lawcheck.storage.history import State, digest, keep, look, settle
from lawcheck.storage.lock import hold
from lawcheck.storage.saving import append
from lawcheck.storage.signoff import FOLDER, SIGNOFF_LIMIT, content, path_of, read, sm3, to_bytes
from lawcheck.storage.workspace import assemble, expect_workspace, review_digest

Compose = Callable[[Workspace, int, str | None], Signoff]
"""Makes a sign-off of an open workspace, its number, and the SHA-256 of review.toml."""


class OnFile(NamedTuple):
    """A sign-off, the SM3 digest of its file, and all other sign-offs whose files are as recorded."""

    signoff: Signoff
    sm3: str | None
    others: tuple[Signoff, ...]


def sign(  # noqa: PLR0913  # whoever records something says who, when and why
    root: Path, compose: Compose, *, who: str, at: datetime, why: str | None = None, disk: Disk = DISK
) -> int:
    """Write the sign-off that `compose` makes, record it, and return its number.

    Raises:
        UsageError: assessment.toml was edited by hand and no entry tells of it.
        BusyError: Somebody else holds the workspace.
        FileError: A file is not what it must be.
        IntegrityError: The history's chain or the frozen checklist is broken.
        NotSavedError: The disk refused.
    """
    try:
        expect_workspace(root, disk)
        with hold(root, disk):
            state, notices = settle(root, disk)
            opened = assemble(root, state, notices, disk)
            if opened.outside_edits:
                raise UsageError(
                    "assessment.toml was edited by hand in {count} places and the history does not tell of "
                    "it; look with `lawcheck verify`, record it with `lawcheck repair`, then sign",
                    count=len(opened.outside_edits),
                )
            signed = [one for entry in decode(state.sound) if (one := recorded(entry))]
            number = max((one.number for one in signed), default=0) + 1
            data = _checked(compose(opened, number, review_digest(root, disk)))
            pins = {
                "checklist": opened.checklist_sha256,
                "signoff": f"{number:04}",
                "sha256": sha256(data).hexdigest(),
            }
            _write(root, number, data, state, _line(opened, state, pins, (who, at, why)), disk)
            return number
    except OSError as error:
        raise NotSavedError(
            "{folder}: not signed ({reason}); everything is as it was before, "
            "make room or get leave to write there, and try again",
            folder=root.name,
            reason=error.strerror or type(error).__name__,
        ) from error


def on_file(root: Path, number: int | None = None, *, disk: Disk = DISK) -> OnFile:
    """Return a sign-off as it was recorded, the newest unless `number` is given.

    Raises:
        UsageError: There is none.
        IntegrityError: The history's chain is broken.
        FileError: Its file is not the one recorded.
    """
    expect_workspace(root, disk)
    told = {one.number: one for entry in decode(look(root, disk).sound) if (one := recorded(entry))}
    chosen = told.get(max(told, default=0) if number is None else number)
    if chosen is None:
        raise UsageError(
            "there is no such sign-off; `lawcheck history` lists them, `lawcheck sign` makes one"
        )
    good = {
        one.number: data
        for one in told.values()
        if (data := content(root, one.number, disk)) is not None and sha256(data).hexdigest() == one.sha256
    }
    if chosen.number not in good:
        raise FileError(
            "{file}: this is not the sign-off that was recorded; restore the file from a copy",
            file=path_of(chosen.number),
        )
    data = good.pop(chosen.number)
    others = tuple(read(other, key) for key, other in good.items())
    return OnFile(read(data, chosen.number), sm3(data), others)


def _checked(signoff: Signoff) -> bytes:
    data = to_bytes(signoff)
    assert read(data, signoff.number) == signoff, (
        "what was written does not read back the same: never save that"
    )
    return data


def _line(
    opened: Workspace, state: State, pins: dict[str, str], act: tuple[str, datetime, str | None]
) -> bytes:
    who, at, why = act
    standing = f"sha256:{digest(state.assessment)}"
    entry = Entry(
        seq=opened.entries + 1,
        prev=opened.head,
        at=at.isoformat(timespec="seconds"),
        who=read_line(who),
        act=ACT,
        item=None,
        changes=(),
        why=None if why is None else read_text(why),
        before=standing,
        after=standing,
        pins=pins,
    )
    return encode(entry)


def _write(  # noqa: PLR0913, PLR0917  # one sign-off: where, what, and the line that binds it
    root: Path, number: int, data: bytes, state: State, line: bytes, disk: Disk
) -> None:
    path = root / path_of(number)
    disk.make_folder(root / FOLDER)
    if disk.about(path) is not None:
        keep(root, "signoff", ".toml", disk.read(path, limit=SIGNOFF_LIMIT), disk)
        disk.remove(path)
    disk.write_new(path, data)
    try:
        disk.sync_folder(root / FOLDER)
        append(root, state, line, disk)
    except (BusyError, OSError):
        disk.remove(path)
        raise
