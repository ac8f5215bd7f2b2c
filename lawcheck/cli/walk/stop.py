"""What a stop of the walk asks, and what is there so far, as labelled paragraphs that any screen lays out."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from lawcheck.cli.walk.page import sign
from lawcheck.cli.walk.session import Session
from lawcheck.domain import advice
from lawcheck.domain.assessment import Piece, PieceState, Serving
from lawcheck.domain.checklist import Column, Figure, Item, Veto, VetoEffect
from lawcheck.domain.gate import RuleKind
from lawcheck.domain.pricing import Outcome
from lawcheck.domain.rules import DaysRule, ShortRule
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import ItemScore, Reason, ReasonCode
from lawcheck.domain.suggesting import suggested_status
from lawcheck.domain.walk_filter import figures_of
from lawcheck.formats import explanation, reasons, wording
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr

_REASONS = 2
_WEIGHTY = frozenset({
    ReasonCode.UNANSWERED, ReasonCode.UNCONFIRMED, ReasonCode.NOT_DONE, ReasonCode.PROOF, ReasonCode.LOST,
    ReasonCode.NOT_APPLICABLE, ReasonCode.NOT_APPLICABLE_UNPROVED,
})  # fmt: skip


class Line(NamedTuple):
    """A paragraph and the label before it; several under one label repeat an empty one."""

    text: str
    label: str = ""


def body(id_: str, session: Session) -> Iterator[Line]:
    """Return what is asked at a stop, and then what is there so far, next to where somebody answers."""
    checklist = session.card.checklist
    if id_ in checklist.vetoes_by_id:
        yield from _veto(checklist.vetoes_by_id[id_], session)
        return
    score = session.card.items[id_]
    yield from _demand(score.item)
    yield from _rules(score.item, session.card)
    yield from _state(score, session)
    yield from _answer(score, session.card)
    yield from _labelled(tr("score"), score_lines(score, session.card))


def sheet(id_: str, session: Session) -> Iterator[Line]:
    """Return all of a stop, what somebody works on first, every reason, and what would earn the rest."""
    checklist = session.card.checklist
    if id_ in checklist.vetoes_by_id:
        yield from _veto(checklist.vetoes_by_id[id_], session)
    else:
        score = session.card.items[id_]
        yield from _demand(score.item)
        yield from _answer(score, session.card)
        yield from _state(score, session)
        yield from _labelled(tr("score"), score_lines(score, session.card, whole=True))
        yield from _labelled(tr("to earn"), _rest(score.item, session.card))
        yield from _rules(score.item, session.card)
    yield from _labelled(tr("changed"), _last_change(id_, session))


def _veto(veto: Veto, session: Session) -> Iterator[Line]:
    effect = tr("it fails the whole") if veto.effect is VetoEffect.FAIL else tr("it caps the grade")
    yield Line(effect, tr("veto"))
    yield Line(reasons.formula(veto.when, session.card.checklist), tr("strikes if"))
    yield from _labelled(tr("figures"), _figures(veto.id, session))


def _demand(item: Item) -> Iterator[Line]:
    """Return the requirement, and how binding it is and why."""
    yield Line(said(item.requirement), tr("requires"))
    worth = tr("{points} points", points=points(item.points))
    force, why = wording.force(item.force), wording.force_reason(item.force)
    yield Line(tr("{force} ({why}) · {worth}", force=force, why=why, worth=worth), tr("force"))


def _rules(item: Item, card: Scorecard) -> Iterator[Line]:
    """Return what the checklist says of the item beside the requirement."""
    yield from _labelled(tr("gate item"), _insists(item, card))
    if item.condition:
        yield Line(said(item.condition), tr("only if"))
    yield from _labelled(tr("basis"), map(wording.basis, item.basis))
    yield from _labelled(tr("scoring"), (reasons.describe_rule(one, card.checklist) for one in item.rules))
    if item.not_applicable:
        yield Line(tr("if {when}", when=said(item.not_applicable.when)), tr("n/a"))
    if item.note:
        yield Line(said(item.note), tr("remark"))


def _state(score: ItemScore, session: Session) -> Iterator[Line]:
    """Return figures and evidence, what is there of them and what is missing."""
    yield from _labelled(tr("figures"), _figures(score.item.id, session))
    yield from _labelled(tr("evidence"), _evidence(score, session))


def _labelled(label: str, texts: Iterable[str]) -> Iterator[Line]:
    for number, one in enumerate(texts):
        yield Line(one, "" if number else label)


def _insists(item: Item, card: Scorecard) -> Iterator[str]:
    """Return the entries of the gate that insist on the item, and whether they hold."""
    rules = {rule.id: rule for rule in card.verdict.rules if rule.kind is RuleKind.ITEM}
    for entry in card.checklist.gate.items:
        rule = rules.get(entry.id)
        if rule is not None and item.id in entry.items:
            holds = tr("holds") if rule.passed else tr("does not hold so far")
            yield wording.labelled(said(entry.title), holds)


def _figures(id_: str, session: Session) -> Iterator[str]:
    card = session.card
    item = card.checklist.items_by_id.get(id_)
    for figure in figures_of(card.checklist, id_):
        line = value(figure, card)
        if asked := target(figure, item, card):
            line = tr("{line} ({asked})", line=line, asked=asked)
        last = session.latest.get(figure.name) if figure.name in card.stated.quantities else None
        yield tr("{line} [{day}, {who}]", line=line, day=last.at[:10], who=last.who) if last else line
    used = frozenset().union(*(rule.names for rule in item.rules)) if item else frozenset()
    for other in sorted(used & card.checklist.figures_by_name.keys()):
        figure = card.checklist.figures_by_name[other]
        if figure.owner != id_ and not figure.every:
            yield tr("{line}, asked at {id}", line=value(figure, card), id=figure.owner)


def value(figure: Figure, card: Scorecard) -> str:
    """Return a figure with its present value and unit."""
    quantity = card.stated.quantities.get(figure.name)
    stated = f"{quantity.text} {unit(figure)}".strip() if quantity else tr("not stated")
    return tr("{title}: {value}", title=said(figure.title), value=stated)


def unit(figure: Figure) -> str:
    """Return a figure's unit; a day has none, since it is written as a day."""
    return "" if figure.kind == "date" else said(figure.unit)


