"""The words for rules, for the reasons of a score, and for what would earn the rest."""

import math
import re
from collections.abc import Iterable
from fractions import Fraction

from lawcheck.domain.advice import Step, StepCode
from lawcheck.domain.checklist import (
    Checklist,
)
from lawcheck.domain.formulas import Formula
from lawcheck.domain.pricing import Applied, Outcome, PricedRule
from lawcheck.domain.quantities import Bound, Interval, Kind, exactly, plain
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
from lawcheck.formats import formulas, prices
from lawcheck.formats.wording import NOTHING, interval, named, naming, percent, said
from lawcheck.i18n import tr

_DECIMALS = 4
"""Numbers with more decimals than this are cut where they are shown."""

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
        rule, card = score.item.rules[one.rule], card.over(one.over)
        points = abs((one.supported if one.over else one.claimed) or Fraction(0))
        sentence = _rule_reason(rule, one.applied, points, card)
        sentence = formulas.remarked(sentence, formulas.days_asked(rule, card))
        return tr("over the cases that are proved: {reason}", reason=sentence) if one.over else sentence
    sentences = {
        ReasonCode.UNANSWERED: tr("not answered: nothing is gained"),
        ReasonCode.UNCONFIRMED: tr("not confirmed this year: nothing is gained"),
        ReasonCode.NOT_DONE: tr("not done: nothing is gained"),
        ReasonCode.START: tr("starts with {points}", points=plain(one.claimed or Fraction(0))),
        ReasonCode.PROOF: _proved(score.proof.share),
        ReasonCode.FLOOR: tr("falls to {floor} at the lowest", floor=plain(score.item.floor or Fraction(0))),
        ReasonCode.CAP: tr("counts {cap} at most", cap=plain(score.item.most)),
        ReasonCode.ROUNDING: tr("rounding"),
        ReasonCode.NOT_APPLICABLE: _does_not_apply(score, card)
        or tr("not applicable: left out of the total"),
        ReasonCode.NOT_APPLICABLE_UNPROVED: _does_not_apply(score, card)
        or tr("not applicable, but not proved: stays in the total with 0"),
        ReasonCode.REVIEWED: tr("granted by the reviewer"),
        ReasonCode.ADMITTED: tr("not reviewed; what the unit itself admits to lose counts"),
    }
    return sentences[one.code]


def _proved(share: Fraction) -> str:
    if not share:
        return tr("not all evidence is there: what is gained does not count so far")
    return tr("proved to {share}: what is gained counts so far", share=percent(share * 100))


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


def _rule_reason(rule: PricedRule, applied: Applied, points: Fraction, card: Scorecard) -> str:
    if applied.outcome is Outcome.IDLE and rule.when is not None:
        return tr("only where {condition}: does not count here", condition=formula(rule.when, card.checklist))
    if applied.outcome is Outcome.MISSING:
        return tr("{seen}; {result}", seen=_unknown(rule, card), result=prices.result(rule, points))
    if rule.per_period and applied.reading is None and applied.outcome is Outcome.PRICED:
        described = tr("period by period: {rule}", rule=describe_rule(rule, card.checklist))
        return tr("{seen}: {result}", seen=described, result=prices.result(rule, points))
    seen = _seen(rule, applied, card)
    if applied.outcome is Outcome.VOID:
        return tr("{seen}: nothing to measure, the points of this leave the item", seen=seen)
    came = prices.result(rule, points)
    if prices.says_it_all(rule, points):
        return tr("{seen}; {result}", seen=seen, result=came)
    return tr("{seen}; {price}: {result}", seen=seen, price=_price(rule, card), result=came)


def _price(rule: PricedRule, card: Scorecard) -> str:
    text = prices.price(rule, card.checklist)
    if rule.times is None:
        return text
    factor = interval(rule.times.value(card.stated.certain))
    return tr(
        "{price}, times {factor} ({formula})",
        price=text,
        factor=factor,
        formula=formula(rule.times, card.checklist),
    )


