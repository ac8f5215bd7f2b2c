"""The words for rules, for the reasons of a score, and for what would earn the rest."""

import math
import re
from fractions import Fraction

from lawcheck.domain.advice import Step, StepCode
from lawcheck.domain.checklist import (
    Checklist,
)
from lawcheck.domain.formulas import Formula
from lawcheck.domain.pricing import Applied, Band, Outcome, PricedRule
from lawcheck.domain.quantities import Bound, Interval, Kind, plain
from lawcheck.domain.rules import (
    ChangeRule,
    CountRule,
    Days,
    DaysRule,
    In,
    JudgedRule,
    PartsRule,
    RateRule,
    ShortRule,
    StatusRule,
)
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import ItemScore, Reason, ReasonCode
from lawcheck.formats import formulas
from lawcheck.formats.wording import NOTHING, interval, named, naming, percent, said
from lawcheck.i18n import tr

_NAME = re.compile(r"[a-z][a-z0-9_]*|[A-Z]\d{0,2}-\d{2,3}[a-z]?", re.ASCII)


def formula(value: Formula, checklist: Checklist) -> str:
    """Return a formula with the figures' titles in place of their names, and its functions in words."""

    def title(name: str) -> str:
        return tr("and") if name == "and" else tr("or") if name == "or" else named(name, checklist)

    if value.calls:
        return formulas.written(value.node, title)
    return _NAME.sub(lambda found: title(found[0]), value.text)


def reason(one: Reason, score: ItemScore, card: Scorecard) -> str:
    """Return one reason of an item's score as a sentence."""
    if one.rule is not None and one.applied is not None:
        rule = score.item.rules[one.rule]
        return formulas.remarked(_rule_reason(rule, one.applied, card), formulas.days_asked(rule, card))
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
        ReasonCode.NOT_APPLICABLE: _does_not_apply(score, card)
        or tr("not applicable: left out of the total"),
        ReasonCode.NOT_APPLICABLE_UNPROVED: _does_not_apply(score, card)
        or tr("not applicable, but not proved: stays in the total with 0"),
        ReasonCode.REVIEWED: tr("granted by the reviewer"),
        ReasonCode.ADMITTED: tr("not reviewed; what the unit itself admits to lose counts"),
    }
    return sentences[one.code]


def _does_not_apply(score: ItemScore, card: Scorecard) -> str | None:
    """Return what follows where the item's own condition makes it not applicable."""
    if score.follows is None:
        return None
    condition = formula(score.follows, card.checklist)
    if score.proof.complete:
        return tr("applies only if {condition}: left out of the total", condition=condition)
    return tr(
        "applies only if {condition}; that it is not so is not proved: stays in the total with 0",
        condition=condition,
    )


def _rule_reason(rule: PricedRule, applied: Applied, card: Scorecard) -> str:
    if applied.outcome is Outcome.IDLE:
        return tr("its condition does not hold")
    if applied.outcome is Outcome.MISSING:
        names = missing(rule, card)
        return tr("not stated: {names}", names=names) if names else tr("the figures cannot be compared")
    if rule.per_period and applied.reading is None and applied.outcome is Outcome.PRICED:
        return tr("over all its periods: {rule}", rule=describe_rule(rule, card.checklist))
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
    if formulas.kind_of(value, card.checklist) is Kind.DATE:
        return interval(found, Kind.DATE)
    stated = [card.checklist.figures_by_name.get(name) for name in sorted(value.names)]
    figure = next((one for one in stated if one is not None), None)
    if figure is None or figure.kind is Kind.DATE:
        return interval(found)
    return f"{interval(found)} {said(figure.unit)}"


def fact(rule: PricedRule, applied: Applied, card: Scorecard) -> str:
    """Return what a rule saw, and its price, as one sentence."""
    return tr("{seen}; {price}", seen=_seen(rule, applied, card), price=price(rule))


def _seen(rule: PricedRule, applied: Applied, card: Scorecard) -> str:
    read = interval(applied.reading)
    checklist = card.checklist
    if isinstance(rule, StatusRule):
        return _state(applied.reading)
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
    seen = {
        "figure": formula(rule.of, checklist),
        "day": amount(rule.of, card),
        "days": read,
        "by": interval(rule.by.value(card.stated.certain), Kind.DATE),
    }
    if rule.count is Days.WORKING:
        return tr("{figure} {day}, {days} working days from {by}", **seen)
    return tr("{figure} {day}, {days} days from {by}", **seen)


def _state(reading: Interval | None) -> str:
    share = reading.exact if reading else None
    return tr("done") if share == 1 else tr("in progress") if share else tr("not done")


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


def describe_rule(one: PricedRule, checklist: Checklist) -> str:
    """Return a rule as it stands in the checklist: the scheme's own sentence, or measure and price."""
    if one.says is not None:
        return said(one.says)
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
    if isinstance(one, DaysRule) and one.count is Days.WORKING:
        return tr("working days of {of} from {by}", of=named["of"], by=named["by"])
    if isinstance(one, DaysRule):
        return tr("days of {of} from {by}", of=named["of"], by=named["by"])
    return named["of"]
