from dataclasses import replace
from typing import Any

import pytest

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist, Item, Parameter, ParameterKind
from lawcheck.domain.formulas import parse_formula
from lawcheck.domain.scorecard import Scorecard
from tests import making

ENFORCES = Parameter(
    id="P-01",
    name="enforces",
    title=making.WORDS,
    kind=ParameterKind.YES_NO,
    default="yes",
    proof=making.row("id='list'"),
)


def only_if(condition: str, one: Item) -> Item:
    return replace(one, applies=parse_formula(condition))


def listed(*items: Item) -> Checklist:
    return replace(making.checklist(*items), parameters=(ENFORCES,))


def scored(checklist: Checklist, answers: dict[str, Any], enforces: str = "yes", **said: Any) -> Scorecard:
    stated = making.assessment(answers, said.get("figures"), said.get("evidence"))
    return making.score(checklist, replace(stated, parameters={"enforces": enforces}))


def test_item_without_its_condition_is_left_out_once_that_is_proved() -> None:
    checklist = listed(making.item("A-01", 6), only_if("enforces = yes", making.item("A-02", 4)))
    proof = {"e1": making.piece("P-01:list")}

    bare = scored(checklist, {"A-01": "done"}, "no")
    proved = scored(checklist, {"A-01": "done"}, "no", evidence=proof)

    assert [bare.items["A-02"].claimed, bare.items["A-02"].supported] == [None, 0]
    assert [proved.items["A-02"].claimed, proved.items["A-02"].supported] == [None, None]


def test_item_whose_condition_holds_is_answered_as_any_other() -> None:
    checklist = listed(only_if("enforces = yes", making.item("A-01", 5)))

    assert scored(checklist, {}).items["A-01"].status is None
    assert scored(checklist, {"A-01": "done"}).items["A-01"].claimed == 5


def test_answer_to_an_item_that_does_not_apply_earns_nothing() -> None:
    checklist = listed(making.item("A-01", 6), only_if("enforces = yes", making.item("A-02", 4)))

    found = scored(checklist, {"A-01": "not_done", "A-02": "done"}, "no").items["A-02"]

    assert found.status is Status.NOT_APPLICABLE
    assert found.claimed is None
    assert found.supported == 0


def test_recorded_loss_keeps_the_item_in_place() -> None:
    one = making.full("A-02", 4, "measure='count', of='errors', lose=1, each=1")
    checklist = listed(making.item("A-01", 6), only_if("enforces = yes", one))

    found = scored(checklist, {"A-01": "done", "A-02": "done"}, "no", figures={"errors": 2}).items["A-02"]

    assert found.follows is None
    assert found.claimed == 2


def test_condition_over_a_figure_that_nobody_stated_leaves_the_item_in_place() -> None:
    one = only_if("cases > 0", making.item("A-02", 4, na=True))
    checklist = listed(making.item("A-01", 6, "measure='count', of='cases', earn=6, below=1"), one)

    assert scored(checklist, {"A-01": "done"}).items["A-02"].status is None
    stated = scored(checklist, {"A-01": "done"}, figures={"cases": 0})
    assert stated.items["A-02"].status is Status.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("answer", "status"),
    [("done", None), ("partial", None), ("not_done", Status.NOT_APPLICABLE), (None, None)],
)
def test_condition_over_an_answer(answer: str | None, status: Status | None) -> None:
    checklist = listed(making.item("A-01", 6), only_if("A-01 >= partial", making.item("A-02", 4)))

    found = scored(checklist, {"A-01": answer} if answer else {}).items["A-02"]

    assert found.status is status


def test_what_follows_from_an_answer_needs_the_proof_of_that_answer() -> None:
    other = making.item("A-01", 6, evidence=["id='paper'"])
    checklist = listed(other, only_if("A-01 <= partial", making.item("A-02", 4)))

    bare = scored(checklist, {"A-01": "done"}).items["A-02"]
    proved = scored(checklist, {"A-01": "done"}, evidence={"e1": making.piece("A-01:paper")}).items["A-02"]

    assert [bare.supported, proved.supported] == [0, None]


def test_conditions_follow_one_another() -> None:
    checklist = listed(
        only_if("enforces = yes", making.item("A-01", 5)),
        only_if("A-01 != not_applicable", making.item("A-02", 5)),
    )

    found = scored(checklist, {"A-02": "done"}, "no", evidence={"e1": making.piece("P-01:list")})

    assert [one.status for one in found.items.values()] == [Status.NOT_APPLICABLE] * 2
    assert found.items["A-02"].proof.complete


def test_conditions_in_a_circle_end_and_prove_nothing() -> None:
    checklist = listed(
        only_if("A-02 = done", making.item("A-01", 5)), only_if("A-01 = done", making.item("A-02", 5))
    )

    found = scored(checklist, {"A-01": "partial", "A-02": "partial"})

    assert all(one.supported is not None for one in found.items.values())


def test_figure_of_an_item_that_does_not_apply_is_missing_elsewhere() -> None:
    counting = making.item("A-02", 4, "measure='count', of='visits', earn=1, each=1")
    checklist = listed(
        only_if("enforces = yes", making.item("A-01", 6, "measure='count', of='visits', earn=6")),
        counting,
    )

    found = scored(checklist, {"A-01": "done", "A-02": "done"}, "no", figures={"visits": 4})

    assert found.items["A-02"].claimed == 0