def _unknown(rule: PricedRule, card: Scorecard) -> str:
    """Return why a rule has no value: figures that are not stated, or only about, or not comparable."""
    names = _unstated(sorted(rule.names), card)
    listed = tr(", ").join(named(name, card.checklist) for name in names)
    if not names:
        return tr("the figures cannot be compared")
    if any(name in card.stated.quantities for name in names):
        return tr("not stated exactly: {names}", names=listed)
    return tr("not stated: {names}", names=listed)


def _unstated(names: Iterable[str], card: Scorecard) -> list[str]:
    """Return those figures that are not stated, or only about; of a periodic one its parts."""
    parts = card.checklist.periodic_figures
    each = dict.fromkeys(part for name in names for part in parts.get(name, (name,)))
    return [
        name
        for name in each
        if card.stated.certain.get(name) is None and name in card.checklist.figures_by_name
    ]


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


def _seen(rule: PricedRule, applied: Applied, card: Scorecard) -> str:
    checklist = card.checklist
    if isinstance(rule, StatusRule):
        return _state(applied.reading)
    if isinstance(rule, CountRule):
        link = " " if rule.of.text in rule.of.names else " = "
        return f"{formula(rule.of, checklist)}{link}{_shown(rule.of, card)}"
    if isinstance(rule, ShortRule):
        return _seen_short(rule, applied, card)
    if isinstance(rule, RateRule):
        return _seen_share(rule.of, rule.to, applied, card)
    if isinstance(rule, PartsRule):
        return _seen_share(rule.done, rule.of, applied, card)
    if isinstance(rule, JudgedRule):
        return tr(
            "judged: {figure} {points}", figure=formula(rule.of, checklist), points=_cut(applied.reading)
        )
    if isinstance(rule, ChangeRule):
        return _seen_change(rule, applied, card)
    assert isinstance(rule, DaysRule)
    return _seen_days(rule, applied, card)


def _shown(value: Formula, card: Scorecard) -> str:
    """Return what a formula comes to, with its unit where it has one."""
    found = value.value(card.stated.certain)
    if formulas.kind_of(value, card.checklist) is Kind.DATE:
        return interval(found, Kind.DATE)
    return f"{_cut(found)} {prices.unit_of(value, card.checklist)}".rstrip()


def _seen_short(rule: ShortRule, applied: Applied, card: Scorecard) -> str:
    word = prices.measure_word(rule.of, card.checklist)
    certain, reading = card.stated.certain, applied.reading
    target, stated, short = (
        f"{_cut(one)} {word}".rstrip()
        for one in (rule.target.value(certain), rule.of.value(certain), reading)
    )
    seen = {"figure": formula(rule.of, card.checklist), "target": target, "stated": stated}
    if reading is not None and reading.exact == 0:
        return tr("{figure}: target {target}, actual {stated}, none missing", **seen)
    return tr("{figure}: target {target}, actual {stated}, {short} missing", **seen, short=short)


def _seen_share(part: Formula, whole: Formula, applied: Applied, card: Scorecard) -> str:
    seen = {"part": formula(part, card.checklist), "part_value": _shown(part, card)}
    seen |= {"whole": formula(whole, card.checklist), "whole_value": _shown(whole, card)}
    text = (
        tr("{part} {part_value} of {whole} {whole_value}", **seen)
        if whole.names
        else tr("{part} {part_value} of {whole_value}", **seen)
    )
    if applied.reading is None:
        return text
    return tr("{text}: {rate} %", text=text, rate=_cut(applied.reading))


