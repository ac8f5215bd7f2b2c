"""One answer changed: what is kept, what is refused."""

from datetime import date

import pytest

from lawcheck.domain import answering
from lawcheck.domain.answering import Change
from lawcheck.domain.assessment import Status
from lawcheck.errors import UsageError
from tests import making

CHECKLIST = making.checklist(
    making.item("A-01", 5, evidence=["id='table', kinds=['file']", "id='paper', kinds=['number', 'file']"]),
    making.item("A-02", 5, "measure='count', of='visits', earn=5", na="id='na'"),
    making.full("A-03", 5, "measure='count', of='late', lose=1, each=1", na=True),
    making.same("A-04", "A-01"),
    vetoes=(making.veto("forged > 0"),),
)


def test_answer_keeps_what_is_not_named() -> None:
    before = making.assessment({"A-01": making.answer("partial", note="half", due=date(2020, 6, 1))})

    after = answering.answer(CHECKLIST, before, "A-01", Change(status=Status.DONE))

    assert after.answers["A-01"] == making.answer("done", note="half", due=date(2020, 6, 1))


def test_answer_empties_a_note_with_nothing() -> None:
    before = making.assessment({"A-01": making.answer("done", note="half")})

    assert answering.answer(CHECKLIST, before, "A-01", Change(note="")).answers["A-01"].note is None


def test_a_status_confirms_an_answer_taken_over() -> None:
    before = making.assessment({"A-01": making.answer("partial", confirmed=False)})

    assert answering.answer(CHECKLIST, before, "A-01", Change(status=Status.DONE)).answers["A-01"].confirmed


def test_a_note_alone_does_not_confirm() -> None:
    before = making.assessment({"A-01": making.answer("partial", confirmed=False)})

    assert not answering.answer(CHECKLIST, before, "A-01", Change(note="x")).answers["A-01"].confirmed


def test_a_figure_is_kept_in_its_canonical_form() -> None:
    after = answering.answer(CHECKLIST, making.assessment(), "A-02", Change(figures={"visits": "１０余"}))

    assert after.figures == {"visits": "10+"}


def test_clear_leaves_no_trace_of_answer_and_figures() -> None:
    before = making.assessment({"A-02": "done"}, {"visits": 3, "late": 1})

    after = answering.answer(CHECKLIST, before, "A-02", Change(clear=True))

    assert "A-02" not in after.answers
    assert after.figures == {"late": "1"}


@pytest.mark.parametrize(
    ("id_", "change"),
    [
        ("A-01", Change(status=Status.NOT_APPLICABLE, reason="none")),
        ("A-02", Change(status=Status.NOT_APPLICABLE)),
        ("A-04", Change(status=Status.DONE)),
        ("A-05", Change(status=Status.DONE)),
        ("V-01", Change(status=Status.DONE)),
        ("A-02", Change(figures={"visits": "many"})),
        ("A-02", Change(figures={"visit": "1"})),
    ],
)
def test_answer_refuses_what_the_checklist_does_not_allow(id_: str, change: Change) -> None:
    with pytest.raises(UsageError):
        answering.answer(CHECKLIST, making.assessment(), id_, change)


def test_not_applicable_with_a_recorded_loss_is_refused() -> None:
    before = making.assessment(figures={"late": 1})

    with pytest.raises(UsageError, match="a loss is recorded"):
        answering.answer(CHECKLIST, before, "A-03", Change(status=Status.NOT_APPLICABLE, reason="none"))


def test_a_vetos_figure_is_stated_under_its_id() -> None:
    after = answering.answer(CHECKLIST, making.assessment(), "v-01", Change(figures={"forged": "0"}))

    assert after.figures == {"forged": "0"}


@pytest.mark.parametrize("change", [Change(note="a\x1b[31m"), Change(owner="张\n三"), Change(reason="\x07")])
def test_answer_refuses_control_characters_as_wrong_usage(change: Change) -> None:
    with pytest.raises(UsageError):
        answering.answer(CHECKLIST, making.assessment(), "A-01", change)
