from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.personal import Personal, named_numbers, personal_numbers
from tests.making import piece

# The example number of GB 11643 itself; nobody bears it.
IDENTITY = "11010519491231002X"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (f"张三{IDENTITY}.pdf", [(Personal.IDENTITY, "110*************2X")]),
        (f"张三{IDENTITY.lower()}.pdf", [(Personal.IDENTITY, "110*************2x")]),
        ("１１０１０５１９４９１２３１００２Ｘ", [(Personal.IDENTITY, "110*************2X")]),
        ("110105194912310021", []),  # the check digit does not fit
        ("110105194913310020", []),  # there is no such day
        ("联系人13800001111", [(Personal.MOBILE, "138******11")]),
        ("联系人138-0000-1111.docx", [(Personal.MOBILE, "138******11")]),
        ("+8613800001111", [(Personal.MOBILE, "138******11")]),
        ("12800001111", []),
        ("案号1380000111122", []),
        ("a13800001111", []),
        ("20201231", []),
        ("慈政发〔2020〕21号", []),
    ],
)
def test_personal_numbers_are_what_can_hardly_be_anything_else(
    name: str, found: list[tuple[Personal, str]]
) -> None:
    assert list(personal_numbers(name)) == found


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(100_000, 999_999), st.integers(0, 999))
def test_personal_numbers_find_every_identity_number(born: date, region: int, order: int) -> None:
    body = f"{region}{born:%Y%m%d}{order:03}"
    check = (12 - sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11) % 11
    number = body + ("X" if check == 10 else str(check))

    assert [kind for kind, _ in personal_numbers(f"甲 {number} 乙")] == [Personal.IDENTITY]


def test_named_numbers_are_told_once_however_often_they_are_named() -> None:
    one = piece(kind="file", target="evidence/13800001111.pdf")

    assert list(named_numbers(one)) == [(Personal.MOBILE, "138******11")]


def test_named_numbers_leave_the_number_of_a_record_alone() -> None:
    assert list(named_numbers(piece(kind="record", target="13800001111"))) == []
