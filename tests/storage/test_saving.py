import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from lawcheck.domain.assessment import Answer, Assessment, Piece, PieceState, Status
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.history import Change, decode, flatten
from lawcheck.domain.workspace import Notice, Workspace
from lawcheck.errors import BusyError, FileError, LawcheckError, NotSavedError, Refused
from lawcheck.storage.disk import Disk
from lawcheck.storage.saving import change
from lawcheck.storage.verify import verify
from lawcheck.storage.workspace import open_workspace
from tests.scoreboard.faults import Dying, Failing, Killed

CHECKLIST = Path(__file__).with_name("small.toml")
PIECE = Piece(
    kind=EvidenceKind.FILE,
    name="a",
    target="evidence/a.txt",
    serves=(),
    added=date(2020, 12, 1),
    sha256=sha256(b"a").hexdigest(),
    size=1,
)
AT = datetime(2020, 12, 1, 10, 3, tzinfo=UTC)


def answer(item: str, **said: object) -> Callable[[Workspace], Assessment]:
    def edit(workspace: Workspace) -> Assessment:
        old = workspace.assessment
        return replace(old, answers=dict(old.answers) | {item: Answer(**said)})  # type: ignore[arg-type]

    return edit


def save(root: Path, edit: Callable[[Workspace], Assessment], disk: Disk | None = None) -> Workspace:
    return change(root, edit, act="set", item="A-01", who="李四", at=AT, disk=disk or Disk())


DONE = answer("A-01", status=Status.DONE, note="第一行\n# 不是注释")


def by_hand(root: Path, old: str, new: str) -> None:
    path = root / "assessment.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8", newline="\n")


def codes(root: Path) -> list[str]:
    return [finding.code for finding in verify(root) if finding.code != "recovered-file"]


def test_change_saves_and_records(root: Path) -> None:
    saved = change(root, DONE, act="set", item="A-01", who="李四", at=AT, why="补充台账")

    entry = decode((root / "history.jsonl").read_bytes())[-1]
    assert saved == open_workspace(root)
    assert saved.assessment.answers["A-01"].note == "第一行\n# 不是注释"
    assert (entry.seq, entry.act, entry.item, entry.who, entry.why) == (2, "set", "A-01", "李四", "补充台账")
    assert entry.at == "2020-12-01T10:03:00+00:00"
    assert entry.changes == (
        Change("answers.A-01.note", None, "第一行\n# 不是注释"),
        Change("answers.A-01.status", None, "done"),
    )
    assert saved.head == entry.hash
    assert codes(root) == []


def test_change_writes_answers_in_the_order_of_the_checklist(root: Path) -> None:
    save(root, DONE)
    save(root, answer("A-02", status=Status.PARTIAL))

    text = (root / "assessment.toml").read_text("utf-8")

    assert text.index("A-02") < text.index("A-01")


def test_change_without_change_writes_nothing(root: Path) -> None:
    save(root, DONE)
    before = (root / "history.jsonl").read_bytes(), (root / "assessment.toml").stat().st_mtime_ns

    saved = save(root, DONE)

    assert saved.entries == 2
    assert ((root / "history.jsonl").read_bytes(), (root / "assessment.toml").stat().st_mtime_ns) == before


def test_change_leaves_everything_when_the_edit_raises(root: Path) -> None:
    def edit(_: Workspace) -> Assessment:
        raise Refused("no")

    by_hand(root, "白沙路街道", "别处")
    before = {path: path.read_bytes() for path in root.glob("*.*") if path.is_file()}

    with pytest.raises(Refused):
        save(root, edit)

    assert {path: path.read_bytes() for path in root.glob("*.*") if path.is_file()} == before


@pytest.mark.parametrize(
    "edit",
    [
        answer("A-09", status=Status.DONE),
        answer("A-01", note="\x1b[31m"),
        answer("A-01", note="\ud800"),
        answer("A-01", note="x" * 20_001),
        lambda workspace: replace(workspace.assessment, unit=""),
        lambda workspace: replace(workspace.assessment, format=2),
        lambda workspace: replace(workspace.assessment, checklist="other"),
    ],
    ids=["item", "control", "surrogate", "long", "unit", "format", "checklist"],
)
def test_change_refuses_what_could_not_be_opened_again(
    root: Path, edit: Callable[[Workspace], Assessment]
) -> None:
    with pytest.raises(FileError, match=r"assessment\.toml"):
        save(root, edit)

    assert open_workspace(root).entries == 1
    assert codes(root) == []


def test_change_takes_windows_line_ends_in_a_note(root: Path) -> None:
    saved = save(root, answer("A-01", note="一\r\n二"))

    assert saved.assessment.answers["A-01"].note == "一\n二"
    assert codes(root) == []


@pytest.mark.parametrize("who", ["", "a\nb", "\udcff", "\x1b"])
def test_change_refuses_a_name_that_is_none(root: Path, who: str) -> None:
    with pytest.raises(Refused):
        change(root, DONE, act="set", who=who, at=AT)


def test_change_records_an_outside_edit_on_its_own_first(root: Path) -> None:
    save(root, DONE)
    by_hand(root, '"done"', '"partial"')

    saved = save(root, answer("A-02", status=Status.DONE))

    edit, made = decode((root / "history.jsonl").read_bytes())[-2:]
    assert (edit.act, edit.who, edit.changes) == (
        "outside-edit",
        "unknown",
        (Change("answers.A-01.status", "done", "partial"),),
    )
    assert made.changes == (Change("answers.A-02.status", None, "done"),)
    assert saved.outside_edits == ()
    assert saved.entries == 4
    assert saved == open_workspace(root)
    assert codes(root) == []


