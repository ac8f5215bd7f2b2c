import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lawcheck.domain.assessment import Answer, Piece, Serving, Status
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.findings import Finding
from lawcheck.domain.history import ROOT, Entry, decode, encode, hash_of
from lawcheck.storage.evidence import adopt
from lawcheck.storage.saving import change
from lawcheck.storage.verify import verify

AT = datetime(2020, 12, 1, 10, 3, tzinfo=UTC)


@pytest.fixture
def full(root: Path, tmp_path: Path) -> Path:
    """A workspace with an answer, a piece of evidence, and three entries."""
    (tmp_path / "台账.xlsx").write_bytes(b"ledger")
    target, sha256, size = adopt(root, tmp_path / "台账.xlsx")
    one = Piece(
        kind=EvidenceKind.FILE,
        name="台账",
        target=target,
        serves=(Serving("A-01", "ledger"),),
        added=date(2020, 12, 1),
        sha256=sha256,
        size=size,
    )
    said = {"A-01": Answer(status=Status.DONE)}
    change(root, lambda w: replace(w.assessment, answers=said), act="set", who="李四", at=AT)
    change(root, lambda w: replace(w.assessment, evidence={"e-001": one}), act="evidence", who="李四", at=AT)
    return root


def seen(root: Path, *, quick: bool = False) -> list[tuple[str, str, str, int | None]]:
    return [(f.code, f.level, f.file, f.line) for f in verify(root, quick=quick)]


def snapshot(root: Path) -> dict[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def test_verify_has_nothing_to_say_of_a_sound_workspace(full: Path) -> None:
    assert verify(full) == []


def test_verify_says_what_a_quick_look_left_out(full: Path) -> None:
    path = full / "evidence" / "台账.xlsx"
    path.write_bytes(b"LEDGER")

    assert seen(full, quick=True) == [("evidence-not-read", "note", "evidence", None)]
    assert seen(full) == [("evidence-hash", "error", "evidence/台账.xlsx", None)]


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize(
    ("name", "spoil", "found"),
    [
        ("history.jsonl", Path.unlink, ("history-missing", None)),
        ("history.jsonl", lambda path: path.write_bytes(b""), ("history-empty", None)),
        ("history.jsonl", _truncate, ("history-torn", 3)),
        ("checklist.toml", Path.unlink, ("checklist-changed", None)),
        ("checklist.toml", _truncate, ("checklist-changed", None)),
        ("assessment.toml", Path.unlink, ("assessment-missing", None)),
        ("assessment.toml", lambda path: path.write_bytes(b""), ("unreadable", None)),
        ("evidence/台账.xlsx", Path.unlink, ("evidence-missing", None)),
        ("evidence/台账.xlsx", _truncate, ("evidence-size", None)),
    ],
)
def test_verify_names_what_was_spoiled(
    full: Path, name: str, spoil: Callable[[Path], object], found: tuple[str, int]
) -> None:
    spoil(full / name)

    errors = [(f.code, f.line) for f in verify(full) if f.level == "error"]
    files = [f.file for f in verify(full) if f.level == "error"]

    assert errors == [found]
    assert files == [name]


@pytest.mark.skipif(os.name == "nt", reason="making links needs leave on Windows")
def test_verify_takes_no_link_for_evidence(full: Path, tmp_path: Path) -> None:
    (full / "evidence" / "台账.xlsx").unlink()
    (full / "evidence" / "台账.xlsx").symlink_to(tmp_path / "台账.xlsx")

    assert seen(full) == [("evidence-link", "error", "evidence/台账.xlsx", None)]


def test_verify_finds_every_single_bit_of_the_history(full: Path) -> None:
    data = (full / "history.jsonl").read_bytes()
    for place in range(0, len(data), 7):
        spoiled = bytearray(data)
        spoiled[place] ^= 1 << place % 8
        (full / "history.jsonl").write_bytes(spoiled)
        assert [f for f in verify(full) if f.level == "error"], place


def test_verify_replays_a_history_that_was_chained_anew(full: Path) -> None:
    lines: list[bytes] = []
    for entry in decode((full / "history.jsonl").read_bytes()):
        made = tuple(one._replace(new="partial") if one.new == "done" else one for one in entry.changes)
        lines.append(encode(entry._replace(prev=hash_of(lines[-1]) if lines else ROOT, changes=made)))
    (full / "history.jsonl").write_bytes(b"".join(lines))

    # The file still has the bytes that the last entry names, so only the replay can tell.
    assert seen(full) == [("history-contradicts", "error", "assessment.toml", None)]


def test_verify_names_an_entry_that_contradicts_the_ones_before(full: Path) -> None:
    data = (full / "history.jsonl").read_bytes()
    last = decode(data)[-1]
    forged = Entry(
        **(last._asdict() | {"seq": 4, "prev": last.hash, "changes": [("unit", "x", "y")], "hash": ""})
    )
    (full / "history.jsonl").write_bytes(data + encode(forged))

    assert ("history-replay", "error", "history.jsonl", 4) in seen(full)


def test_verify_notes_a_hand_edit(full: Path) -> None:
    path = full / "assessment.toml"
    path.write_bytes(path.read_bytes().replace(b'"done"', b'"partial"'))

    assert verify(full) == [
        Finding(
            "outside-edit",
            "note",
            "assessment.toml",
            None,
            {"path": "answers.A-01.status", "old": "done", "new": "partial"},
        )
    ]


def test_verify_notes_what_nobody_asked_for(full: Path) -> None:
    (full / "assessment (冲突副本).toml").touch()
    (full / "evidence" / ".~lock").touch()

    assert seen(full) == [
        ("evidence-unregistered", "note", "evidence/.~lock", None),
        ("unknown-file", "note", "assessment (冲突副本).toml", None),
    ]


def test_verify_warns_of_empty_evidence(root: Path, tmp_path: Path) -> None:
    (tmp_path / "空.pdf").touch()
    target, sha256, size = adopt(root, tmp_path / "空.pdf")
    one = Piece(
        kind=EvidenceKind.FILE, name="空", target=target, added=date(2020, 12, 1), sha256=sha256, size=size
    )
    change(root, lambda w: replace(w.assessment, evidence={"e-1": one}), act="evidence", who="李四", at=AT)

    assert seen(root) == [("evidence-empty", "warning", "evidence/空.pdf", None)]


def test_verify_warns_of_a_clock_that_went_backwards(root: Path) -> None:
    said = {"A-01": Answer(status=Status.DONE)}
    change(
        root,
        lambda w: replace(w.assessment, answers=said),
        act="set",
        who="李四",
        at=AT - timedelta(days=1),
    )

    assert seen(root) == [("history-clock", "warning", "history.jsonl", 2)]


def test_verify_sees_a_save_that_was_not_finished(full: Path) -> None:
    before = (full / "assessment.toml").read_bytes()
    said = {"A-02": Answer(status=Status.DONE)}
    change(full, lambda w: replace(w.assessment, answers=said), act="set", who="李四", at=AT)
    (full / "assessment.toml").rename(full / ".lawcheck" / "next.toml")
    (full / "assessment.toml").write_bytes(before)

    assert seen(full) == [("save-unfinished", "warning", "assessment.toml", None)]


def test_verify_repairs_nothing(full: Path) -> None:
    _truncate(full / "history.jsonl")
    (full / ".lawcheck" / "next.toml").write_bytes(b"stale")
    before = snapshot(full)

    verify(full)
    verify(full, quick=True)

    assert snapshot(full) == before
