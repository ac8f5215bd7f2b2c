"""What a job is told, and at which lines; the data is tests/data/ci."""

from pathlib import Path

import pytest

from lawcheck.domain.annotations import Cause, Point, annotate, cause_of, rule_id
from lawcheck.domain.assessment import Answer, Piece
from lawcheck.domain.checklist import Column
from lawcheck.domain.gate import GateRule, RuleKind, Strictness
from lawcheck.domain.report import Report, Source, Sources
from lawcheck.domain.scorecard import Scorecard
from tests.making import (
    DAY,
    answer,
    assessment,
    check,
    checklist,
    gate,
    gate_item,
    item,
    piece,
    same,
    score,
    score_one,
    veto,
)

NOWHERE = Sources(Source("office/assessment.toml", ""), Source("office/checklist.toml", ""))


def report(card: Scorecard, sources: Sources = NOWHERE) -> Report:
    return Report(card, "", (), (), DAY, sources=sources)


def line_of(text: str, begins: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(begins))


@pytest.mark.parametrize(
    ("status", "evidence", "cause"),
    [
        (None, {}, Cause.UNANSWERED),
        ("done", {}, Cause.UNPROVED),
        ("not_done", {}, Cause.SHORT),
        ("done", {"e1": piece("A-01:minutes")}, None),
        ("partial", {"e1": piece("A-01:minutes")}, Cause.SHORT),
        (answer("done", confirmed=False), {"e1": piece("A-01:minutes")}, Cause.UNCONFIRMED),
    ],
    ids=str,
)
def test_item_falls_short_by_its_first_cause(
    status: str | Answer | None, evidence: dict[str, Piece], cause: Cause | None
) -> None:
    asked = item("A-01", 2, evidence=["id='minutes', kinds=['record']"])

    found = score_one(asked, status, evidence=evidence)

    assert cause_of(found, Column.SUPPORTED) is cause


def test_item_without_points_that_is_not_done_falls_short() -> None:
    assert cause_of(score_one(item("A-01", 0), "not_done"), Column.SUPPORTED) is Cause.SHORT


def test_item_that_does_not_apply_falls_short_only_without_its_proof() -> None:
    asked = item("A-01", 2, na="id='na', kinds=['record']")
    said = answer("not_applicable", reason="没有")

    proved = score_one(asked, said, evidence={"e1": piece("A-01:na")})

    assert cause_of(score_one(asked, said), Column.SUPPORTED) is Cause.UNPROVED
    assert cause_of(proved, Column.SUPPORTED) is None


def test_item_that_nobody_reviewed_falls_short_in_the_reviewed_score() -> None:
    assert cause_of(score_one(item("A-01", 2)), Column.REVIEWED) is Cause.UNREVIEWED


def test_rules_come_first_and_only_those_that_fail() -> None:
    made = checklist(item("A-01", 2), item("A-02", 2), gate=gate(1, gate_item("A-02")))

    found = annotate(report(score(made, assessment({"A-01": "done", "A-02": "not_done"}))))

    assert [(one.id, one.cause) for one in found] == [
        ("gate/item/entry", Cause.RULE),
        ("A-02", Cause.SHORT),
    ]
    assert [one.missing for one in found] == [0, 2]


def test_rule_ids_do_not_meet_one_another() -> None:
    rules = [GateRule("x", kind, held=False) for kind in RuleKind]
    rules += [GateRule(kind, kind, held=False) for kind in (RuleKind.MINIMUM, RuleKind.UNANSWERED)]

    assert rule_id(rules[-2]) == "gate/minimum"
    assert len({rule_id(rule) for rule in rules}) == len(rules)


ANSWERS = """\
# answers.A-02 stands below
[answers.A-01]
note = '''
[answers.A-02]
'''
owner = "office"

[answers."A-02"]
status = "not_done"

[figures]
b = 2
  a = 1
"""
CHECKLIST = """\
gate = { minimum = 1,
  unanswered = 0 }
[[items]] # id = "A-02"
title = { zh = "x" }
id = "A-01"
[[items]]
id = "A-02"
[[items]]
id = "A-03"
[[vetoes]]
id = "V-01"
[[checks]]
id = "sums"
[[checks]]
id = "missing"
"""
SOURCES = Sources(Source("assessment.toml", ANSWERS), Source("sub/checklist.toml", CHECKLIST))


def places(*answered: str, figures: dict[str, int] | None = None) -> dict[str, list[Point]]:
    made = checklist(
        item("A-01", 2),
        item("A-02", 2),
        same("A-03", "A-02"),
        gate=gate(9, gate_item("A-01", "A-03"), unanswered=0, checks=("sums", "missing")),
        checks=[check("sums", "a = b"), check("missing", "c = 0")],
        vetoes=(veto("d > 0"),),
    )
    stated = assessment(dict.fromkeys(answered, "not_done"), figures or {"a": 1, "b": 2})
    return {one.id: list(one.at) for one in annotate(report(score(made, stated), SOURCES))}


def test_item_is_found_at_its_answer_else_in_the_checklist() -> None:
    found = places("A-02")

    assert found["A-01"] == [("assessment.toml", line_of(ANSWERS, "[answers.A-01]"), 10)]
    assert found["A-02"] == [("assessment.toml", 8, 10)]


def test_item_without_an_answer_is_found_in_the_checklist() -> None:
    sources = Sources(Source("assessment.toml", ""), SOURCES.checklist)

    (found,) = annotate(report(score(checklist(item("A-01")), assessment()), sources))

    assert found.at == (("sub/checklist.toml", 5, 1),)


def test_rules_are_found_at_what_decides_them() -> None:
    found = places("A-02")

    assert found["gate/minimum"] == [("sub/checklist.toml", 1, 10)]
    assert found["gate/unanswered"] == [("sub/checklist.toml", 2, 3)]
    assert found["gate/veto/V-01"] == [("sub/checklist.toml", line_of(CHECKLIST, 'id = "V-01"'), 1)]
    assert found["gate/check/sums"] == [("assessment.toml", 13, 3), ("assessment.toml", 12, 1)]
    assert found["gate/check/missing"] == [("sub/checklist.toml", line_of(CHECKLIST, 'id = "missing"'), 1)]


def test_row_that_shares_an_answer_is_found_at_that_answer() -> None:
    assert places("A-02")["gate/item/entry"] == [("assessment.toml", 2, 10), ("assessment.toml", 8, 10)]


def test_files_that_cannot_be_read_still_have_a_first_line() -> None:
    made = checklist(item("A-01", 2), gate=gate(1))

    found = annotate(report(score(made, assessment(), stricter=Strictness(unanswered=0))))

    assert {tuple(at) for one in found for at in one.at} == {("office/checklist.toml", 1, 1)}


def test_every_line_of_the_data_is_right() -> None:
    folder = Path(__file__).parents[1] / "data" / "ci"
    texts = {name: (folder / name).read_text("utf-8") for name in ("assessment.toml", "checklist.toml")}
    sources = Sources(*(Source(name, text) for name, text in texts.items()))
    made = checklist(*(item(f"A-0{number}", 2) for number in range(1, 6)), item("B-01", 4))

    found = annotate(report(score(made, assessment()), sources))

    assert [one.id for one in found] == [one.id for one in made.items]
    for one in found:
        (at,) = one.at
        line = texts[at.file].splitlines()[at.line - 1]
        assert line in (f"[answers.{one.id}]", f'id = "{one.id}"')
        assert at.file == ("checklist.toml" if one.id == "A-02" else "assessment.toml")
