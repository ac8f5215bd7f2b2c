"""A model of a workspace, and all that may happen to one in any order: the values are always the model's."""

import errno
import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lawcheck.storage.disk import Disk
from lawcheck.storage.lock import hold
from lawcheck.storage.verify import verify
from lawcheck.storage.workspace import open_workspace
from tests.scoreboard import witness
from tests.scoreboard.faults import Dying, Failing, Killed, Layer, commands_on
from tests.scoreboard.stage import CHECKLIST, Ran, Tally, by_hand, run

ITEMS = st.sampled_from(["A-01", "A-02"])
STATUSES = st.sampled_from(["done", "partial", "not_done"])
UNITS = st.sampled_from(["甲", "乙", "丙"])


class _KilledAtTheMove(Layer):
    """Dies when the line is in the history and the assessment is not yet in its place."""

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation is os.replace and args[1].name == "assessment.toml":
            raise Killed
        return super().call(operation, *args, **kwargs)


class Office(RuleBasedStateMachine):
    """Saves, crashes, failures, hand edits, deletions and leftovers, in any order."""

    ran = 0
    """Steps run by all examples of this process."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="lawcheck-", dir=_memory()))
        self.root = self.folder / "unit"
        self.model: dict[str, Any] = {}

    @initialize()
    def begin(self) -> None:
        shutil.copy(CHECKLIST, self.folder / "small.toml")
        assert run("new", self.folder / "small.toml", self.root, "--unit", "甲").code == 0
        self.model = {"format": 1, "unit": "甲", "checklist": "small-2020"}

    def command(self, *words: str, disk: Disk | None = None) -> Ran:
        return run("-C", self.root, *words, disk=disk)

    def saved(self, **values: Any) -> None:
        """Take it that a command saved: an edit by hand that waited is recorded with it."""
        old, self.model = self.model, {**self.model, **values}
        self.model = {path: value for path, value in self.model.items() if value is not None}
        if self.model != old:
            assert witness.replayed(self.root) == self.model

    @rule(item=ITEMS, status=STATUSES)
    def answer(self, item: str, status: str) -> None:
        assert self.command("set", item, "--status", status).code == 0
        self.saved(**{f"answers.{item}.status": status})

    @rule(item=ITEMS, note=st.sampled_from(["记", "两行\n# 不是注释", '"""引号"""', "'''", "\\"]))
    def write_note(self, item: str, note: str) -> None:
        assert self.command("set", item, f"--note={note}").code == 0
        self.saved(**{f"answers.{item}.note": note})

    @rule(number=st.sampled_from(["3", "10+", "~5", "0"]))
    def state_figure(self, number: str) -> None:
        assert self.command("set", "A-01", "--figure", f"cases={number}").code == 0
        self.saved(**{"figures.cases": number})

    @rule()
    def clear(self) -> None:
        ran = self.command("set", "A-01", "--clear")
        assert ran.code in (0, 2), ran
        gone = [path for path in self.model if path.startswith("answers.A-01.") or path == "figures.cases"]
        self.saved(**dict.fromkeys(gone))

    @rule(content=st.sampled_from([b"a", b"b", b"c"]))
    def add_evidence(self, content: bytes) -> None:
        (self.folder / "证.txt").write_bytes(content)
        known = set(witness.values(self.root))
        ran = self.command("evidence", "add", str(self.folder / "证.txt"), "--item", "A-01:ledger")
        assert ran.code in (0, 2), ran
        now = witness.values(self.root)
        fresh = {path: value for path, value in now.items() if path not in known}
        assert len({path.split(".")[1] for path in fresh}) == (1 if fresh else 0), fresh
        self.saved(**fresh)

    @precondition(lambda self: any(path.startswith("evidence.") for path in self.model))
    @rule(which=st.integers(0, 5))
    def remove_evidence(self, which: int) -> None:
        keys = sorted({path.split(".")[1] for path in self.model if path.startswith("evidence.")})
        key = keys[which % len(keys)]
        assert self.command("evidence", "remove", key).code == 0
        self.saved(**dict.fromkeys(path for path in self.model if path.startswith(f"evidence.{key}.")))

    @rule()
    def undo(self) -> None:
        told = witness.entries(self.root)
        undone = {entry["act"] for entry in told if entry["act"].startswith("undo-")}
        standing = [
            entry for entry in told[1:]
            if not entry["act"].startswith("undo-") and f"undo-{entry['seq']}" not in undone
        ]  # fmt: skip
        ran = self.command("undo")
        assert ran.code == 0 or ran.err.strip(), ran
        if ran.code == 0:
            self.saved(**{path: old for path, old, _ in standing[-1]["changes"]})

    @rule(status=STATUSES, left=st.integers(0, 60))
    def crash(self, status: str, left: int) -> None:
        try:
            self.command("set", "A-02", "--status", status, disk=Dying(left))
        except Killed:
            self.settle({**self.model, "answers.A-02.status": status})
        else:
            self.saved(**{"answers.A-02.status": status})

    @rule(left=st.integers(0, 60), code=st.sampled_from([errno.ENOSPC, errno.EIO]), lasting=st.booleans())
    def fail(self, left: int, code: int, *, lasting: bool) -> None:
        ran = self.command("set", "A-01", "--note", "失败", disk=Failing(left, code, lasting=lasting))
        assert ran.code in (0, 3, 5), ran
        self.settle({**self.model, "answers.A-01.note": "失败"})

    def settle(self, new: dict[str, Any]) -> None:
        """Let the next command bring the workspace to rest: on the old values or the new."""
        assert self.command("score").code == 0
        if witness.values(self.root) != self.model:
            self.model = new
            assert witness.replayed(self.root) == new

    @rule(unit=UNITS)
    def edit_by_hand(self, unit: str) -> None:
        by_hand(self.root, f'unit = "{self.model["unit"]}"', f'unit = "{unit}"')
        self.model["unit"] = unit
        self.take_back()

    def take_back(self) -> None:
        """Know that the file from before the last save is taken for a save whose move was lost."""
        last = witness.entries(self.root)[-1]
        if last["before"] == f"sha256:{sha256((self.root / 'assessment.toml').read_bytes()).hexdigest()}":
            assert last["act"] != "outside-edit"
            self.model = witness.replayed(self.root)

    @rule(unit=UNITS, status=STATUSES)
    def edit_between_crash_and_recovery(self, unit: str, status: str) -> None:
        if self.model.get("answers.A-02.status") == status:
            return
        try:
            self.command("set", "A-02", "--status", status, disk=_KilledAtTheMove())
        except Killed:
            pass
        else:
            raise AssertionError("nothing was moved")
        if unit == self.model["unit"]:
            # Nothing was edited between, so the save is simply finished.
            self.saved(**{"answers.A-02.status": status})
            return
        by_hand(self.root, f'unit = "{self.model["unit"]}"', f'unit = "{unit}"')
        self.model["unit"] = unit
        before = len(list(self.root.glob("recovered/unapplied-*")))
        assert self.command("score").code == 0
        after = len(list(self.root.glob("recovered/unapplied-*")))
        # The same bytes may lie there from an earlier time.
        assert after in (before, before + 1)
        assert after

    @rule()
    def rewrite_by_hand(self) -> None:
        path = self.root / "assessment.toml"
        path.write_bytes(b"# x\r\n" + path.read_bytes())

    @rule()
    def delete_private_folder(self) -> None:
        shutil.rmtree(self.root / ".lawcheck", ignore_errors=True)

    @rule(size=st.integers(1, 200))
    def tear_the_history(self, size: int) -> None:
        path = self.root / "history.jsonl"
        last = path.read_bytes().splitlines(keepends=True)[-1]
        path.write_bytes(path.read_bytes() + last[: min(size, len(last) - 1)])

    @rule(content=st.sampled_from([b"", b"x", b"format = 1\n"]))
    def leave_something_over(self, content: bytes) -> None:
        (self.root / ".lawcheck").mkdir(exist_ok=True)
        (self.root / ".lawcheck" / "next.toml").write_bytes(content)
        (self.root / ".lawcheck" / "creating").write_bytes(b"")
        (self.root / "assessment.toml~").write_bytes(content)

    @rule()
    def move_the_folder(self) -> None:
        target = self.folder / f"unit-{Office.ran}"
        self.root = self.root.rename(target)

    @rule(status=STATUSES)
    def read_while_somebody_saves(self, status: str) -> None:
        del status
        with hold(self.root, Disk()):
            assert open_workspace(self.root).assessment.unit == self.model["unit"]

    @precondition(lambda self: any(path.startswith("evidence.") for path in self.model))
    @rule()
    def spoil_evidence_and_mend_it(self) -> None:
        path = self.root / next(value for key, value in self.model.items() if key.endswith(".target"))
        content = path.read_bytes()
        path.write_bytes(content + b"!")
        assert {one.code for one in verify(self.root) if one.level == "error"} == {"evidence-size"}
        path.write_bytes(content)

    @invariant()
    def is_sound(self) -> None:
        Office.ran += 1
        if not self.model:
            return
        with commands_on(None):
            opened = open_workspace(self.root)
        assert witness.values(self.root) == self.model
        edited = self.model != witness.replayed(self.root)
        assert bool(opened.outside_edits) == edited
        codes = {one.code for one in verify(self.root) if one.level != "note"}
        assert not codes, codes
        if not edited:
            assert not witness.objections(self.root)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


def _memory() -> Path | None:
    place = Path("/dev/shm")
    return place if os.access(place, os.W_OK) else None


def stateful(*, examples: int, steps: int) -> Tally:
    """Run so many examples of so many steps."""
    tally, before = Tally(), Office.ran
    rules = sum(hasattr(one, "hypothesis_stateful_rule") for one in vars(Office).values())
    try:
        run_state_machine_as_test(
            Office,
            settings=settings(
                max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=True
            ),
        )
    except Exception as error:  # noqa: BLE001  # the board tells what failed
        told = "\n".join(
            [*getattr(error, "__notes__", ()), *(str(one) for one in getattr(error, "exceptions", ()))]
        )
        tally.count("a sequence", [f"{type(error).__name__}: {error} {told}"[:4_000]])
    tally.tried += examples
    tally.good += examples if not tally.bad else 0
    tally.note = f"{rules} rules, {Office.ran - before:,} steps"
    return tally
