import errno
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lawcheck.domain.assessment import Piece, Serving
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.history import decode
from lawcheck.domain.signing import names_of, standing
from lawcheck.domain.signoff import Part, Role
from lawcheck.domain.undoing import last_standing
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import FileError, NotSavedError, UsageError
from lawcheck.storage.disk import Disk
from lawcheck.storage.evidence import adopt
from lawcheck.storage.saving import change
from lawcheck.storage.signing import on_file
from lawcheck.storage.verify import verify
from lawcheck.storage.workspace import open_workspace, read_entries
from tests.scoreboard.faults import Dying, Failing, Killed
from tests.storage.signed import AT, answer, rewrite, sign_off


def codes(root: Path, level: str = "error") -> list[str]:
    return [one.code for one in verify(root) if one.level == level]


def changed(root: Path) -> tuple[tuple[Part, ...], int]:
    found = standing(open_workspace(root))
    assert found is not None
    return found.changed, found.entries


def file_evidence(root: Path, source: Path, *serves: Serving) -> None:
    target, sha256, size = adopt(root, source)
    one = Piece(
        kind=EvidenceKind.FILE,
        name="材料",
        target=target,
        serves=serves,
        added=date(2020, 12, 1),
        sha256=sha256,
        size=size,
    )

    def add(opened: Workspace) -> object:
        return replace(opened.assessment, evidence={**opened.assessment.evidence, f"e{opened.entries}": one})

    change(root, add, act="evidence-add", who="张三", at=AT)  # type: ignore[arg-type]  # replace says object


def test_sign_binds_the_file_into_the_history(root: Path) -> None:
    before = open_workspace(root)

    number = sign_off(root)

    entry = read_entries(root)[-1]
    signoff = on_file(root, number).signoff
    assert (number, entry.act, entry.changes) == (1, "sign", ())
    assert (signoff.head, signoff.entries) == (before.head, before.entries)
    assert (signoff.name, signoff.role) == ("李四", Role.HEAD)
    assert codes(root) == []


def test_sign_leaves_the_assessment_as_it_was(root: Path) -> None:
    before = (root / "assessment.toml").read_bytes()

    sign_off(root)

    assert (root / "assessment.toml").read_bytes() == before
    assert open_workspace(root).notices == ()


def test_sign_refuses_while_an_edit_by_hand_is_not_recorded(root: Path) -> None:
    answer(root, A_01="done")
    path = root / "assessment.toml"
    path.write_bytes(path.read_bytes().replace(b'"done"', b'"partial"'))
    history = (root / "history.jsonl").read_bytes()

    with pytest.raises(UsageError, match="edited by hand"):
        sign_off(root)

    assert (root / "history.jsonl").read_bytes() == history
    assert not (root / "signoff").exists()


def test_sign_counts_on_where_a_file_was_taken_away(root: Path) -> None:
    sign_off(root)
    (root / "signoff" / "0001.toml").unlink()

    assert sign_off(root) == 2


def test_sign_puts_a_file_aside_that_no_entry_tells_of(root: Path) -> None:
    (root / "signoff").mkdir()
    (root / "signoff" / "0001.toml").write_bytes(b"forged")

    sign_off(root)

    assert (root / "recovered" / "signoff-1.toml").read_bytes() == b"forged"
    assert codes(root) == []


def test_undo_takes_no_sign_off_back(root: Path) -> None:
    answer(root, A_01="done")
    sign_off(root)

    found = last_standing(decode((root / "history.jsonl").read_bytes()))

    assert found is not None
    assert found.seq == 2


def test_standing_is_none_where_nobody_signed(root: Path) -> None:
    assert standing(open_workspace(root)) is None


def test_a_sign_off_stands_until_a_value_changes_and_again_when_it_is_undone(root: Path) -> None:
    answer(root, A_01="done")
    sign_off(root)
    signed = changed(root)
    answer(root, A_01="partial")
    later = changed(root)
    answer(root, A_01="done")

    assert signed == ((), 0)
    assert later == ((Part.VALUES,), 1)
    assert changed(root) == ((), 2)


def test_an_edit_by_hand_counts_as_an_entry_since_the_sign_off(root: Path) -> None:
    answer(root, A_01="done")
    sign_off(root)
    path = root / "assessment.toml"
    path.write_bytes(path.read_bytes().replace(b'"done"', b'"partial"'))

    assert changed(root) == ((Part.VALUES,), 1)


def test_a_sign_off_does_not_stand_where_evidence_went_missing(root: Path, tmp_path: Path) -> None:
    (tmp_path / "台账.txt").write_bytes(b"ledger")
    file_evidence(root, tmp_path / "台账.txt", Serving("A-01", "ledger"))
    sign_off(root)
    (root / "evidence" / "台账.txt").unlink()

    assert changed(root) == ((Part.EVIDENCE,), 0)


