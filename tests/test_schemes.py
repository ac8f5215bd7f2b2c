"""Rules as cities have published them, written as checklists, with scores worked out by hand beside them.

`NAME.answers.toml` states cases for `NAME.toml`: `answers` (every item is done unless it says otherwise),
`figures`, `evidence` ("all", the default, "none", or the rows that have it), `grants` as in `review.toml`
with bare points as opinions, and what must come out: `claimed`, `supported`, `reviewed`, `grade`, `passed`.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli

from lawcheck.domain import scorecard
from lawcheck.domain.assessment import Assessment, PieceState
from lawcheck.domain.checklist import NA_ROW, Checklist, Column
from lawcheck.domain.fitting import misfits
from lawcheck.domain.lint import lint
from lawcheck.domain.parse import parse
from lawcheck.domain.review import Review, granted_points
from lawcheck.domain.scorecard import Scorecard
from tests import making

SCHEMES = Path(__file__).parent / "data" / "schemes"


class Case(NamedTuple):
    scheme: str
    name: str
    table: dict[str, Any]


def read(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


NAMES = sorted(path.stem for path in SCHEMES.glob("*.toml") if not path.stem.endswith(".answers"))
CHECKLISTS = {name: parse(Checklist, read(SCHEMES / f"{name}.toml")) for name in NAMES}
CASES = [
    Case(name, case, table)
    for name in NAMES
    for case, table in read(SCHEMES / f"{name}.answers.toml")["case"].items()
]


def assessment(checklist: Checklist, table: dict[str, Any]) -> Assessment:
    said = {item.id: "done" for item in checklist.items if not item.same_as} | table.get("answers", {})
    answers = {
        id_: making.answer(status, reason="as the case says" if status == "not_applicable" else None)
        for id_, status in said.items()
        if status != "unanswered"
    }
    rows = [
        f"{item.id}:{row.id}" for item in checklist.items for row in item.evidence if not item.same_as
    ] + [
        f"{item.id}:{NA_ROW}" for item in checklist.items if item.not_applicable and item.not_applicable.proof
    ]
    evidence = table.get("evidence", "all")
    filled = rows if evidence == "all" else [] if evidence == "none" else evidence
    assert set(filled) <= set(rows)
    pieces = {
        f"p{number}": making.piece(row, target=row, covers="2020-06-30") for number, row in enumerate(filled)
    }
    figures = {name: str(value) for name, value in table.get("figures", {}).items()}
    return making.assessment(answers, figures, pieces)


def review(table: dict[str, Any]) -> Review:
    grants = {
        id_: grant
        | {
            "opinions": [
                {"points": points, "by": "reviewer", "on": date(2021, 1, 31)}
                for points in grant.get("opinions", [])
            ]
        }
        for id_, grant in table.get("grants", {}).items()
    }
    return parse(Review, {"format": 1, "grants": grants})


def score(case: Case) -> Scorecard:
    checklist = CHECKLISTS[case.scheme]
    said = assessment(checklist, case.table)
    assert misfits(checklist, said) == []
    present = dict.fromkeys(said.evidence, PieceState.PRESENT)
    return scorecard.score(
        checklist, said, present, granted_points(review(case.table), checklist.scoring.opinions)
    )


@pytest.mark.parametrize("name", NAMES)
def test_scheme_has_no_problems(name: str) -> None:
    assert [(one.code, one.key, str(one)) for one in lint(CHECKLISTS[name])] == []


@pytest.mark.parametrize("name", NAMES)
def test_scheme_has_cases_on_either_side_and_without_proof(name: str) -> None:
    assert {"base", "better", "worse", "unproved"} <= {case.name for case in CASES if case.scheme == name}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.scheme}-{case.name}")
def test_case_scores_what_was_worked_out_by_hand(case: Case) -> None:
    card = score(case)
    expected = {column: Fraction(case.table[column]) if column in case.table else None for column in Column}

    assert expected[Column.CLAIMED] is not None
    assert dict(card.totals.columns) == expected
    if "grade" in case.table:
        assert {column: grade and grade.id for column, grade in card.grades.items()} | case.table[
            "grade"
        ] == {column: grade and grade.id for column, grade in card.grades.items()}
    if "passed" in case.table:
        assert card.verdict.passed is case.table["passed"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.scheme}-{case.name}")
def test_case_adds_up_to_the_hundredth(case: Case) -> None:
    card = score(case)

    for column in Column:
        total = card.totals.columns[column]
        if total is None:
            continue
        parts = [one.columns[column].score for one in card.items.values()]
        parts += [one.columns[column] for one in card.totals.adjustments]
        assert sum((one for one in parts if one is not None), Fraction(0)) == total
        assert (total * 100).denominator == 1


def test_scheme_has_better_and_worse_cases_that_are_so() -> None:
    claimed = {(case.scheme, case.name): Fraction(case.table["claimed"]) for case in CASES}

    for name in NAMES:
        assert claimed[name, "worse"] <= claimed[name, "base"] <= claimed[name, "better"]
        assert claimed[name, "worse"] < claimed[name, "better"]
