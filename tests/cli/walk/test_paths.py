"""Paths as people type, paste and drop them."""

import re
import shlex
from pathlib import Path

import pytest

from lawcheck.cli.walk.paths import as_typed, candidates, completed, split_paths


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the present folder, which is the user's own, with some files in it."""
    for name in (
        "台账一.pdf",
        "台账二.pdf",
        "会议 纪要.pdf",
        "it's.pdf",
        ".隐藏.pdf",
        "册/甲.pdf",
        "册/乙.pdf",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"%PDF")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("台", ["台账一.pdf", "台账二.pdf"]),
        ("台账二", ["台账二.pdf"]),
        ("会议 ", ["会议 纪要.pdf"]),
        ("册", ["册/"]),
        ("册/", ["册/乙.pdf", "册/甲.pdf"]),
        ("./册/甲", ["./册/甲.pdf"]),
        ("~/册/甲", ["~/册/甲.pdf"]),
        ("没有", []),
    ],
)
def test_candidates_are_the_paths_that_begin_so_as_they_were_typed(
    here: Path, typed: str, expected: list[str]
) -> None:
    assert here.is_dir()
    assert candidates(typed) == expected


def test_candidates_of_a_whole_path_are_whole(here: Path) -> None:
    assert candidates(f"{here}/册/乙") == [f"{here}/册/乙.pdf"]


@pytest.mark.usefixtures("here")
def test_candidates_of_nothing_are_all_but_hidden_files() -> None:
    assert candidates("") == ["it's.pdf", "会议 纪要.pdf", "册/", "台账一.pdf", "台账二.pdf"]


@pytest.mark.usefixtures("here")
def test_candidates_are_hidden_files_where_a_dot_is_typed() -> None:
    assert candidates(".") == [".隐藏.pdf"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("typed", ["无此文件夹/", "台账一.pdf/", "~nobody-of-this-name/", "册\0/"])
def test_candidates_of_what_is_no_folder_are_none(typed: str) -> None:
    assert candidates(typed) == []


def test_candidates_of_a_crowded_folder_are_not_all_of_it(tmp_path: Path) -> None:
    for number in range(201):
        (tmp_path / f"{number:03d}.pdf").touch()

    assert len(candidates(f"{tmp_path}/")) == 200


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("台", "台账"),
        ("台账", "台账"),
        ("台账一", "台账一.pdf"),
        ("~/册/乙", "~/册/乙.pdf"),
        ("没有", "没有"),
        ("没\0有", "没\0有"),
    ],
)
def test_completed_is_longer_by_what_all_candidates_have_in_common(typed: str, expected: str) -> None:
    assert completed(typed) == expected


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("typed", ["会议 纪要.pdf", "'会议 纪要.pdf'", '"会议 纪要.pdf"', r"会议\ 纪要.pdf"])
def test_split_paths_takes_one_file_with_blanks_for_one(typed: str) -> None:
    assert split_paths(typed) == ["会议 纪要.pdf"]


@pytest.mark.parametrize("typed", ["~/台账一.pdf", "'~/台账一.pdf'"])
def test_split_paths_writes_the_own_folder_out(here: Path, typed: str) -> None:
    assert split_paths(typed) == [f"{here}/台账一.pdf"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "typed",
    [
        "台账一.pdf '会议 纪要.pdf' 册/甲.pdf",
        r"台账一.pdf 会议\ 纪要.pdf 册/甲.pdf",
        "\"台账一.pdf\" '会议 纪要.pdf'  册/甲.pdf ",
    ],
)
def test_split_paths_takes_several_files_that_were_dropped(typed: str) -> None:
    assert split_paths(typed) == ["台账一.pdf", "会议 纪要.pdf", "册/甲.pdf"]


def test_split_paths_writes_the_own_folder_out_for_each(here: Path) -> None:
    assert split_paths("~/台账一.pdf ~/台账二.pdf") == [f"{here}/台账一.pdf", f"{here}/台账二.pdf"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("台账*.pdf", ["台账一.pdf", "台账二.pdf"]),
        ("'台账*.pdf'", ["台账一.pdf", "台账二.pdf"]),
        ("册/?.pdf", ["册/乙.pdf", "册/甲.pdf"]),
        ("会议 *.pdf", ["会议 纪要.pdf"]),
    ],
)
def test_split_paths_takes_the_files_of_a_pattern_in_order(pattern: str, expected: list[str]) -> None:
    assert split_paths(pattern) == expected


def test_split_paths_takes_a_pattern_in_the_own_folder(here: Path) -> None:
    assert split_paths("~/台账*") == [f"{here}/台账一.pdf", f"{here}/台账二.pdf"]


def test_split_paths_takes_no_folder_for_a_file_of_a_pattern(here: Path) -> None:
    (here / "台账三").mkdir()

    assert split_paths("台账*") == ["台账一.pdf", "台账二.pdf"]


@pytest.mark.parametrize("name", ["通知[2020].pdf", "台账*.pdf"])
def test_split_paths_takes_a_file_whose_name_looks_like_a_pattern(here: Path, name: str) -> None:
    (here / name).touch()

    assert split_paths(name) == [name]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "typed",
    [
        "慈政发〔2020〕21号",
        "https://www.cixi.gov.cn/a.html?b=1",
        "台账第3行 第4行",
        "台账一.pdf 没有.pdf",
        "没有*.pdf",
        r"没有\ 此文件.pdf",
        "册",
        "2020年 '三项 法治",
        "it's 3",
        "没有\0.pdf",
        "'",
        "",
    ],
)
def test_split_paths_leaves_what_names_no_files_as_it_was_typed(typed: str) -> None:
    assert split_paths(typed) == [typed]


@pytest.mark.usefixtures("here")
def test_split_paths_takes_a_file_with_an_unbalanced_quote() -> None:
    assert split_paths("it's.pdf") == ["it's.pdf"]


def test_as_typed_leaves_the_folder_of_an_unknown_user() -> None:
    assert as_typed("~nobody-of-this-name/a.pdf") == "~nobody-of-this-name/a.pdf"


@pytest.mark.parametrize("name", ["台账(1).pdf", "it's.pdf", "a b.pdf"])
def test_split_paths_knows_one_file_however_it_is_escaped(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.touch()

    assert split_paths(shlex.quote(str(file))) == [str(file)]
    assert split_paths(re.sub(r"([ ()'])", r"\\\1", str(file))) == [str(file)]


def test_split_paths_takes_a_pattern_that_no_file_can_fit_as_it_is() -> None:
    assert split_paths("a\0/*.pdf") == ["a\0/*.pdf"]
