"""The words for what the domain says in codes, shared by all formats."""

import math
from collections.abc import Iterable
from fractions import Fraction

from lawcheck.domain.assessment import Level, PieceState, Status
from lawcheck.domain.calendar import DeadlineState, Timing
from lawcheck.domain.cases import Difference
from lawcheck.domain.checklist import (
    Basis,
    Checklist,
    Column,
    EvidenceKind,
    Force,
)
from lawcheck.domain.gate import GateRule, RuleKind
from lawcheck.domain.problems import Problem
from lawcheck.domain.proof import RowState
from lawcheck.domain.quantities import Interval, Kind, plain
from lawcheck.domain.report import Report
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.totals import Adjustment, AdjustmentKind
from lawcheck.domain.values import Words
from lawcheck.domain.workspace import Notice
from lawcheck.errors import LawcheckError
from lawcheck.formats import formulas
from lawcheck.i18n import language, tr

NOTHING = "—"


def said(words: Words) -> str:
    """Return a checklist's words in the chosen language."""
    return words.said_in(language())


def points(value: Fraction | None) -> str:
    """Return points as text, a dash where there is no score."""
    return NOTHING if value is None else plain(value)


def signed(value: Fraction | None) -> str:
    """Return points with their sign."""
    if value is None:
        return NOTHING
    return plain(value) if value <= 0 else f"+{plain(value)}"


def percent(value: Fraction) -> str:
    """Return a percentage cut after two decimals: it never rounds up to a threshold or to 100."""
    return plain(Fraction(math.floor(value * 100), 100)) + " %"


def interval(value: Interval | None, kind: Kind = Kind.NUMBER) -> str:
    """Return what is certain about a figure: `10`, `≥ 10`, `2–3`, a day, `2021-01-05..2021-01-08`, or —."""
    if value is None:
        return NOTHING
    shown = formulas.day if kind is Kind.DATE else plain
    if value.exact is not None:
        return shown(value.exact)
    if math.isinf(value.high):
        return NOTHING if math.isinf(value.low) else f"≥ {shown(Fraction(value.low))}"
    if math.isinf(value.low):
        return f"≤ {shown(Fraction(value.high))}"
    link = ".." if kind is Kind.DATE or value.low < 0 else "–"
    return f"{shown(Fraction(value.low))}{link}{shown(Fraction(value.high))}"


def column(which: Column) -> str:
    """Return the name of a score."""
    names = {
        Column.CLAIMED: tr("claimed"),
        Column.SUPPORTED: tr("supported"),
        Column.REVIEWED: tr("reviewed"),
    }
    return names[which]


def force(value: Force) -> str:
    """Return how binding a requirement is."""
    names = {
        Force.MUST: tr("statutory"),
        Force.MUST_PARTY: tr("party or joint rule"),
        Force.SHOULD: tr("asked by the plan"),
        Force.MAY: tr("encouraged"),
    }
    return names[value]


def force_reason(value: Force) -> str:
    """Return where the force of a requirement comes from."""
    names = {
        Force.MUST: tr("a statute or regulation demands it"),
        Force.MUST_PARTY: tr("a rule of the Party, or of it with the State Council, demands it"),
        Force.SHOULD: tr("the year's plan asks for it"),
        Force.MAY: tr("the year's plan encourages it"),
    }
    return names[value]


def status(value: Status | None) -> str:
    """Return the name of a status."""
    names = {
        Status.DONE: tr("done"),
        Status.PARTIAL: tr("in progress"),
        Status.NOT_DONE: tr("not done"),
        Status.NOT_APPLICABLE: tr("not applicable"),
        None: tr("not answered"),
    }
    return names[value]


def timing(state: DeadlineState) -> str:
    """Return how a deadline stands, with its days."""
    due = state.deadline.before
    if state.timing is Timing.ON_TIME:
        return tr("on time ({day})", day=state.done)
    if state.timing is Timing.BORDERLINE:
        return tr("on the line ({day}, the day itself)", day=state.done)
    if state.timing is Timing.LATE:
        return tr("late ({day})", day=state.done)
    if state.timing is Timing.OPEN:
        return tr("no day stated yet; due before {day}, {days} days left", day=due, days=state.days_left)
    return tr("no day stated; was due before {day}, {days} days ago", day=due, days=-state.days_left)


