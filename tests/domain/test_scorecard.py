import pytest

from lawcheck.domain.assessment import Answer
from lawcheck.domain.checklist import Column
from lawcheck.domain.scorecard import Progress
from lawcheck.errors import Refused
from tests import making
from tests.making import answer, checklist, item, score


def test_scorecard_scores_every_item_that_has_a_score_of_its_own() -> None:
    small = checklist(item("A-01", 5), making.same("A-02", "A-01"), item("B-01", 2))

    card = score(small, making.assessment({"A-01": "done"}))

    assert list(card.items) == ["A-01", "B-01"]
    assert card.of("A-02") is card.of("A-01")


def test_progress_counts_answers_and_those_that_nobody_confirmed() -> None:
    small = checklist(*(item(f"A-0{n}", 1, na=True) for n in range(1, 6)), making.same("A-06", "A-01"))
    said: dict[str, str | Answer | None] = {
        "A-01": "done",
        "A-02": "not_applicable",
        "A-03": answer("done", confirmed=False),
        "A-04": answer(None),
    }

    assert score(small, making.assessment(said)).progress == Progress(items=5, answered=3, unconfirmed=1)


def test_new_assessment_scores_nothing_and_passes_nothing() -> None:
    small = checklist(
        item("A-01", 5), making.full("A-02", 5, "measure='status', lose=5"), gate=making.gate(1)
    )

    card = score(small, making.assessment())

    assert (card.totals.columns[Column.CLAIMED], card.totals.columns[Column.SUPPORTED]) == (0, 0)
    assert card.totals.columns[Column.REVIEWED] is None
    assert not card.verdict.passed


def test_three_scores_stand_side_by_side() -> None:
    small = checklist(item("A-01", 5, evidence=["id='minutes'"]), item("A-02", 5))

    card = score(small, making.assessment({"A-01": "done", "A-02": "done"}), grants={"A-01": 3, "A-02": 4})

    assert [card.totals.columns[column] for column in Column] == [10, 5, 7]


def test_vetoes_and_checks_are_listed_with_what_they_found() -> None:
    small = checklist(item("A-01", 5), vetoes=(making.veto("n > 0"),), checks=(making.check("sum", "a = b"),))

    card = score(small, making.assessment(figures={"n": 0, "a": 1, "b": 2}))

    assert [(one.veto.id, one.strikes) for one in card.vetoes] == [("V-01", False)]
    assert [(one.id, one.holds) for one in card.checks] == [("sum", False)]


def test_figure_that_is_no_figure_is_refused() -> None:
    small = checklist(item("A-01", 5, "measure='count', of='n', earn=5"))

    with pytest.raises(Refused):
        score(small, making.assessment(figures={"n": "several"}))
