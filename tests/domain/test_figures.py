import math
from datetime import date
from fractions import Fraction

import pytest

from lawcheck.domain.figures import read_figures
from lawcheck.domain.quantities import Interval, exactly, of_day
from lawcheck.errors import Refused
from tests import making
from tests.making import answer, checklist, item

VISITS = item("A-01", 5, "measure='count', of='visits', earn=5", na=True)


def test_figures_are_read_as_the_checklist_declares_them() -> None:
    small = checklist(
        item(
            "A-01",
            5,
            "measure='count', of='visits', earn=2",
            "measure='days', of='sent', by=2021-03-01, lose=1",
        )
    )

    stated = read_figures(small, making.assessment(figures={"visits": "10余", "sent": "2021年2月1日"}))

    assert stated.certain == {"visits": Interval(Fraction(10), math.inf), "sent": of_day(date(2021, 2, 1))}
    assert {name: quantity.text for name, quantity in stated.quantities.items()} == {
        "visits": "10+",
        "sent": "2021-02-01",
    }


def test_approximate_figure_is_stated_and_not_certain() -> None:
    stated = read_figures(checklist(VISITS), making.assessment(figures={"visits": "~10"}))

    assert stated.quantities["visits"].text == "~10"
    assert stated.certain.get("visits") is None


def test_figure_of_another_kind_is_refused() -> None:
    with pytest.raises(Refused):
        read_figures(checklist(VISITS), making.assessment(figures={"visits": "2021-02-01"}))


@pytest.mark.parametrize("status", ["done", "partial", "not_done", None])
def test_figure_counts_whatever_the_status_of_its_owner(status: str | None) -> None:
    stated = read_figures(checklist(VISITS), making.assessment({"A-01": status}, {"visits": 3}))

    assert stated.certain["visits"] == exactly(3)


@pytest.mark.parametrize("confirmed", [True, False])
def test_figure_of_a_not_applicable_owner_is_missing(confirmed: bool) -> None:  # noqa: FBT001
    said = {"A-01": answer("not_applicable", confirmed=confirmed)}

    stated = read_figures(checklist(VISITS), making.assessment(said, {"visits": 3}))

    assert stated.certain.get("visits") is None
    assert stated.quantities["visits"].text == "3"


def test_figure_of_a_row_that_shares_a_not_applicable_item_is_missing() -> None:
    small = checklist(VISITS, making.same("A-02", "A-01"), owners_of={"visits": "A-02"})

    assert read_figures(small, making.assessment({"A-01": "done"}, {"visits": 3})).certain[
        "visits"
    ] == exactly(3)
    assert not read_figures(small, making.assessment({"A-01": "not_applicable"}, {"visits": 3})).certain


def test_figure_of_a_veto_counts() -> None:
    small = checklist(item("A-01", 5), vetoes=(making.veto("refused > 0"),))

    assert read_figures(small, making.assessment(figures={"refused": 0})).certain == {"refused": exactly(0)}
