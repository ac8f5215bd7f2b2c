import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from lawcheck.domain.assessment import Answer, Assessment, Piece, PieceState, Status
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.findings import SENTENCES
from lawcheck.domain.history import Break, Change
from lawcheck.domain.problems import Problem
from lawcheck.domain.scoring import Granted
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import FileError, IntegrityError, LawcheckError, NotSavedError, UsageError
from lawcheck.storage.disk import Disk
from lawcheck.storage.history import refuse_break
from lawcheck.storage.lock import hold
from lawcheck.storage.saving import change
from lawcheck.storage.verify import verify
from lawcheck.storage.workspace import create, find, open_workspace, read_entries
from tests.scoreboard.faults import Dying, Killed

AT = datetime(2020, 12, 1, 10, 3, tzinfo=UTC)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def say(**answers: Status) -> Callable[[Workspace], Assessment]:
    def edit(workspace: Workspace) -> Assessment:
        said = {name.replace("_", "-"): Answer(status=status) for name, status in answers.items()}
        return replace(workspace.assessment, answers=dict(workspace.assessment.answers) | said)

    return edit


def save(root: Path, status: Status = Status.DONE, **more: object) -> Workspace:
    said: dict[str, object] = {"act": "set", "item": "A-01", "who": "李四", "at": AT}
    return change(root, say(A_01=status), **(said | more))  # type: ignore[arg-type]  # a table of fields


def by_hand(root: Path, old: str, new: str) -> None:
    path = root / "assessment.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8", newline="\n")


def test_find_goes_upward(root: Path) -> None:
    (root / "cases" / "deep").mkdir(parents=True)

    assert find(root / "cases" / "deep") == root


def test_find_takes_a_history_for_a_workspace_that_lost_its_assessment(root: Path) -> None:
    (root / "assessment.toml").unlink()

    assert find(root) == root


def test_find_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="lawcheck new"):
        find(tmp_path)


def test_nothing_is_written_into_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="not a workspace"):
        open_workspace(tmp_path)
    with pytest.raises(FileError, match="not a workspace"):
        save(tmp_path)

    assert names(tmp_path) == []


def test_read_entries_tells_the_oldest_first(root: Path) -> None:
    save(root)

    assert [entry.act for entry in read_entries(root)] == ["new", "set"]


def test_create_makes_a_whole_workspace(root: Path, checklist_bytes: bytes) -> None:
    assert (root / "checklist.toml").read_bytes() == checklist_bytes
    assert (root / ".gitattributes").read_text("utf-8").splitlines()[1] == "* -text"
    assert (root / ".gitignore").read_text("utf-8") == ".lawcheck/\n"
    assert names(root / ".lawcheck") == ["lock"]
    assert (root / "assessment.toml").read_text("utf-8") == (
        'format = 1\nunit = "白沙路街道"\nchecklist = "small-2020"\n'
    )
    assert verify(root) == []


def test_create_refuses_a_folder_that_holds_something(
    tmp_path: Path, checklist_bytes: bytes, empty: Assessment
) -> None:
    (tmp_path / "checklist.toml").write_bytes(b"mine")

    with pytest.raises(UsageError, match="not empty"):
        create(tmp_path, checklist_bytes, empty, who="张三", at=AT)
    assert names(tmp_path) == ["checklist.toml"]


def test_create_refuses_to_overwrite_a_workspace(
    root: Path, checklist_bytes: bytes, empty: Assessment
) -> None:
    with pytest.raises(UsageError, match="not empty"):
        create(root, checklist_bytes, empty, who="张三", at=AT)


def test_create_takes_no_work_for_a_leftover(root: Path, checklist_bytes: bytes, empty: Assessment) -> None:
    save(root)
    (root / ".lawcheck" / "creating").touch()
    (root / "assessment.toml").unlink()

    with pytest.raises(UsageError, match="not empty"):
        create(root, checklist_bytes, empty, who="张三", at=AT)


