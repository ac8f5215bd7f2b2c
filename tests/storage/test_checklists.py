from pathlib import Path

import pytest

from lawcheck.errors import ExitCode, FileError, UsageError
from lawcheck.storage.checklists import find, shelf
from lawcheck.storage.linting import lint_file

MINIMAL = Path(__file__).parents[1] / "data" / "good" / "minimal.toml"


def test_shelf_holds_checklists_under_their_ids() -> None:
    shelved = shelf()

    assert "cixi-subdistrict-2020" in [one.id for one in shelved]
    for one in shelved:
        assert f'id = "{one.id}"'.encode() in find(one.id)
        assert one.title.zh
        assert one.title.en


def test_shelf_is_without_problems() -> None:
    for one in shelf():
        assert lint_file(find(one.id), one.path).problems == ()


def test_find_takes_a_path() -> None:
    assert find(str(MINIMAL)) == MINIMAL.read_bytes()


def test_find_takes_a_file_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "清单").write_bytes(b"format = 1")
    monkeypatch.chdir(tmp_path)

    assert find("清单") == b"format = 1"


def test_find_names_the_nearest_id() -> None:
    with pytest.raises(UsageError, match="cixi-subdistrict-2020") as caught:
        find("cixi-subdistrict-2021")

    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("path", ["missing.toml", "folder/missing", "./missing"])
def test_find_says_that_a_path_leads_nowhere(path: str) -> None:
    with pytest.raises(FileError, match="no such file"):
        find(path)
