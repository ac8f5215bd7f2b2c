"""The history: what changed, as leaves of the assessment, one chained line for each change.

A line is plain JSON that ends in its own hash: the SHA-256 of its bytes before `,"hash":"`. Replaying all
lines gives the values of the assessment. The chain is checked on bytes; JSON is read only by who needs it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from lawcheck.domain.assessment import Answer, Assessment, Covers, Piece
from lawcheck.domain.parse import Off, parse
from lawcheck.domain.quantities import NUMBER_LIMIT
from lawcheck.errors import IntegrityError

Leaf = str | int | bool | list[str]
Flat = dict[str, Leaf]
"""The assessment as leaves: `answers.A1-04.status` and its value; days as ISO text; only what is set."""

ROOT = "0" * 64
"""What the first line names as the hash before it."""

OUTSIDE_EDIT = "outside-edit"
"""The act of an entry that records a change made by hand; the file is its own proof, nothing was written."""


class Change(NamedTuple):
    """One leaf before and after; None where it is not set."""

    path: str
    old: Leaf | None
    new: Leaf | None


class Entry(NamedTuple):
    """One line. `before` and `after` are `sha256:…` of the assessment file's bytes; `at` is ISO text.

    `hash` is empty until the line has been encoded. `pins` are files that the entry binds: the checklist
    that it puts in force, or signs, first; then a sign-off's number and SHA-256.
    """

    seq: int
    prev: str
    at: str
    who: str
    act: str
    item: str | None
    changes: tuple[Change, ...]
    why: str | None
    before: str | None
    after: str
    pins: Mapping[str, str] | None = None
    hash: str = ""


class Break(NamedTuple):
    """Where the chain ends too early: the line, from 1, and a stable code.

    The codes: torn, hash, prev, seq, not-a-line, crlf, bom, conflict, fork, repeated, newer.
    """

    line: int
    code: str


class Chain(NamedTuple):
    """The sound part of a history; `last` and `end` are the bytes where its last line begins and ends."""

    entries: int
    head: str
    last: int
    end: int
    broken: Break | None


class Last(NamedTuple):
    """What recovery must know of the last entry; the hashes are bare hexadecimal digits."""

    act: str
    before: str | None
    after: str


def flatten(assessment: Assessment) -> Flat:
    """Return the values that are set, under their paths. An answer that says nothing is no answer."""
    flat: Flat = {"format": assessment.format, "unit": assessment.unit, "checklist": assessment.checklist}
    flat |= {f"parameters.{name}": text for name, text in assessment.parameters.items()}
    flat |= {f"figures.{name}": text for name, text in assessment.figures.items()}
    for folder, records in (("answers", assessment.answers), ("evidence", assessment.evidence)):
        for key, spoken in records.items():
            flat |= {f"{folder}.{key}.{name}": _as_json(leaf) for name, leaf in _said(spoken).items()}
    return flat


def rebuild(flat: Mapping[str, Any]) -> Assessment:
    """Return the assessment that `flat` tells of.

    Raises:
        Off: It tells of none.
    """
    table: dict[str, Any] = {}
    for path, leaf in flat.items():
        *folders, key = path.split(".")
        place = table
        for folder in folders:
            place = place.setdefault(folder, {})
            if not isinstance(place, dict):
                raise Off
        try:
            place[key] = date.fromisoformat(leaf) if key in _DAYS and len(folders) == 2 else leaf
        except (TypeError, ValueError):
            raise Off from None
    return parse(Assessment, table)


def to_table(assessment: Assessment, items: Sequence[str], figures: Sequence[str]) -> dict[str, Any]:
    """Return the table that the TOML writer takes: answers and figures in the order given, others after."""
    answers = {
        item: said
        for item in _ordered(assessment.answers, items)
        if (said := _said(assessment.answers[item]))
    }
    numbers = {name: _as_figure(assessment.figures[name]) for name in _ordered(assessment.figures, figures)}
    evidence = {key: _said(assessment.evidence[key]) for key in sorted(assessment.evidence)}
    head = {"format": assessment.format, "unit": assessment.unit, "checklist": assessment.checklist}
    parameters = {name: _as_figure(text) for name, text in sorted(assessment.parameters.items())}
    parts = {"parameters": parameters, "answers": answers, "figures": numbers, "evidence": evidence}
    return head | {key: part for key, part in parts.items() if part}


def changes(old: Mapping[str, Leaf], new: Mapping[str, Leaf]) -> tuple[Change, ...]:
    """Return every leaf that differs, sorted by path."""
    return tuple(
        Change(path, old.get(path), new.get(path))
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    )


def replay(entries: Iterable[Entry]) -> Flat:
    """Return the values after all `entries`.

    Raises:
        IntegrityError: An entry changes a value from something that it was not.
    """
    flat: Flat = {}
    for entry in entries:
        for path, old, new in entry.changes:
            if flat.get(path) != old:
                raise IntegrityError(
                    "history.jsonl:{line}: {path} did not have the value that this entry says it had; "
                    "restore the file from a copy",
                    line=entry.seq,
                    path=path,
                )
            if new is None:
                flat.pop(path, None)
            else:
                flat[path] = new
    return flat


def encode(entry: Entry) -> bytes:
    """Return the line of an entry, its hash and line feed included."""
    import json

    said: dict[str, Any] = {"v": 1} | entry._asdict()
    del said["hash"]
    if said["pins"] is None:
        del said["pins"]
    line = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    return line + b',"hash":"' + sha256(line).hexdigest().encode() + b'"}\n'


def decode(data: bytes) -> list[Entry]:
    """Return the entries of a history whose chain is sound.

    Raises:
        IntegrityError: A line is no entry, although its hash is right.
    """
    import json

    entries: list[Entry] = []
    for number, line in enumerate(data.split(b"\n")[:-1], 1):
        try:
            said = json.loads(line)
            del said["v"]
            said["changes"] = tuple(Change(str(path), old, new) for path, old, new in said["changes"])
            entries.append(Entry(**said))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise IntegrityError(
                "history.jsonl:{line}: this line is not an entry of a history; restore the file from a copy",
                line=number,
            ) from None
    return entries


def until(entries: Sequence[Entry], day: date) -> Sequence[Entry]:
    """Return the entries up to the last that is dated `day` or before; what counts is their order.

    An entry with a later date among them stays: a clock was wrong, and it was recorded before the last one.
    """
    for end in range(len(entries), 0, -1):
        if entries[end - 1].at[:10] <= day.isoformat():
            return entries[:end]
    return ()


def check_chain(data: bytes) -> Chain:
    """Return how far the history is sound, and its first break. Nothing is parsed."""
    if data.startswith(b"\xef\xbb\xbf"):
        return Chain(0, ROOT, 0, 0, Break(1, "bom"))
    entries, head, last, start = 0, ROOT, 0, 0
    while start < len(data):
        end = data.find(b"\n", start)
        line = data[start:end]
        code = _flaw(line, entries, head, data, start) if end >= 0 else "torn"
        if code:
            return Chain(entries, head, last, start, Break(entries + 1, code))
        entries, head, last, start = entries + 1, hash_of(line), start, end + 1
    return Chain(entries, head, last, start, None)


def hash_of(line: bytes) -> str:
    """Return the hash that a line, with or without its line feed, ends in."""
    return line.rstrip(b"\n")[-66:-2].decode("ascii", "replace")


def last_of(data: bytes, chain: Chain) -> Last | None:
    """Return what the last sound entry says of the file; None where there is none to read."""
    line = data[chain.last : chain.end]
    act, ends = _ACT.search(line), _ENDS.search(line)
    if not act or not ends:
        return None
    return Last(act[1].decode(), ends[1].decode() if ends[1] else None, ends[2].decode())


def pinned_checklist(data: bytes) -> str | None:
    """Return the SHA-256 of the checklist that the newest entry with pins puts in force."""
    # Inside JSON text a quote is escaped, so these bytes cannot be anybody's words.
    found = _PIN.match(data, max(data.rfind(b',"pins":{'), 0))
    return found[1].decode() if found else None


_DAYS = frozenset({"due", "added"})
_ALWAYS = frozenset({"level"})
_INTEGER = re.compile(r"0|-?[1-9]\d{0,12}", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HEAD = re.compile(rb'\{"v":1,"seq":([1-9]\d{0,8}),"prev":"([0-9a-f]{64})","at":"')
_NEWER = re.compile(rb'\{"v":(?:[2-9]|[1-9]\d+)[,}]')
_TAIL = re.compile(rb',"hash":"[0-9a-f]{64}"\}')
_TAIL_BYTES = 75
_CONFLICT_MARKS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
_ACT = re.compile(rb'","act":"([a-z][a-z0-9-]*)","item":')
_ENDS = re.compile(
    rb',"before":(?:null|"sha256:([0-9a-f]{64})"),"after":"sha256:([0-9a-f]{64})"'
    rb'(?:,"pins":\{[^{}]*\})?,"hash":"[0-9a-f]{64}"\}\n?\Z'
)
_PIN = re.compile(rb',"pins":\{"checklist":"([0-9a-f]{64})"')


def _said(spoken: Answer | Piece) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for field in fields(spoken):
        value = getattr(spoken, field.name)
        if value == field.default and field.name not in _ALWAYS:
            continue
        if isinstance(value, Covers):
            said[field.name] = str(value)
        elif isinstance(value, tuple):
            said[field.name] = [str(one) for one in value]
        else:
            said[field.name] = str(value) if isinstance(value, str) else value
    return said


def _as_json(leaf: Any) -> Any:
    return leaf.isoformat() if isinstance(leaf, date) else leaf


def _as_figure(text: str) -> str | int | date:
    if _INTEGER.fullmatch(text) and abs(int(text)) <= NUMBER_LIMIT:
        return int(text)
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else text
    except ValueError:
        return text


def _ordered(keys: Iterable[str], order: Sequence[str]) -> list[str]:
    rank = {key: place for place, key in enumerate(order)}
    return sorted(keys, key=lambda key: (rank.get(key, len(rank)), key))


def _flaw(line: bytes, entries: int, head: str, data: bytes, start: int) -> str | None:
    if line.endswith(b"\r"):
        return "crlf"
    if line.startswith(_CONFLICT_MARKS):
        return "conflict"
    if _NEWER.match(line):
        return "newer"
    found = _HEAD.match(line)
    if not found or not _TAIL.fullmatch(line, max(len(line) - _TAIL_BYTES, 0)):
        return "not-a-line"
    if sha256(line[:-_TAIL_BYTES]).hexdigest() != hash_of(line):
        return "hash"
    if found[2].decode() != head:
        if data.find(line + b"\n", 0, start) >= 0:
            return "repeated"
        return "prev" if data.find(b',"prev":"' + found[2] + b'","at":"', 0, start) < 0 else "fork"
    return None if int(found[1]) == entries + 1 else "seq"
