from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain import answering, undoing
from lawcheck.domain.assessment import Answer, Assessment, Status
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.history import Change
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.undoing import Trace
from lawcheck.domain.values import Phrase
from lawcheck.domain.walk import (
    Act,
    Walk,
    begin,
    find,
    forget,
    onward,
    rating,
    remember,
    restore,
    step,
)
from lawcheck.domain.walk_filter import ALL, Filter, Only
from lawcheck.domain.walk_keys import STATUSES, as_id, read
from tests.making import answer, assessment, checklist, gate, gate_item, item, same, score, veto

ROW = "id = 'paper'"
MADE = Trace("A-01", (Change("answers.A-01.status", None, "done"),), 2)
AGAIN = Trace("B-01", (Change("answers.B-01.status", None, "partial"),), 3)
BACK = Trace("A-01", MADE.back, 4)


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


def card(
    answers: Mapping[str, str | Answer] | None = None, figures: dict[str, str] | None = None
) -> Scorecard:
    return score(rows(), assessment(answers, figures))


def begun(scored: Scorecard, last: str | None = None, only: Only = Only.ALL) -> Walk:
    walked = begin(scored, Filter(only), last)
    assert walked
    return walked


def at(id_: str, scored: Scorecard | None = None, only: Filter = ALL) -> Walk:
    """Return a walk that stands at `id_`, whether its filter lets that through or not."""
    return replace(begun(scored or card(), id_), only=only)


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


def test_begin_takes_what_can_be_undone_from_before() -> None:
    walked = begin(card(), trail=[MADE])

    assert walked
    assert walked.trail == (MADE,)


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


def test_step_back_follows_the_filter() -> None:
    scored = card({"A-01": "done", "B-01": "done"})

    walked, _ = step(at("V-01", scored, Filter(Only.OPEN)), "b", scored)

    assert walked.here == "A-02"


def test_step_beyond_the_last_stop_ends_and_stays() -> None:
    walked, action = step(at("V-01"), "", card())

    assert (walked.here, action.act) == ("V-01", Act.ENDED)


@pytest.mark.parametrize("typed", ["b-01", "B-01", "ｂ－０１", "j b-01", "跳到B-01", "B—01", "j B.01"])
def test_step_jumps_to_an_id_however_it_is_written(typed: str) -> None:
    walked, action = step(at("A-01"), typed, card())

    assert (walked.here, action.act) == ("B-01", Act.MOVED)


def test_step_jumps_to_the_row_that_holds_a_shared_answer() -> None:
    walked, action = step(at("A-01"), "A-02b", card())

    assert (walked.here, action.act) == ("A-02", Act.MOVED)


@pytest.mark.parametrize("typed", ["c-77", "j 什么"])
def test_step_refuses_an_id_that_is_not_there_and_stays(typed: str) -> None:
    walked, action = step(at("B-01"), typed, card())

    assert (walked.here, action.act) == ("B-01", Act.REFUSED)


def test_step_refuses_to_jump_to_a_veto_whose_figure_is_asked_elsewhere() -> None:
    rows = checklist(item("A-01"), vetoes=(veto("forgeries > 0"),), owners_of={"forgeries": "A-01"})
    scored = score(rows, assessment())

    walked, action = step(begun(scored), "v-01", scored)

    assert walked.order == ("A-01",)
    assert str(action.error) == "v-01 asks for no figure of its own"


@pytest.mark.parametrize("typed", ["/出庭", "、应诉", "find HEAD court", "查找 行政诉讼", "／a-02"])
def test_step_finds_titles_in_both_languages_keywords_and_ids(typed: str) -> None:
    walked, action = step(at("A-01"), typed, card())

    assert (walked.here, action.act) == ("A-02", Act.MOVED)


def test_step_refuses_to_find_what_nothing_is_called() -> None:
    walked, action = step(at("B-01"), "/台账", card())

    assert (walked.here, action.act) == ("B-01", Act.REFUSED)


def test_step_lists_what_is_found_more_than_once() -> None:
    walked, action = step(at("B-01"), "/A-", card())

    assert (walked.here, action.act, action.found) == ("B-01", Act.FOUND, ("A-01", "A-02"))


