"""What a stop of the walk shows: head, item or veto, as labelled paragraphs that any screen can lay out."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from lawcheck.cli.walk.session import Session
from lawcheck.domain.assessment import Serving, Status
from lawcheck.domain.checklist import Column, Figure, Item, Veto, VetoEffect
from lawcheck.domain.pricing import Outcome
from lawcheck.domain.report import Report
from lawcheck.domain.rules import DaysRule, ShortRule
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import ItemScore, Reason, ReasonCode
from lawcheck.domain.walk import Only, Walk, figures_of, remaining
from lawcheck.formats import reasons, text, wording
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr

_REASONS = 2
_WEIGHTY = frozenset({
    ReasonCode.UNANSWERED, ReasonCode.UNCONFIRMED, ReasonCode.NOT_DONE, ReasonCode.PROOF, ReasonCode.LOST,
    ReasonCode.NOT_APPLICABLE, ReasonCode.NOT_APPLICABLE_UNPROVED,
})  # fmt: skip


_SIGNS: Final[Mapping[Status | None, str]] = {
    Status.DONE: "●",
    Status.PARTIAL: "■",
    Status.NOT_DONE: "×",
    Status.NOT_APPLICABLE: "─",
    None: "○",
}


class Line(NamedTuple):
    """A paragraph and the label before it; several under one label repeat an empty one."""

    text: str
    label: str = ""


def head(report: Report) -> Iterator[str]:
    """Return whose year it is and how far, the scores, and what the gate says in short."""
    card = report.card
    yield tr("{unit}, {period}", unit=card.assessment.unit, period=said(card.checklist.period.label))
    yield text.progress_line(report)
    yield standing(card)
    *_, closing = text.gate_lines(report)
    yield closing
    yield from text.edit_lines(report)


def standing(card: Scorecard) -> str:
    """Return the three scores of the whole as one line."""
    claimed, supported, reviewed = (card.totals.columns[column] for column in Column)
    missing = None if claimed is None or supported is None else claimed - supported
    return tr(
        "claimed {claimed} │ supported {supported} │ reviewed {reviewed}, of {full}; to be proved {missing}",
        claimed=points(claimed), supported=points(supported), reviewed=points(reviewed),
        full=points(card.checklist.scoring.total), missing=points(missing),
    )  # fmt: skip


def title(walk: Walk, card: Scorecard) -> str:
    """Return id, title and how far along the stop is, under the filter or in all."""
    here = walk.here
    item = card.checklist.items_by_id.get(here)
    name = said(item.title if item else card.checklist.vetoes_by_id[here].title)
    place, stops = walk.place + 1, len(walk.order)
    line = tr("{id} {title} ({place} of {stops})", id=here, title=name, place=place, stops=stops)
    if walk.only is Only.ALL:
        return line
    left = remaining(walk, card, walk.only)
    return tr("{line} [only {filter}: {left}]", line=line, filter=filter_name(walk.only), left=left)


def filter_name(only: Only) -> str:
    """Return what a filter lets through."""
    names = {
        Only.ALL: tr("all items"),
        Only.OPEN: tr("open items"),
        Only.UNSTATED: tr("items with figures not stated"),
        Only.UNSUPPORTED: tr("answered items without full proof"),
        Only.FAILING: tr("what fails at the gate"),
        Only.SHORT: tr("items with points missing"),
    }
    return names[only]


def section(walk: Walk, card: Scorecard) -> str:
    """Return the heading that the stop stands under."""
    groups = {group.id: group for group in card.checklist.groups}
    group = groups.get(walk.here.partition("-")[0])
    return f"{group.id} {said(group.title)}" if group else tr("Vetoes")


def body(walk: Walk, session: Session) -> Iterator[Line]:
    """Return all that is asked at the stop, and what is there so far."""
    checklist = session.card.checklist
    if walk.here in checklist.vetoes_by_id:
        yield from _veto(checklist.vetoes_by_id[walk.here], session)
    else:
        yield from _item(session.card.items[walk.here], session)


def _veto(veto: Veto, session: Session) -> Iterator[Line]:
    effect = tr("it fails the whole") if veto.effect is VetoEffect.FAIL else tr("it caps the grade")
    yield Line(effect, tr("veto"))
    yield Line(reasons.formula(veto.when, session.card.checklist), tr("strikes if"))
    yield from _labelled(tr("figures"), _figures(veto.id, session))


def _item(score: ItemScore, session: Session) -> Iterator[Line]:
    item, card = score.item, session.card
    worth = tr("{points} points", points=points(item.points))
    yield Line(f"{wording.force(item.force)} · {worth}", tr("force"))
    if item.condition:
        yield Line(said(item.condition), tr("only if"))
    yield Line(said(item.requirement), tr("requires"))
    yield from _labelled(tr("basis"), map(wording.basis, item.basis))
    yield from _labelled(tr("scoring"), (reasons.describe_rule(one, card.checklist) for one in item.rules))
    if item.note:
        yield Line(said(item.note), tr("remark"))
    yield from _labelled(tr("figures"), _figures(item.id, session))
    yield from _labelled(tr("evidence"), _evidence(score, card))
    if item.not_applicable:
        yield Line(tr("if {when}", when=said(item.not_applicable.when)), tr("n/a"))
    yield from _labelled(tr("answer"), _answer(score))
    yield from _labelled(tr("score"), score_lines(score, card))


def _labelled(label: str, texts: "Iterator[str] | map[str]") -> Iterator[Line]:
    for number, one in enumerate(texts):
        yield Line(one, "" if number else label)


def _figures(id_: str, session: Session) -> Iterator[str]:
    figures = figures_of(session.card.checklist, id_)
    stated = session.stated_by([one.name for one in figures])
    for figure in figures:
        line = _value(figure, session)
        last = stated.get(figure.name)
        yield tr("{line} ({day}, {who})", line=line, day=last.day, who=last.who) if last else line
    item = session.card.checklist.items_by_id.get(id_)
    used = frozenset().union(*(rule.names for rule in item.rules)) if item else frozenset()
    for figure in session.card.checklist.asked_figures:
        if figure.name in used and figure.owner != id_:
            yield tr("{line}, asked at {id}", line=_value(figure, session), id=figure.owner)


def _value(figure: Figure, session: Session) -> str:
    quantity = session.card.stated.quantities.get(figure.name)
    value = f"{quantity.text} {unit(figure)}".strip() if quantity else tr("not stated")
    return tr("{title}: {value}", title=said(figure.title), value=value)


def unit(figure: Figure) -> str:
    """Return a figure's unit; a day has none, since it is written as a day."""
    return "" if figure.kind == "date" else said(figure.unit)