def adjustment(one: Adjustment, checklist: Checklist) -> str:
    """Return an adjustment as a sentence."""
    if one.veto is not None:
        return tr("veto: {title}", title=said(checklist.vetoes_by_id[one.veto].title))
    titles = {group.id: said(group.title) for group in checklist.groups}
    where = titles.get(one.section) or tr("the whole")
    weights = {group.id: plain(group.weight) for group in checklist.groups if group.weight is not None}
    sentences = {
        AdjustmentKind.RESCALE: tr("{group}: raised to its full points for what does not apply", group=where),
        AdjustmentKind.KEEP: tr("{group}: what does not apply counts as full", group=where),
        AdjustmentKind.ZERO: tr("{group}: what does not apply counts as 0", group=where),
        AdjustmentKind.DOUBLE: tr("{group}: losses count twice for what does not apply", group=where),
        AdjustmentKind.FLOOR: tr("{group}: not below its floor", group=where),
        AdjustmentKind.CAP: tr("{group}: not above its cap", group=where),
        AdjustmentKind.WEIGHT: tr(
            "{group}: multiplied by its weight {weight}",
            group=where,
            weight=weights.get(one.section, NOTHING),
        ),
        AdjustmentKind.WITHHELD: tr("{group}: the total does not reach what it needs to count", group=where),
        AdjustmentKind.VETO: tr("veto: {title}", title=where),
    }
    return sentences[one.kind]


def gate_rule(rule: GateRule, report: Report) -> str:
    """Return one rule of the gate as a sentence, with what was found."""
    return formulas.remarked(_gate_rule(rule, report.card), formulas.days_asked_at_gate(rule, report.card))


def _gate_rule(rule: GateRule, card: Scorecard) -> str:
    if rule.kind is RuleKind.MINIMUM:
        name = column(card.verdict.column)
        return tr(
            "{score} {found}, at least {limit} is asked",
            score=name,
            found=points(rule.found),
            limit=points(rule.limit),
        )
    if rule.kind is RuleKind.ITEM:
        return said(next(entry.title for entry in card.checklist.gate.items if entry.id == rule.id))
    if rule.kind is RuleKind.VETO:
        title = said(card.checklist.vetoes_by_id[rule.id].title)
        if rule.held is None:
            return tr(
                "veto {id}: {title} (not stated: {names})",
                id=rule.id,
                title=title,
                names=_veto_names(rule.id, card),
            )
        return tr("veto {id}: {title}", id=rule.id, title=title)
    if rule.kind is RuleKind.CHECK:
        return tr(
            "check: {title}",
            title=said(next(one.title for one in card.checklist.checks if one.id == rule.id)),
        )
    if rule.kind is RuleKind.UNANSWERED:
        return tr(
            "items not answered: {found}, at most {limit}", found=points(rule.found), limit=points(rule.limit)
        )
    return tr(
        "answered items without full proof: {found}, at most {limit}",
        found=points(rule.found),
        limit=points(rule.limit),
    )


def _veto_names(veto: str, card: Scorecard) -> str:
    when = card.checklist.vetoes_by_id[veto].when
    return tr(", ").join(
        naming(name, [said(card.checklist.figures_by_name[name].title)])
        for name in sorted(when.names & card.checklist.figures_by_name.keys())
    )


def row(state: RowState) -> str:
    """Return an evidence row with how many pieces it has and needs."""
    name = f"{state.holder}:{state.row.id} {said(state.row.title)}"
    kinds = tr(", ").join(evidence_kind(kind) for kind in state.row.kinds)
    if not state.row.required:
        return tr("{row} ({kinds}): {have}, optional", row=name, kinds=kinds, have=len(state.pieces))
    if state.needed is None:
        return tr(
            "{row} ({kinds}): {have}, the figure that says how many is not exact",
            row=name,
            kinds=kinds,
            have=len(state.pieces),
        )
    return tr(
        "{row} ({kinds}): {have} of {needed}",
        row=name,
        kinds=kinds,
        have=len(state.pieces),
        needed=state.needed,
    )


