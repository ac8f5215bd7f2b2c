"""One answer changed: what is kept, what is refused."""

from datetime import date

import pytest

from lawcheck.domain import answering
from lawcheck.domain.answering import Change
from lawcheck.domain.assessment import Serving, Status, read_serving
from lawcheck.domain.checklist import EvidenceKind
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


def test_row_is_the_one_with_the_fewest_pieces_that_takes_the_kind() -> None:
    empty = making.assessment()
    one = making.assessment(evidence={"p1": making.piece("A-01:table")})

    rows = [answering.choose_row(CHECKLIST, said, "A-01", EvidenceKind.FILE) for said in (empty, one)]

    assert rows == [Serving("A-01", "table"), Serving("A-01", "paper")]


def test_row_of_a_not_applicable_item_is_na() -> None:
    said = making.assessment({"A-02": making.answer("not_applicable", reason="none")})

    assert answering.choose_row(CHECKLIST, said, "A-02", EvidenceKind.RECORD) == Serving("A-02", "na")


@pytest.mark.parametrize("where", ["A-01:none", "A-01:table", "A-03", "A-09", "A-04"])
def test_row_that_cannot_take_the_piece_is_refused(where: str) -> None:
    with pytest.raises(UsageError):
        answering.choose_row(CHECKLIST, making.assessment(), where, EvidenceKind.STATEMENT)


def filing(target: str, row: str, entry: int = 3, **stated: object) -> answering.Filing:
    piece = making.piece(target=target, kind="file")
    return answering.Filing(piece, [read_serving(row)], entry, stated)


def test_register_names_a_piece_after_its_entry() -> None:
    after, key = answering.register(CHECKLIST, making.assessment(), filing("x", "A-01:table", 7))

    assert key == "e0007"
    assert list(after.evidence) == ["e0007"]


def test_register_never_takes_a_key_that_is_there() -> None:
    before = making.assessment(evidence={"e0003": making.piece("A-01:table", target="y", kind="file")})

    after, key = answering.register(CHECKLIST, before, filing("x", "A-01:paper"))

    assert key == "e0004"
    assert after.evidence["e0003"] == before.evidence["e0003"]


def test_register_gives_the_same_content_one_key() -> None:
    first = making.assessment(evidence={"e0002": making.piece("A-01:table", target="x", kind="file")})

    after, key = answering.register(CHECKLIST, first, filing("x", "A-01:paper"))

    assert key == "e0002"
    assert [str(one) for one in after.evidence["e0002"].serves] == ["A-01:table", "A-01:paper"]


def test_register_takes_what_is_stated_of_a_known_piece() -> None:
    first = making.assessment(evidence={"e0002": making.piece("A-01:table", target="x", kind="file")})

    after, _ = answering.register(CHECKLIST, first, filing("x", "A-01:table", name="签到表"))

    assert after.evidence["e0002"].name == "签到表"


def test_register_of_the_very_same_is_refused() -> None:
    first = making.assessment(evidence={"e0002": making.piece("A-01:table", target="x", kind="file")})

    with pytest.raises(UsageError, match="e0002 is that very piece"):
        answering.register(CHECKLIST, first, filing("x", "A-01:table"))


@pytest.mark.parametrize("change", [Change(note="a\x1b[31m"), Change(owner="张\n三"), Change(reason="\x07")])
def test_answer_refuses_control_characters_as_wrong_usage(change: Change) -> None:
    with pytest.raises(UsageError):
        answering.answer(CHECKLIST, making.assessment(), "A-01", change)


def test_unregister_from_one_item_keeps_the_piece() -> None:
    before = making.assessment(evidence={"e0002": making.piece("A-01:table", "A-02:na")})

    after = answering.unregister(before, "e0002", ("A-02",))

    assert [str(one) for one in after.evidence["e0002"].serves] == ["A-01:table"]


def test_unregister_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError):
        answering.unregister(making.assessment(), "e0009")