def test_create_writes_nothing_for_a_bad_checklist(tmp_path: Path, empty: Assessment) -> None:
    with pytest.raises(FileError):
        create(tmp_path / "new", b"format = 1\n", empty, who="张三", at=AT)
    assert not (tmp_path / "new").exists()


def test_create_says_that_the_folder_above_is_missing(
    tmp_path: Path, checklist_bytes: bytes, empty: Assessment
) -> None:
    with pytest.raises(NotSavedError):
        create(tmp_path / "no" / "new", checklist_bytes, empty, who="张三", at=AT)


def test_create_can_be_repeated_after_any_crash(
    tmp_path: Path, checklist_bytes: bytes, empty: Assessment
) -> None:
    for left in range(200):
        root = tmp_path / str(left)
        try:
            create(root, checklist_bytes, empty, who="张三", at=AT, disk=Dying(left))
        except Killed:
            if (root / ".lawcheck" / "creating").exists() or not (root / "assessment.toml").exists():
                create(root, checklist_bytes, empty, who="张三", at=AT)
            assert open_workspace(root).entries == 1
            assert [finding.code for finding in verify(root)] == []
        else:
            assert left > 30
            return
    pytest.fail("the fault never stopped firing")


def test_open_workspace_tells_everything(root: Path) -> None:
    (root / "review.toml").write_text(
        "format = 1\n[grants.A-01]\nopinions = [\n"
        '  { points = 1, by = "王五", on = 2021-02-01, note = "差一份" },\n'
        '  { points = 2, by = "赵六", on = 2021-02-02 },\n]\n',
        "utf-8",
    )
    save(root)

    opened = open_workspace(root)

    assert opened.name == "unit-2020"
    assert opened.checklist.id == "small-2020"
    assert opened.checklist_sha256 == sha256((root / "checklist.toml").read_bytes()).hexdigest()
    assert opened.assessment.answers == {"A-01": Answer(status=Status.DONE)}
    assert opened.grants == {"A-01": Granted(Fraction(3, 2))}
    assert (opened.entries, opened.outside_edits, opened.notices) == (2, (), ())


def test_open_workspace_tells_how_the_evidence_stands(root: Path) -> None:
    (root / "evidence" / "a.pdf").write_bytes(b"a")
    one = Piece(
        kind=EvidenceKind.FILE,
        name="甲",
        target="evidence/a.pdf",
        added=date(2020, 5, 1),
        sha256=sha256(b"a").hexdigest(),
        size=1,
    )
    saved = change(
        root,
        lambda workspace: replace(workspace.assessment, evidence={"e-001": one}),
        act="evidence",
        who="李四",
        at=AT,
    )
    assert saved.pieces == open_workspace(root).pieces == {"e-001": PieceState.PRESENT}

    (root / "evidence" / "a.pdf").write_bytes(b"b")
    assert open_workspace(root).pieces == {"e-001": PieceState.CHANGED}
    (root / "evidence" / "a.pdf").unlink()
    assert open_workspace(root).pieces == {"e-001": PieceState.MISSING}


def test_open_workspace_judges_a_hand_edit_by_values(root: Path) -> None:
    save(root)
    by_hand(root, "format = 1\n", "# 手工批注\r\nformat  =  1\r\n")

    assert open_workspace(root).outside_edits == ()

    by_hand(root, '"done"', '"partial"')

    assert open_workspace(root).outside_edits == (Change("answers.A-01.status", "done", "partial"),)


