from pathlib import Path

import pytest

from lawcheck.storage.sources import read_sources


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "repository" / "甲 街道"
    folder.mkdir(parents=True)
    (folder / "assessment.toml").write_bytes('\ufeffunit = "甲"\r\n'.encode())
    (folder / "checklist.toml").write_bytes(b'id = "\xff"\n')
    return folder


def files(office: Path, near: Path) -> list[str]:
    return [source.file for source in read_sources(office, near)]


def test_files_are_named_from_the_top_of_the_repository(office: Path) -> None:
    (office.parent / ".git").mkdir()

    assert files(office, office) == ["甲 街道/assessment.toml", "甲 街道/checklist.toml"]
    assert files(office, office.parent.parent) == ["甲 街道/assessment.toml", "甲 街道/checklist.toml"]


def test_files_of_a_worktree_are_named_from_its_top(office: Path) -> None:
    (office.parent / ".git").write_text("gitdir: elsewhere\n")

    assert files(office, office)[0] == "甲 街道/assessment.toml"


def test_files_without_a_repository_are_named_from_the_working_folder(office: Path) -> None:
    assert files(office, office.parent.parent)[0] == "repository/甲 街道/assessment.toml"


def test_files_of_another_folder_are_named_alone(office: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()

    assert files(office, tmp_path / "elsewhere")[0] == "assessment.toml"


def test_text_has_no_byte_order_mark_and_stands_bytes_that_are_no_utf_8(office: Path) -> None:
    assert [source.text for source in read_sources(office, office)] == ['unit = "甲"\r\n', 'id = "\ufffd"\n']


def test_file_that_is_not_there_is_empty(office: Path) -> None:
    (office / "assessment.toml").unlink()

    assert read_sources(office, office).assessment.text == ""
