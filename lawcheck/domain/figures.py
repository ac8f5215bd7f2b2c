"""The figures that an assessment states, read as the checklist declares them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lawcheck.domain.assessment import Assessment, Status
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.quantities import Interval, Quantity, exactly


class Stated(NamedTuple):
    """All stated figures, and what is certain about those that count.

    `certain` leaves out approximate figures and those of a not-applicable item, or of a row that shares one.
    """

    quantities: Mapping[str, Quantity]
    certain: Mapping[str, Interval | None]


def read_figures(checklist: Checklist, assessment: Assessment) -> Stated:
    """Return the figures that `assessment` states.

    Raises:
        Refused: A figure's text does not fit its kind; `fitting.misfits` says which.
    """
    quantities: dict[str, Quantity] = {}
    certain: dict[str, Interval | None] = {}
    for name, text in assessment.figures.items():
        figure = checklist.figures_by_name[name]
        quantities[name] = quantity = figure.read(text)
        row = checklist.items_by_id.get(figure.owner)
        owner = assessment.answers.get(row.same_as if row and row.same_as else figure.owner)
        if owner is None or owner.status is not Status.NOT_APPLICABLE:
            certain[name] = quantity.interval
    for name, parts in checklist.periodic_figures.items():
        certain[name] = total([certain.get(part) for part in parts])
    return Stated(quantities, certain)


def total(parts: Iterable[Interval | None]) -> Interval | None:
    """Return the sum of the parts of a figure, None where one of them is missing."""
    reached = exactly(0)
    for part in parts:
        if part is None:
            return None
        reached += part
    return reached