def target(figure: Figure, item: Item | None, card: Scorecard) -> str | None:
    """Return what a rule or a deadline asks of the figure, None where nothing does."""
    for deadline in card.checklist.deadlines:
        if deadline.figure == figure.name:
            return tr("before {day}", day=deadline.before)
    for rule in item.rules if item else ():
        if isinstance(rule, ShortRule) and rule.of.names == {figure.name}:
            return tr("target {target}", target=reasons.amount(rule.target, card).strip())
        if isinstance(rule, DaysRule) and rule.of.names == {figure.name}:
            return tr("counted from {day}", day=reasons.amount(rule.by, card).strip())
    return None


def _evidence(score: ItemScore, card: Scorecard) -> Iterator[str]:
    if not score.proof.rows and score.item.no_evidence:
        yield tr("none is asked: {why}", why=said(score.item.no_evidence))
    for state in score.proof.rows:
        yield f"{'■' if not state.missing else '□'} {wording.row(state)}"
        for key, piece in card.assessment.evidence.items():
            if Serving(score.item.id, state.row.id) in piece.serves:
                line = f"  {key} {piece.name}"
                yield line if key in state.pieces else tr("{line} [does not count]", line=line)


def _answer(score: ItemScore) -> Iterator[str]:
    answer = score.answer
    yield f"{_SIGNS[score.status]} {wording.status(score.status)}"
    if answer and not answer.confirmed:
        yield tr("taken over from last year and not confirmed; the same status again confirms it")
    if answer and answer.reason:
        yield tr("reason given: {reason}", reason=answer.reason)
    if answer and answer.note:
        yield tr("note: {note}", note=answer.note)


def score_lines(score: ItemScore, card: Scorecard) -> Iterator[str]:
    """Return what an item scores now, and the weightiest reasons."""
    claimed, supported, reviewed = (points(score.columns[column].score) for column in Column)
    yield tr(
        "claimed {claimed} │ supported {supported} │ reviewed {reviewed}, of {points}",
        claimed=claimed,
        supported=supported,
        reviewed=reviewed,
        points=points(score.item.points),
    )
    telling = [one for one in score.reasons if one.code is not ReasonCode.PROOF or one.supported]
    weightiest = sorted(telling, key=lambda one: not _is_weighty(one))
    for one in weightiest[:_REASONS]:
        yield reasons.reason(one, score, card)
    if len(weightiest) > _REASONS:
        yield tr("and {more} more reasons; x shows them all", more=len(weightiest) - _REASONS)


def _is_weighty(one: Reason) -> bool:
    if one.applied is not None and one.applied.outcome is Outcome.MISSING:
        return True
    return one.code in _WEIGHTY and (one.code is not ReasonCode.LOST or one.claimed != Fraction(0))
