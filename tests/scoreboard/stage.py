"""What the proofs share: workspaces to try on, commands run in this process, and how a count is told."""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lawcheck.__main__ import main
from lawcheck.i18n import use
from lawcheck.storage.disk import Disk
from tests.scoreboard.faults import commands_on

CHECKLIST = Path(__file__).parents[1] / "storage" / "small.toml"


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def spoke(self) -> str:
        return self.out + self.err


@dataclass
class Tally:
    """How often something was tried, how often it was well, and the first cases where it was not."""

    tried: int = 0
    good: int = 0
    bad: list[str] = field(default_factory=list)
    note: str = ""

    def count(self, case: str, faults: list[str]) -> None:
        self.tried += 1
        if not faults:
            self.good += 1
        elif len(self.bad) < 20:
            self.bad.append(f"{case}: {'; '.join(faults)}")


def run(*arguments: object, disk: Disk | None = None) -> Ran:
    """Run one command in this process, in English; a kill gets through."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err), commands_on(disk):
            code = main(["--lang", "en", "--by", "李四", *map(str, arguments)])
    finally:
        use("zh")
    return Ran(int(code), out.getvalue(), err.getvalue())


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder and remove it again; in memory where that can be: only speed needs a disk."""
    memory = Path("/dev/shm")  # where there is one; else the usual place
    place = memory if os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="lawcheck-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def furnish(folder: Path, *, edited: bool = False) -> Path:
    """Make a workspace `unit` in `folder` with answers, figures and evidence; return it."""
    folder.mkdir(exist_ok=True)
    shutil.copy(CHECKLIST, folder / "small.toml")
    (folder / "纪要.pdf").write_bytes(b"minutes")
    (folder / "台账.xlsx").write_bytes(b"ledger")
    (folder / "材料").mkdir(exist_ok=True)
    (folder / "材料" / "A-01 台账 上半年.xlsx").write_bytes(b"first half")
    unit = folder / "unit"
    for arguments in (
        ("new", folder / "small.toml", unit, "--unit", "白沙路街道"),
        ("-C", unit, "set", "A-02", "--status", "done", "--figure", "day=2020-03-01"),
        ("-C", unit, "evidence", "add", folder / "纪要.pdf", "--item", "A-02:minutes"),
        (
            "-C",
            unit,
            "set",
            "A-01",
            "--status",
            "done",
            "--note",
            "第一行\n# 不是注释",
            "--figure",
            "cases=3",
        ),
    ):
        ran = run(*arguments)
        assert ran.code == 0, ran.err
    if edited:
        by_hand(unit, '"done"', '"partial" # 手改')
    return unit


def fill_sheet(root: Path, file: Path) -> None:
    """Export the sheet of a workspace and write a note into it, as an office does."""
    from openpyxl import load_workbook

    ran = run("-C", root, "sheet", "export", "-o", file)
    assert ran.code == 0, ran.err
    book = load_workbook(file)
    page = book.worksheets[0]
    row = next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == "A-02")
    page.cell(row, 7).value = "街道办填"
    book.save(file)


def by_hand(root: Path, old: str, new: str) -> None:
    """Change the assessment as an editor does."""
    path = root / "assessment.toml"
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")
