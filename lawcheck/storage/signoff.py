"""Sign-offs on the disk: which of them the history tells of, and what their files say."""

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from lawcheck.errors import FileError
from lawcheck.storage.disk import Disk
from lawcheck.storage.toml import parse_document

if TYPE_CHECKING:
    from lawcheck.domain.signoff import Signed, Signoff

FOLDER = "signoff"
SIGNOFF_LIMIT = 2**17

# Inside JSON text a quote is escaped, so neither can be anybody's words.
_ACT = b'","act":"sign","item":'
_FILED = b'","act":"sign-scan","item":'
_PINS = re.compile(rb',"pins":\{"checklist":"[0-9a-f]{64}","signoff":"(\d{4,9})","sha256":"([0-9a-f]{64})"\}')


def path_of(number: int) -> str:
    """Return the path of a sign-off in the workspace."""
    return f"{FOLDER}/{number:04}.toml"


def number_of(name: str) -> int | None:
    """Return the number of the sign-off whose file bears this name."""
    found = re.fullmatch(r"(\d{4,9})\.toml", name, re.ASCII)
    return int(found[1]) if found else None


def newest(root: Path, history: bytes, disk: Disk) -> "Signed | None":
    """Return the newest sign-off that `history` tells of; nothing is imported where there is none."""
    place = history.rfind(_ACT)
    if place < 0:
        return None
    start = history.rfind(b"\n", 0, place) + 1
    found = _PINS.search(history, place, history.find(b"\n", place))
    if not found:
        return None
    from lawcheck.domain.signoff import Signed

    number = int(found[1])
    data = content(root, number, disk)
    record = None
    if data is not None and sha256(data).hexdigest() == found[2].decode():
        try:
            record = read(data, number)
        except FileError:
            record = None
    return Signed(number, history.count(b"\n", 0, start) + 1, record, history.count(_FILED, place))


def content(root: Path, number: int, disk: Disk) -> bytes | None:
    """Return the bytes of a sign-off's file, None if there is none that can be read."""
    try:
        return disk.read(root / path_of(number), limit=SIGNOFF_LIMIT)
    except (FileNotFoundError, FileError):
        return None


def read(data: bytes, number: int | None = None, file: str | None = None) -> "Signoff":
    """Return the sign-off in `data`.

    Raises:
        FileError: It is none.
    """
    from lawcheck.domain.signoff import FORMAT, Signoff

    return parse_document(Signoff, data, file or path_of(number or 0), newest=FORMAT)


def to_bytes(signoff: "Signoff") -> bytes:
    """Return the file of a sign-off."""
    import tomli_w

    from lawcheck.domain.signoff import to_table

    return tomli_w.dumps(to_table(signoff), multiline_strings=True).encode()


def sm3(data: bytes) -> str | None:
    """Return the SM3 digest (GB/T 32905), None where this build of Python has none."""
    import hashlib

    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError:
        return None
