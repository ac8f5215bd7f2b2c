"""The words for what falls short, shared by the formats that a continuous integration job reads."""

from enum import StrEnum
from hashlib import sha256

from lawcheck.domain.annotations import Annotation, Cause
from lawcheck.domain.gate import GateRule, RuleKind
from lawcheck.domain.proof import RowState
from lawcheck.domain.report import Report
from lawcheck.domain.scoring import ItemScore
from lawcheck.domain.values import FORBIDDEN
from lawcheck.formats import text, wording
from lawcheck.formats.wording import said
from lawcheck.i18n import tr


class Level(StrEnum):
    """How bad it is: it fails the gate, it is open, or points are missing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def level(one: Annotation) -> Level:
    """Return how bad it is; only what fails the gate is an error."""
    if one.cause is Cause.RULE:
        return Level.ERROR
    return Level.NOTE if one.cause is Cause.SHORT else Level.WARNING


def is_veto(one: Annotation) -> bool:
    """Whether it is a veto that strikes or cannot be decided."""
    return one.rule is not None and one.rule.kind is RuleKind.VETO


def visible(value: str) -> str:
    r"""Return `value` with whatever no document should hold written out, like \u001b."""
    return FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", value)


def sentence(one: Annotation, report: Report) -> str:
    """Return what falls short, with its title and what is missing."""
    if one.rule is not None:
        return visible(text.rule_line(one.rule, report))
    assert one.score is not None
    item = one.score.item
    cause = wording.labelled(f"{item.id} {said(item.title)}", _cause(one, one.score))
    return visible(tr("{cause}; {points}", cause=cause, points=points(one.score, report)))


def rule_title(rule: GateRule, report: Report) -> str:
    """Return what a rule of the gate asks, whatever was found."""
    limit = wording.points(rule.limit)
    if rule.kind is RuleKind.MINIMUM:
        return tr("{score}: at least {limit}", score=wording.column(report.card.verdict.column), limit=limit)
    if rule.kind is RuleKind.VETO:
        return tr(
            "veto {id}: {title}", id=rule.id, title=said(report.card.checklist.vetoes_by_id[rule.id].title)
        )
    if rule.kind is RuleKind.UNANSWERED:
        return tr("items not answered: at most {limit}", limit=limit)
    if rule.kind is RuleKind.UNSUPPORTED:
        return tr("answered items without full proof: at most {limit}", limit=limit)
    return wording.gate_rule(rule, report)


def points(score: ItemScore, report: Report) -> str:
    """Return what an item has in the judged score, of what it can have."""
    column = report.card.verdict.column
    held, weight = score.columns[column]
    return tr(
        "{score} {points} of {full}",
        score=wording.column(column),
        points=wording.points(held),
        full=wording.points(weight),
    )


def _cause(one: Annotation, score: ItemScore) -> str:
    if one.cause is Cause.UNCONFIRMED:
        return tr("answered, but nobody has confirmed it")
    if one.cause is Cause.UNREVIEWED:
        return tr("not reviewed")
    if one.cause is not Cause.UNPROVED:
        return wording.status(score.status)
    missing = [wording.row(state) for state in score.proof.rows if _is_bare(state)]
    return wording.naming(tr("not fully proved"), missing) if missing else tr("not fully proved")


def _is_bare(state: RowState) -> bool:
    return state.row.required and state.missing > 0


def fingerprint(one: Annotation, report: Report) -> str:
    """Return 64 hexadecimal digits, the same as long as the same thing of the same workspace falls short."""
    assert report.sources is not None
    bound = f"{report.sources.assessment.file}\n{report.card.checklist.id}\n{one.id}"
    return sha256(bound.encode()).hexdigest()
