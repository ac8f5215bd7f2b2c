"""Sheets and workspace: what is changed, and what is a conflict."""

from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.sheet import base_of, lay_out, stated
from lawcheck.domain.sheet_merging import Keep, apply, merge
from lawcheck.domain.sheet_reading import Difference, Place
from tests.making import answer, assessment, checklist, item

CHECKLIST = checklist(
    item("A-01", 5, "measure='rate', of='settled', to='cases', earn=5", na=True),
    item("A-02", 5),
)
STATUS, NOTE = "answers.A-01.status", "answers.A-01.note"
TEXTS = st.sampled_from(["", "x", "y", "z"])


def differs(path: str, base: str, new: str, file: str = "a.xlsx") -> Difference:
    return Difference(Place(file, "D4"), path, base, new)


def noted(text: str) -> Assessment:
    return assessment({"A-01": answer(None, note=text)} if text else {})


@given(TEXTS, TEXTS, TEXTS)
def test_a_third_text_is_a_conflict_and_nothing_else_is(base: str, now: str, new: str) -> None:
    found = [differs(NOTE, base, new)] if new != base else []

    merged = merge(CHECKLIST, noted(now), found)

    assert bool(merged.conflicts) == (len({base, now, new}) == 3 or (base != now and new not in (base, now)))
    after = apply(CHECKLIST, noted(now), merged.wanted)
    assert stated(CHECKLIST, after.assessment, NOTE) == (now if new == base or merged.conflicts else new)
    assert after.wrong == ()


@given(TEXTS, TEXTS, TEXTS)
def test_keep_decides_every_conflict_with_the_workspace(base: str, now: str, new: str) -> None:
    found = [differs(NOTE, base, new)] if new != base else []

    for keep in Keep:
        merged = merge(CHECKLIST, noted(now), found, keep)
        assert merged.conflicts == ()
        after = apply(CHECKLIST, noted(now), merged.wanted).assessment
        changed = found and (keep is Keep.SHEET or now == base)
        assert stated(CHECKLIST, after, NOTE) == (new if changed else now)


def test_two_sheets_that_differ_are_decided_by_nobody_but_the_workspace() -> None:
    found = [differs(NOTE, "", "x"), differs(NOTE, "", "y", "b.xlsx")]

    assert merge(CHECKLIST, noted(""), found).conflicts[0].other == found[1]
    assert merge(CHECKLIST, noted(""), found, Keep.SHEET).conflicts
    assert merge(CHECKLIST, noted(""), found, Keep.WORKSPACE) == ({}, ())


def test_two_sheets_that_agree_are_one_change() -> None:
    found = [differs(NOTE, "", "x"), differs(NOTE, "", " x ", "b.xlsx")]

    assert merge(CHECKLIST, noted(""), found).wanted == {NOTE: found[0]}


def test_a_refusal_names_the_cell_of_the_status() -> None:
    wanted = {one.path: one for one in (differs(NOTE, "", "x"), differs(STATUS, "", "not_applicable"))}

    applied = apply(CHECKLIST, assessment(), wanted)

    assert [one.path for one in applied.wrong] == [STATUS]
    assert applied.assessment == assessment()


def test_an_unconfirmed_answer_stays_so_until_its_status_is_chosen() -> None:
    carried = assessment({"A-01": answer("done", confirmed=False)})
    base = base_of(lay_out(CHECKLIST, carried), CHECKLIST, carried)
    assert base == {STATUS: "?done"}

    noted_ = apply(CHECKLIST, carried, {NOTE: differs(NOTE, "", "x")}).assessment
    chosen = apply(CHECKLIST, carried, {STATUS: differs(STATUS, "?done", "done")}).assessment

    assert noted_.answers["A-01"].confirmed is False
    assert chosen.answers["A-01"].confirmed is True


def test_a_status_that_was_emptied_leaves_the_rest() -> None:
    said = assessment({"A-01": answer("done", note="x", confirmed=False)}, {"cases": "2"})

    after = apply(CHECKLIST, said, {STATUS: differs(STATUS, "?done", "")}).assessment

    assert after == assessment({"A-01": answer(None, note="x")}, {"cases": "2"})
