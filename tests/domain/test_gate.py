from fractions import Fraction
from typing import Any

import pytest

from lawcheck.domain.assessment import Piece
from lawcheck.domain.checklist import Checklist, Column, Grade
from lawcheck.domain.gate import GateRule, Strictness
from lawcheck.domain.scorecard import Scorecard
from tests import making
from tests.making import answer, checklist, gate, gate_item, item, piece, score

ROW = ["id='minutes'"]
PROVED = {"p": piece("A-01:minutes")}


def judged(
    card: Checklist,
    answers: dict[str, Any],
    figures: dict[str, str | int] | None = None,
    evidence: dict[str, Piece] | None = None,
    **more: Any,
) -> Scorecard:
    return score(card, making.assessment(answers, figures, evidence), **more)


def rule(card: Scorecard, id_: str) -> GateRule:
    return next(one for one in card.verdict.rules if one.id == id_)


# The minimum


@pytest.mark.parametrize(("minimum", "passed"), [(5, True), ("5.01", False), (4, True)])
def test_gate_passes_at_exactly_its_minimum(minimum: str, passed: bool) -> None:  # noqa: FBT001
    card = judged(checklist(item("A-01", 5), gate=gate(minimum)), {"A-01": "done"})

    assert card.verdict.passed is passed


def test_gate_compares_the_exact_sum() -> None:
    small = checklist(item("A-01", "59.99"), item("A-02", "40.01"), gate=gate(60))

    assert not judged(small, {"A-01": "done"}).verdict.passed


def test_gate_judges_what_is_supported() -> None:
    small = checklist(item("A-01", 5, evidence=ROW), gate=gate(5))

    assert not judged(small, {"A-01": "done"}).verdict.passed
    assert judged(small, {"A-01": "done"}, evidence=PROVED).verdict.passed


def test_gate_judges_another_score_where_the_checklist_says_so() -> None:
    small = checklist(item("A-01", 5, evidence=ROW), gate=gate(5, score=Column.CLAIMED))

    verdict = judged(small, {"A-01": "done"}).verdict

    assert (verdict.column, verdict.score, verdict.passed) == (Column.CLAIMED, 5, True)


def test_gate_fails_undecided_where_the_score_is_null() -> None:
    small = checklist(item("A-01", 5), gate=gate(0, score=Column.REVIEWED))

    card = judged(small, {"A-01": "done"})

    assert rule(card, "minimum").held is None
    assert not card.verdict.passed


def test_gate_names_what_it_asked_and_what_it_found() -> None:
    minimum = rule(judged(checklist(item("A-01", 5), gate=gate(4)), {"A-01": "partial"}), "minimum")

    assert (minimum.limit, minimum.found) == (4, Fraction("2.5"))


# Vetoes and checks


@pytest.mark.parametrize(
    ("figures", "held"),
    [({"n": 0}, True), ({"n": 1}, False), ({}, None), ({"n": "0+"}, None), ({"n": "~0"}, None)],
)
@pytest.mark.parametrize("cap", [None, "fair"])
def test_veto_must_be_known_not_to_strike(
    figures: dict[str, str | int],
    held: bool | None,  # noqa: FBT001
    cap: str | None,
) -> None:
    small = checklist(item("A-01", 5), vetoes=(making.veto("n > 0", cap),))

    card = judged(small, {"A-01": "done"}, figures)

    assert rule(card, "V-01").held is held
    assert card.verdict.passed is (held is True)


@pytest.mark.parametrize(
    ("figures", "held"), [({"a": 3, "b": 3}, True), ({"a": 3, "b": 4}, False), ({"a": 3}, None)]
)
def test_required_check_must_hold(figures: dict[str, str | int], held: bool | None) -> None:  # noqa: FBT001
    small = checklist(item("A-01", 5), checks=(making.check("sum", "a = b"),), gate=gate(0, checks=("sum",)))

    card = judged(small, {"A-01": "done"}, figures)

    assert rule(card, "sum").held is held
    assert card.verdict.passed is (held is True)


def test_check_that_is_not_required_stands_in_nobody_s_way() -> None:
    small = checklist(item("A-01", 5), checks=(making.check("sum", "a = b"),))

    assert judged(small, {"A-01": "done"}, {"a": 1, "b": 2}).verdict.passed


def test_check_shows_both_its_sides() -> None:
    small = checklist(item("A-01", 5), checks=(making.check("sum", "a + 1 >= b"),))

    (result,) = judged(small, {"A-01": "done"}, {"a": 1, "b": 2}).checks

    assert result.left is not None
    assert result.right is not None
    assert (result.holds, result.left.exact, result.relation, result.right.exact) == (True, 2, ">=", 2)


def test_figure_of_a_not_applicable_item_decides_no_veto() -> None:
    small = checklist(
        item("A-01", 5, na=True), item("A-02", 5), vetoes=(making.veto("n > 0"),), owners_of={"n": "A-01"}
    )

    assert rule(judged(small, {"A-01": "done", "A-02": "done"}, {"n": 0}), "V-01").held is True
    assert rule(judged(small, {"A-01": "not_applicable", "A-02": "done"}, {"n": 0}), "V-01").held is None


