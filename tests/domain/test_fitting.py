from typing import Any

import pytest

from lawcheck.domain.fitting import Misfit, evidence_rows, misfits
from lawcheck.domain.problems import Path
from tests import making
from tests.making import answer, checklist, full, item, piece

SMALL = checklist(
    item(
        "A-01",
        5,
        "measure='status', earn=3",
        "measure='count', of='visits', earn=2",
        evidence=["id='minutes'"],
    ),
    full("A-02", 5, "measure='count', of='complaints', lose=1, each=1", na="id='na'"),
    making.same("A-03", "A-01"),
    full("A-04", 5, "measure='status', lose=5", na=True),
    vetoes=(making.veto("refused > 0"),),
)
NA = answer("not_applicable", reason="没有投诉渠道")


def found(**said: Any) -> list[Misfit]:
    return misfits(SMALL, making.assessment(said.get("answers"), said.get("figures"), said.get("evidence")))


def paths(**said: Any) -> list[Path]:
    return [misfit.path for misfit in found(**said)]


def test_assessment_that_fits_has_no_misfit() -> None:
    evidence = {"p": piece("A-01:minutes"), "q": piece("A-02:na"), "unused": piece()}

    assert found(answers={"A-01": "done", "A-02": NA}, figures={"visits": "10+"}, evidence=evidence) == []


def test_answer_to_an_unknown_item_does_not_fit() -> None:
    assert paths(answers={"A-01": "done", "B-09": "done"}) == [("answers", "B-09")]


def test_answer_to_a_veto_fits() -> None:
    assert found(answers={"V-01": answer(None, note="无")}) == []


def test_answer_to_a_row_that_shares_another_names_that_other() -> None:
    (misfit,) = found(answers={"A-03": "done"})

    assert misfit.path == ("answers", "A-03")
    assert misfit.error.fields["other"] == "A-01"


def test_unknown_figure_does_not_fit() -> None:
    assert paths(figures={"visitors": 1}) == [("figures", "visitors")]


def test_figure_that_is_no_figure_does_not_fit() -> None:
    assert paths(figures={"visits": "many"}) == [("figures", "visits")]


@pytest.mark.parametrize("serving", ["A-01:list", "A-01:na", "A-09:minutes", "A-04:na", "A-03:minutes"])
def test_evidence_for_an_unknown_row_does_not_fit(serving: str) -> None:
    assert paths(evidence={"p": piece("A-01:minutes", serving)}) == [("evidence", "p", "serves")]


def test_every_misfit_is_found_at_once() -> None:
    assert paths(answers={"B-01": "done"}, figures={"x": 1}, evidence={"p": piece("B-01:y")}) == [
        ("answers", "B-01"),
        ("figures", "x"),
        ("evidence", "p", "serves"),
    ]


def test_not_applicable_is_refused_where_the_checklist_does_not_allow_it() -> None:
    assert paths(answers={"A-01": NA}) == [("answers", "A-01", "status")]


@pytest.mark.parametrize("reason", [None, "", " \n"])
def test_not_applicable_is_refused_without_a_reason(reason: str | None) -> None:
    assert paths(answers={"A-02": answer("not_applicable", reason=reason)}) == [("answers", "A-02", "status")]


@pytest.mark.parametrize("complaints", ["1", "1+", "0+", "~1"])
def test_not_applicable_is_refused_with_a_recorded_loss(complaints: str) -> None:
    assert paths(answers={"A-02": NA}, figures={"complaints": complaints}) == [("answers", "A-02", "status")]


@pytest.mark.parametrize("figures", [{}, {"complaints": 0}])
def test_not_applicable_is_taken_where_no_loss_is_recorded(figures: dict[str, int]) -> None:
    assert found(answers={"A-02": NA}, figures=figures) == []


def test_not_applicable_is_no_loss_by_its_own_status() -> None:
    assert found(answers={"A-04": NA}) == []


def test_na_row_stands_beside_the_others_where_not_applicable_needs_proof() -> None:
    one = item("A-01", 5, evidence=["id='minutes'", "id='list', required=false"], na="id='na'")

    assert evidence_rows(one) == ["minutes", "list", "na"]
