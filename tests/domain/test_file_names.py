"""Files that say by their names what they prove."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.file_names import is_junk, places_named
from tests.making import checklist, item

CHECKLIST = checklist(
    item("A-01", 5, evidence=["id='receipts'"]),
    item("A-02", 5),
    item("B1-10", 5),
    item("B1-10b", 5),
)


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("A-01 签发稿.pdf", ("A-01",)),
        ("a-01签发稿.pdf", ("A-01",)),
        ("A-1 签发稿.pdf", ("A-01",)),
        ("Ａ－０１　签发稿.pdf", ("A-01",)),
        ("A_01.pdf", ("A-01",)),
        ("A—01 签发稿.pdf", ("A-01",)),
        ("A-01 receipts 回证.pdf", ("A-01:receipts",)),
        ("A-01_receipts.pdf", ("A-01:receipts",)),
        ("A-01 scan.pdf", ("A-01",)),
        ("A-01、A-02 合订.pdf", ("A-01", "A-02")),
        ("A-01+A-02+合订.pdf", ("A-01", "A-02")),
        ("B1-10 x.pdf", ("B1-10",)),
        ("B1-10b x.pdf", ("B1-10b",)),
        ("Z9-99 x.pdf", ("Z9-99",)),
        ("签发稿 A-01.pdf", ()),
        ("A-0123.pdf", ()),
        ("2020-12-31.pdf", ()),
    ],
)
def test_a_name_begins_with_what_it_proves(name: str, places: tuple[str, ...]) -> None:
    assert places_named((name,), CHECKLIST) == places


def test_a_file_takes_after_its_own_name_then_the_nearest_folder() -> None:
    assert places_named(("A-01 文件", "x", "扫描件.pdf"), CHECKLIST) == ("A-01",)
    assert places_named(("A-01 文件", "A-02.pdf"), CHECKLIST) == ("A-02",)


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "~$台账.xlsx", "desktop.ini", ".~lock.a#"])
def test_the_systems_own_files_are_junk(name: str) -> None:
    assert is_junk(name)


@given(st.text())
def test_no_name_fails(name: str) -> None:
    assert len(places_named((name,), CHECKLIST)) >= 0
