"""What reviewers granted: the records of `review.toml`."""

from dataclasses import field
from fractions import Fraction

from lawcheck.domain.scoring import Granted
from lawcheck.domain.values import Day, Flag, ItemId, Line, Number, Points, Text, Whole, document, record

FORMAT = 1
"""The version of the review's format that this program reads and writes."""


@record
class Opinion:
    """The points that one reviewer gives, and why; below 0 only where the item may fall so far."""

    points: Number
    by: Line
    on: Day
    note: Text | None = None


@record
class Grant:
    """What reviewers made of an item, whatever it claimed: the average of their points, less a penalty.

    `not_applicable` agrees that the item does not apply; it then needs no opinion. `penalty` is what a claim
    found untrue costs; it counts in `reviewed` only.
    """

    opinions: tuple[Opinion, ...] = ()
    not_applicable: Flag = False
    penalty: Points | None = None
    note: Text | None = None


@document
class Review:
    """All that has been reviewed so far."""

    format: Whole
    grants: dict[ItemId, Grant] = field(default_factory=dict)


def granted_points(review: Review) -> dict[str, Granted]:
    """Return what was granted, by item, not rounded; an item without an opinion is not there."""
    granted: dict[str, Granted] = {}
    for item, grant in review.grants.items():
        if grant.not_applicable:
            granted[item] = Granted(None)
        elif grant.opinions:
            total = sum((one.points for one in grant.opinions), Fraction(0))
            granted[item] = Granted(total / len(grant.opinions) - (grant.penalty or Fraction(0)))
    return granted
