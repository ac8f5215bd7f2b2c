"""Pictures: lengths are shares, never beyond the whole; titles are text."""

import re
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.formats import svg
from lawcheck.formats.svg import Bar, Tick


def widths(picture: str) -> list[str]:
    return [str(one.get("width")) for one in ET.fromstring(picture).iter("rect")]


@pytest.mark.parametrize(
    ("points", "full", "share"),
    [("3", 4, "3/4"), ("-2", 4, "0"), ("9", 4, "1"), ("1", 0, "0"), (None, 4, "0")],
)
def test_share_stays_between_nothing_and_all(points: str | None, full: int, share: str) -> None:
    assert svg.share(None if points is None else Fraction(points), Fraction(full)) == Fraction(share)


def test_bars_are_as_long_as_their_shares() -> None:
    picture = svg.bars("A", [Bar("claimed", Fraction(1, 3)), Bar("supported", Fraction(1, 8))])

    assert widths(picture) == ["100%", "33.333%", "12.5%"]


def test_a_bar_of_nothing_is_not_drawn() -> None:
    assert widths(svg.bars("A", [Bar("claimed", Fraction(0))])) == ["100%"]


def test_parts_of_a_stack_stand_side_by_side() -> None:
    parts = ET.fromstring(svg.stack("A", [Bar("done", Fraction(1, 4)), Bar("open", Fraction(3, 4))]))

    assert [one.get("x") for one in parts.iter("rect")] == ["0%", "0%", "25%"]


def test_labels_that_would_meet_stand_in_two_lines() -> None:
    ticks = [
        Tick(Fraction(60, 100), "pass"),
        Tick(Fraction(80, 100), "good"),
        Tick(Fraction(90, 100), "best"),
    ]
    lines = [one.get("y") for one in ET.fromstring(svg.scale("A", [], ticks)).iter("text")]

    assert lines[0] == lines[1] != lines[2]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_title_is_text(title: str) -> None:
    found = ET.fromstring(svg.bars(title, [])).findtext("title")

    assert found == title


def test_a_picture_says_that_it_is_one() -> None:
    assert re.search(r'^<svg [^>]*role="img"[^>]*><title>A</title>', svg.bars("A", []))
