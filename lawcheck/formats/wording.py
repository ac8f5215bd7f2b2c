"""The words for what the domain says in codes, shared by all formats."""

import math
import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from lawcheck.domain.advice import Step, StepCode
from lawcheck.domain.assessment import Level, PieceState, Status
from lawcheck.domain.calendar import DeadlineState, Timing
from lawcheck.domain.checklist import (
    Basis,
    Checklist,
    Column,
    EvidenceKind,
    Force,
)
from lawcheck.domain.formulas import Formula
from lawcheck.domain.gate import GateRule, RuleKind
from lawcheck.domain.problems import Problem
from lawcheck.domain.proof import RowState
from lawcheck.domain.quantities import Bound, Interval, Kind, plain
from lawcheck.domain.report import Report
from lawcheck.domain.rules import (
    Applied,
    Band,
    ChangeRule,
    CountRule,
    DaysRule,
    In,
    JudgedRule,
    Outcome,
    PartsRule,
    PricedRule,
    RateRule,
    ShortRule,
    StatusRule,
)
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import ItemScore, Reason, ReasonCode
from lawcheck.domain.totals import Adjustment, AdjustmentKind
from lawcheck.domain.values import Words
from lawcheck.domain.workspace import Notice
from lawcheck.errors import LawcheckError
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
    """Return what is certain about a figure: `10`, `≥ 10`, `2–3`, a day, or a dash."""
    if value is None:
        return NOTHING
    if value.exact is not None:
        return date.fromordinal(int(value.exact)).isoformat() if kind is Kind.DATE else plain(value.exact)
    if math.isinf(value.high):
        return NOTHING if math.isinf(value.low) else f"≥ {plain(Fraction(value.low))}"
    if math.isinf(value.low):
        return f"≤ {plain(Fraction(value.high))}"
    return f"{plain(Fraction(value.low))}–{plain(Fraction(value.high))}"


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
    if state.timing is Timing.ON_TIME:
        return tr("on time ({day})", day=state.done)
    if state.timing is Timing.BORDERLINE:
        return tr("on the line ({day}, the day itself)", day=state.done)
    if state.timing is Timing.LATE:
        return tr("late ({day})", day=state.done)
    if state.timing is Timing.OPEN:
        return tr("{days} days left", days=state.days_left)
    return tr("overdue by {days} days", days=-state.days_left)


_NAME = re.compile(r"[a-z][a-z0-9_]*")


def formula(value: Formula, checklist: Checklist) -> str:
    """Return a formula with the figures' titles in place of their names."""

    def title(found: re.Match[str]) -> str:
        figure = checklist.figures_by_name.get(found[0])
        if figure is None:
            return tr("and") if found[0] == "and" else tr("or") if found[0] == "or" else found[0]
        return said(figure.title)

    return _NAME.sub(title, value.text)


def reason(one: Reason, score: ItemScore, card: Scorecard) -> str:
    """Return one reason of an item's score as a sentence."""
    if one.rule is not None and one.applied is not None:
        return _rule_reason(score.item.rules[one.rule], one.applied, card)
    share = percent(score.proof.share * 100)
    sentences = {
        ReasonCode.UNANSWERED: tr("not answered: nothing is gained"),
        ReasonCode.UNCONFIRMED: tr("not confirmed this year: nothing is gained"),
        ReasonCode.NOT_DONE: tr("not done: nothing is gained"),
        ReasonCode.START: tr("starts with its points"),
        ReasonCode.PROOF: tr("proved to {share}: what is gained counts so far", share=share),
        ReasonCode.FLOOR: tr("not below the floor"),
        ReasonCode.CAP: tr("not above the cap"),
        ReasonCode.ROUNDING: tr("rounding"),
        ReasonCode.NOT_APPLICABLE: tr("not applicable: left out of the total"),
        ReasonCode.NOT_APPLICABLE_UNPROVED: tr("not applicable, but not proved: stays in the total with 0"),
        ReasonCode.REVIEWED: tr("granted by the reviewer"),
    }
    return sentences[one.code]


def _rule_reason(rule: PricedRule, applied: Applied, card: Scorecard) -> str:
    if applied.outcome is Outcome.IDLE:
        return tr("its condition does not hold")
    if applied.outcome is Outcome.MISSING:
        names = missing(rule, card)
        return tr("not stated: {names}", names=names) if names else tr("the figures cannot be compared")
    if rule.per_period and applied.reading is None and applied.outcome is Outcome.PRICED:
        return tr("over all its periods: {rule}", rule=rule_words(rule, card.checklist))
    if applied.outcome is Outcome.VOID:
        return tr("{fact}: nothing to measure, its points leave the item", fact=fact(rule, applied, card))
    return fact(rule, applied, card)


