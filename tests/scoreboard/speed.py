"""Two speeds: verifying a long history, and one save against the least that any safe save costs."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lawcheck.domain.assessment import FORMAT, Answer, Assessment, Status
from lawcheck.domain.history import Change, Entry, encode, hash_of
from lawcheck.domain.workspace import Workspace
from lawcheck.storage import saving, workspace
from lawcheck.storage.history import ASSESSMENT, HISTORY
from lawcheck.storage.verify import verify
from tests.bench.workspaces import generated
from tests.scoreboard import witness
from tests.scoreboard.stage import Tally, furnish, scratch

AT = datetime(2020, 12, 1, 10, 3, tzinfo=UTC)
VERIFY_SECONDS = 2.0
SAVE_SECONDS = 1.0


def verify_speed(*, entries: int) -> Tally:
    """Verify a history of so many entries, in seconds."""
    tally = Tally()
    with scratch() as place:
        root = furnish(place / "office")
        _lengthen(root, entries)
        seconds = min(_timed(lambda: _expect_sound(root)) for _ in range(3))
        megabytes = (root / HISTORY).stat().st_size / 2**20
        tally.count(f"{entries} entries", [] if seconds <= VERIFY_SECONDS else [f"{seconds:.2f} s"])
        tally.note = f"{seconds:.2f} s for {entries:,} entries, {megabytes:.1f} MB"
    return tally


def _expect_sound(root: Path) -> None:
    found = verify(root)
    assert not found, found


def _lengthen(root: Path, entries: int) -> None:
    """Add lines that change one note to and fro, as a year of work would."""
    last = witness.entries(root)[-1]
    head, number = last["hash"], last["seq"]
    standing = witness.values(root)["answers.A-01.note"]
    lines: list[bytes] = []
    while number < entries:
        number += 1
        old, new = (standing, "改") if len(lines) % 2 == 0 else ("改", standing)
        at = (AT + timedelta(days=3650, minutes=number)).isoformat()
        entry = Entry(
            seq=number, prev=head, at=at, who="李四", act="set",
            item="A-01", changes=(Change("answers.A-01.note", old, new),), why="补充台账，核对后更正",
            before=f"sha256:{'0' * 64}", after=last["after"],
        )  # fmt: skip
        lines.append(encode(entry))
        head = hash_of(lines[-1])
    with (root / HISTORY).open("ab") as file:
        file.write(b"".join(lines if len(lines) % 2 == 0 else lines[:-1]))


def save_speed(*, answers: int, rounds: int) -> Tally:
    """Save one change among so many answers, as a multiple of writing, syncing and moving the same bytes."""
    tally = Tally()
    place = Path(tempfile.mkdtemp(prefix="lawcheck-"))
    try:
        root = place / "large"
        data = generated(answers)
        said = {
            f"{'ABCDEFGHIJK'[n // 99]}-{n % 99 + 1:02d}": Answer(status=Status.DONE, note="已按要求落实。")
            for n in range(answers)
        }
        begun = Assessment(format=FORMAT, unit="示范街道", checklist="large", answers=said)
        workspace.create(root, data, begun, who="张三", at=AT)
        saves = statistics.median(_timed(_saver(root, number)) for number in range(rounds))
        content = (root / ASSESSMENT).read_bytes()
        bare = statistics.median(_timed(lambda: _bare(place, content)) for _ in range(rounds))
        times = saves / bare
        tally.count(f"{answers} answers", [] if saves <= SAVE_SECONDS else [f"{saves:.2f} s"])
        tally.note = (
            f"{times:.1f} × write + fsync + rename ({saves * 1000:.1f} ms against {bare * 1000:.2f} ms)"
        )
    finally:
        shutil.rmtree(place)
    return tally


def _saver(root: Path, number: int) -> Callable[[], object]:
    def edit(opened: Workspace) -> Assessment:
        changed = dict(opened.assessment.answers) | {"A-01": Answer(status=Status.DONE, note=f"第{number}次")}
        return replace(opened.assessment, answers=changed)

    return lambda: saving.change(root, edit, act="set", item="A-01", who="张三", at=AT)


def _bare(place: Path, content: bytes) -> None:
    fd = os.open(place / "next", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    os.write(fd, content)
    os.fsync(fd)
    os.close(fd)
    (place / "next").replace(place / "bare")


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
