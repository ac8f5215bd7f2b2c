"""Tampering: whatever is changed behind the program's back is seen, each with how it must be told."""

import random
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from lawcheck.domain.findings import Finding
from lawcheck.storage.verify import verify
from tests.scoreboard import witness
from tests.scoreboard.stage import Tally, furnish, run, scratch

Verifier = Callable[[Path], list[Finding]]

_TOLD = frozenset({"outside-edit", "history-torn"})
"""What is no error and yet seen: an edit by hand, and a line that a crash may have torn."""


def bit_flips(*, stride: int = 1, look: Verifier = verify) -> Tally:
    """Change every single bit of a history; every `stride`th in the short form."""
    tally = Tally()
    with scratch() as place:
        root = furnish(place / "office")
        data = (root / "history.jsonl").read_bytes()
        for bit in range(0, len(data) * 8, stride):
            spoiled = bytearray(data)
            spoiled[bit // 8] ^= 1 << bit % 8
            (root / "history.jsonl").write_bytes(spoiled)
            tally.count(f"bit {bit}", _unseen(root, look))
        tally.note = f"{len(data):,} bytes"
    return tally


def _unseen(root: Path, look: Verifier) -> list[str]:
    return [] if any(one.level == "error" or one.code in _TOLD for one in look(root)) else ["not seen"]


def _lines(root: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = root / "history.jsonl"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def _bytes(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        (root / name).write_bytes(change((root / name).read_bytes()))

    return spoil


def _chained(root: Path, change: Callable[[int, bytes], bytes]) -> None:
    """Change lines and compute every hash anew, as somebody would who knows how."""
    head, made = "0" * 64, []
    for number, line in enumerate((root / "history.jsonl").read_bytes().splitlines(), 1):
        bare = line[: line.rindex(b',"hash":"')]
        start = bare.index(b'"prev":"') + 8
        bare = change(number, bare[:start] + head.encode() + bare[start + 64 :])
        head = sha256(bare).hexdigest()
        made.append(bare + b',"hash":"' + head.encode() + b'"}\n')
    (root / "history.jsonl").write_bytes(b"".join(made))


def _forged(root: Path) -> None:
    last = (root / "history.jsonl").read_bytes().splitlines(keepends=True)[-1]
    with (root / "history.jsonl").open("ab") as file:
        file.write(last.replace(b'"seq":4', b'"seq":5'))


def _linked(root: Path) -> None:
    path = root / "evidence" / "纪要.pdf"
    path.rename(root.parent / "纪要 2.pdf")
    path.symlink_to(root.parent / "纪要 2.pdf")


def _merged(root: Path) -> None:
    """Put the line of another copy's history behind this one's, as git merges two branches."""
    other = root.parent / "other"
    shutil.copytree(root, other)
    run("-C", root, "set", "A-01", "--status", "partial")
    run("-C", other, "set", "A-01", "--status", "not_done")
    with (root / "history.jsonl").open("ab") as file:
        file.write((other / "history.jsonl").read_bytes().splitlines(keepends=True)[-1])
    shutil.rmtree(other)


def _kept_times(root: Path) -> None:
    import os

    path = root / "evidence" / "纪要.pdf"
    found = path.stat()
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


NAMED: dict[str, tuple[Callable[[Path], object], str, int]] = {
    "K01 the first entry deleted": (lambda root: _lines(root, lambda lines: lines[1:]), "history", 6),
    "K02 the last entry deleted": (lambda root: _lines(root, lambda lines: lines[:-1]), "outside-edit", 0),
    "K03 one in the middle deleted": (
        lambda root: _lines(root, lambda lines: lines[:1] + lines[2:]), "history-prev", 6,
    ),
    "K04 two swapped": (
        lambda root: _lines(root, lambda lines: [lines[0], lines[2], lines[1], *lines[3:]]), "history", 6,
    ),
    "K05 one repeated": (lambda root: _lines(root, lambda lines: [*lines, lines[1]]), "history-repeated", 6),
    "K06 the last cut in half": (_bytes("history.jsonl", lambda data: data[:-100]), "history-torn", 6),
    "K07 emptied": (_bytes("history.jsonl", lambda _: b""), "history-empty", 6),
    "K08 missing": (lambda root: (root / "history.jsonl").unlink(), "history-missing", 6),
    "K09 Windows line ends": (
        _bytes("history.jsonl", lambda data: data.replace(b"\n", b"\r\n")), "history-crlf", 6,
    ),
    "K10 a mark in front": (_bytes("history.jsonl", lambda data: b"\xef\xbb\xbf" + data), "history-bom", 6),
    "K11 a forged tail": (_forged, "history-", 6),
    "K12 the assessment emptied": (_bytes("assessment.toml", lambda _: b""), "unreadable", 6),
    "K13 the assessment missing": (lambda root: (root / "assessment.toml").unlink(), "assessment-missing", 6),
    "K14 points in the checklist": (
        _bytes("checklist.toml", lambda data: data.replace(b"points = 2", b"points = 3", 1)),
        "checklist-changed", 6,
    ),
    "K15 a blank in the checklist": (_bytes("checklist.toml", lambda data: data + b"\n"), "checklist-", 6),
    "K16 the checklist missing": (lambda root: (root / "checklist.toml").unlink(), "checklist-changed", 6),
    "K17 a status by hand": (
        _bytes("assessment.toml", lambda data: data.replace(b'"done"', b'"partial"', 1)), "outside-edit", 0,
    ),
    "K18 a figure by hand": (
        _bytes("assessment.toml", lambda data: data.replace(b"cases = 3", b"cases = 9")), "outside-edit", 0,
    ),
    "K19 a score by hand": (_bytes("assessment.toml", lambda data: b"score = 100\n" + data), "unreadable", 6),
    "K20 evidence, size and times kept": (_kept_times, "evidence-hash", 6),
    "K21 evidence cut": (_bytes("evidence/纪要.pdf", lambda data: data[:-1]), "evidence-size", 6),
    "K22 evidence deleted": (lambda root: (root / "evidence" / "纪要.pdf").unlink(), "evidence-missing", 6),
    "K23 evidence linked": (_linked, "evidence-link", 6),
    "K24 evidence emptied": (_bytes("evidence/纪要.pdf", lambda _: b""), "evidence-size", 6),
    "K25 a file planted": (lambda root: (root / "assessment (冲突).toml").touch(), "unknown-file", 0),
    "K26 evidence planted": (lambda root: (root / "evidence" / "x.pdf").touch(), "evidence-unregistered", 0),
    "K27 two histories merged": (_merged, "history-fork", 6),
    "K28 git's marks of a conflict": (
        _bytes("history.jsonl", lambda data: data + b"<<<<<<< HEAD\n"), "history-conflict", 6,
    ),
    "K29 a value in the chain, chained anew": (
        lambda root: _chained(root, lambda _, line: line.replace(b'"done"', b'"partial"')), "history-", 6,
    ),
    "K30 an editor's leftover": (lambda root: (root / "history.jsonl~").touch(), "unknown-file", 0),
    "K31 two lines in one": (
        lambda root: _lines(root, lambda lines: [lines[0], lines[1].rstrip() + lines[2], *lines[3:]]),
        "history-", 6,
    ),
    "K32 an empty line": (lambda root: _lines(root, lambda lines: [*lines, b"\n"]), "history-not-a-line", 6),
    "K33 a line of zeros": (_bytes("history.jsonl", lambda data: data + bytes(9) + b"\n"), "history-not", 6),
    "K34 zeros at the end": (_bytes("history.jsonl", lambda data: data + bytes(99)), "history-torn", 6),
    "K35 a newer program's line": (
        _bytes("history.jsonl", lambda data: data + b'{"v":2}\n'), "history-newer", 6,
    ),
    "K36 evidence a folder": (lambda root: _folder(root / "evidence/纪要.pdf"), "evidence-not-regular", 6),
}  # fmt: skip
"""What is done, what `verify` must name, and its exit code."""


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def named(*, look: Verifier = verify) -> Tally:
    """Do each named thing to a workspace: `verify` gives its code and exit."""
    tally = Tally()
    with scratch() as place:
        root = furnish(place / "office")
        for case, (spoil, code, exit_code) in NAMED.items():
            shutil.copytree(place / "office", place / "trial", symlinks=True)
            spoil(place / "trial" / root.name)
            tally.count(case, _told(place / "trial" / root.name, code, exit_code, look))
            shutil.rmtree(place / "trial")
    return tally


def _told(root: Path, code: str, exit_code: int, look: Verifier) -> list[str]:
    codes = [one.code for one in look(root)]
    faults = [] if any(one.startswith(code) for one in codes) else [f"{code} is not among {codes}"]
    ran = run("-C", root, "verify")
    if ran.code != exit_code:
        faults.append(f"exit {ran.code}, not {exit_code}")
    return faults


def scattered(*, count: int, seed: int = 20201201, look: Verifier = verify) -> Tally:
    """Flip single bits at random in all other files that were recorded: values that differ are seen."""
    tally, chance = Tally(note=f"seed {seed}"), random.Random(seed)
    with scratch() as place:
        root = furnish(place / "office")
        was = witness.values(root)
        for name, spoiled in _flips(root, count, chance):
            path = root / name
            sound = path.read_bytes()
            path.write_bytes(spoiled)
            # A blank more or less in the assessment is no change: what counts are its values.
            same = name == "assessment.toml" and witness.values(root) == was
            tally.count(name, [] if same else _unseen(root, look))
            path.write_bytes(sound)
    return tally


def _flips(root: Path, count: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    for _ in range(count):
        name = chance.choice(["assessment.toml", "checklist.toml", "evidence/纪要.pdf"])
        spoiled = bytearray((root / name).read_bytes())
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        yield name, bytes(spoiled)
