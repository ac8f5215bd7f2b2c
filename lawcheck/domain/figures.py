"""The figures that an assessment states, read as the checklist declares them."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Assessment, Status
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.parameters import constants
from lawcheck.domain.quantities import Interval, Quantity, exactly, is_open, plain


class Stated(NamedTuple):
    """All stated figures, and what is certain about those that count.

    `certain` leaves out approximate figures and those of a not-applicable item, or of a row that shares one.
    """

    quantities: Mapping[str, Quantity]
    certain: Mapping[str, Interval | None]

    def replaced(self, counted: Mapping[str, Interval | None]) -> "Stated":
        """Return the figures with those that were counted over cases in the place of what was typed."""
        quantities = {name: one for name, one in self.quantities.items() if name not in counted}
        quantities |= {name: as_counted(one) for name, one in counted.items() if one is not None}
        return Stated(quantities, {**self.certain, **counted})

    def without(self, names: Collection[str]) -> "Stated":
        """Return the figures as they count when those of `names` do not."""
        return self._replace(certain={name: one for name, one in self.certain.items() if name not in names})


def read_figures(checklist: Checklist, assessment: Assessment) -> Stated:
    """Return the figures that `assessment` states, and as certain its parameters and their choices.

    Raises:
        Refused: A figure's text does not fit its kind; `fitting.misfits` says which.
    """
    quantities: dict[str, Quantity] = {}
    certain = constants(checklist.parameters, assessment.parameters)
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


def figures_of(checklist: Checklist, owners: Collection[str]) -> frozenset[str]:
    """Return the names of all figures that the items `owners`, or rows that share one of them, ask for."""
    rows = checklist.items_by_id
    return frozenset(
        name
        for name, figure in checklist.figures_by_name.items()
        if figure.owner in owners or (figure.owner in rows and rows[figure.owner].same_as in owners)
    )


def total(parts: Iterable[Interval | None]) -> Interval | None:
    """Return the sum of the parts of a figure, None where one of them is missing."""
    reached = exactly(0)
    for part in parts:
        if part is None:
            return None
        reached += part
    return reached


def as_counted(counted: Interval) -> Quantity:
    """Return a count as a figure is written: what lies between two numbers is at least the lower one."""
    low = plain(Fraction(counted.low)) if not is_open(counted.low) else "0"
    return Quantity(low if counted.exact is not None else f"{low}+", counted)
