from datetime import date

import pytest

from lawcheck.domain.calendar import DeadlineState, Timing, check_deadlines
from lawcheck.domain.figures import read_figures
from tests import making
from tests.making import checklist, item

SMALL = checklist(item("A-01", 5), deadlines=(making.deadline("published", date(2021, 4, 1)),))


def state(published: str | None, today: date) -> DeadlineState:
    stated = making.assessment(figures={"published": published} if published else {})
    (one,) = check_deadlines(SMALL, read_figures(SMALL, stated), today)
    return one


@pytest.mark.parametrize(
    ("published", "timing"),
    [
        ("2021-03-31", Timing.ON_TIME),
        ("2021-04-01", Timing.BORDERLINE),
        ("2021-04-02", Timing.LATE),
    ],
)
def test_deadline_is_a_day_before_which_something_is_done(published: str, timing: Timing) -> None:
    found = state(published, today=date(2021, 5, 1))

    assert found.timing is timing
    assert found.done == date.fromisoformat(published)


@pytest.mark.parametrize(
    ("today", "timing", "days_left"),
    [
        (date(2021, 3, 30), Timing.OPEN, 2),
        (date(2021, 3, 31), Timing.OPEN, 1),
        (date(2021, 4, 1), Timing.OVERDUE, 0),
        (date(2021, 4, 3), Timing.OVERDUE, -2),
    ],
)
def test_deadline_that_is_not_met_is_open_until_its_day(today: date, timing: Timing, days_left: int) -> None:
    found = state(None, today)

    assert (found.timing, found.done, found.days_left) == (timing, None, days_left)


def test_deadline_that_was_met_stays_met_whatever_day_it_is() -> None:
    assert state("2021-03-31", date(2020, 1, 1)).timing is state("2021-03-31", date(2030, 1, 1)).timing


def test_deadline_of_a_not_applicable_owner_is_open() -> None:
    small = checklist(
        item("A-01", 5, na=True),
        deadlines=(making.deadline("published", date(2021, 4, 1)),),
        owners_of={"published": "A-01"},
    )
    stated = making.assessment({"A-01": "not_applicable"}, {"published": "2021-03-01"})

    (found,) = check_deadlines(small, read_figures(small, stated), date(2021, 3, 31))

    assert found.timing is Timing.OPEN
