from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.cases import Case, count
from lawcheck.domain.checklist import CaseFigure, CaseSource, Checklist, Column
from lawcheck.domain.formulas import parse_formula
from lawcheck.domain.quantities import Interval, exactly
from lawcheck.domain.scorecard import Scorecard, score
from lawcheck.errors import Refused
from tests import making

CASE = making.checklist(
    making.item("A-01", 6, evidence=["id='reply'"]),
    making.item("A-02", 4, "measure='count', of='lost', earn=4, below=1"),
)


def case(status: str | None = "done", *, proved: bool = False, **figures: str) -> Case:
    evidence = {"e1": making.piece("A-01:reply")} if proved else {}
    card = making.score(CASE, making.assessment({"A-01": status, "A-02": "done"}, figures, evidence))
    return card.as_case("one")


def yearly(*rules: str, **more: Any) -> Checklist:
    taken = (
        CaseFigure(figure="suits"),
        CaseFigure(figure="answered", met=("A-01",)),
        CaseFigure(figure="defeats", when=parse_formula("lost > 0")),
        CaseFigure(figure="total_lost", sum=parse_formula("lost")),
    )
    used = rules or ("measure='rate', of='answered', to='suits', earn=5",)
    checks = [making.check("all", "suits + answered + defeats + total_lost >= 0")]
    checklist = making.checklist(making.item("A-01", 5, *used, **more), checks=tuple(checks))
    return replace(checklist, cases=(CaseSource(checklist="small", figures=taken),))


def scored(cases: list[Case], *rules: str, figures: dict[str, int] | None = None) -> Scorecard:
    return score(yearly(*rules), making.assessment({"A-01": "done"}, figures), {}, cases=cases)


def test_count_is_of_all_cases_of_that_checklist() -> None:
    other = case()._replace(checklist="other")

    assert count(yearly(), [case(), case(), other], Column.CLAIMED)["suits"] == exactly(2)
    assert count(yearly(), [other], Column.CLAIMED) == {}


def test_each_score_counts_the_cases_that_meet_the_item_in_it() -> None:
    cases = [case(proved=True), case(), case("not_done"), case(None)]

    assert count(yearly(), cases, Column.CLAIMED)["answered"] == exactly(2)
    assert count(yearly(), cases, Column.SUPPORTED)["answered"] == exactly(1)
    assert count(yearly(), cases, Column.REVIEWED)["answered"] == exactly(0)


def test_case_that_cannot_be_decided_makes_the_count_a_span() -> None:
    found = count(yearly(), [case(lost="1"), case(lost="0"), case()], Column.CLAIMED)

    assert found["defeats"] == Interval(Fraction(1), Fraction(2))


def test_sum_over_cases_is_missing_where_one_is() -> None:
    assert count(yearly(), [case(lost="1"), case(lost="2")], Column.CLAIMED)["total_lost"] == exactly(3)
    assert count(yearly(), [case(lost="1"), case()], Column.CLAIMED)["total_lost"] is None


def test_case_without_the_item_that_is_asked_for_is_refused() -> None:
    bare = case()._replace(items={})

    with pytest.raises(Refused, match="has no item A-01"):
        count(yearly(), [bare], Column.CLAIMED)


def test_figures_of_each_score_are_its_own() -> None:
    found = scored([case(proved=True), case()]).items["A-01"]

    assert [found.claimed, found.supported] == [5, Fraction("2.5")]
    for column in ("claimed", "supported"):
        assert sum(getattr(one, column) or 0 for one in found.reasons) == getattr(found, column)


def test_count_takes_the_place_of_what_was_typed_and_the_difference_is_told() -> None:
    card = scored([case(proved=True)], figures={"suits": 2, "answered": 1})

    assert card.items["A-01"].claimed == 5
    assert [(one.figure, one.typed.text, one.counted) for one in card.differences] == [
        ("suits", "2", exactly(1))
    ]


def test_figure_without_any_case_is_what_was_typed_or_missing() -> None:
    assert scored([]).items["A-01"].claimed == 0
    assert scored([], figures={"suits": 2, "answered": 1}).items["A-01"].claimed == Fraction("2.5")
    assert scored([]).differences == ()


def test_fewer_proved_cases_never_bring_more_than_is_claimed() -> None:
    found = scored([case(), case(proved=True)], "measure='count', of='answered', earn=5, below=2").items[
        "A-01"
    ]

    assert [found.claimed, found.supported] == [0, 0]


def test_check_must_hold_over_what_is_claimed_and_what_is_judged() -> None:
    checklist = replace(yearly(), checks=(making.check("all", "answered = suits"),))

    card = score(checklist, making.assessment({"A-01": "done"}), {}, cases=[case()])

    assert [one.holds for one in card.checks] == [False]


@given(
    st.lists(
        st.tuples(st.sampled_from(["done", "partial", "not_done", None]), st.booleans(), st.integers(0, 3)),
        max_size=6,
    )
)
def test_supported_is_never_above_claimed(said: list[tuple[str | None, bool, int]]) -> None:
    cases = [case(status, proved=proved, lost=str(lost)) for status, proved, lost in said]
    rules = (
        "measure='rate', of='answered', to='suits', earn=4",
        "measure='count', of='defeats', lose=1, each=1",
        "measure='short', of='answered', target=3, lose=0.5, each=1",
    )

    found = scored(cases, *rules).items["A-01"]

    assert (found.supported or 0) <= (found.claimed or 0)