def test_change_keeps_a_file_with_comments(root: Path) -> None:
    save(root, DONE)
    by_hand(root, 'status = "done"', 'status = "done"  # 待复核')
    commented = (root / "assessment.toml").read_bytes()

    saved = save(root, answer("A-02", status=Status.DONE))

    assert saved.notices == (("comments-kept", "recovered/assessment-1.toml"),)
    assert (root / "recovered" / "assessment-1.toml").read_bytes() == commented
    assert save(root, answer("A-02", status=Status.PARTIAL)).notices == ()


def test_change_takes_no_hash_in_a_text_for_a_comment(root: Path) -> None:
    save(root, DONE)

    assert save(root, answer("A-01", note='\'#\' "#" """\n#')).notices == ()
    assert save(root, answer("A-01", note="#")).notices == ()


def test_change_notices_a_writer_that_knows_no_lock(root: Path) -> None:
    class Racing(Disk):
        def append(self, path: Path, data: bytes, *, size: int) -> None:
            with path.open("ab") as file:
                file.write(b"somebody else\n")
            super().append(path, data, size=size)

    with pytest.raises(BusyError, match="another program"):
        save(root, DONE, Racing())

    assert not (root / ".lawcheck" / "next.toml").exists()


def test_change_survives_a_kill_at_every_operation(make: Callable[..., Path], tmp_path: Path) -> None:
    template = make()
    save(template, answer("A-02", status=Status.DONE))
    by_hand(template, '"done"', '"partial" # 手改')
    old = flatten(open_workspace(template).assessment)
    new = old | {"answers.A-01.status": "done", "answers.A-01.note": "第一行\n# 不是注释"}
    seen = set()
    for left in range(500):
        root = tmp_path / str(left)
        shutil.copytree(template, root)
        try:
            save(root, DONE, Dying(left))
        except Killed:
            # The first command after the crash may be cut as well.
            for again in range(0, 40, 3):
                try:
                    open_workspace(root, disk=Dying(again))
                except Killed:
                    continue
            now = flatten(open_workspace(root).assessment)
            assert now in (old, new)
            seen.add(now == new)
            assert set(codes(root)) <= {"outside-edit"}
            assert flatten(save(root, DONE).assessment) == new
            assert codes(root) == []
        else:
            assert seen == {False, True}
            assert left > 25
            return
        finally:
            shutil.rmtree(root)
    pytest.fail("the fault never stopped firing")


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_change_survives_an_error_at_every_operation(
    make: Callable[..., Path], tmp_path: Path, code: int, *, lasting: bool
) -> None:
    template = make()
    old = flatten(open_workspace(template).assessment)
    for left in range(500):
        root = tmp_path / str(left)
        shutil.copytree(template, root)
        disk = Failing(left, code, lasting=lasting)
        said = ""
        try:
            save(root, DONE, disk)
        except LawcheckError as error:
            said = str(error)
        now = flatten(open_workspace(root).assessment)
        unsure = "recorded" in said or "may have been" in said
        assert unsure or (now == old) is bool(said)
        save(root, DONE)
        assert codes(root) == []
        shutil.rmtree(root)
        if not disk.fired:
            assert left > 25
            return
    pytest.fail("the fault never stopped firing")


def test_change_says_that_a_file_held_open_will_be_replaced_later(root: Path) -> None:
    class Held(Disk):
        def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
            if operation is os.replace:
                raise PermissionError(errno.EACCES, "held")
            return operation(*args, **kwargs)

    with pytest.raises(NotSavedError, match="is recorded; the next command finishes it"):
        save(root, DONE, Held())

    assert open_workspace(root).notices == (Notice("save-finished", "assessment.toml"),)
    assert b'status = "done"' in (root / "assessment.toml").read_bytes()
    assert open_workspace(root).assessment.answers["A-01"].status is Status.DONE
    assert codes(root) == []


def test_change_reads_the_evidence_before_it_commits(root: Path) -> None:
    """A failure behind the commit would be told as if nothing had been saved."""

    class Watching(Disk):
        committed = False
        late = False

        def append(self, path: Path, data: bytes, *, size: int) -> None:
            super().append(path, data, size=size)
            self.committed = True

        def opened(self, path: Path, *, folder: int | None = None) -> Any:
            self.late |= self.committed
            return super().opened(path, folder=folder)

    (root / "evidence" / "a.txt").write_bytes(b"a")
    disk = Watching()

    def edit(workspace: Workspace) -> Assessment:
        return replace(DONE(workspace), evidence={"a": PIECE})

    opened = save(root, edit, disk)

    assert opened.pieces == {"a": PieceState.PRESENT}
    assert disk.committed
    assert not disk.late


WRITER = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from lawcheck.domain.assessment import Answer
from lawcheck.storage.saving import change

root, name = Path(sys.argv[1]), sys.argv[2]
for number in range(10):
    def edit(workspace):
        old = workspace.assessment.answers.get("A-01", Answer())
        note = f"{old.note or ''}{name}{number} "
        return replace(workspace.assessment, answers={"A-01": replace(old, note=note)})
    change(root, edit, act="set", item="A-01", who=name, at=datetime.now(UTC))
"""


def test_change_loses_nothing_between_processes(root: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, root, name]) for name in "abcd"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]

    opened = open_workspace(root)

    assert opened.entries == 41
    assert sorted((opened.assessment.answers["A-01"].note or "").split()) == sorted(
        f"{name}{number}" for name in "abcd" for number in range(10)
    )
    assert codes(root) == []


def test_change_survives_a_kill_at_any_moment(root: Path) -> None:
    for number in range(10):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, root, f"w{number}-"])
        try:
            writer.wait(0.15 + 0.02 * number)
        except subprocess.TimeoutExpired:
            writer.kill()
            writer.wait()
        open_workspace(root)
        assert codes(root) == []
