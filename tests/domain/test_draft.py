"""What the yearly report may say: every figure, nothing that is not answered, and every gap."""

from datetime import date

import pytest

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import Checklist, Item
from lawcheck.domain.draft import Content, Draft, GapCode, compose
from lawcheck.domain.report import Additions
from lawcheck.domain.shortfalls import Lack
from lawcheck.domain.statements import Voice, evenly
from lawcheck.errors import UsageError
from tests.making import answer, assessment, check, checklist, deadline, item, score, veto

COUNT = "measure='count', of='visits', earn=5"


def draft(made: Checklist, said: Assessment, duty: str = "", **additions: object) -> Draft:
    def is_duty(one: Item) -> bool:
        return one.id == duty

    return compose(score(made, said), Additions(**additions), is_duty)  # type: ignore[arg-type]


def voices(found: Draft) -> dict[str, Voice]:
    return {id_: one.voice for passage in found.results for one in passage.sentences for id_ in one.ids}


def codes(found: Draft) -> list[tuple[GapCode, str]]:
    always = {GapCode.ADDRESSEE, GapCode.SIGNED, GapCode.EMPTY, GapCode.NOT_CHOSEN}
    return [(gap.code, gap.id) for gap in found.gaps if gap.code not in always]


@pytest.mark.parametrize(
    ("status", "voice"),
    [("done", Voice.DONE), ("partial", Voice.UNDER_WAY), ("not_applicable", Voice.NOT_APPLICABLE)],
)
def test_voice_follows_the_status(status: str, voice: Voice) -> None:
    found = draft(checklist(item("A-01", na=True)), assessment({"A-01": answer(status, reason="没有")}))

    assert voices(found) == {"A-01": voice}


def test_what_is_in_progress_is_never_said_as_done_even_with_figures() -> None:
    found = draft(checklist(item("A-01", 5, COUNT)), assessment({"A-01": "partial"}, {"visits": 3}))

    assert voices(found) == {"A-01": Voice.UNDER_WAY}


def test_done_without_its_figure_is_no_result_and_a_gap() -> None:
    found = draft(checklist(item("A-01", 5, COUNT)), assessment({"A-01": "done"}))

    assert voices(found) == {"A-01": Voice.ATTENDED}
    assert [(gap.id, gap.names) for gap in found.gaps if gap.code is GapCode.FIGURES] == [
        ("A-01", ("visits",))
    ]


def test_not_done_is_silent_without_figures() -> None:
    found = draft(checklist(item("A-01")), assessment({"A-01": "not_done"}))

    assert voices(found) == {}
    assert [(one.id, one.parts[0].lack) for one in found.candidates] == [("A", Lack.NOT_DONE)]


@pytest.mark.parametrize(
    ("said", "code"),
    [(None, GapCode.UNANSWERED), (answer("done", confirmed=False), GapCode.UNCONFIRMED)],
)
def test_what_nobody_stands_by_is_a_gap_that_keeps_its_figures(said: object, code: GapCode) -> None:
    found = draft(checklist(item("A-01", 5, COUNT)), assessment({"A-01": said}, {"visits": 3}))  # type: ignore[dict-item]

    assert voices(found) == {}
    assert [(gap.code, gap.said[0].figure.name) for gap in found.gaps if gap.id] == [(code, "visits")]


def test_figures_that_contradict_each_other_are_a_gap() -> None:
    made = checklist(
        item("A-01", 5, "measure='rate', of='part', to='whole', earn=5"),
        checks=(check("sum", "part <= whole"),),
    )

    assert codes(draft(made, assessment({"A-01": "done"}, {"part": 3, "whole": 2}))) == [
        (GapCode.CONTRADICTION, "sum")
    ]


def test_a_target_that_was_missed_is_a_fact_and_no_gap() -> None:
    made = checklist(
        item("A-01", 5, "measure='rate', of='part', to='whole', earn=5"),
        checks=(check("target", "part * 100 >= whole * 80"),),
    )

    assert codes(draft(made, assessment({"A-01": "done"}, {"part": 1, "whole": 2}))) == []