def test_the_scan_of_the_page_changes_no_sign_off(root: Path, tmp_path: Path) -> None:
    sign_off(root)
    (tmp_path / "扫描.pdf").write_bytes(b"scan")
    file_evidence(root, tmp_path / "扫描.pdf")

    assert changed(root)[0] == ()


def test_a_sign_off_whose_file_was_edited_stands_no_more(root: Path) -> None:
    sign_off(root)
    path = root / "signoff" / "0001.toml"
    path.write_bytes(path.read_bytes().replace(b"claimed = 0", b"claimed = 90"))

    assert changed(root)[0] == (Part.FILE,)
    assert codes(root) == ["signoff-changed"]
    with pytest.raises(FileError, match="not the sign-off that was recorded"):
        on_file(root)


def test_a_sign_off_whose_file_is_gone_is_named(root: Path) -> None:
    sign_off(root)
    (root / "signoff" / "0001.toml").unlink()

    assert changed(root)[0] == (Part.FILE,)
    assert codes(root) == ["signoff-missing"]


def test_a_planted_sign_off_is_none(root: Path, make: Callable[..., Path]) -> None:
    other = make("other")
    sign_off(other)
    shutil.copytree(other / "signoff", root / "signoff")

    assert codes(root, "warning") == ["signoff-unrecorded"]
    assert standing(open_workspace(root)) is None


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (b"claimed = 0", b"claimed = 90", "claimed"),
        (b"supported = 0", b"supported = 90", "supported"),
        (b"answered = 0", b"answered = 2", "answered"),
        (b"passed = false", b"passed = true", "passed"),
        (b"pieces = 0", b"pieces = 9", "pieces"),
        (b'unit = "\xe7\x99\xbd', b'unit = "\xe4\xb9\x99', "unit"),
        (b"entries = 1", b"entries = 2", "entries"),
    ],
)
def test_a_false_figure_is_found_though_the_whole_chain_was_written_anew(
    root: Path, old: bytes, new: bytes, key: str
) -> None:
    from hashlib import sha256

    sign_off(root)
    path = root / "signoff" / "0001.toml"
    data = path.read_bytes()
    forged = data.replace(old, new)
    assert forged != data
    path.write_bytes(forged)
    rewrite(root, sha256(data).hexdigest().encode(), sha256(forged).hexdigest().encode())

    found = [one for one in verify(root) if one.level == "error"]

    assert [(one.code, one.fields["key"]) for one in found] == [("signoff-contradicts", key)]


def test_a_former_sign_off_is_reckoned_again_though_much_changed_since(root: Path) -> None:
    answer(root, A_01="done")
    sign_off(root)
    answer(root, A_01="not_done", A_02="done")
    sign_off(root, "王五", Role.DEPUTY)

    assert codes(root) == []
    assert codes(root, "note") == ["signoff-since", "signoff-claimed", "signoff-claimed"]


def test_who_signed_the_same_state_stands_on_the_same_page(root: Path) -> None:
    answer(root, A_01="done")
    sign_off(root, "赵一", Role.HANDLER)
    answer(root, A_02="done")
    sign_off(root, "钱二", Role.HANDLER)
    sign_off(root, "孙三", Role.HEAD)

    found = on_file(root)

    assert names_of(found.signoff, found.others) == {Role.HANDLER: "钱二", Role.HEAD: "孙三"}


def test_on_file_says_that_there_is_none(root: Path) -> None:
    with pytest.raises(UsageError, match="no such sign-off"):
        on_file(root)


def test_sign_survives_a_kill_at_every_operation(make: Callable[..., Path]) -> None:
    left = 0
    while True:
        root = make(f"unit-{left}")
        answer(root, A_01="done")
        try:
            sign_off(root, disk=Dying(left))
        except Killed:
            assert codes(root) in ([], ["history-torn"]), left
            number = sign_off(root)
            assert codes(root) == [], left
            assert number == len([one for one in read_entries(root) if one.act == "sign"]), left
            left += 1
        else:
            break
    assert left > 20


@pytest.mark.parametrize(("code", "lasting"), [(errno.ENOSPC, False), (errno.EIO, True)])
def test_sign_survives_an_error_at_every_operation(
    make: Callable[..., Path], code: int, *, lasting: bool
) -> None:
    left = 0
    while True:
        root = make(f"unit-{left}")
        disk = Failing(left, code, lasting=lasting)
        try:
            sign_off(root, disk=disk)
        except (NotSavedError, FileError):
            assert disk.fired
            assert open_workspace(root).assessment is not None
        assert codes(root) == [], left
        if not disk.fired:
            break
        sign_off(root, disk=Disk())
        assert codes(root) == [], left
        left += 1
    assert left > 20