@pytest.mark.parametrize(("typed", "lacking"), [("/", "/"), ("j", "j"), ("f", "f"), ("筛选", "f")])
def test_step_asks_for_the_text_that_a_key_lacks(typed: str, lacking: str) -> None:
    _, action = step(at("A-01"), typed, card())

    assert (action.act, action.text) == (Act.ASK, lacking)


def test_step_to_the_next_open_takes_the_nearest() -> None:
    walked, action = step(at("A-01"), "n", card())

    assert (walked.here, action.act) == ("A-02", Act.MOVED)


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


@pytest.mark.parametrize("key", ["o", "ｏ", "open", "打开"])
def test_step_opens_evidence(key: str) -> None:
    walked, action = step(at("A-02"), key, card())

    assert (walked.here, action.act) == ("A-02", Act.OPEN)


def in_sections(answers: Mapping[str, str] | None = None) -> Scorecard:
    rows = [item(id_) for id_ in ("A1-01", "A1-02", "A2-01", "A2-02", "B-01", "B-02")]
    return score(checklist(*rows, vetoes=(veto("forgeries > 0"),)), assessment(answers))


@pytest.mark.parametrize("key", ["]", "】", "下一部分"])
@pytest.mark.parametrize(
    ("here", "there"),
    [("A1-01", "A2-01"), ("A1-02", "A2-01"), ("A2-01", "B-01"), ("B-01", "V-01")],
)
def test_step_goes_to_the_first_stop_of_the_next_section(key: str, here: str, there: str) -> None:
    scored = in_sections()

    walked, action = step(at(here, scored), key, scored)

    assert (walked.here, action.act) == (there, Act.MOVED)


@pytest.mark.parametrize("key", ["[", "【", "上一部分"])
@pytest.mark.parametrize(
    ("here", "there"),
    [("A2-01", "A1-01"), ("A2-02", "A1-01"), ("B-02", "A2-01"), ("V-01", "B-01")],
)
def test_step_goes_to_the_first_stop_of_the_section_before(key: str, here: str, there: str) -> None:
    scored = in_sections()

    walked, action = step(at(here, scored), key, scored)

    assert (walked.here, action.act) == (there, Act.MOVED)


@pytest.mark.parametrize(
    ("here", "key", "why"),
    [("V-01", "]", "this is the last section"), ("A1-02", "[", "this is the first section")],
)
def test_step_refuses_a_section_that_is_not_there_and_stays(here: str, key: str, why: str) -> None:
    scored = in_sections()

    walked, action = step(at(here, scored), key, scored)

    assert (walked.here, action.act, str(action.error)) == (here, Act.REFUSED, why)


@pytest.mark.parametrize(
    ("here", "key", "there"),
    [("A1-01", "]", "B-02"), ("B-02", "[", "A1-02"), ("A2-01", "[", "A1-02"), ("A1-01", "first", "A1-02")],
)
def test_step_by_sections_goes_by_what_the_filter_lets_through(here: str, key: str, there: str) -> None:
    scored = in_sections(dict.fromkeys(("A1-01", "A2-01", "A2-02", "B-01"), "done"))

    walked, _ = step(at(here, scored, Filter(Only.OPEN)), key, scored)

    assert walked.here == there


@pytest.mark.parametrize(
    ("key", "there"), [("first", "A1-01"), ("第一项", "A1-01"), ("last", "V-01"), ("最后一项", "V-01")]
)
def test_step_goes_to_the_first_and_the_last_stop(key: str, there: str) -> None:
    scored = in_sections()

    walked, action = step(at("B-01", scored), key, scored)

    assert (walked.here, action.act) == (there, Act.MOVED)


@pytest.mark.parametrize(("key", "there"), [("first", "A2-01"), ("last", "A2-02")])
def test_step_goes_to_the_first_and_the_last_stop_of_the_filter(key: str, there: str) -> None:
    scored = in_sections()

    walked, _ = step(at("B-01", scored, Filter(section="A2")), key, scored)

    assert walked.here == there