def test_vetoes_belong_to_other_matters() -> None:
    made = checklist(item("A-01"), vetoes=(veto("refused > 0"),))

    assert draft(made, assessment({"A-01": "done"}, {"refused": 0})).other.sentences[0].ids == ("V-01",)
    assert codes(draft(made, assessment({"A-01": "done"}))) == [(GapCode.UNDECIDED, "V-01")]


def test_what_is_due_after_the_period_is_no_gap_and_stands_below_the_day() -> None:
    made = checklist(
        item("A-01", 5, "measure='days', of='sent', by=2021-03-01, earn_by=[{points=5}]"),
        item("A-02"),
        deadlines=(deadline("sent", date(2021, 3, 1)),),
        owners_of={"sent": "A-01"},
    )

    assert codes(draft(made, assessment({"A-02": "done"}))) == []
    found = draft(made, assessment({"A-01": "done", "A-02": "done"}, {"sent": "2021-02-01"}))
    assert [one.ids for one in found.later] == [("A-01",)]
    assert voices(found) == {"A-02": Voice.DONE}


def test_duty_has_a_content_of_its_own() -> None:
    found = draft(
        checklist(item("A-01"), item("A-02")), assessment({"A-01": "done", "A-02": "done"}), duty="A-02"
    )

    assert [one.ids for one in found.duty.sentences] == [("A-02",)]
    assert voices(found) == {"A-01": Voice.DONE}


def test_a_content_with_nothing_in_it_is_a_gap() -> None:
    found = draft(checklist(item("A-01")), assessment({"A-01": "done"}))

    assert [gap.content for gap in found.gaps if gap.code is GapCode.EMPTY] == [Content.DUTY, Content.OTHER]


TWO = checklist(item("A-01"), item("A-02"), item("B-01", evidence=("id='r'",)))
SAID = assessment({"A-01": "partial", "A-02": answer("not_done", due=date(2021, 6, 30)), "B-01": "done"})


def test_candidates_are_one_a_group_worst_first() -> None:
    found = draft(TWO, SAID).candidates

    assert [(one.id, [part.lack for part in one.parts]) for one in found] == [
        ("A", [Lack.NOT_DONE, Lack.UNDER_WAY]),
        ("B", [Lack.UNPROVED]),
    ]


def test_a_pick_without_a_cause_is_a_gap() -> None:
    assert (GapCode.CAUSE, "A") in codes(draft(TWO, SAID, picks={"A": None}))
    assert codes(draft(TWO, SAID, picks={"A": "人手不足"})) == []


def test_an_item_is_picked_alone_with_its_day() -> None:
    picked = draft(TWO, SAID, picks={"A-02": "人手不足"}).shortfalls

    assert [(one.ids, one.due, one.cause) for one in picked] == [(("A-02",), date(2021, 6, 30), "人手不足")]


def test_a_person_may_name_what_the_answers_do_not_show() -> None:
    made = checklist(item("A-01"))

    named = draft(made, assessment({"A-01": "done"}), picks={"A": "形式单一"}).shortfalls
    assert [part.lack for part in named[0].parts] == [Lack.NAMED]
    with pytest.raises(UsageError, match="--pick A"):
        draft(made, assessment({"A-01": "done"}), picks={"A": None})


@pytest.mark.parametrize("picks", [{"Z-99": None}, {"A": None, "A-01": None}])
def test_what_is_no_candidate_is_not_picked(picks: dict[str, str | None]) -> None:
    with pytest.raises(UsageError):
        draft(TWO, SAID, picks=picks)


@pytest.mark.parametrize("count", range(1, 12))
def test_sentences_are_of_nearly_the_same_length(count: int) -> None:
    runs = [len(run) for run in evenly(range(count), 4)]

    assert sum(runs) == count
    assert max(runs) <= 4
    assert max(runs) - min(runs) <= 1