def missing(rule: PricedRule, card: Scorecard) -> str:
    """Return the titles of the rule's figures that are not stated, or only about."""
    figures = card.checklist.figures_by_name
    names = sorted(name for name in rule.names if card.stated.certain.get(name) is None)
    return tr(", ").join(said(figures[name].title) for name in names if name in figures)


def amount(value: Formula, card: Scorecard) -> str:
    """Return what a formula stands for: its figure's value and unit."""
    found = value.value(card.stated.certain)
    figure = next((card.checklist.figures_by_name.get(name) for name in value.names), None)
    if figure is None:
        return interval(found)
    if figure.kind is Kind.DATE:
        return interval(found, Kind.DATE)
    return f"{interval(found)} {said(figure.unit)}"


def fact(rule: PricedRule, applied: Applied, card: Scorecard) -> str:
    """Return what a rule saw, and its price, as one sentence."""
    return tr("{seen}; {price}", seen=_seen(rule, applied, card), price=price(rule))


def _seen(rule: PricedRule, applied: Applied, card: Scorecard) -> str:
    read = interval(applied.reading)
    checklist = card.checklist
    if isinstance(rule, StatusRule):
        return tr("share done {share}", share=read)
    if isinstance(rule, CountRule):
        return f"{formula(rule.of, checklist)} {amount(rule.of, card)}"
    if isinstance(rule, ShortRule):
        return tr(
            "{figure}: target {target}, stated {stated}, short by {short}",
            figure=formula(rule.of, checklist),
            target=amount(rule.target, card),
            stated=amount(rule.of, card),
            short=read,
        )
    if isinstance(rule, RateRule):
        return tr(
            "{part} {part_value} of {whole} {whole_value}: {rate} %",
            part=formula(rule.of, checklist),
            part_value=amount(rule.of, card),
            whole=formula(rule.to, checklist),
            whole_value=amount(rule.to, card),
            rate=_rate(applied.reading),
        )
    if isinstance(rule, PartsRule):
        return tr(
            "{done} {done_value} of {of}: {rate} %",
            done=formula(rule.done, checklist),
            done_value=amount(rule.done, card),
            of=interval(rule.of.value(card.stated.certain)),
            rate=_rate(applied.reading),
        )
    if isinstance(rule, JudgedRule):
        return tr("judged: {figure} {points}", figure=formula(rule.of, checklist), points=read)
    if isinstance(rule, ChangeRule):
        unit = " %" if rule.unit is In.PERCENT else ""
        return tr(
            "{figure} {now} against {base}: {change}",
            figure=formula(rule.of, checklist),
            now=amount(rule.of, card),
            base=amount(rule.base, card),
            change=f"{read}{unit}",
        )
    assert isinstance(rule, DaysRule)
    return tr(
        "{figure} {day}, {days} days from {by}",
        figure=formula(rule.of, checklist),
        day=amount(rule.of, card),
        days=read,
        by=interval(rule.by.value(card.stated.certain), Kind.DATE),
    )


def _rate(reading: Interval | None) -> str:
    if reading is None:
        return NOTHING
    return interval(Interval(*(_cut(bound) for bound in reading)))


def _cut(bound: Bound) -> Bound:
    return bound if math.isinf(bound) else Fraction(math.floor(Fraction(bound) * 100), 100)


def price(rule: PricedRule) -> str:
    """Return a rule's price in words."""
    if rule.says is not None:
        return said(rule.says)
    if rule.lose_all:
        return tr("loses all points")
    bands = rule.earn_by or rule.lose_by
    if bands:
        listed = tr(", ").join(_band(one) for one in bands)
        return (
            tr("loses by band: {bands}", bands=listed)
            if rule.loses
            else tr("earns by band: {bands}", bands=listed)
        )
    sum_ = plain(rule.lose if rule.lose is not None else rule.earn or Fraction(0))
    if rule.each is not None:
        step = plain(rule.each)
        text = (
            tr("loses {points} for each {step}", points=sum_, step=step)
            if rule.loses
            else tr("earns {points} for each {step}", points=sum_, step=step)
        )
    else:
        text = tr("loses {points}", points=sum_) if rule.loses else tr("earns {points}", points=sum_)
    return text if rule.cap is None else tr("{price}, at most {cap}", price=text, cap=plain(rule.cap))


def _band(band: Band) -> str:
    bounds = [
        f"{sign} {plain(edge)}"
        for sign, edge in (("≥", band.at_least), (">", band.above), ("≤", band.at_most), ("<", band.below))
        if edge is not None
    ]
    return tr("{range}: {points}", range=" ".join(bounds) or tr("else"), points=plain(band.points))


