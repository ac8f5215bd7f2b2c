"""What reviewers granted: the records of `review.toml`."""

from collections.abc import Iterable
from dataclasses import field
from fractions import Fraction

from lawcheck.domain.checklist import Opinions
from lawcheck.domain.scoring import Granted
from lawcheck.domain.values import Day, Flag, ItemId, Line, Number, Points, Text, Whole, document, record

FORMAT = 1
"""The version of the review's format that this program reads and writes."""

_FEW = 2
"""So few opinions have no middle that could be left."""


@record
class Opinion:
    """The points that one reviewer gives, and why; below 0 only where the item may fall so far."""

    points: Number
    by: Line
    on: Day
    note: Text | None = None


@record
class Grant:
    """What reviewers made of an item, whatever it claimed: their points made one, less a penalty.

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


def granted_points(review: Review, how: Opinions) -> dict[str, Granted]:
    """Return what was granted, by item, not rounded; an item without an opinion is not there."""
    granted: dict[str, Granted] = {}
    for item, grant in review.grants.items():
        if grant.not_applicable:
            granted[item] = Granted(None)
        elif grant.opinions:
            points = merged((one.points for one in grant.opinions), how)
            granted[item] = Granted(points - (grant.penalty or Fraction(0)))
    return granted


def merged(points: Iterable[Fraction], how: Opinions) -> Fraction:
    """Return one number for those of several reviewers, one at least.

    Of fewer than three none is left out: without the highest and the lowest nothing would remain.
    """
    counted = sorted(points)
    if how is Opinions.LOWEST:
        return counted[0]
    if how is Opinions.TRIMMED and len(counted) > _FEW:
        counted = counted[1:-1]
    return sum(counted, Fraction(0)) / len(counted)