PIECE = """[evidence.e-1]
kind = "{kind}"
name = "x"
target = "{target}"
serves = ["A-01:{row}"]
added = 2020-01-01
[answers"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("small-2020", "other-2020"),
        ("A-01", "A-09"),
        ('status = "done"', 'status = "perfect"'),
        ("format = 1", "format = 1\nscore = 100"),
        ("[answers", "[figures]\nunknown = 1\n[answers"),
        ("[answers", PIECE.format(kind="file", target="evidence/../../x", row="ledger")),
        ("[answers", PIECE.format(kind="link", target="https://example.cn/", row="no-such-row")),
    ],
    ids=["checklist", "item", "status", "score", "figure", "path", "row"],
)
def test_open_workspace_refuses_an_assessment_that_does_not_fit(root: Path, old: str, new: str) -> None:
    save(root)
    by_hand(root, old, new)

    with pytest.raises(FileError, match=r"assessment\.toml"):
        open_workspace(root)


@pytest.mark.parametrize("name", ["checklist.toml", "history.jsonl", "assessment.toml"])
def test_open_workspace_misses_its_files(root: Path, name: str) -> None:
    save(root)
    (root / name).unlink()

    with pytest.raises(IntegrityError, match=name):
        open_workspace(root)


def test_open_workspace_sees_an_edited_checklist(root: Path) -> None:
    path = root / "checklist.toml"
    path.write_bytes(path.read_bytes().replace(b"points = 2", b"points = 3"))

    with pytest.raises(IntegrityError, match=r"checklist\.toml"):
        open_workspace(root)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data[:0], "empty"),
        (lambda data: data.replace(b"\n", b"\r\n"), "line ends"),
        (lambda data: b"\xef\xbb\xbf" + data, "BOM"),
        (lambda data: data.replace(b'"done"', b'"DONE"'), r"history\.jsonl:2: this entry was changed"),
        (lambda data: data.splitlines(keepends=True)[1], r"history\.jsonl:1"),
        (lambda data: data + data.splitlines(keepends=True)[1], r"history\.jsonl:3"),
        (lambda data: data + b">>>>>>> other\n", r"history\.jsonl:3: git left its marks of a conflict here"),
        (lambda data: data + b"\n", r"history\.jsonl:3"),
    ],
    ids=["emptied", "windows", "mark", "edited", "first-deleted", "repeated", "merged", "blank"],
)
def test_open_workspace_refuses_a_broken_chain(
    root: Path, spoil: Callable[[bytes], bytes], said: str
) -> None:
    save(root)
    path = root / "history.jsonl"
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(IntegrityError, match=said):
        open_workspace(root)
    with pytest.raises(IntegrityError, match=said):
        save(root, Status.PARTIAL)


@pytest.mark.parametrize(
    "code", ["hash", "prev", "seq", "not-a-line", "crlf", "bom", "conflict", "fork", "repeated", "newer"]
)
def test_break_is_told_in_the_words_of_verify(code: str) -> None:
    with pytest.raises(LawcheckError) as caught:
        refuse_break(Break(7, code))

    assert str(caught.value) == f"history.jsonl:7: {SENTENCES[f'history-{code}']}"
    assert caught.value.fields["line"] == 7


def test_open_workspace_leaves_a_newer_history_to_a_newer_program(root: Path) -> None:
    with (root / "history.jsonl").open("ab") as file:
        file.write(b'{"v":2}\n')

    with pytest.raises(FileError, match="newer"):
        open_workspace(root)


@pytest.mark.skipif(os.name == "nt", reason="making links needs leave on Windows")
@pytest.mark.parametrize("name", ["checklist.toml", "history.jsonl", "assessment.toml"])
def test_open_workspace_follows_no_link(root: Path, name: str) -> None:
    (root / name).rename(root.parent / name)
    (root / name).symlink_to(root.parent / name)

    with pytest.raises(FileError, match="link"):
        open_workspace(root)


def interrupted(root: Path) -> tuple[bytes, bytes, bytes]:
    """Leave a save recorded but not moved into place; return the file before and after it, and its line."""
    before = (root / "assessment.toml").read_bytes()
    save(root)
    after = (root / "assessment.toml").read_bytes()
    line = (root / "history.jsonl").read_bytes().splitlines(keepends=True)[-1]
    (root / ".lawcheck" / "next.toml").write_bytes(after)
    (root / "assessment.toml").write_bytes(before)
    return before, after, line


def test_open_workspace_finishes_an_interrupted_save(root: Path) -> None:
    _, after, _ = interrupted(root)

    opened = open_workspace(root)

    assert opened.assessment.answers["A-01"].status is Status.DONE
    assert [notice.code for notice in opened.notices] == ["save-finished"]
    assert (root / "assessment.toml").read_bytes() == after
    assert verify(root) == []


def test_open_workspace_finishes_a_save_from_the_history_alone(root: Path) -> None:
    _, after, _ = interrupted(root)
    shutil.rmtree(root / ".lawcheck")

    opened = open_workspace(root)

    assert [notice.code for notice in opened.notices] == ["save-rebuilt"]
    assert (root / "assessment.toml").read_bytes() == after


def test_open_workspace_knows_what_stands_while_somebody_else_holds_the_lock(root: Path) -> None:
    before, _, _ = interrupted(root)

    with hold(root, Disk()):
        opened = open_workspace(root)

    assert opened.assessment.answers["A-01"].status is Status.DONE
    assert (root / "assessment.toml").read_bytes() == before


def test_open_workspace_puts_a_torn_line_aside(root: Path) -> None:
    _, _, line = interrupted(root)
    path = root / "history.jsonl"
    path.write_bytes(path.read_bytes()[:-40])

    opened = open_workspace(root)

    assert opened.assessment.answers == {}
    assert [notice.code for notice in opened.notices] == ["torn-kept"]
    assert (root / opened.notices[0].file).read_bytes() == line[:-40]
    assert [finding.code for finding in verify(root)] == ["recovered-file"]


def test_open_workspace_keeps_both_when_the_file_was_edited_after_a_crash(root: Path) -> None:
    _, after, _ = interrupted(root)
    by_hand(root, "白沙路街道", "白沙路街道办事处")

    opened = open_workspace(root)

    assert opened.assessment.unit == "白沙路街道办事处"
    assert opened.outside_edits == (
        Change("answers.A-01.status", "done", None),
        Change("unit", "白沙路街道", "白沙路街道办事处"),
    )
    assert [notice.code for notice in opened.notices] == ["unapplied-kept"]
    assert (root / opened.notices[0].file).read_bytes() == after
    assert not (root / ".lawcheck" / "next.toml").exists()


def test_open_workspace_does_without_a_disk_that_can_be_written(root: Path) -> None:
    class ReadOnly(Disk):
        def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
            if operation not in (os.read, os.lstat, os.listdir) and not (
                operation is os.open and not args[1] & (os.O_WRONLY | os.O_RDWR)
            ):
                raise OSError(30, "Read-only file system")
            return operation(*args, **kwargs)

    interrupted(root)

    assert open_workspace(root, disk=ReadOnly()).assessment.answers["A-01"].status is Status.DONE
    with pytest.raises(NotSavedError, match="Read-only"):
        save(root, disk=ReadOnly())


def test_open_workspace_refuses_a_grant_for_an_unknown_item(root: Path) -> None:
    (root / "review.toml").write_text("format = 1\n[grants.A-99]\nnot_applicable = true\n", "utf-8")

    with pytest.raises(
        FileError, match=r"review\.toml:2: grants\.A-99: the checklist has no item A-99; .*delete"
    ):
        open_workspace(root)


def test_open_workspace_refuses_points_beyond_the_item_and_says_where(root: Path) -> None:
    (root / "review.toml").write_text(
        "format = 1\n[grants.A-01]\nopinions = [\n"
        '  { points = 2, by = "王五", on = 2021-02-01 },\n'
        '  { points = 2.001, by = "赵六", on = 2021-02-02 },\n]\npenalty = 3\n',
        "utf-8",
    )

    with pytest.raises(
        FileError, match=r"review\.toml:5: .* more than the 2 points .* \(and 1 more"
    ) as caught:
        open_workspace(root)

    assert [one.line for one in caught.value.problems if isinstance(one, Problem)] == [5, 7]


def test_open_workspace_writes_nothing_in_a_settled_workspace(root: Path) -> None:
    by_hand(root, "白沙路街道", "别处")
    seen = {path: path.stat().st_mtime_ns for path in root.rglob("*")}

    open_workspace(root)

    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == seen
