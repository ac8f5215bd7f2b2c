import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lawcheck.errors import BusyError, FileError, IntegrityError, NotSavedError
from lawcheck.storage.checklists import find
from lawcheck.storage.repair import plan, repair
from lawcheck.storage.verify import verify
from lawcheck.storage.workspace import create, open_workspace, read_entries
from tests.scoreboard.faults import Failing
from tests.storage.signed import AT, answer, sign_off


def planned(root: Path) -> list[tuple[str, str]]:
    return [(one.finding.code, one.finding.file) for one in plan(root)]


def errors(root: Path) -> list[str]:
    return [one.code for one in verify(root) if one.level == "error"]


def crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def bom(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def tear(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b'{"v":1,"seq"')


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\xff")


def edit(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"done"', b'"partial"'))


@pytest.fixture
def full(root: Path) -> Path:
    answer(root, A_01="done")
    return root


MENDABLE: dict[str, tuple[str, Callable[[Path], object], str, int]] = {
    "line ends of the history": ("history.jsonl", crlf, "repair-history", 2),
    "mark before the history": ("history.jsonl", bom, "repair-history", 2),
    "torn line": ("history.jsonl", tear, "repair-torn", 2),
    "line ends of the checklist": ("checklist.toml", crlf, "repair-checklist", 2),
    "missing assessment": ("assessment.toml", Path.unlink, "repair-missing", 2),
    "unreadable assessment": ("assessment.toml", spoil, "repair-assessment", 2),
    "edit by hand": ("assessment.toml", edit, "repair-edits", 3),
}


@pytest.mark.parametrize("case", MENDABLE)
def test_repair_mends_it_and_keeps_a_copy(full: Path, case: str) -> None:
    name, harm, code, entries = MENDABLE[case]
    path = full / name
    harm(path)
    before = path.read_bytes() if path.exists() else None

    assert planned(full) == [(code, name)]
    repair(full, plan(full), at=AT)

    assert errors(full) == []
    assert planned(full) == []
    assert len(read_entries(full)) == entries
    copies = [copy.read_bytes() for copy in full.glob("recovered/*")]
    assert before is None or before in copies


def test_plan_changes_nothing(full: Path) -> None:
    for name, harm, _, _ in (MENDABLE["torn line"], MENDABLE["unreadable assessment"]):
        harm(full / name)
    before = {path: path.read_bytes() for path in full.rglob("*") if path.is_file()}

    plan(full)

    assert before == {path: path.read_bytes() for path in full.rglob("*") if path.is_file()}


def test_repair_mends_several_things_at_once(full: Path) -> None:
    crlf(full / "history.jsonl")
    crlf(full / "checklist.toml")
    (full / "assessment.toml").unlink()

    assert [code for code, _ in planned(full)] == ["repair-history", "repair-checklist", "repair-missing"]
    repair(full, plan(full), at=AT)

    assert errors(full) == []


def test_repair_of_an_edit_by_hand_accuses_nobody(full: Path) -> None:
    edit(full / "assessment.toml")

    repair(full, plan(full), at=AT)

    last = read_entries(full)[-1]
    assert (last.act, last.who) == ("outside-edit", "unknown")
    assert open_workspace(full).outside_edits == ()


def test_repair_puts_the_checklist_back_from_the_shelf(tmp_path: Path) -> None:
    from lawcheck.domain.assessment import FORMAT, Assessment

    id_ = "cixi-subdistrict-2020"
    said = Assessment(format=FORMAT, unit="甲街道", checklist=id_)
    create(tmp_path / "甲", find(id_), said, who="张三", at=AT)
    path = tmp_path / "甲" / "checklist.toml"
    path.write_bytes(path.read_bytes().replace(b"points = 1", b"points = 9", 1))

    assert planned(tmp_path / "甲") == [("repair-shelf", "checklist.toml")]
    repair(tmp_path / "甲", plan(tmp_path / "甲"), at=AT)

    assert path.read_bytes() == find(id_)
    assert errors(tmp_path / "甲") == []


def test_repair_puts_a_planted_sign_off_aside(full: Path, make: Callable[..., Path]) -> None:
    other = make("other")
    sign_off(other)
    shutil.copytree(other / "signoff", full / "signoff")

    repair(full, plan(full), at=AT)

    assert list((full / "signoff").iterdir()) == []
    assert (full / "recovered" / "signoff-0001-1.toml").is_file()


def cut_line(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[1:]))


def from_the_future(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"format = 1", b"format = 2"))


@pytest.mark.parametrize(
    ("name", "harm", "code"),
    [
        ("history.jsonl", Path.unlink, "history-missing"),
        ("history.jsonl", cut_line, "history-prev"),
        ("checklist.toml", spoil, "checklist-changed"),
        ("assessment.toml", from_the_future, "unreadable"),
    ],
)
def test_repair_leaves_what_would_need_a_guess(
    full: Path, name: str, harm: Callable[[Path], object], code: str
) -> None:
    harm(full / name)

    assert planned(full) == []
    assert errors(full) == [code]


def test_repair_leaves_a_link_alone(full: Path, tmp_path: Path) -> None:
    (full / "assessment.toml").rename(tmp_path / "elsewhere.toml")
    (full / "assessment.toml").symlink_to(tmp_path / "elsewhere.toml")

    assert planned(full) == []


def test_repair_does_only_what_was_agreed_upon(full: Path) -> None:
    tear(full / "history.jsonl")
    agreed = plan(full)
    (full / "assessment.toml").unlink()

    with pytest.raises(BusyError, match="changed just now"):
        repair(full, agreed, at=AT)


@pytest.mark.parametrize(
    ("case", "lasting"),
    [("line ends of the history", False), ("unreadable assessment", True), ("edit by hand", False)],
)
def test_repair_survives_an_error_at_every_operation(
    make: Callable[..., Path], case: str, *, lasting: bool
) -> None:
    name, harm, _, entries = MENDABLE[case]
    left = 0
    while True:
        root = make(f"unit-{left}")
        answer(root, A_01="done")
        harm(root / name)
        disk = Failing(left, errno.ENOSPC, lasting=lasting)
        try:
            repair(root, plan(root), at=AT, disk=disk)
        except (NotSavedError, BusyError, FileError, IntegrityError):
            assert disk.fired, left
        if not disk.fired:
            break
        repair(root, plan(root), at=AT)
        assert errors(root) == [], left
        assert len(read_entries(root)) == entries, left
        left += 1
    assert left > 20