@pytest.mark.parametrize("key", ["p", "ｐ", "下一待佐证"])
@pytest.mark.parametrize(("here", "there"), [("A-01", "A-02"), ("A-02", "A-04"), ("A-04", "A-01")])
def test_step_to_the_next_unsupported_takes_the_nearest_and_goes_round_the_end(
    key: str, here: str, there: str
) -> None:
    asked = [item(id_, evidence=[ROW]) for id_ in ("A-01", "A-02", "A-03", "A-04")]
    scored = score(checklist(*asked), assessment({"A-01": "done", "A-02": "partial", "A-04": "done"}))

    walked, action = step(at(here, scored), key, scored)

    assert (walked.here, action.act) == (there, Act.MOVED)


def test_step_to_the_next_unsupported_is_refused_where_all_is_proved() -> None:
    scored = card({"A-01": "done"})

    walked, action = step(at("A-02", scored), "p", scored)

    assert (walked.here, str(action.error)) == ("A-02", "all that is answered is proved")


@pytest.mark.parametrize(("key", "there"), [("n", "A2-02"), ("p", "A2-01")])
def test_step_to_the_next_open_or_unsupported_stays_in_the_section_of_the_filter(
    key: str, there: str
) -> None:
    asked = [item(id_, evidence=[ROW]) for id_ in ("A1-01", "A1-02", "A2-01", "A2-02", "B-01")]
    scored = score(checklist(*asked), assessment({"A1-01": "done", "A2-01": "done", "B-01": "done"}))

    walked, _ = step(at("A2-01", scored, Filter(section="A2")), key, scored)

    assert walked.here == there


@given(st.text(max_size=20), st.sampled_from(["A-01", "A-02", "B-01", "V-01"]))
def test_step_always_stays_among_the_stops(typed: str, id_: str) -> None:
    walked, action = step(at(id_), typed, card())

    assert walked.here in walked.order
    assert (action.error is None) == (action.act is not Act.REFUSED)


@pytest.mark.parametrize(
    ("said", "only"),
    [
        ("f open", Filter(Only.OPEN)),
        ("ｆ　未答", Filter(Only.OPEN)),
        ("只看未答", Filter(Only.OPEN)),
        ("filter B", Filter(section="B")),
        ("筛选 open b", Filter(Only.OPEN, "B")),
    ],
)
def test_step_filters_and_goes_to_the_next_stop_that_matches(said: str, only: Filter) -> None:
    scored = card({"A-01": "done", "A-02": "done"})

    walked, action = step(at("A-01", scored), said, scored)

    assert (walked.here, walked.only, action.act) == ("B-01", only, Act.FILTERED)


def test_step_filters_and_stays_where_the_stop_matches() -> None:
    walked, _ = step(at("A-02"), "f open", card())

    assert walked.here == "A-02"


def test_step_filters_and_goes_round_the_end() -> None:
    walked, _ = step(at("V-01"), "f A", card())

    assert walked.here == "A-01"


def test_step_takes_the_place_of_the_filter_before() -> None:
    walked, _ = step(begun(card(), "B-01", Only.OPEN), "f all", card())

    assert (walked.here, walked.only) == ("B-01", ALL)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("f 什么", "'什么' is no state"),
        ("f open short", "'short' contradicts"),
        ("f unsupported", "nothing here is so: unsupported"),
    ],
)
def test_step_refuses_a_filter_and_keeps_place_and_filter(said: str, why: str) -> None:
    before = begun(card(), "A-02", Only.OPEN)

    walked, action = step(before, said, card())

    assert walked == before
    assert action.act is Act.REFUSED
    assert str(action.error).startswith(why)


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


def test_onward_follows_the_filter() -> None:
    scored = card({"A-02": "done"})

    walked, _ = onward(begun(scored, "A-01", Only.OPEN), scored)

    assert walked.here == "B-01"


def test_find_wants_every_word() -> None:
    assert find(begun(card()), "head 诉讼", rows()) == ("A-02",)
    assert find(begun(card()), "head 纠纷", rows()) == ()


def changed(before: Assessment, after: Assessment) -> Trace:
    return undoing.trace("A-01", before, after)