def adjustment(one: Adjustment, checklist: Checklist) -> str:
    """Return an adjustment as a sentence."""
    if one.veto is not None:
        return tr("veto: {title}", title=said(checklist.vetoes_by_id[one.veto].title))
    titles = {group.id: said(group.title) for group in checklist.groups}
    where = titles.get(one.section) or tr("the whole")
    sentences = {
        AdjustmentKind.RESCALE: tr("{group}: raised to its full points for what does not apply", group=where),
        AdjustmentKind.KEEP: tr("{group}: what does not apply counts as full", group=where),
        AdjustmentKind.ZERO: tr("{group}: what does not apply counts as 0", group=where),
        AdjustmentKind.DOUBLE: tr("{group}: losses count twice for what does not apply", group=where),
        AdjustmentKind.FLOOR: tr("{group}: not below its floor", group=where),
        AdjustmentKind.CAP: tr("{group}: not above its cap", group=where),
        AdjustmentKind.WEIGHT: tr("{group}: multiplied by its weight", group=where),
        AdjustmentKind.VETO: tr("veto: {title}", title=where),
    }
    return sentences[one.kind]


def gate_rule(rule: GateRule, report: Report) -> str:
    """Return one rule of the gate as a sentence, with what was found."""
    card = report.card
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
            return tr("veto: {title} (not stated: {names})", title=title, names=_veto_names(rule.id, card))
        return tr("veto: {title}", title=title)
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
    return tr(", ").join(said(card.checklist.figures_by_name[name].title) for name in sorted(when.names))


def row(item: str, state: RowState) -> str:
    """Return an evidence row with how many pieces it has and needs."""
    name = f"{item}:{state.row.id} {said(state.row.title)}"
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
    article = tr("Art. {article}", article=one.article) if one.article else ""
    text = tr(
        "{instrument} ({version}) {article}", instrument=one.instrument, version=one.version, article=article
    )
    text = text.strip() if one.read else tr("{basis}, text not read", basis=text.strip())
    return labelled(text, said(one.note)) if one.note else text


def step(one: Step, card: Scorecard) -> str:
    """Return one thing to do as a sentence."""
    item = card.checklist.items_by_id[one.item]
    figures = tr(", ").join(
        naming(name, [said(card.checklist.figures_by_name[name].title)])
        for name in one.names
        if name in card.checklist.figures_by_name
    )
    if one.code is StepCode.STATE:
        return tr("state {figures}", figures=figures)
    if one.code is StepCode.IMPROVE and one.rule is not None:
        return tr("improve on: {price}", price=price(item.rules[one.rule]))
    if one.code is StepCode.PROVE and one.row is not None:
        rows = [*item.evidence, *([item.not_applicable.proof] if item.not_applicable else [])]
        title = next(said(found.title) for found in rows if found and found.id == one.row)
        return tr(
            "add {pieces} to {row} ({title})", pieces=one.pieces, row=f"{item.id}:{one.row}", title=title
        )
    sentences = {
        StepCode.ANSWER: tr("answer it"),
        StepCode.CONFIRM: tr("confirm the answer taken over from last year"),
        StepCode.FINISH: tr("bring it to done"),
        StepCode.SEPARATE: tr(
            "add another piece: a piece fills one row of an item, and these rows share theirs"
        ),
    }
    return sentences[one.code]


_NOTICE_SENTENCES = {
    "torn-kept": "the history's last, cut-off line was set aside in {file}",
    "save-finished": "the save that was interrupted has been finished ({file})",
    "unapplied-kept": "a save that was never recorded was set aside in {file}",
    "save-rebuilt": "{file} was rebuilt from the history",
    "comments-kept": "a save drops comments; the file with its comments was kept as {file}",
}


def notice(one: Notice) -> str:
    """Return something that happened while the workspace was opened or saved."""
    return tr("note: {note}", note=tr(_NOTICE_SENTENCES[one.code], file=one.file))


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


def rule_words(one: PricedRule, checklist: Checklist) -> str:
    """Return a rule as it stands in the checklist, before any figure is stated."""
    return tr("{seen}; {price}", seen=_measure(one, checklist), price=price(one))


def _measure(one: PricedRule, checklist: Checklist) -> str:
    named = {
        key: formula(value, checklist)
        for key in ("done", "of", "to", "target", "base", "by")
        if isinstance(value := getattr(one, key, None), Formula)
    }
    if isinstance(one, StatusRule):
        return tr("status")
    if isinstance(one, ShortRule):
        return tr("{of} short of {target}", of=named["of"], target=named["target"])
    if isinstance(one, RateRule):
        return tr("{of} in percent of {to}", of=named["of"], to=named["to"])
    if isinstance(one, ChangeRule):
        return tr("{of} against {base}", of=named["of"], base=named["base"])
    if isinstance(one, PartsRule):
        return tr("{done} out of {of}", done=named["done"], of=named["of"])
    if isinstance(one, JudgedRule):
        return tr("judged: {figure}", figure=named["of"])
    if isinstance(one, DaysRule):
        return tr("days of {of} from {by}", of=named["of"], by=named["by"])
    return named["of"]


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
