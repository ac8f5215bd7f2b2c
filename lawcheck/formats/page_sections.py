"""The first-level sections and the totals of a page, with their pictures."""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Column
from lawcheck.domain.report import Report
from lawcheck.domain.totals import Section
from lawcheck.formats import svg, wording
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr


class SectionLine(NamedTuple):
    """A first-level section: its scores or, for the public, its counts, and the picture of them."""

    id: str
    title: str
    numbers: tuple[str, ...]
    picture: str


def scale(columns: Iterable[Column], report: Report) -> str:
    """Return the totals drawn over the grades' thresholds."""
    card = report.card
    full = card.checklist.scoring.total
    known = [column for column in columns if card.totals.columns[column] is not None]
    drawn = [svg.Bar(str(one), svg.share(card.totals.columns[one], full)) for one in known]
    ticks = [
        svg.Tick(svg.share(grade.at_least, full), f"{said(grade.title)} {points(grade.at_least)}")
        for grade in card.checklist.grades
        if 0 < grade.at_least <= full
    ]
    named = [wording.labelled(wording.column(one), points(card.totals.columns[one])) for one in known]
    labels = [tick.label for tick in sorted(ticks)]
    return svg.scale(tr(", ").join([*named, *labels]), drawn, ticks)


def sections(columns: tuple[Column, ...], report: Report) -> Iterator[SectionLine]:
    """Return the first-level sections in order."""
    for section in report.card.totals.sections:
        if len(section.group.id) == 1:
            yield _scored(section, columns) if columns else _counted(section, report)


def _scored(section: Section, columns: tuple[Column, ...]) -> SectionLine:
    group, full = section.group, section.group.worth
    numbers = tuple(points(section.columns[column]) for column in columns)
    known = [column for column in columns if section.columns[column] is not None]
    drawn = [svg.Bar(str(one), svg.share(section.columns[one], full)) for one in known]
    named = [wording.labelled(wording.column(one), points(section.columns[one])) for one in known]
    title = wording.labelled(said(group.title), tr(", ").join(named) or wording.NOTHING)
    picture = svg.bars(title, drawn) if full > 0 and drawn else ""
    return SectionLine(group.id, said(group.title), (*numbers, points(group.points)), picture)


def _counted(section: Section, report: Report) -> SectionLine:
    group = section.group
    found = Counter(one.status for one in report.card.items.values() if one.item.group[0] == group.id)
    items = sum(found.values())
    states = (*Status, None)
    title = wording.labelled(
        said(group.title),
        tr(", ").join(f"{wording.status(one)} {found[one]}" for one in states if found[one])
        or wording.NOTHING,
    )
    drawn = [svg.Bar(str(one or "open"), Fraction(found[one], items)) for one in states if found[one]]
    numbers = tuple(str(found[one]) for one in states)
    return SectionLine(group.id, said(group.title), (*numbers, str(items)), svg.stack(title, drawn))
