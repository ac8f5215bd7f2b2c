import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain import values
from lawcheck.domain.values import Words
from lawcheck.errors import Refused


@pytest.mark.parametrize(
    ("read", "value", "result"),
    [
        (values.read_text, "一\n二\t三", "一\n二\t三"),
        (values.read_text, "a\r\nb", "a\nb"),
        (values.read_text, "", ""),
        (values.read_line, "法治政府", "法治政府"),
        (values.read_line, " 有空格 ", "有空格"),
        (values.read_brief, " 标题 ", "标题"),
        (values.read_brief, "", ""),
        (values.read_day, date(2020, 12, 31), date(2020, 12, 31)),
        (values.read_flag, False, False),
        (values.read_whole, 0, 0),
        (values.read_points, Decimal("0.5"), Fraction(1, 2)),
        (values.read_points, 0, Fraction(0)),
        (values.read_share, 1, Fraction(1)),
        (values.read_share, Decimal(0), Fraction(0)),
        (values.read_step, Decimal("0.1"), Fraction(1, 10)),
    ],
)
def test_value_is_read(read: Any, value: object, result: object) -> None:
    assert read(value) == result


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (values.read_text, 3),
        (values.read_text, None),
        (values.read_text, "a" * (values.TEXT_LIMIT + 1)),
        (values.read_line, "a\nb"),
        (values.read_line, ""),
        (values.read_line, "　 "),
        (values.read_line, "a" * (values.LINE_LIMIT + 1)),
        (values.read_day, "2020-12-31"),
        (values.read_day, datetime(2020, 12, 31)),  # noqa: DTZ001  # a TOML local date-time
        (values.read_flag, 1),
        (values.read_flag, "true"),
        (values.read_whole, -1),
        (values.read_whole, True),
        (values.read_whole, Decimal(1)),
        (values.read_whole, 10**12 + 1),
        (values.read_points, Decimal("-0.01")),
        (values.read_points, "5"),
        (values.read_share, Decimal("1.01")),
        (values.read_share, -1),
        (values.read_step, 0),
        (values.read_step, -1),
    ],
)
def test_value_is_refused(read: Any, value: object) -> None:
    with pytest.raises(Refused):
        read(value)


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x1b",
        "\r",
        "\x0b",
        "\x7f",
        "\x9b",
        "\u200e",
        "\u2028",
        "\u202e",
        "\u2066",
        "\ud800",
        "\ufffe",
        "\ufdd0",
    ],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_text_refuses_what_a_terminal_or_a_document_would_obey(character: str) -> None:
    with pytest.raises(Refused) as refused:
        values.read_text(f"甲{character}乙")

    assert refused.value.fields["code"] == ord(character)


@given(st.text(max_size=20))
def test_text_is_refused_exactly_where_it_holds_a_forbidden_character(text: str) -> None:
    forbidden = values.FORBIDDEN.search(text.replace("\r\n", "\n")) is not None

    try:
        values.read_text(text)
        refused = False
    except Refused:
        refused = True

    assert refused == forbidden


@pytest.mark.parametrize("id_", ["A-01", "A1-04", "B-14", "A1-11b", "D12-100"])
def test_item_id_has_its_shape(id_: str) -> None:
    assert re.fullmatch(values.ITEM_ID, id_, re.ASCII)


@pytest.mark.parametrize(
    "id_", ["a-01", "A-1", "A1.04", "A-01B", "AB-01", "A-01bb", "A-1000", "-01", "A-０１"]
)
def test_item_id_of_another_shape_is_none(id_: str) -> None:
    assert not re.fullmatch(values.ITEM_ID, id_, re.ASCII)


def test_words_fall_back_to_chinese() -> None:
    assert Words(zh="公开").said_in("en") == "公开"


def test_words_are_said_in_the_language_asked_for() -> None:
    words = Words(zh="公开", en="publish")

    assert (words.said_in("zh"), words.said_in("en")) == ("公开", "publish")


@pytest.mark.parametrize("text", ["一\n二", "\n一", "字" * (values.LINE_LIMIT + 1), "\u2028"])
def test_brief_text_is_one_line(text: str) -> None:
    with pytest.raises(Refused):
        values.read_brief(text)


HUGE = 16**5000
"""A number that TOML writes in hexadecimal and that Python refuses to print."""


@pytest.mark.parametrize("value", [HUGE, -HUGE, [HUGE], {"a": [HUGE]}], ids=["more", "less", "row", "table"])
def test_refusal_of_a_number_beyond_printing_can_be_said(value: object) -> None:
    marks = [kind.__metadata__[0] for kind in vars(values).values() if hasattr(kind, "__metadata__")]
    assert len(marks) > 10

    for mark in marks:
        with pytest.raises(Refused) as refused:
            mark.read(value)
        assert len(str(refused.value)) < 200
