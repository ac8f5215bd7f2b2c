"""Many writers at once, and writers that are killed at random: whoever was told "saved" finds it saved."""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from lawcheck.domain.assessment import Answer, Assessment
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import BusyError
from lawcheck.storage import lock
from lawcheck.storage.disk import Disk
from lawcheck.storage.saving import change
from lawcheck.storage.verify import verify
from lawcheck.storage.workspace import open_workspace
from tests.scoreboard import witness
from tests.scoreboard.crashes import unsound
from tests.scoreboard.stage import Tally, furnish, scratch


def writers(*, count: int, saves: int) -> Tally:
    """Have `count` processes save `saves` times each, all at once: nothing is lost, and nothing forks."""
    tally = Tally()
    with scratch() as place:
        root = furnish(place / "office")
        running = [_start(root, f"w{number}", saves) for number in range(count)]
        for process in running:
            process.join()
        told = _told(root.parent)
        _compare(root, told, tally)
        short = count * saves - sum(told.values())
        if short:
            tally.count("saves that were refused", [str(short)])
    return tally


def killings(*, kills: int, seed: int = 20201201) -> Tally:
    """Kill writers, two at a time, at random moments; the next one just goes on."""
    tally, chance = Tally(note=f"seed {seed}"), random.Random(seed)
    with scratch() as place:
        root = furnish(place / "office")
        number = struck = 0
        while struck < kills:
            pair = [_start(root, f"k{number + one}", 1000) for one in range(2)]
            number += len(pair)
            time.sleep(chance.uniform(0.001, 0.04))
            for process in pair:
                assert process.pid
                os.kill(process.pid, signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
                process.join()
                struck += 1
            try:
                open_workspace(root)
                faults = unsound(root)
            except Exception as error:  # noqa: BLE001  # whatever it is, the next command did not just work
                faults = [repr(error)]
            tally.count(f"kill {struck}", faults)
            tally.count(f"kill {struck}, the other", faults)
        saves = Tally()
        _compare(root, _told(root.parent), saves)
        tally.bad += saves.bad
        tally.good -= len(saves.bad)
        tally.note += f"; {saves.tried} saves told, {saves.good} found"
    return tally


def without_locks(*, rounds: int) -> Tally:
    """Let four save at once where locks do nothing: each save is there, or refused, or named by `verify`."""
    tally, refused, named = Tally(), 0, 0
    for _ in range(rounds):
        with scratch() as place, _lying_locks():
            root = furnish(place / "office")
            running = [_start(root, f"n{number}", 5) for number in range(4)]
            for process in running:
                process.join()
            told, found = _told(root.parent), _whys(root)
            # What another writer moved into place is taken up as an edit by hand: recorded, if under no name.
            found += Counter(str(new) for entry in witness.entries(root) for _, _, new in entry["changes"])
            findings = [one for one in verify(root) if one.level != "note" or one.code == "outside-edit"]
            for save in told:
                tally.count(save, [] if found[save] or findings else ["lost in silence"])
            refused, named = refused + 20 - len(told), named + bool(findings)
    tally.note = f"{refused} refused, {named} of {rounds} rounds named by verify"
    return tally


@contextmanager
def _lying_locks() -> Iterator[None]:
    """Make every lock seem to be had, as on a share that pretends."""
    honest = lock._try_lock
    vars(lock)["_try_lock"] = lambda _: True
    try:
        yield
    finally:
        vars(lock)["_try_lock"] = honest


def _start(root: Path, name: str, saves: int) -> BaseProcess:
    context: Any = multiprocessing.get_context("spawn" if os.name == "nt" else "fork")
    process: BaseProcess = context.Process(target=write, args=(root, name, saves))
    process.start()
    return process


def write(root: Path, name: str, saves: int) -> None:
    """Save `saves` times, and note each in a file of its own once the program has said that it is saved."""
    log = os.open(root.parent / f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    disk = Disk()
    for number in range(saves):
        mark = f"{name}-{number}"

        def edit(opened: Workspace, mark: str = mark) -> Assessment:
            answers = dict(opened.assessment.answers)
            answers["A-01"] = replace(answers.get("A-01", Answer()), note=mark)
            return replace(opened.assessment, answers=answers)

        for _ in range(100):
            try:
                change(
                    root, edit, act="set", item="A-01", who=name, at=datetime.now(UTC), why=mark, disk=disk
                )
            except BusyError:
                continue
            except Exception as error:  # noqa: BLE001  # told in the log
                os.write(log, f"! {error}\n".encode())
                break
            os.write(log, f"{mark}\n".encode())
            break


def _told(folder: Path) -> Counter[str]:
    """Return the saves that somebody was told of."""
    lines = (line for log in folder.glob("*.log") for line in log.read_text("utf-8").splitlines())
    return Counter(line for line in lines if not line.startswith("!"))


def _whys(root: Path) -> Counter[str]:
    return Counter(str(entry["why"]) for entry in witness.entries(root))


def _compare(root: Path, told: Counter[str], tally: Tally) -> None:
    found = _whys(root)
    for save in told:
        tally.count(save, [] if found[save] == 1 else [f"{found[save]} times in the history"])
    last = [*unsound(root), *witness.objections(root)]
    if last:
        tally.count("the workspace after it", last)
