from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain import undoing, walk
from lawcheck.domain.assessment import Assessment, Status
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.values import Phrase
from lawcheck.domain.walk import Act, Walk, begin, find, onward, remember, step
from lawcheck.domain.walk_filter import Filter, Only, passing
from lawcheck.domain.walk_keys import STATUSES, as_id, read
from lawcheck.errors import UsageError
from tests.making import answer, assessment, checklist, gate, gate_item, item, same, score, veto

ROW = "id = 'paper'"


def rows() -> Checklist:
    appeal = replace(
        item("A-02", 5, "measure='count', of='visits', earn=5", evidence=[ROW], na=True),
        title=Phrase(zh="负责人出庭应诉", en="The head appears in court"),
        keywords=("行政诉讼",),
    )
    return checklist(
        item("A-01"),
        appeal,
        same("A-02b", "A-02"),
        item("B-01"),
        vetoes=(veto("forgeries > 0"),),
        gate=gate(0, gate_item("B-01")),
    )


def card(answers: dict[str, str] | None = None, figures: dict[str, str] | None = None) -> Scorecard:
    return score(rows(), assessment(answers, figures))


def begun(scored: Scorecard, last: str | None = None, only: Only = Only.ALL) -> Walk:
    walked = begin(scored, Filter(only), last)
    assert walked
    return walked


def at(id_: str, scored: Scorecard | None = None) -> Walk:
    return begun(scored or card(), id_)


def test_begin_leaves_out_rows_that_share_an_answer_and_ends_with_vetoes() -> None:
    assert begun(card()).order == ("A-01", "A-02", "B-01", "V-01")


def test_begin_takes_the_first_open_item() -> None:
    assert begun(card({"A-01": "done"})).here == "A-02"


def test_begin_goes_on_where_somebody_stopped_even_if_that_is_answered() -> None:
    assert begun(card({"A-02": "done"}), "A-02").here == "A-02"


def test_begin_ignores_a_last_stop_that_the_checklist_does_not_have() -> None:
    assert begun(card(), "Z-99").here == "A-01"


def test_begin_under_a_filter_takes_the_next_match_from_the_last_stop_round_the_end() -> None:
    scored = card({"B-01": "done", "A-02": "done"}, {"forgeries": "0"})

    assert begun(scored, "B-01", Only.OPEN).here == "A-01"


def test_begin_without_a_match_is_none() -> None:
    assert begin(card({"A-01": "done"}), Filter(Only.UNSUPPORTED)) is None


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("1", Status.DONE),
        ("２", Status.PARTIAL),
        (" ３ ", Status.NOT_DONE),
        ("０", Status.NOT_APPLICABLE),
        ("推进中", Status.PARTIAL),
    ],
)
def test_step_takes_digits_full_width_digits_and_words_as_status(key: str, status: Status) -> None:
    _, action = step(at("A-02"), key, card())

    assert (action.act, action.status) == (Act.STATUS, status)


def test_step_keeps_what_stands_behind_a_key_as_it_was_typed() -> None:
    _, action = step(at("A-02"), "ｅ　/tmp/（终稿）１.pdf", card())

    assert (action.act, action.text) == (Act.EVIDENCE, "/tmp/（终稿）１.pdf")


def test_step_refuses_not_applicable_where_the_checklist_does_not_allow_it() -> None:
    walked, action = step(at("A-01"), "0", card())

    assert (walked.here, action.act) == ("A-01", Act.REFUSED)


@pytest.mark.parametrize("key", ["", "s", "ｓ", "跳过", "S"])
def test_step_skips_to_the_next_stop(key: str) -> None:
    walked, action = step(at("A-01"), key, card())

    assert (walked.here, action.act) == ("A-02", Act.MOVED)


def test_step_back_stops_at_the_first() -> None:
    walked, _ = step(at("A-02"), "返回", card())
    again, action = step(walked, "b", card())

    assert (walked.here, again.here, action.act) == ("A-01", "A-01", Act.REFUSED)


def test_step_beyond_the_last_stop_ends_and_stays() -> None:
    walked, action = step(at("V-01"), "", card())

    assert (walked.here, action.act) == ("V-01", Act.ENDED)


@pytest.mark.parametrize("typed", ["b-01", "B-01", "ｂ－０１", "j b-01", "跳到B-01", "B—01"])
def test_step_jumps_to_an_id_however_it_is_written(typed: str) -> None:
    walked, action = step(at("A-01"), typed, card())

    assert (walked.here, action.act) == ("B-01", Act.MOVED)


def test_step_jumps_to_the_row_that_holds_a_shared_answer() -> None:
    walked, action = step(at("A-01"), "A-02b", card())

    assert (walked.here, action.act) == ("A-02", Act.MOVED)


def test_step_refuses_an_id_that_is_not_there_and_stays() -> None:
    walked, action = step(at("B-01"), "c-77", card())

    assert (walked.here, action.act) == ("B-01", Act.REFUSED)


@pytest.mark.parametrize("typed", ["/出庭", "、应诉", "find HEAD court", "查找 行政诉讼", "／a-02"])
def test_step_finds_titles_in_both_languages_keywords_and_ids(typed: str) -> None:
    walked, action = step(at("A-01"), typed, card())

    assert (walked.here, action.act) == ("A-02", Act.MOVED)


def test_step_lists_what_is_found_more_than_once() -> None:
    walked, action = step(at("B-01"), "/A-", card())

    assert (walked.here, action.act, action.found) == ("B-01", Act.FOUND, ("A-01", "A-02"))