def target(figure: Figure, item: Item | None, card: Scorecard) -> str | None:
    """Return what a rule or a deadline asks of the figure, None where nothing does."""
    for one in card.checklist.deadlines:
        if one.figure == figure.name:
            return tr("before {day}", day=one.before)
    for rule in item.rules if item else ():
        if isinstance(rule, ShortRule) and rule.of.names == {figure.name}:
            return tr("target {target}", target=reasons.amount(rule.target, card).strip())
        if isinstance(rule, DaysRule) and rule.of.names == {figure.name}:
            return tr("counted from {day}", day=reasons.amount(rule.by, card).strip())
    return None


def asked(figure: Figure, item: Item | None, card: Scorecard) -> str:
    """Return the name of a figure with its unit and what is asked of it."""
    parts = [part for part in (unit(figure), target(figure, item, card)) if part]
    title = said(figure.title)
    return tr("{title} ({asked})", title=title, asked=tr(", ").join(parts)) if parts else title


def _evidence(score: ItemScore, session: Session) -> Iterator[str]:
    card = session.card
    if not score.proof.rows and score.item.no_evidence:
        yield tr("none is asked: {why}", why=said(score.item.no_evidence))
    for state in score.proof.rows:
        yield f"{'■' if not state.missing else '□'} {wording.row(state)}"
        for key, piece in card.assessment.evidence.items():
            if Serving(score.item.id, state.row.id) in piece.serves:
                line = f"  {key} {piece.name}"
                found = session.pieces.get(key)
                if found is not PieceState.PRESENT:
                    line = tr("{line} [{state}]", line=line, state=wording.piece_state(found))
                elif key not in state.pieces:
                    line = tr("{line} [does not count]", line=line)
                yield line


def pieces_of(id_: str, card: Scorecard) -> list[tuple[str, Piece]]:
    """Return the evidence of an item with its keys."""
    found = card.assessment.evidence.items()
    return [(key, piece) for key, piece in found if any(row.item == id_ for row in piece.serves)]


def _answer(score: ItemScore, card: Scorecard) -> Iterator[Line]:
    yield from _labelled(tr("answer"), _answered(score, card))
    answer = score.answer
    if answer and answer.note:
        yield Line(answer.note, tr("note"))


def _answered(score: ItemScore, card: Scorecard) -> Iterator[str]:
    answer = score.answer
    yield f"{sign(score.status)} {wording.status(score.status)}"
    suggested = suggested_status(card, score.item)
    if suggested and suggested != score.status:
        yield tr("the figures suggest: {status}", status=wording.status(suggested))
    if answer and not answer.confirmed:
        yield tr("taken over from last year and not confirmed; the same status again confirms it")
    if answer and answer.reason:
        yield tr("reason given: {reason}", reason=answer.reason)


def score_lines(score: ItemScore, card: Scorecard, *, whole: bool = False) -> Iterator[str]:
    """Return what an item scores now, and the weightiest reasons; with `whole` all of them."""
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
    limit = len(weightiest) if whole else _REASONS
    for one in weightiest[:limit]:
        yield reasons.reason(one, score, card)
    if len(weightiest) > limit:
        yield tr("and {more} more reasons; x shows them all", more=len(weightiest) - limit)


def _is_weighty(one: Reason) -> bool:
    if one.applied is not None and one.applied.outcome is Outcome.MISSING:
        return True
    return one.code in _WEIGHTY and (one.code is not ReasonCode.LOST or one.claimed != Fraction(0))


def _rest(item: Item, card: Scorecard) -> Iterator[str]:
    explained = advice.explain(card, item.id)
    yield explanation.rest(explained)
    for step in explained.next:
        yield f"□ {reasons.step(step, card)}"


def _last_change(id_: str, session: Session) -> Iterator[str]:
    last = session.last_change(id_)
    if last is not None:
        when = last.at[:16].replace("T", " ")
        yield tr("{day}, {who}", day=when, who=last.who)
        if last.why:
            yield tr("why: {why}", why=last.why)