# Gate items


@pytest.mark.parametrize(
    ("said", "evidence", "met"),
    [
        ("done", PROVED, True),
        ("done", {}, False),
        ("partial", PROVED, False),
        ("not_done", PROVED, False),
        (None, PROVED, False),
        (answer("done", confirmed=False), PROVED, False),
    ],
)
def test_gate_item_asks_for_its_full_points(said: Any, evidence: dict[str, Piece], met: bool) -> None:  # noqa: FBT001
    small = checklist(item("A-01", 5, evidence=ROW), gate=gate(0, gate_item("A-01")))

    card = judged(small, {"A-01": said}, evidence=evidence)

    assert rule(card, "entry").passed is met
    assert rule(card, "entry").items == (() if met else ("A-01",))


@pytest.mark.parametrize(("said", "met"), [("done", True), ("partial", True), ("not_done", False)])
def test_gate_item_may_ask_for_fewer_points(said: str, met: bool) -> None:  # noqa: FBT001
    small = checklist(item("A-01", 5), gate=gate(0, gate_item("A-01", least="2.5")))

    assert rule(judged(small, {"A-01": said}), "entry").passed is met


@pytest.mark.parametrize(
    ("said", "figures", "evidence", "met"),
    [
        ("partial", {"n": 0}, PROVED, True),
        ("partial", {"n": 1}, PROVED, False),
        ("partial", {}, PROVED, False),
        ("partial", {"n": "~0"}, PROVED, False),
        ("partial", {"n": 0}, {}, False),
        ("not_done", {"n": 0}, PROVED, False),
        (None, {"n": 0}, PROVED, False),
    ],
)
def test_gate_item_may_state_a_condition(
    said: str | None,
    figures: dict[str, str | int],
    evidence: dict[str, Piece],
    met: bool,  # noqa: FBT001
) -> None:
    small = checklist(item("A-01", 5, evidence=ROW), gate=gate(0, gate_item("A-01", met="n = 0")))

    assert rule(judged(small, {"A-01": said}, figures, evidence), "entry").passed is met


@pytest.mark.parametrize(("evidence", "met"), [({}, False), ({"p": piece("A-01:na")}, True)])
@pytest.mark.parametrize(
    "entry", [gate_item("A-01"), gate_item("A-01", met="n = 0"), gate_item("A-01", least=0)]
)
def test_gate_item_that_does_not_apply_is_met_where_that_is_proved(
    evidence: dict[str, Piece],
    met: bool,  # noqa: FBT001
    entry: Any,
) -> None:
    small = checklist(
        item("A-01", 5, na="id='na'"), gate=gate(0, entry), checks=(making.check("none", "n = 0"),)
    )

    card = judged(small, {"A-01": "not_applicable"}, {"n": 0}, evidence)

    assert rule(card, "entry").passed is met


def test_gate_item_that_does_not_apply_is_met_where_no_proof_is_asked() -> None:
    small = checklist(item("A-01", 5, na=True), gate=gate(0, gate_item("A-01")))

    assert rule(judged(small, {"A-01": "not_applicable"}), "entry").passed


@pytest.mark.parametrize(("status", "met"), [("done", True), ("partial", False)])
def test_gate_item_does_not_ask_for_what_is_void(status: str, met: bool) -> None:  # noqa: FBT001
    one = item("A-01", 5, "measure='status', earn=3", "measure='rate', of='a', to='b', earn=2")
    small = checklist(one, gate=gate(0, gate_item("A-01")))

    assert rule(judged(small, {"A-01": status}, {"a": 0, "b": 0}), "entry").passed is met


def test_gate_item_that_is_void_and_unproved_is_not_met() -> None:
    one = item("A-01", 5, "measure='status', earn=3", "measure='rate', of='a', to='b', earn=2", evidence=ROW)
    small = checklist(one, gate=gate(0, gate_item("A-01")))

    assert not rule(judged(small, {"A-01": "done"}, {"a": 0, "b": 0}), "entry").passed


def test_gate_item_names_every_row_at_fault() -> None:
    small = checklist(
        item("A-01", 5), item("A-02", 5), item("A-03", 5), gate=gate(0, gate_item("A-01", "A-02", "A-03"))
    )

    card = judged(small, {"A-01": "done", "A-02": "partial"})

    assert rule(card, "entry").items == ("A-02", "A-03")


def test_gate_item_scored_elsewhere_is_met_with_that_row() -> None:
    small = checklist(item("A-01", 5), making.same("A-02", "A-01"), gate=gate(0, gate_item("A-02")))

    assert rule(judged(small, {"A-01": "done"}), "entry").passed
    assert rule(judged(small, {"A-01": "partial"}), "entry").items == ("A-02",)


# How many may be open


