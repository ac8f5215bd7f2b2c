"""Cells as clerks fill them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.checklist import Figure
from lawcheck.domain.quantities import Kind
from lawcheck.domain.sheet_cells import is_same, read_day, read_value, squeeze
from lawcheck.domain.values import Phrase
from lawcheck.errors import Refused


def figure(unit: str = "件", kind: Kind = Kind.NUMBER) -> Figure:
    return Figure(name="f", owner="A-01", title=Phrase(zh="数"), unit=Phrase(zh=unit, en="cases"), kind=kind)


@pytest.mark.parametrize(
    ("typed", "unit", "kept"),
    [
        ("１０余", "件", "10+"),
        ("10 余 件", "件", "10+"),
        ("10件以上", "件", "10+"),
        ("约6万份", "份", "~60000"),
        ("1.5亿元", "元", "150000000"),
        ("85％", "%", "85"),
        ("85", "%", "85"),
        ("0.85%", "%", "0.85"),
        ("0", "%", "0"),
        ("12 cases", "件", "12"),
        ("2人次", "人次", "2"),
        ("1，000", "件", "1000"),
    ],
)
def test_a_figure_is_read(typed: str, unit: str, kept: str) -> None:
    assert read_value(typed, figure(unit)) == kept


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("0.85", "%"),
        ("~0.5", "%"),
        ("10²", "件"),
        ("①", "件"),
        ("85%", "件"),
        ("3-5", "件"),
        ("件", "件"),
        ("TRUE", "件"),
    ],
)
def test_what_may_mean_two_things_is_no_figure(typed: str, unit: str) -> None:
    with pytest.raises(Refused):
        read_value(typed, figure(unit))


@pytest.mark.parametrize(
    "typed",
    [
        "2020-12-31",
        "2020/12/31",
        "2020.12.31",
        "2020年12月31日",
        "2020 年 12 月 31 日",
        "2020-12-31 18:02:00",
    ],
)
def test_a_day_is_read(typed: str) -> None:
    assert read_day(typed) == "2020-12-31" == read_value(typed, figure("日", Kind.DATE))


@pytest.mark.parametrize("typed", ["44196", "2021-02-30", "12月31日", "年底"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_day(typed)


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{}+", "~{}"]))
def test_a_canonical_figure_reads_as_itself(number: int, shape: str) -> None:
    text = shape.format(number)

    assert read_value(text, figure()) == text


def test_blanks_and_width_do_not_matter_to_words() -> None:
    assert squeeze(" 已\u3000完 成\u200b\n") == "已完成"
    assert squeeze("Ｄｏｎｅ") == "done"


@given(st.text(st.sampled_from("a \n\t一")))
def test_what_programs_do_to_blanks_is_no_difference(text: str) -> None:
    assert is_same(text, f" {text.replace(chr(10), chr(13) + chr(10))} ")
    assert not is_same(text, text + "x")