def _seen_change(rule: ChangeRule, applied: Applied, card: Scorecard) -> str:
    unit = " %" if rule.unit is In.PERCENT else ""
    seen = {
        "figure": formula(rule.of, card.checklist),
        "now": _shown(rule.of, card),
        "base": _shown(rule.base, card),
    }
    change = applied.reading.exact if applied.reading is not None else None
    if change is None:
        return tr(
            "{figure} {now}, {base} before: changed by {change}",
            **seen,
            change=f"{_cut(applied.reading)}{unit}",
        )
    size = f"{_cut(exactly(abs(change)))}{unit}"
    if change == 0:
        return tr("{figure} {now}, {base} before: the same", **seen)
    if change < 0:
        return tr("{figure} {now}, {base} before: {change} less", **seen, change=size)
    return tr("{figure} {now}, {base} before: {change} more", **seen, change=size)


def _seen_days(rule: DaysRule, applied: Applied, card: Scorecard) -> str:
    seen = {
        "figure": formula(rule.of, card.checklist),
        "day": _shown(rule.of, card),
        "by": interval(rule.by.value(card.stated.certain), Kind.DATE),
    }
    reading = applied.reading
    if reading is not None and reading.high <= 0:
        return tr("{figure} {day}, not later than {by}", **seen)
    days = _cut(reading)
    if rule.count is Days.WORKING:
        return tr("{figure} {day}, {days} working days after {by}", **seen, days=days)
    return tr("{figure} {day}, {days} days after {by}", **seen, days=days)


def _state(reading: Interval | None) -> str:
    share = reading.exact if reading else None
    return tr("done") if share == 1 else tr("in progress") if share else tr("not done")


def _cut(reading: Interval | None) -> str:
    """Return a reading; what no short decimal can hold is cut, so that it never rounds up to a threshold."""
    if reading is None:
        return NOTHING
    return interval(Interval(*(_shortened(bound) for bound in reading)))


def _shortened(bound: Bound) -> Bound:
    if math.isinf(bound) or (Fraction(bound) * 10**_DECIMALS).denominator == 1:
        return bound
    return Fraction(math.floor(Fraction(bound) * 100), 100)


def step(one: Step, card: Scorecard) -> str:
    """Return one thing to do as a sentence."""
    item = card.checklist.items_by_id[one.item]
    figures = tr(", ").join(
        naming(name, [said(card.checklist.figures_by_name[name].title)])
        for name in _unstated(one.names, card)
    )
    if one.code is StepCode.STATE:
        return tr("state {figures}", figures=figures)
    if one.code is StepCode.CORRECT:
        return tr("check these figures, which cannot be compared as they are: {figures}", figures=figures)
    if one.code is StepCode.IMPROVE and one.rule is not None:
        return tr("improve on: {price}", price=_price(item.rules[one.rule], card))
    if one.code is StepCode.PROVE and one.row is not None:
        row = f"{one.holder}:{one.row}"
        title = _row_title(one.holder or item.id, one.row, card.checklist)
        return tr("add {pieces} to {row} ({title})", pieces=one.pieces, row=row, title=title)
    sentences = {
        StepCode.ANSWER: tr("answer it"),
        StepCode.CONFIRM: tr("confirm the answer taken over from last year"),
        StepCode.FINISH: tr("bring it to done"),
        StepCode.SEPARATE: tr(
            "add another piece: a piece fills one row of an item, and these rows share theirs"
        ),
    }
    return sentences[one.code]


def _row_title(holder: str, row: str, checklist: Checklist) -> str:
    """Return the title of an evidence row of an item or a parameter."""
    if (parameter := checklist.parameters_by_id.get(holder)) is not None:
        rows = [parameter.proof]
    else:
        item = checklist.items_by_id[holder]
        rows = [*item.evidence, item.not_applicable.proof if item.not_applicable else None]
    return next(said(found.title) for found in rows if found and found.id == row)


def describe_rule(one: PricedRule, checklist: Checklist) -> str:
    """Return a rule as it stands in the checklist: the scheme's own sentence, or measure and price."""
    if one.says is not None:
        return said(one.says)
    return tr("{seen}; {price}", seen=_measure(one, checklist), price=prices.price(one, checklist))


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
