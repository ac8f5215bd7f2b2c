"""Who changed an item or a figure last."""

import pytest

from lawcheck.domain.history import ROOT, Change, Entry, Leaf
from lawcheck.domain.latest import Latest, items_touched, latest_changes, subjects
from tests.making import checklist, item, veto

DONE = Change("answers.A-01.status", None, "done")
VISITS = Change("figures.visits", None, "3")


def entry(seq: int, *made: Change, who: str = "张三", why: str | None = None) -> Entry:
    at = f"2020-12-{seq:02d}T10:03:00+08:00"
    return Entry(seq, ROOT, at, who, "set", None, made, why, None, "sha256:")


def test_latest_changes_name_time_person_and_reason_of_the_newest_entry() -> None:
    entries = [entry(1), entry(2, DONE), entry(3, DONE, who="李四", why="复核")]

    assert latest_changes(entries) == {"A-01": Latest(3, "2020-12-03T10:03:00+08:00", "李四", "复核")}


def test_latest_changes_keep_what_no_newer_entry_touched() -> None:
    found = latest_changes([entry(1), entry(2, DONE), entry(3, VISITS)])

    assert {subject: last.seq for subject, last in found.items()} == {"A-01": 2, "visits": 3}


def test_latest_changes_take_making_the_workspace_for_no_change() -> None:
    assert latest_changes([entry(1, DONE, VISITS)]) == {}


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("answers.A1-04.status", None, "done", "A1-04"),
        ("answers.A1-04.note", "旧", None, "A1-04"),
        ("figures.visits", "1", "2", "visits"),
        ("evidence.e0002.serves", None, ["A-01:paper", "B-01:na"], "A-01 B-01"),
        ("evidence.e0002.serves", ["A-01:paper"], None, "A-01"),
        ("evidence.e0002.name", None, "签到表", ""),
        ("parameters.cases", "1", "2", ""),
        ("unit", None, "白沙路街道", ""),
    ],
)
def test_subjects_are_the_item_the_figure_or_the_items_that_a_piece_serves(
    path: str, old: Leaf | None, new: Leaf | None, expected: str
) -> None:
    assert list(subjects(Change(path, old, new))) == expected.split()


def test_subjects_of_a_piece_are_the_items_that_it_served_before_and_serves_now() -> None:
    moved = Change("evidence.e0002.serves", ["A-01:paper"], ["B-01:paper"])

    assert set(subjects(moved)) == {"A-01", "B-01"}


def test_items_touched_take_a_figure_for_its_item_or_veto() -> None:
    rows = checklist(
        item("A-01"),
        item("A-02", 5, "measure='count', of='visits', earn=5"),
        vetoes=(veto("forgeries > 0"),),
    )
    made = (DONE, VISITS, Change("figures.forgeries", "0", "1"))

    assert items_touched(made, rows) == {"A-01", "A-02", "V-01"}


def test_items_touched_by_nothing_are_none() -> None:
    assert items_touched((), checklist(item("A-01"))) == frozenset()