def test_undo_hands_out_the_last_change_and_returns_to_its_stop() -> None:
    empty = assessment()
    first = changed(empty, assessment({"A-01": "done"}))
    walked = remember(at("B-01"), first)

    _, action = step(walked, "u", card())
    back = forget(walked)

    assert (action.act, action.trace) == (Act.UNDO, first)
    assert (back.here, back.trail) == ("A-01", ())


def test_undo_without_a_change_is_refused() -> None:
    _, action = step(at("A-01"), "u", card())

    assert action.act is Act.REFUSED


def test_remember_keeps_no_change_of_nothing() -> None:
    assert remember(at("A-01"), changed(assessment(), assessment())).trail == ()


def test_remember_takes_a_change_as_the_newest_to_undo() -> None:
    walked = remember(remember(at("A-01"), MADE), AGAIN)

    assert walked.trail == (MADE, AGAIN)


def test_remember_clears_what_could_be_made_again() -> None:
    walked = replace(at("A-01"), undone=(BACK,))

    assert remember(walked, AGAIN).undone == ()


def test_remember_of_nothing_leaves_what_can_be_made_again() -> None:
    walked = replace(at("A-01"), undone=(BACK,))

    assert remember(walked, Trace("A-01", ())).undone == (BACK,)


def test_forget_takes_the_newest_off_and_keeps_what_took_it_back() -> None:
    walked = replace(at("B-01"), trail=(AGAIN, MADE))

    back = forget(walked, BACK)

    assert (back.here, back.trail, back.undone) == ("A-01", (AGAIN,), (BACK,))


def test_forget_keeps_nothing_of_what_can_never_be_undone() -> None:
    walked = replace(at("B-01"), trail=(MADE,), undone=(BACK,))

    assert forget(walked).undone == (BACK,)


def test_redo_hands_out_what_was_taken_back_last() -> None:
    walked = replace(at("B-01"), undone=(Trace("B-01", AGAIN.back, 3), BACK))

    after, action = step(walked, "r", card())

    assert (action.act, action.trace) == (Act.REDO, BACK)
    assert after == walked


@pytest.mark.parametrize("key", ["r", "redo", "恢复"])
def test_redo_without_anything_taken_back_is_refused(key: str) -> None:
    _, action = step(replace(at("A-01"), trail=(MADE,)), key, card())

    assert str(action.error) == "nothing was taken back that could be made again"


def test_restore_takes_the_newest_taken_back_off_and_can_undo_it_again() -> None:
    older = Trace("B-01", AGAIN.back, 3)
    walked = replace(at("B-01"), trail=(AGAIN,), undone=(older, BACK))

    again = restore(walked, MADE)

    assert (again.here, again.trail, again.undone) == ("A-01", (AGAIN, MADE), (older,))


def test_restore_keeps_nothing_of_what_can_never_be_made_again() -> None:
    walked = replace(at("B-01"), trail=(AGAIN,), undone=(BACK,))

    again = restore(walked)

    assert (again.here, again.trail, again.undone) == ("A-01", (AGAIN,), ())


def test_forget_and_restore_of_a_sheet_move_nobody() -> None:
    sheet = Trace("#7", MADE.changes, 7)

    back = forget(replace(at("B-01"), trail=(sheet,)), sheet)

    assert back.here == "B-01"
    assert restore(back, sheet).here == "B-01"


def test_rating_with_the_same_status_keeps_the_reason() -> None:
    scored = card({"A-02": answer("not_done", reason="没有案件")})

    assert rating("A-02", scored, Status.NOT_DONE) == answering.Change(Status.NOT_DONE)


def test_rating_with_another_status_forgets_the_reason() -> None:
    scored = card({"A-02": answer("not_done", reason="没有案件")})

    assert rating("A-02", scored, Status.DONE) == answering.Change(Status.DONE, reason="")


def test_rating_with_a_reason_puts_it_in_the_place_of_the_one_before() -> None:
    scored = card({"A-02": answer("not_done", reason="没有案件")})

    assert rating("A-02", scored, Status.NOT_DONE, "本年度没有").reason == "本年度没有"


def test_rating_takes_a_note() -> None:
    assert rating("A-01", card(), Status.DONE, note="备注") == answering.Change(Status.DONE, "备注", "")
