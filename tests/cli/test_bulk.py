"""Evidence in bulk: a folder whose file names begin with item ids."""

from pathlib import Path

import pytest

from lawcheck.storage.workspace import open_workspace, read_entries
from tests.conftest import Run


@pytest.fixture
def unit(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "甲街道"
    assert run("new", "cixi-subdistrict-2020", folder, "--unit", "甲街道办事处").code == 0
    return folder


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Return a folder as an office hands it in."""
    folder = tmp_path / "材料"
    (folder / "D1-10 应诉").mkdir(parents=True)
    for name in (
        "B-07 实施意见.pdf",
        "D1-10 应诉/台账.pdf",
        "d1-10 receipts 回证.pdf",
        "Thumbs.db",
        ".DS_Store",
    ):
        (folder / name).write_bytes(name.encode())
    return folder


def served(unit: Path) -> set[str]:
    evidence = open_workspace(unit).assessment.evidence
    return {str(row) for piece in evidence.values() for row in piece.serves}


def test_a_folder_is_taken_in_as_one_change(run: Run, unit: Path, box: Path) -> None:
    ran = run("-C", unit, "evidence", "add", box)

    assert ran.code == 0
    assert served(unit) == {"B-07:opinion", "D1-10:table", "D1-10:receipts"}
    assert [entry.act for entry in read_entries(unit)] == ["new", "evidence-add"]
    assert sorted(path.name for path in (unit / "evidence").iterdir()) == [
        "B-07 实施意见.pdf",
        "d1-10 receipts 回证.pdf",
        "台账.pdf",
    ]
    assert run("-C", unit, "verify").code == 0


def test_a_folder_taken_in_twice_changes_nothing(run: Run, unit: Path, box: Path) -> None:
    run("-C", unit, "evidence", "add", box)
    before = (unit / "history.jsonl").read_bytes()

    ran = run("-C", unit, "evidence", "add", box)

    assert ran.code == 0
    assert "3 were registered already" in ran.err
    assert (unit / "history.jsonl").read_bytes() == before


def test_only_what_is_new_in_a_folder_is_taken_in(run: Run, unit: Path, box: Path) -> None:
    run("-C", unit, "evidence", "add", box)
    (box / "B-05 合同.pdf").write_bytes(b"x")

    assert "1 files taken in, 3 were" in run("-C", unit, "evidence", "add", box).err


def test_one_file_under_two_names_proves_both_items(run: Run, unit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "两份"
    folder.mkdir()
    for name in ("B-07 a.pdf", "B-05 a.pdf"):
        (folder / name).write_bytes(b"same")

    assert run("-C", unit, "evidence", "add", folder).code == 0
    assert len(open_workspace(unit).assessment.evidence) == 1
    assert {row.split(":")[0] for row in served(unit)} == {"B-07", "B-05"}


def test_keys_are_never_used_twice(run: Run, unit: Path, box: Path) -> None:
    run("-C", unit, "evidence", "add", box)
    first = set(open_workspace(unit).assessment.evidence)
    for key in first:
        run("-C", unit, "evidence", "remove", key)
    run("-C", unit, "evidence", "add", box)

    assert not first & set(open_workspace(unit).assessment.evidence)


def test_dry_run_takes_nothing_in(run: Run, unit: Path, box: Path) -> None:
    ran = run("-C", unit, "evidence", "add", box, "--dry-run")

    assert ran.code == 0
    assert "D1-10 应诉/台账.pdf would prove D1-10" in ran.out
    assert not list((unit / "evidence").iterdir())
    assert served(unit) == set()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("没有编号.pdf", b"x", "does not begin with an item's id"),
        ("Z9-99 x.pdf", b"x", "there is no item Z9-99"),
        ("R-01 x.pdf", b"x", "direction only"),
        ("B-08 空.pdf", b"", "is empty"),
    ],
)
def test_one_unfit_file_keeps_the_whole_folder_out(  # noqa: PLR0917  # three parameters, three fixtures
    run: Run, unit: Path, box: Path, name: str, content: bytes, sentence: str
) -> None:
    (box / name).write_bytes(content)

    ran = run("-C", unit, "evidence", "add", box)

    assert ran.code == 2
    assert name in ran.err
    assert sentence in ran.err
    assert not list((unit / "evidence").iterdir())


def test_a_link_in_a_folder_is_refused(run: Run, unit: Path, box: Path) -> None:
    (box / "B-05 x.pdf").symlink_to("/etc/hostname")

    assert run("-C", unit, "evidence", "add", box).code == 3
    assert not list((unit / "evidence").iterdir())


@pytest.mark.parametrize(
    "more", [["--name", "x"], ["--kind", "record"], ["--item", "B-07"], ["--item", "B-07", "--dry-run"]]
)
def test_what_makes_no_sense_for_a_folder_is_wrong_usage(
    run: Run, unit: Path, box: Path, more: list[str]
) -> None:
    assert run("-C", unit, "evidence", "add", box, *more).code == 2


def test_an_empty_folder_is_told(run: Run, unit: Path, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()

    ran = run("-C", unit, "evidence", "add", tmp_path / "空")

    assert ran.code == 2
    assert "no files" in ran.err
