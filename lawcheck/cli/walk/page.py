"""What stands around a stop of the walk: whose year it is, how far, the scores, titles and filters."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from rich.cells import cell_len

from lawcheck.cli.walk.session import Foreign
from lawcheck.domain.assessment import Status
from lawcheck.domain.calendar import Timing
from lawcheck.domain.checklist import Column
from lawcheck.domain.report import Report
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.walk import Walk, matching, remaining
from lawcheck.domain.walk_filter import ALL, Filter, Only
from lawcheck.formats import text
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr

_SIGNS: Final[Mapping[Status | None, str]] = {
    Status.DONE: "●",
    Status.PARTIAL: "■",
    Status.NOT_DONE: "×",
    Status.NOT_APPLICABLE: "─",
    None: "○",
}


def sign(status: Status | None) -> str:
    """Return the glyph of a status; all of them are in GBK."""
    return _SIGNS[status]


def letter(status: Status | None) -> str:
    """Return the letter of a status, as many blanks where there is none."""
    letters = {
        Status.DONE: tr("D"),
        Status.PARTIAL: tr("P"),
        Status.NOT_DONE: tr("N"),
        Status.NOT_APPLICABLE: tr("A"),
    }
    return letters[status] if status else " " * cell_len(letters[Status.DONE])


def head(report: Report) -> Iterator[str]:
    """Return whose year it is and how far, the scores, and what the gate says in short."""
    card = report.card
    yield whose(card)
    yield text.progress_line(report)
    yield standing(card)
    *_, closing = text.gate_lines(report)
    yield closing
    yield from text.edit_lines(report)


def farewell(card: Scorecard, here: str, unsaved: Iterable[str] = ()) -> str:
    """Return how far it is, and where it goes on; first of all what was not saved."""
    if ids := tr(", ").join(unsaved):
        return tr("not saved: {ids}; answer them again next time", ids=ids)
    return tr(
        "all is saved: answered {answered} of {items}; next time it goes on at {id}",
        answered=card.progress.answered, items=card.progress.items, id=here,
    )  # fmt: skip


def ended(walk: Walk, card: Scorecard) -> str:
    """Return that this was the last stop, and how many are open."""
    left = remaining(walk, card)
    if left:
        return tr("this was the last one; {left} are still open, n goes there, q leaves", left=left)
    return tr("this was the last one, and nothing is open any more; q leaves")


def interrupted(here: str) -> str:
    """Return that nothing is lost, and where it goes on."""
    return tr("interrupted; what was answered is saved, it goes on at {id}", id=here)


def whose(card: Scorecard) -> str:
    """Return the unit and the period."""
    return tr("{unit}, {period}", unit=card.assessment.unit, period=said(card.checklist.period.label))


def deadline(report: Report) -> str:
    """Return the days to the next deadline that is open; the one longest past where all that are open are."""
    waiting = [state for state in report.deadlines if state.timing in (Timing.OPEN, Timing.OVERDUE)]
    if not waiting:
        return tr("no deadline is open")
    state = min(waiting, key=lambda one: (one.days_left <= 0, one.days_left))
    title = said(state.deadline.title)
    if state.days_left > 0:
        return tr("{days} days left: {title}", days=state.days_left, title=title)
    return tr("{days} days past: {title}", days=-state.days_left, title=title)


def standing(card: Scorecard) -> str:
    """Return the three scores of the whole as one line."""
    claimed, supported, reviewed = (card.totals.columns[column] for column in Column)
    missing = None if claimed is None or supported is None else claimed - supported
    return tr(
        "claimed {claimed} │ supported {supported} │ reviewed {reviewed}, of {full}; to be proved {missing}",
        claimed=points(claimed), supported=points(supported), reviewed=points(reviewed),
        full=points(card.checklist.scoring.total), missing=points(missing),
    )  # fmt: skip


def three_scores(card: Scorecard) -> str:
    """Return the three scores of the whole, as short as can be."""
    claimed, supported, reviewed = (card.totals.columns[column] for column in Column)
    return tr(
        "claimed {claimed} │ supported {supported} │ reviewed {reviewed} of {full}",
        claimed=points(claimed), supported=points(supported), reviewed=points(reviewed),
        full=points(card.checklist.scoring.total),
    )  # fmt: skip


def gate(card: Scorecard) -> str:
    """Return what the gate would say now."""
    failed = sum(not rule.passed for rule in card.verdict.rules)
    return tr("gate: would pass") if card.verdict.passed else tr("gate: {failed} rules fail", failed=failed)


def distance(card: Scorecard) -> str:
    """Return the points that the judged score lacks to the best grade."""
    best = max(card.checklist.grades, key=lambda grade: grade.at_least)
    total = card.totals.columns[card.checklist.gate.score]
    if total is None:
        return tr("{grade}: cannot be said yet", grade=said(best.title))
    missing = max(best.at_least - total, Fraction(0))
    return tr("{points} points to {grade}", points=points(missing), grade=said(best.title))


def name(id_: str, card: Scorecard) -> str:
    """Return the title of an item or veto."""
    item = card.checklist.items_by_id.get(id_)
    return said(item.title if item else card.checklist.vetoes_by_id[id_].title)


def title(walk: Walk, card: Scorecard) -> str:
    """Return id, title and how far along the stop is, under the filter or in all."""
    here = walk.here
    place, stops = walk.place + 1, len(walk.order)
    line = tr("{id} {title} ({place} of {stops})", id=here, title=name(here, card), place=place, stops=stops)
    if walk.only == ALL:
        return line
    left = len(matching(walk, card))
    return tr("{line} [only {filter}: {left}]", line=line, filter=filter_name(walk.only, card), left=left)


def filter_name(which: Filter, card: Scorecard) -> str:
    """Return what a filter lets through."""
    names = {
        Only.ALL: tr("all items"),
        Only.OPEN: tr("open items"),
        Only.UNSTATED: tr("items with figures not stated"),
        Only.UNSUPPORTED: tr("answered items without full proof"),
        Only.FAILING: tr("what fails at the gate"),
        Only.SHORT: tr("items with points missing"),
    }
    parts = [names[which.only]] if which.only is not Only.ALL or which == ALL else []
    if which.section:
        parts.append(tr("section {id}", id=which.section))
    if which.owner:
        parts.append(owner(which.owner, card))
    return tr(", ").join(parts)


def owner(key: str, card: Scorecard) -> str:
    """Return the name of an office, or the name that a unit set."""
    known = card.checklist.owners.get(key)
    return said(known) if known else key


def section(id_: str, card: Scorecard) -> str:
    """Return the heading that a stop stands under."""
    groups = {group.id: group for group in card.checklist.groups}
    group = groups.get(id_.partition("-")[0])
    return f"{group.id} {said(group.title)}" if group else tr("Vetoes")


def changed_by(theirs: Foreign) -> str:
    """Return who changed what meanwhile."""
    who, ids = tr(", ").join(theirs.who), tr(", ").join(sorted(theirs.items))
    return tr("changed meanwhile by {who}: {ids}; what stands now is shown", who=who, ids=ids)