@pytest.mark.parametrize(("typed", "lacking"), [("/", "/"), ("j", "j"), ("f", "f"), ("筛选", "f")])
def test_step_asks_for_the_text_that_a_key_lacks(typed: str, lacking: str) -> None:
    _, action = step(at("A-01"), typed, card())

    assert (action.act, action.text) == (Act.ASK, lacking)


def test_step_to_the_next_open_goes_round_the_end() -> None:
    scored = card({"A-02": "done", "B-01": "done"}, {"forgeries": "0"})

    walked, _ = step(at("B-01", scored), "n", scored)

    assert walked.here == "A-01"


def test_step_to_the_next_open_is_refused_where_nothing_is_open() -> None:
    scored = card({"A-01": "done", "A-02": "done", "B-01": "done"}, {"forgeries": "0"})

    _, action = step(at("A-01", scored), "n", scored)

    assert action.act is Act.REFUSED


@pytest.mark.parametrize("typed", ["0", "３", "10+", "约5", "~5"])
def test_step_at_a_veto_takes_a_number_as_its_figure(typed: str) -> None:
    _, action = step(at("V-01"), typed, card())

    assert (action.act, action.text) == (Act.FIGURES, typed)


def test_step_at_a_veto_refuses_a_status_by_word() -> None:
    _, action = step(at("V-01"), "已完成", card())

    assert action.act is Act.REFUSED


def test_step_does_not_know_other_words() -> None:
    walked, action = step(at("A-01"), "什么", card())

    assert (walked, action.act) == (at("A-01"), Act.UNKNOWN)


@given(st.text(max_size=20), st.sampled_from(["A-01", "A-02", "B-01", "V-01"]))
def test_step_always_stays_among_the_stops(typed: str, id_: str) -> None:
    walked, action = step(at(id_), typed, card())

    assert walked.here in walked.order
    assert (action.error is None) == (action.act is not Act.REFUSED)


@given(st.sampled_from(sorted(STATUSES)), st.text(max_size=20))
def test_read_gives_back_the_words_behind_a_key(key: str, words: str) -> None:
    assert read(f"{key} {words}") == (STATUSES[key], words.strip())


def test_as_id_knows_no_other_shapes() -> None:
    assert [as_id(typed) for typed in ("a1.04", "A1－04b", "12-34", "A1-4", "a path/A1-04")] == [
        "a1-04",
        "a1-04b",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (Only.ALL, "A-01 A-02 B-01 V-01"),
        (Only.OPEN, "A-01 V-01"),
        (Only.UNSTATED, "A-02 V-01"),
        (Only.UNSUPPORTED, "A-02"),
        (Only.FAILING, "B-01 V-01"),
        (Only.SHORT, "A-01 A-02 B-01"),
    ],
)
def test_passing_by_state(only: Only, expected: str) -> None:
    scored = card({"A-02": "done", "B-01": "partial"})

    assert sorted(passing(begun(scored).order, Filter(only), scored)) == expected.split()


def test_onward_follows_the_filter() -> None:
    scored = card({"A-02": "done"})

    walked, _ = onward(begun(scored, "A-01", Only.OPEN), scored)

    assert walked.here == "B-01"


def test_find_wants_every_word() -> None:
    assert find(begun(card()), "head 诉讼", rows()) == ("A-02",)
    assert find(begun(card()), "head 纠纷", rows()) == ()


def changed(before: Assessment, after: Assessment) -> undoing.Trace:
    return undoing.trace("A-01", before, after)


def test_undo_hands_out_the_last_change_and_returns_to_its_stop() -> None:
    empty = assessment()
    first = changed(empty, assessment({"A-01": "done"}))
    walked = remember(at("B-01"), first)

    _, action = step(walked, "u", card())
    back = walk.forget(walked)

    assert (action.act, action.trace) == (Act.UNDO, first)
    assert (back.here, back.trail) == ("A-01", ())


def test_undo_without_a_change_is_refused() -> None:
    _, action = step(at("A-01"), "u", card())

    assert action.act is Act.REFUSED


def test_remember_keeps_no_change_of_nothing() -> None:
    assert remember(at("A-01"), changed(assessment(), assessment())).trail == ()


def test_taken_back_leaves_what_others_changed_meanwhile() -> None:
    mine = assessment({"A-01": "done"}, {"visits": "3"})
    both = assessment({"A-01": "done", "B-01": "partial"}, {"visits": "3"})

    after = undoing.taken_back(both, changed(assessment(), mine))

    assert after == assessment({"B-01": "partial"})


def test_taken_back_restores_the_value_before() -> None:
    before, after = assessment({"A-01": "partial"}), assessment({"A-01": answer("done", note="备注")})

    assert undoing.taken_back(after, changed(before, after)) == before


STATEMENTS = st.builds(
    assessment,
    st.dictionaries(st.sampled_from(["A-01", "B-01"]), st.sampled_from(["done", "partial", "not_done"])),
    st.dictionaries(st.sampled_from(["visits", "forgeries"]), st.sampled_from(["1", "2+", "~3"])),
)


@given(STATEMENTS, STATEMENTS)
def test_taken_back_is_the_assessment_before(before: Assessment, after: Assessment) -> None:
    assert undoing.taken_back(after, changed(before, after)) == before


def test_taken_back_refuses_what_was_changed_again_since() -> None:
    trace = changed(assessment(), assessment({"A-01": "done"}))

    with pytest.raises(UsageError, match="changed again"):
        undoing.taken_back(assessment({"A-01": "not_done"}), trace)
