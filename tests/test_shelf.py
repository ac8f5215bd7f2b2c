"""The other shipped checklists pass and fail for the right reasons, and the year counts its cases."""

from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import Column
from lawcheck.domain.quantities import exactly
from lawcheck.domain.workspace import Workspace
from lawcheck.storage.checklists import find, shelf
from lawcheck.storage.toml import parse_document
from lawcheck.storage.workspace import create, open_workspace

AT = datetime(2021, 1, 5, 9, tzinfo=UTC)
ANSWERS = Path(__file__).parent / "data" / "answers"
LITIGATION, YEARLY = "administrative-litigation", "cixi-subdistrict-2020"

Make = Callable[..., Workspace]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(checklist: str, answers: Assessment | str, place: str = "w") -> Workspace:
        if isinstance(answers, str):
            file = ANSWERS / f"{checklist}.{answers}.toml"
            answers = parse_document(Assessment, file.read_bytes(), file.name, newest=1)
        return create(tmp_path / place, find(checklist), answers, who="t", at=AT)

    return made


def failed(workspace: Workspace) -> set[str]:
    return {rule.id for rule in workspace.score().verdict.rules if not rule.passed}


def test_shelf_holds_three() -> None:
    assert [one.id for one in shelf()] == [LITIGATION, "annual-report", YEARLY]


@pytest.mark.parametrize("checklist", [LITIGATION, "annual-report"])
def test_example_that_passes(make: Make, checklist: str) -> None:
    workspace = make(checklist, "passes")

    assert failed(workspace) == set()
    assert workspace.score().totals.columns[Column.SUPPORTED] == 100


def test_suit_fails_for_the_late_defence_the_absent_head_and_the_judgment(make: Make) -> None:
    card = make(LITIGATION, "fails").score()

    assert {rule.id: rule.items for rule in card.verdict.rules if not rule.passed} == {
        "minimum": (),
        "defence-in-time": ("A-02",),
        "appearance": ("B-01",),
        "performance": ("C-01",),
    }
    assert card.totals.columns[Column.SUPPORTED] == 5 + 20 + 5


def test_report_fails_for_what_it_does_not_hold(make: Make) -> None:
    card = make("annual-report", "fails").score()

    assert {rule.id: rule.items for rule in card.verdict.rules if not rule.passed} == {
        "minimum": (),
        "submitted": ("A-02",),
        "five-contents": ("B-02", "B-03", "B-04", "B-05"),
    }
    assert card.items["C-01"].supported == 10
    assert card.grades[Column.SUPPORTED] is not None


def test_report_of_a_township_leaves_the_subdistricts_item_out(make: Make) -> None:
    card = make("annual-report", "passes").score()

    assert card.items["A-03"].follows is not None
    assert card.items["A-03"].supported is None


def test_year_counts_its_suits(make: Make, tmp_path: Path) -> None:
    make(YEARLY, Assessment(format=1, unit="白沙路街道", checklist=YEARLY, figures={"suits_received": "3"}))
    (tmp_path / "w" / "cases").mkdir()
    make(LITIGATION, "passes", "w/cases/2020-001")
    make(LITIGATION, "fails", "w/cases/2020-002")

    card = open_workspace(tmp_path / "w").score()

    found = {name: card.stated.certain[name] for name in card.stated.certain if name in TAKEN}
    assert found == {name: exactly(Fraction(number)) for name, number in TAKEN.items()}
    assert [(one.figure, one.typed.text, one.counted) for one in card.differences] == [
        ("suits_received", "3", exactly(2))
    ]


TAKEN: dict[str, Any] = {
    "suits_received": 2,
    "defences_in_time": 1,
    "cases_heard": 3,
    "head_appeared": 1,
    "head_absent_with_reason": 1,
    "staff_sent_for_head": 2,
    "judgments_due": 1,
    "judgments_performed": 0,
    "judgments_refused": 0,
}


def test_year_takes_only_what_the_suits_checklist_has(make: Make) -> None:
    yearly = make(YEARLY, Assessment(format=1, unit="u", checklist=YEARLY)).checklist
    suit = make(LITIGATION, "passes", "suit").checklist
    (source,) = yearly.cases

    assert source.checklist == suit.id
    for one in source.figures:
        names = {name for formula in (one.when, one.sum) if formula for name in formula.names}
        assert names <= suit.figures_by_name.keys()
        assert set(one.met) <= suit.items_by_id.keys()
