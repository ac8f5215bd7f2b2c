"""Earlier states of a history, as somebody outside kept them, and whether today's extends them.

This is what a chain alone cannot show: whoever owns the folder can write all of it anew, or put back an
old copy, and the chain is whole again. Not what somebody else has kept.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lawcheck.domain.findings import Finding
from lawcheck.domain.history import check_chain, hash_of
from lawcheck.errors import FileError, UsageError
from lawcheck.storage.disk import Disk
from lawcheck.storage.history import HISTORY, HISTORY_LIMIT
from lawcheck.storage.signoff import SIGNOFF_LIMIT, read

_DIGITS = 64
_SECONDS = 30


class Earlier(NamedTuple):
    """What was kept: the hash of one entry, or all lines of a history; `source` is how it was named."""

    source: str
    head: str
    history: bytes = b""


def find_earlier(text: str, root: Path, disk: Disk) -> Earlier:
    """Return what `text` names: 64 digits, in groups or not, a sign-off, a history, a folder, a git revision.

    Raises:
        UsageError: It names none of these.
        FileError: The file is not what its name says.
    """
    digits = re.sub(r"[\s\-_:]", "", text).lower()
    if re.fullmatch(r"[0-9a-f]{64}", digits):
        return Earlier(text, digits)
    if re.fullmatch(r"[0-9a-f]{32,}", digits) and len(digits) != 40:
        raise UsageError(
            "--against: these are {count} digits, and the hash of an entry has 64; "
            "compare them with the page once more",
            count=len(digits),
        )
    path = Path(text)
    if path.is_dir():
        path /= HISTORY
    if path.is_file():
        return _from_file(text, path, disk)
    return _sound(text, _from_git(text, root))


def compare(earlier: Earlier, history: bytes) -> Iterator[Finding]:
    """Return whether the sound lines of today's `history` extend what was kept."""
    whole = history[: check_chain(history).end]
    fields = {"source": earlier.source, "head": earlier.head}
    if earlier.history and not whole.startswith(earlier.history):
        yield _difference(earlier, whole, fields)
        return
    place = whole.find(b',"hash":"' + earlier.head.encode() + b'"}\n')
    if place < 0:
        yield Finding("against-missing", "error", HISTORY, None, fields)
        return
    entry = whole.count(b"\n", 0, place) + 1
    since = whole.count(b"\n") - entry
    yield Finding("against-held", "note", HISTORY, entry, fields | {"entry": entry, "since": since})


def _difference(earlier: Earlier, whole: bytes, fields: dict[str, str]) -> Finding:
    kept = earlier.history.count(b"\n")
    if earlier.history.startswith(whole):
        now = whole.count(b"\n")
        return Finding("against-older", "error", HISTORY, None, fields | {"kept": kept, "now": now})
    pairs = zip(earlier.history.split(b"\n"), whole.split(b"\n"), strict=False)
    line = next(number for number, (then, now) in enumerate(pairs, 1) if then != now)
    return Finding("against-differs", "error", HISTORY, line, fields)


def _from_file(text: str, path: Path, disk: Disk) -> Earlier:
    if path.suffix == ".toml":
        try:
            return Earlier(text, read(disk.read(path, limit=SIGNOFF_LIMIT), file=text).head)
        except FileNotFoundError:
            raise UsageError("{file}: there is no such file; check the name", file=text) from None
    return _sound(text, disk.read(path, limit=HISTORY_LIMIT))


def _sound(text: str, data: bytes) -> Earlier:
    chain = check_chain(data)
    if not chain.entries or (chain.broken and chain.broken.code != "torn"):
        raise FileError(
            "{file}: this is no history whose chain is whole, so nothing can be compared with it; "
            "name an undamaged copy",
            file=text,
        )
    return Earlier(text, hash_of(data[chain.last : chain.end]), data[: chain.end])


def _from_git(revision: str, root: Path) -> bytes:
    if revision.startswith("-") or not revision.strip():
        raise UsageError("--against names no revision of git; write a name like HEAD or HEAD~3")
    try:
        shown = subprocess.run(  # noqa: S603  # a fixed program, no shell
            ["git", "-C", str(root), "show", f"{revision}:./{HISTORY}"],  # noqa: S607  # the system's own
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise UsageError(
            "--against: '{text}' is no file and no hash of 64 digits, and git is not there to look for it",
            text=revision,
        ) from None
    if shown.returncode:
        raise UsageError(
            "--against: '{text}' is no file, no hash of 64 digits, and no revision of git that holds "
            "history.jsonl",
            text=revision,
        )
    return shown.stdout
