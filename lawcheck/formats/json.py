"""The score, the gate and an explanation as JSON: keys, codes and ids the same in every language."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lawcheck.domain.advice import Explanation, Gap, Way
from lawcheck.domain.checklist import Column, Grade
from lawcheck.domain.gate import CheckResult
from lawcheck.domain.parameters import values
from lawcheck.domain.quantities import Interval, Kind, plain
from lawcheck.domain.report import Report
from lawcheck.domain.scoring import ItemScore, Reason
from lawcheck.formats import formulas, reasons, wording
from lawcheck.i18n import tr

FORMAT = 1
"""Rises with any change of meaning."""

Table = dict[str, Any]


def render(report: Report) -> str:
    """Return the scorecard; read as decimals, items plus adjustments are exactly the totals."""
    return dumps(score_table(report))


def dumps(table: object) -> str:
    """Return `table` as indented JSON that ends in a line end."""
    return json.dumps(table, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def number(value: Fraction | float | None) -> int | float | None:
    """Return a JSON number whose shortest text is the exact decimal; None for nothing or an open bound."""
    if value is None or not isinstance(value, Fraction):
        return None
    return value.numerator if value.denominator == 1 else float(plain(value))


def score_table(report: Report) -> Table:
    """Return the scorecard as `score --format json` shows it."""
    card = report.card
    checklist = card.checklist
    return {
        "format": FORMAT,
        "checklist": {"id": checklist.id, "version": checklist.version, "sha256": report.checklist_sha256},
        "unit": card.assessment.unit,
        "period": {"first": str(checklist.period.first), "last": str(checklist.period.last)},
        "total": number(checklist.scoring.total),
        **_columns(card.totals.columns),
        "grade": {str(column): _grade(card.grades[column]) for column in Column},
        "progress": card.progress._asdict(),
        "vetoes": [
            {"id": one.veto.id, "strikes": one.strikes, "title": wording.said(one.veto.title)}
            for one in card.vetoes
        ],
        "adjustments": [
            {
                "id": one.id,
                "section": one.section or None,
                **_columns(one.columns),
                "text": wording.adjustment(one, checklist),
            }
            for one in card.totals.adjustments
        ],
        "sections": [
            {
                "id": one.group.id,
                "title": wording.said(one.group.title),
                "points": number(one.group.points),
                **_columns(one.columns),
            }
            for one in card.totals.sections
        ],
        "items": [item_table(one, report) for one in card.items.values()],
        "checks": [_check(one, report) for one in card.checks],
        "parameters": dict(sorted(values(checklist.parameters, card.assessment.parameters).items())),
        "cases": [one.name for one in card.cases],
        "case_differences": [
            {
                "figure": one.figure,
                "typed": one.typed.text,
                "counted": interval(one.counted),
                "text": wording.difference(one, checklist),
            }
            for one in card.differences
        ],
        "outside_edits": list(report.edits),
        "signoff": _signoff(report),
    }


def item_table(score: ItemScore, report: Report) -> Table:
    """Return one item with its reasons."""
    return {
        "id": score.item.id,
        "title": wording.said(score.item.title),
        "force": str(score.item.force),
        "status": None if score.status is None else str(score.status),
        "points": number(score.item.points),
        "claimed": number(score.claimed),
        "supported": number(score.supported),
        "reviewed": number(score.reviewed),
        "reasons": [_reason(one, score, report) for one in score.reasons],
    }


def _reason(one: Reason, score: ItemScore, report: Report) -> Table:
    return {
        "code": str(one.code),
        "text": reasons.reason(one, score, report.card),
        "claimed": number(one.claimed),
        "supported": number(one.supported),
        "reviewed": number(one.reviewed),
    }


def _signoff(report: Report) -> Table | None:
    if report.standing is None:
        return None
    from lawcheck.formats.signing import standing_table

    return standing_table(report.standing)


def _columns(columns: Mapping[Column, Fraction | None]) -> Table:
    return {str(column): number(columns[column]) for column in Column}


def _grade(grade: Grade | None) -> str | None:
    return grade.id if grade else None


def _check(one: CheckResult, report: Report) -> Table:
    card = report.card
    check = next(check for check in card.checklist.checks if check.id == one.id)
    sides = one.formula.sides
    kind = formulas.kind_of(sides[0], card.checklist) if sides else Kind.NUMBER
    return {
        "id": one.id,
        "holds": one.holds,
        "left": interval(one.left, kind),
        "right": interval(one.right, kind),
        "text": formulas.remarked(wording.said(check.title), one.formula.days_asked(card.stated.certain)),
    }


def interval(value: Interval | None, kind: Kind = Kind.NUMBER) -> Table | None:
    """Return a figure or a side of a check as its bounds; an open bound is None."""
    if value is None:
        return None
    return {"min": number(value.low), "max": number(value.high), "text": wording.interval(value, kind)}


def gate_table(report: Report) -> Table:
    """Return the verdict as `gate --format json` shows it."""
    verdict = report.card.verdict
    return {
        "format": FORMAT,
        "passed": verdict.passed,
        "score": number(verdict.score),
        "which": str(verdict.column),
        "rules": [
            {
                "id": rule.id,
                "passed": rule.passed,
                "text": wording.gate_rule(rule, report)
                if rule.held is not None
                else tr("{rule}: cannot be decided", rule=wording.gate_rule(rule, report)),
                "items": list(rule.items),
            }
            for rule in verdict.rules
        ],
        "outside_edits": list(report.edits),
        "signoff": _signoff(report),
    }


def explanation_table(explained: Explanation, report: Report) -> Table:
    """Return one item with its evidence, its basis and what would earn the rest."""
    card = report.card
    rows = [
        {
            "row": state.row.id,
            "title": wording.said(state.row.title),
            "required": state.row.required,
            "needed": state.needed,
            "pieces": [{"id": key, "name": card.assessment.evidence[key].name} for key in state.pieces],
        }
        for state in explained.score.proof.rows
    ]
    basis = [
        {"instrument": one.instrument, "article": one.article, "version": one.version, "read": one.read}
        for one in explained.score.item.basis
    ]
    steps = [
        {
            "code": str(step.code),
            "text": reasons.step(step, card),
            "claimed": number(step.claimed),
            "supported": number(step.supported),
        }
        for step in explained.next
    ]
    return {
        "format": FORMAT,
        **item_table(explained.score, report),
        "evidence": rows,
        "basis": basis,
        "next": steps,
    }


def gaps_table(gaps: tuple[Gap, ...], way: Way | None, report: Report) -> Table:
    """Return the gaps in their order, and the cheapest way to the next grade."""
    return {
        "format": FORMAT,
        "which": str(report.card.checklist.gate.score),
        "gaps": [_gap(gap) for gap in gaps],
        "way": None
        if way is None
        else {"grade": way.grade.id, "needed": number(way.needed), "items": [_gap(gap) for gap in way.gaps]},
    }


def _gap(gap: Gap) -> Table:
    return {
        "id": gap.score.item.id,
        "title": wording.said(gap.score.item.title),
        "missing": number(gap.missing),
        "steps": gap.effort,
        "gate": gap.is_gate,
    }
