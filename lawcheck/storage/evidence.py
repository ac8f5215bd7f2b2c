"""Evidence on the disk: read, hashed and taken in. What the files say is never looked at.

A path is opened part by part and no part may be a link, so that nothing outside `evidence/` can pass for
proof; a file that changes while it is read proves nothing either.
"""

import os
import stat
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, NoReturn

from lawcheck.domain.assessment import EVIDENCE_FOLDER, Piece, PieceState, check_evidence_path
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.problems import shown
from lawcheck.domain.values import FORBIDDEN
from lawcheck.errors import FileError, NotSavedError, Refused
from lawcheck.storage.disk import DISK, Disk, Unfit
from lawcheck.storage.lock import PRIVATE, hold

SIZE_LIMIT = 2**31
"""Bytes; a larger file belongs into an archive, with its number as evidence."""

NAME_BYTES = 200
DEPTH_LIMIT = 8

_INCOMING = "incoming-"
_FORGOTTEN_SECONDS = 24 * 60 * 60

# A file that was just written may change again without the system's clock showing it.
_SETTLED_NS = 2 * 10**9


class Hashed(NamedTuple):
    """What a file was when it was read."""

    sha256: str
    size: int


class Adopted(NamedTuple):
    """A file taken in; `target` is its path in the workspace."""

    target: str
    sha256: str
    size: int


def adopt(root: Path, source: Path, *, disk: Disk = DISK) -> Adopted:
    """Copy a file into `evidence/` under a safe name of its own; the same bytes are kept once.

    Raises:
        FileError: There is no such file, or it cannot be evidence: a link, a folder, a device, over 2 GiB.
        NotSavedError: The disk refused; nothing was taken in.
        BusyError: Somebody else holds the workspace.
    """
    if any("\ud800" <= char <= "\udfff" for char in source.name):
        raise FileError(
            "{file}: the file's name is not UTF-8; rename it and try again", file=ascii(source.name)
        )
    copy = root / PRIVATE / f"{_INCOMING}{os.getpid()}-{time.monotonic_ns()}"
    try:
        disk.make_folder(copy.parent)
        hashed = _copy(source, copy, disk)
        try:
            with hold(root, disk):
                return Adopted(_place(root, copy, source.name, hashed, disk), *hashed)
        finally:
            disk.remove(copy)
    except Unfit as unfit:
        _refuse(unfit.code, shown(source.name))
    except OSError as error:
        raise NotSavedError(
            "{file}: the copy into evidence/ failed ({reason}); nothing was taken in, "
            "make room or get leave to write, and try again",
            file=shown(source.name),
            reason=error.strerror or type(error).__name__,
        ) from error


def hash_file(root: Path, target: str, *, disk: Disk = DISK, again: bool = True) -> Hashed:
    """Return what the file at `target` in the workspace is; with `again` it is read even if seen before.

    Raises:
        Unfit: There is none, or it cannot be taken as evidence.
    """
    with _opened(root, target, disk) as (fd, found):
        key = _identity(found)
        if found.st_size > SIZE_LIMIT:
            raise Unfit("too-large")
        if not again and key in disk.digests:
            return Hashed(disk.digests[key], found.st_size)
        hashed, size = sha256(), 0
        for chunk in disk.chunks(fd, SIZE_LIMIT):
            hashed.update(chunk)
            size += len(chunk)
        if _identity(os.fstat(fd)) != key or size != found.st_size:
            raise Unfit("moving")
    if time.time_ns() - found.st_ctime_ns > _SETTLED_NS:
        disk.digests[key] = hashed.hexdigest()
    return Hashed(hashed.hexdigest(), size)


def examine(
    root: Path, piece: Piece, *, disk: Disk = DISK, again: bool = True, quick: bool = False
) -> str | None:
    """Return why a piece is not what was recorded, None if it is: a code of `Unfit`, or one of these.

    unrecorded (a file without hash), size, hash. What is no file is not examined. With `quick` no file is
    read, so that only its size is compared.
    """
    if piece.kind is not EvidenceKind.FILE:
        return None
    if piece.sha256 is None:
        return "unrecorded"
    try:
        with _opened(root, piece.target, disk) as (_, about):
            size = about.st_size
        if piece.size not in (None, size):
            return "size"
        if quick or piece.sha256 == hash_file(root, piece.target, disk=disk, again=again).sha256:
            return None
    except Unfit as unfit:
        return unfit.code
    return "hash"


def states(
    root: Path, pieces: Mapping[str, Piece], *, disk: Disk = DISK, again: bool = True
) -> dict[str, PieceState]:
    """Return how each piece stands, by its key; whatever cannot be read is missing."""
    verdicts = {None: PieceState.PRESENT, "missing": PieceState.MISSING, "unreadable": PieceState.MISSING}
    return {
        key: verdicts.get(examine(root, piece, disk=disk, again=again), PieceState.CHANGED)
        for key, piece in pieces.items()
    }


def listing(root: Path, *, disk: Disk = DISK) -> list[str]:
    """Return the paths of everything in `evidence/` that is no folder, sorted; links are not followed."""
    found: list[str] = []
    waiting = [EVIDENCE_FOLDER]
    while waiting:
        folder = waiting.pop()
        for name in disk.names(root / folder):
            path = f"{folder}/{name}"
            about = disk.about(root / path)
            if about and stat.S_ISDIR(about.st_mode) and path.count("/") < DEPTH_LIMIT:
                waiting.append(path)
            else:
                found.append(path)
    return sorted(found)


