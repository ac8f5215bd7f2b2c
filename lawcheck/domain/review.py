"""What reviewers granted: the records of `review.toml`."""

from dataclasses import field

from lawcheck.domain.values import Day, ItemId, Line, Points, Text, Whole, document, record

FORMAT = 1
"""The version of the review's format that this program reads and writes."""


@record
class Grant:
    """The points that a reviewer gives an item, whatever it claimed."""

    points: Points
    by: Line
    on: Day
    note: Text | None = None


@document
class Review:
    """All that has been reviewed so far."""

    format: Whole
    grants: dict[ItemId, Grant] = field(default_factory=dict)