def evidence_kind(kind: EvidenceKind) -> str:
    """Return the name of a kind of evidence."""
    names = {
        EvidenceKind.FILE: tr("file"),
        EvidenceKind.LINK: tr("link"),
        EvidenceKind.NUMBER: tr("document number"),
        EvidenceKind.RECORD: tr("record"),
        EvidenceKind.STATEMENT: tr("statement"),
    }
    return names[kind]


def level(value: Level) -> str:
    """Return who may see a piece of evidence."""
    names = {
        Level.PUBLIC: tr("public"),
        Level.INTERNAL: tr("internal"),
        Level.SECRET: tr("work secret"),
    }
    return names[value]


def basis(one: Basis) -> str:
    """Return an article, its version, and whether its text was read."""
    article = _articles(one.article) if one.article else ""
    text = tr(
        "{instrument} ({version}) {article}", instrument=one.instrument, version=one.version, article=article
    )
    text = text.strip() if one.read else tr("{basis}, text not read", basis=text.strip())
    return labelled(text, said(one.note)) if one.note else text


_NOTICE_SENTENCES = {
    "torn-kept": "the history's last, cut-off line was set aside in {file}",
    "save-finished": "the save that was interrupted has been finished ({file})",
    "unapplied-kept": "a save that was never recorded was set aside in {file}",
    "save-rebuilt": "{file} was rebuilt from the history",
    "copied": "{file} is a copy from before the repair",
    "comments-kept": "a save drops comments; the file with its comments was kept as {file}",
}


def _articles(articles: str) -> str:
    """Return articles as a citation: `34, 67(1)` is two of them, the second with its paragraph or item."""
    cited = []
    for article in articles.split(", "):
        number, bracket, inner = article.partition("(")
        cited.append(tr("Art. {number}{inner}", number=number, inner=f"({inner}" if bracket else ""))
    return tr(", ").join(cited)


def notice(one: Notice) -> str:
    """Return something that happened while the workspace was opened or saved."""
    return tr("note: {note}", note=tr(_NOTICE_SENTENCES[one.code], file=one.file))


def named(name: str, checklist: Checklist) -> str:
    """Return what a name in a formula stands for: figure, parameter or one of its values, item, status."""
    if (figure := checklist.figures_by_name.get(name)) is not None:
        return said(figure.title)
    for parameter in checklist.parameters:
        if name == parameter.name:
            return said(parameter.title)
        for choice in parameter.choices:
            if name == choice.name:
                return said(choice.title)
    if (item := checklist.items_by_id.get(name)) is not None:
        return f"{name} {said(item.title)}"
    words = {"yes": tr("yes"), "no": tr("no")}
    return status(Status(name)) if name in _STATUSES else words.get(name, name)


_STATUSES = frozenset(map(str, Status))


def difference(one: Difference, checklist: Checklist) -> str:
    """Return a typed figure that the cases do not bear out."""
    return tr(
        "{figure}: {typed} was stated, the cases come to {counted}; the cases count",
        figure=naming(one.figure, [named(one.figure, checklist)]),
        typed=one.typed.text,
        counted=interval(one.counted),
    )


def labelled(title: str, value: object) -> str:
    """Return a title and what belongs to it, joined as the language does."""
    return tr("{title}: {value}", title=title, value=value)


def naming(title: str, ids: Iterable[str]) -> str:
    """Return a title with ids behind it in brackets."""
    return tr("{title} ({asked})", title=title, asked=tr(", ").join(ids))


def piece_state(state: PieceState | None) -> str:
    """Return how a piece stands on disk."""
    names = {
        PieceState.PRESENT: tr("present"),
        PieceState.MISSING: tr("missing"),
        PieceState.CHANGED: tr("changed since it was registered"),
        None: tr("missing"),
    }
    return names[state]


def error(one: LawcheckError) -> str:
    """Return an error's sentence; an error inside it is said in the same language."""
    return tr(one.template, **{name: field(value) for name, value in one.fields.items()})


def field(value: object) -> object:
    """Return a field of a sentence, itself a sentence where it is an error or a problem."""
    if isinstance(value, LawcheckError):
        return error(value)
    return problem(value) if isinstance(value, Problem) else value


def problem(one: Problem) -> str:
    """Return a problem of a file as a sentence."""
    return tr(one.template, **{name: field(value) for name, value in one.fields.items()})