def safe_name(name: str) -> str:
    """Return `name` as every system can hold it, as readable as before."""
    clean = FORBIDDEN.sub("_", _one_line(unicodedata.normalize("NFC", name)))
    clean = "".join("_" if c in '\\/:*?"<>|' else c for c in clean).strip().rstrip(". ") or "_"
    stem, dot, suffix = clean.rpartition(".")
    if not dot or not stem or len(suffix.encode()) > 20:
        stem, suffix = clean, ""
    stem = stem.encode()[:NAME_BYTES].decode("utf-8", "ignore").rstrip()
    clean = f"{stem}.{suffix}" if suffix else stem.rstrip(". ") or "_"
    try:
        check_evidence_path(f"{EVIDENCE_FOLDER}/{clean}")
    except Refused:
        return f"_{clean}"
    return clean


def _one_line(name: str) -> str:
    return name.replace("\n", "_").replace("\r", "_").replace("\t", "_")


def _copy(source: Path, copy: Path, disk: Disk) -> Hashed:
    hashed, size = sha256(), 0

    def read(fd: int, before: os.stat_result) -> Iterator[bytes]:
        nonlocal size
        for chunk in disk.chunks(fd, SIZE_LIMIT):
            hashed.update(chunk)
            size += len(chunk)
            yield chunk
        if _identity(os.fstat(fd)) != _identity(before) or size != before.st_size:
            raise Unfit("moving")

    try:
        with disk.opened(source) as (fd, found):
            if found.st_size > SIZE_LIMIT:
                raise Unfit("too-large")
            disk.write_new(copy, read(fd, found))
    except FileNotFoundError:
        raise Unfit("missing") from None
    return Hashed(hashed.hexdigest(), size)


def _place(root: Path, copy: Path, name: str, hashed: Hashed, disk: Disk) -> str:
    _forget(copy.parent, disk)
    disk.make_folder(root / EVIDENCE_FOLDER)
    for path in listing(root, disk=disk):
        if _is_same(root, path, hashed, disk):
            return path
    taken = {other.casefold() for other in disk.names(root / EVIDENCE_FOLDER)}
    wanted = free = safe_name(name)
    stem, dot, suffix = wanted.rpartition(".")
    number = 2
    while free.casefold() in taken:
        free = f"{stem}-{number}{dot}{suffix}" if stem else f"{wanted}-{number}"
        number += 1
    disk.replace(copy, root / EVIDENCE_FOLDER / free)
    return f"{EVIDENCE_FOLDER}/{free}"


def _forget(folder: Path, disk: Disk) -> None:
    # What a crash left of a copy; a young one may still be growing in another process.
    for name in disk.names(folder):
        about = disk.about(folder / name) if name.startswith(_INCOMING) else None
        if about and time.time() - about.st_mtime > _FORGOTTEN_SECONDS:
            disk.remove(folder / name)


def _is_same(root: Path, path: str, hashed: Hashed, disk: Disk) -> bool:
    about = disk.about(root / path)
    if about is None or about.st_size != hashed.size or FORBIDDEN.search(_one_line(path)):
        return False
    try:
        return hash_file(root, check_evidence_path(path), disk=disk) == hashed
    except (Unfit, Refused):
        return False


@contextmanager
def _opened(root: Path, target: str, disk: Disk) -> Iterator[tuple[int, os.stat_result]]:
    *folders, name = target.split("/")
    try:
        with ExitStack() as stack:
            if os.open in os.supports_dir_fd:
                place = _descend(root, folders, disk, stack)
                yield stack.enter_context(disk.opened(Path(name), folder=place))
            else:
                for depth in range(1, len(folders) + 1):
                    disk.refuse_link(root.joinpath(*folders[:depth]))
                yield stack.enter_context(disk.opened(root / target))
    except FileNotFoundError:
        raise Unfit("missing") from None
    except OSError as error:
        raise Unfit("unreadable") from error


def _descend(root: Path, folders: list[str], disk: Disk, stack: ExitStack) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY
    place = disk.call(os.open, root, flags)
    stack.callback(os.close, place)
    for folder in folders:
        try:
            inner = disk.call(os.open, folder, flags | os.O_NOFOLLOW, dir_fd=place)
        except NotADirectoryError:
            about = disk.about(Path(folder), folder=place)
            raise Unfit("link" if about and stat.S_ISLNK(about.st_mode) else "missing") from None
        place = inner
        stack.callback(os.close, place)
    return place


def _identity(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _refuse(code: str, file: str) -> NoReturn:
    match code:
        case "missing":
            raise FileError("{file}: there is no such file; check the path", file=file)
        case "link":
            raise FileError("{file}: this is a link; name the file that it points to", file=file)
        case "not-regular":
            raise FileError(
                "{file}: this is a folder or a device, not a file; pack a folder into one file first",
                file=file,
            )
        case "too-large":
            raise FileError(
                "{file}: the file is larger than 2 GiB; "
                "keep it in an archive and name its number there (--kind record)",
                file=file,
            )
        case "moving":
            raise FileError(
                "{file}: the file changed while it was copied; close it in other programs and try again",
                file=file,
            )
        case _:
            raise FileError("{file}: the file cannot be read; check who may read it", file=file)
