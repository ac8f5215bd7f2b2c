"""Deadlines: what is due when, and whether it was on time (准时), on the line (临界) or late (逾期)."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lawcheck.domain.checklist import Checklist, Deadline
from lawcheck.domain.figures import Stated


class Timing(StrEnum):
    """How a deadline stands. A deadline is a day *before* which something must be done."""

    ON_TIME = "on_time"
    BORDERLINE = "borderline"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"


class DeadlineState(NamedTuple):
    """A deadline, the day it was met on (None: not stated), and the days left from today, maybe negative."""

    deadline: Deadline
    timing: Timing
    done: date | None
    days_left: int


def check_deadlines(checklist: Checklist, stated: Stated, today: date) -> tuple[DeadlineState, ...]:
    """Return every deadline as it stands on `today`; on the day itself is neither on time nor late."""
    return tuple(_check(deadline, stated, today) for deadline in checklist.deadlines)


def _check(deadline: Deadline, stated: Stated, today: date) -> DeadlineState:
    days_left = (deadline.before - today).days
    interval = stated.certain.get(deadline.figure)
    if interval is None or interval.exact is None:
        return DeadlineState(deadline, Timing.OPEN if days_left > 0 else Timing.OVERDUE, None, days_left)
    done = date.fromordinal(int(interval.exact))
    if done < deadline.before:
        return DeadlineState(deadline, Timing.ON_TIME, done, days_left)
    timing = Timing.BORDERLINE if done == deadline.before else Timing.LATE
    return DeadlineState(deadline, timing, done, days_left)