@pytest.mark.parametrize(("allowed", "passed"), [(0, False), (1, True)])
def test_gate_allows_so_many_unanswered_items(allowed: int, passed: bool) -> None:  # noqa: FBT001
    small = checklist(item("A-01", 5), item("A-02", 5), gate=gate(0, unanswered=allowed))

    card = judged(small, {"A-01": "done", "A-02": answer("done", confirmed=False)})

    assert rule(card, "unanswered").passed is passed
    assert rule(card, "unanswered").items == (() if passed else ("A-02",))


@pytest.mark.parametrize(("allowed", "passed"), [(0, False), (1, True)])
def test_gate_allows_so_many_unsupported_items(allowed: int, passed: bool) -> None:  # noqa: FBT001
    small = checklist(item("A-01", 5, evidence=ROW), item("A-02", 5), gate=gate(0, unsupported=allowed))

    assert rule(judged(small, {"A-01": "done", "A-02": "done"}), "unsupported").passed is passed


# Flags


@pytest.mark.parametrize(
    "stricter",
    [
        Strictness(minimum=Fraction(6)),
        Strictness(unanswered=0),
        Strictness(unsupported=0),
        Strictness(all_checks=True),
    ],
)
def test_flag_makes_the_gate_stricter(stricter: Strictness) -> None:
    small = checklist(
        item("A-01", 5, evidence=ROW),
        item("A-02", 5),
        item("A-03", 5),
        checks=(making.check("sum", "a = b"),),
    )
    answers = {"A-01": "done", "A-02": "done"}

    assert judged(small, answers, {"a": 1}).verdict.passed
    assert not judged(small, answers, {"a": 1}, stricter=stricter).verdict.passed


@pytest.mark.parametrize(
    "stricter", [Strictness(minimum=Fraction(-5)), Strictness(unanswered=9), Strictness(unsupported=9)]
)
def test_flag_never_makes_the_gate_milder(stricter: Strictness) -> None:
    small = checklist(
        item("A-01", 5, evidence=ROW), item("A-02", 5), gate=gate(5, unanswered=0, unsupported=0)
    )

    strict = judged(small, {"A-01": "done"}).verdict
    flagged = judged(small, {"A-01": "done"}, stricter=stricter).verdict

    assert [one.passed for one in flagged.rules] == [one.passed for one in strict.rules] == [False] * 3


# Grades: good from 90, fair from 60, poor


def grade(card: Scorecard, column: Column = Column.CLAIMED) -> str | None:
    found: Grade | None = card.grades[column]
    return found.id if found else None


@pytest.mark.parametrize(
    ("points", "band"), [(90, "good"), ("89.99", "fair"), (60, "fair"), ("59.99", "poor"), (0, "poor")]
)
def test_grade_includes_its_lower_bound(points: int | str, band: str) -> None:
    small = checklist(item("A-01", points), item("A-02", 100 - Fraction(points)))

    assert grade(judged(small, {"A-01": "done"})) == band


def test_grade_below_every_bound_is_the_lowest() -> None:
    small = checklist(making.full("A-01", 5, "measure='count', of='n', lose=9", floor=Fraction(-9)))

    assert grade(judged(small, {"A-01": "done"}, {"n": 1})) == "poor"


def test_grade_of_no_score_is_none() -> None:
    assert grade(judged(checklist(item("A-01", 100)), {"A-01": "done"}), Column.REVIEWED) is None


def test_each_score_has_its_own_grade() -> None:
    card = judged(checklist(item("A-01", 100, evidence=ROW)), {"A-01": "done"})

    assert (grade(card), grade(card, Column.SUPPORTED)) == ("good", "poor")


def test_grade_is_capped_while_a_gate_item_is_unmet() -> None:
    small = checklist(
        item("A-01", 95), item("A-02", 5), gate=gate(0, gate_item("A-02"), grade_at_most="fair")
    )

    assert grade(judged(small, {"A-01": "done"})) == "fair"
    assert grade(judged(small, {"A-01": "done", "A-02": "done"})) == "good"


def test_cap_never_lifts_a_grade() -> None:
    small = checklist(item("A-01", 100), gate=gate(0, gate_item("A-01"), grade_at_most="fair"))

    assert grade(judged(small, {"A-01": "not_done"})) == "poor"


@pytest.mark.parametrize(("cap", "band"), [("fair", "fair"), (None, "poor")])
@pytest.mark.parametrize("figures", [{"n": 1}, {}, {"n": "0+"}])
def test_veto_that_strikes_or_may_strike_caps_the_grade(
    cap: str | None, band: str, figures: dict[str, str | int]
) -> None:
    """A figure that is left out must not help."""
    small = checklist(item("A-01", 100), vetoes=(making.veto("n > 0", cap),))

    assert grade(judged(small, {"A-01": "done"}, figures)) == band


def test_veto_that_does_not_strike_leaves_the_grade() -> None:
    small = checklist(item("A-01", 100), vetoes=(making.veto("n > 0"),))

    assert grade(judged(small, {"A-01": "done"}, {"n": 0})) == "good"
