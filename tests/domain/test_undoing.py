"""Changes taken back and made again, and which of a history still stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.history import ROOT, Change, Entry
from lawcheck.domain.undoing import (
    Trace,
    last_standing,
    restoring_act,
    standing,
    taken_back,
    trace,
    undoing_act,
)
from lawcheck.errors import SupersededError
from tests.making import answer, assessment, checklist, full, item, piece, veto

CHECKLIST = checklist(
    item("A-01", evidence=["id='paper'"]),
    full("B-01", 5, "measure='count', of='visits', lose=1, each=1", na=True),
    vetoes=(veto("forgeries > 0"),),
    owners_of={"visits": "B-01"},
)
DONE = (Change("answers.A-01.status", None, "done"),)


def changed(before: Assessment, after: Assessment) -> Trace:
    return trace("A-01", before, after)


def history(*acts: str) -> list[Entry]:
    """Return a history that begins with `new`; every act of it changes something but `sign`."""
    return [
        Entry(
            seq, ROOT, "2020-12-01T10:03:00+08:00", "张三", act, "A-01",
            () if act == "sign" else DONE, None, None, "sha256:",
        )
        for seq, act in enumerate(("new", *acts), 1)
    ]  # fmt: skip


def test_trace_holds_what_differs_and_nothing_else() -> None:
    found = changed(assessment({"B-01": "done"}), assessment({"A-01": "done", "B-01": "done"}))

    assert found == Trace("A-01", DONE)


def test_taken_back_leaves_what_others_changed_meanwhile() -> None:
    mine = assessment({"A-01": "done"}, {"visits": "3"})
    both = assessment({"A-01": "done", "B-01": "partial"}, {"visits": "3"})

    after = taken_back(CHECKLIST, both, changed(assessment(), mine))

    assert after == assessment({"B-01": "partial"})


def test_taken_back_restores_the_value_before() -> None:
    before, after = assessment({"A-01": "partial"}), assessment({"A-01": answer("done", note="备注")})

    assert taken_back(CHECKLIST, after, changed(before, after)) == before


STATEMENTS = st.builds(
    assessment,
    st.dictionaries(st.sampled_from(["A-01", "B-01"]), st.sampled_from(["done", "partial", "not_done"])),
    st.dictionaries(st.sampled_from(["visits", "forgeries"]), st.sampled_from(["1", "2+", "~3"])),
)


@given(STATEMENTS, STATEMENTS)
def test_taken_back_is_the_assessment_before(before: Assessment, after: Assessment) -> None:
    assert taken_back(CHECKLIST, after, changed(before, after)) == before


@given(STATEMENTS, STATEMENTS)
def test_taken_back_and_that_taken_back_is_the_assessment_after(
    before: Assessment, after: Assessment
) -> None:
    first = changed(before, after)
    without = taken_back(CHECKLIST, after, first)

    back = changed(after, without)

    assert back.changes == first.back
    assert taken_back(CHECKLIST, without, back) == after


def test_taken_back_refuses_what_was_changed_again_since() -> None:
    made = changed(assessment(), assessment({"A-01": "done"}))

    with pytest.raises(SupersededError, match="changed again"):
        taken_back(CHECKLIST, assessment({"A-01": "not_done"}), made)


def test_taken_back_refuses_a_piece_of_which_others_stated_more() -> None:
    mine = assessment(evidence={"e0002": piece("A-01:paper")})
    theirs = assessment(evidence={"e0002": piece("A-01:paper", covers="2020-03-01")})

    with pytest.raises(SupersededError):
        taken_back(CHECKLIST, theirs, changed(assessment(), mine))


def test_taken_back_refuses_what_does_not_go_with_what_others_answered() -> None:
    cleared = trace("B-01", assessment(None, {"visits": "2"}), assessment())
    theirs = assessment({"B-01": answer("not_applicable", reason="没有")})

    with pytest.raises(SupersededError):
        taken_back(CHECKLIST, theirs, cleared)


@pytest.mark.parametrize(
    ("acts", "left"),
    [
        (["set", "set"], [2, 3]),
        (["set", "set", undoing_act(3)], [2]),
        (["set", "set", undoing_act(2)], [3]),
        (["set", "set", undoing_act(3), undoing_act(2)], []),
        (["set", undoing_act(2), restoring_act(3)], [4]),
        (["set", undoing_act(2), restoring_act(3), undoing_act(4)], []),
        (["set", undoing_act(2), restoring_act(3), undoing_act(4), restoring_act(5)], [6]),
        (["set", undoing_act(2), "set"], [4]),
        (["set", "sign"], [2]),
        ([*["set"] * 11, undoing_act(12)], list(range(2, 12))),
    ],
)
def test_standing_are_the_changes_that_nobody_took_back(acts: list[str], left: list[int]) -> None:
    assert [one.entry for one in standing(history(*acts))] == left


def test_standing_never_holds_the_first_entry() -> None:
    assert standing(history()) == ()


def test_standing_tells_where_and_what_was_changed() -> None:
    assert standing(history("walk")) == (Trace("A-01", DONE, 2),)


def test_standing_names_a_change_of_no_one_item_by_its_number() -> None:
    first, sheet = history("import")

    (found,) = standing([first, sheet._replace(item=None)])

    assert found == Trace("#2", DONE, 2)


def test_last_standing_is_the_newest_that_nobody_took_back() -> None:
    entries = history("set", "walk", "set", undoing_act(4))

    assert last_standing(entries) == entries[2]


@pytest.mark.parametrize("acts", [[], ["sign"], ["set", undoing_act(2)]])
def test_last_standing_is_none_where_nothing_is_left(acts: list[str]) -> None:
    assert last_standing(history(*acts)) is None


def test_last_standing_of_no_history_is_none() -> None:
    assert last_standing([]) is None
