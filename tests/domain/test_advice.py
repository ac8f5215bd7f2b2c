"""Advice: what would earn the rest, which gaps are dearest, the cheapest way up."""

from fractions import Fraction

from lawcheck.domain.advice import Gap, StepCode, cheapest_way, explain, find_gaps
from tests import making


def codes(gap: tuple[Gap, ...]) -> list[str]:
    return [one.score.item.id for one in gap]


def test_explain_of_a_full_item_has_no_next_step() -> None:
    card = making.score(making.checklist(making.item("A-01", 5)), making.assessment({"A-01": "done"}))

    assert explain(card, "A-01").next == ()


def test_explain_of_an_unanswered_item_says_answer_and_prove() -> None:
    checklist = making.checklist(making.item("A-01", 5, evidence=["id='paper'"]))

    steps = explain(making.score(checklist, making.assessment()), "A-01").next

    assert [step.code for step in steps] == [StepCode.ANSWER, StepCode.PROVE]
    assert steps[0].claimed == 5


def test_explain_names_the_figures_that_are_not_stated() -> None:
    rule = "measure='rate', of='answered', to='received', earn=5"
    card = making.score(
        making.checklist(making.item("A-01", 5, rule)), making.assessment({"A-01": "done"}, {"answered": 2})
    )

    (step,) = explain(card, "A-01").next

    assert (step.code, step.names, step.claimed) == (StepCode.STATE, ("received",), 5)


def test_explain_counts_what_a_loss_would_give_back() -> None:
    one = making.full("A-01", 5, "measure='count', of='late', lose=1, each=1")
    card = making.score(making.checklist(one), making.assessment({"A-01": "done"}, {"late": 2}))

    (step,) = explain(card, "A-01").next

    assert (step.code, step.claimed) == (StepCode.IMPROVE, 2)


def test_explain_asks_for_another_piece_where_rows_share_theirs() -> None:
    checklist = making.checklist(making.item("A-01", 5, evidence=["id='one'", "id='two'"]))
    said = making.assessment({"A-01": "done"}, evidence={"p1": making.piece("A-01:one", "A-01:two")})

    (step,) = explain(making.score(checklist, said), "A-01").next

    assert (step.code, step.pieces, step.supported) == (StepCode.SEPARATE, 1, 5)


def test_explain_of_an_unproved_not_applicable_asks_for_its_proof() -> None:
    checklist = making.checklist(making.item("A-01", 5, na="id='na'"), making.item("A-02", 5))
    card = making.score(
        checklist, making.assessment({"A-01": making.answer("not_applicable", reason="none")})
    )

    (step,) = explain(card, "A-01").next

    assert (step.code, step.row, step.supported) == (StepCode.PROVE, "na", 5)


def test_gaps_put_gate_items_first_and_then_points_a_step() -> None:
    checklist = making.checklist(
        making.item("A-01", 9),
        making.item("A-02", 1),
        making.item("A-03", 6),
        gate=making.gate(0, making.gate_item("A-02")),
    )

    gaps = find_gaps(making.score(checklist, making.assessment()))

    assert codes(gaps) == ["A-02", "A-01", "A-03"]
    assert [gap.is_gate for gap in gaps] == [True, False, False]


def test_gaps_leave_out_what_is_full() -> None:
    checklist = making.checklist(making.item("A-01", 9), making.item("A-02", 1))

    assert codes(find_gaps(making.score(checklist, making.assessment({"A-01": "done"})))) == ["A-02"]


def test_cheapest_way_takes_the_fewest_steps_that_reach_the_grade() -> None:
    checklist = making.checklist(
        making.item("A-01", 50),
        making.item("A-02", 20, evidence=["id='paper', needed=5"]),
        making.item("A-03", 30),
        grades=making.grades(good=80, fair=60, poor=0),
    )

    way = cheapest_way(making.score(checklist, making.assessment({"A-01": "done"})))

    assert way is not None
    assert (way.grade.id, way.needed) == ("fair", 10)
    assert codes(way.gaps) == ["A-03"]


def test_cheapest_way_holds_the_gate_items_that_cap_the_grade() -> None:
    checklist = making.checklist(
        making.item("A-01", 90),
        making.item("A-02", 10),
        grades=making.grades(good=80, fair=60, poor=0),
        gate=making.gate(0, making.gate_item("A-02"), grade_at_most="fair"),
    )

    way = cheapest_way(making.score(checklist, making.assessment({"A-01": "done"})))

    assert way is not None
    assert (way.grade.id, way.needed, codes(way.gaps)) == ("good", Fraction(0), ["A-02"])


def test_cheapest_way_ends_at_the_top() -> None:
    checklist = making.checklist(making.item("A-01", 100))

    assert cheapest_way(making.score(checklist, making.assessment({"A-01": "done"}))) is None


def test_explain_asks_to_check_figures_that_contradict_one_another() -> None:
    rule = "measure='rate', of='answered', to='received', earn=5"
    figures = {"answered": 3, "received": 2}
    card = making.score(
        making.checklist(making.item("A-01", 5, rule)), making.assessment({"A-01": "done"}, figures)
    )

    (step,) = explain(card, "A-01").next

    assert (step.code, step.names, step.claimed) == (StepCode.CORRECT, ("answered", "received"), 5)
