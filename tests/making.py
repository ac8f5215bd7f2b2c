"""Small checklists and assessments, made by hand; whatever a test does not name is as plain as can be.

Rules and evidence rows are written as a checklist writes them, without the braces:
`item("A-01", 5, "measure='count', of='visits', earn=5")`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import tomli

from lawcheck.domain import scorecard
from lawcheck.domain.assessment import (
    Answer,
    Assessment,
    Piece,
    PieceState,
    Status,
    read_covers,
    read_serving,
)
from lawcheck.domain.checklist import (
    Check,
    Checklist,
    Deadline,
    EvidenceKind,
    EvidenceRow,
    Figure,
    Force,
    Gate,
    GateItem,
    Grade,
    Group,
    Item,
    NotApplicable,
    NotApplicablePolicy,
    Note,
    Period,
    Proof,
    Scoring,
    Start,
    Veto,
)
from lawcheck.domain.formulas import parse_formula
from lawcheck.domain.gate import Strictness
from lawcheck.domain.parse import parse
from lawcheck.domain.quantities import Kind, plain
from lawcheck.domain.rules import DaysRule, Rule
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.scoring import Granted, ItemScore
from lawcheck.domain.values import Phrase

DAY = date(2020, 12, 31)
WORDS = Phrase(zh="文字", en="words")

Number = int | str | Fraction
"""Points as a test writes them: 5, "0.5"."""


def rule(text: str) -> Rule:
    """Read a rule."""
    made: Rule = parse(Rule, _table(text))  # type: ignore[arg-type]  # an annotated union is no class
    return made


def row(text: str) -> EvidenceRow:
    """Read an evidence row; its title may be left out."""
    return parse(EvidenceRow, {"title": {"zh": "材料"}, **_table(text)})


def _table(text: str) -> dict[str, Any]:
    table: dict[str, Any] = tomli.loads(f"table = {{ {text} }}", parse_float=Decimal)["table"]
    return table


def item(
    id_: str,
    points: Number = 5,
    *rules: str | Rule,
    start: Start = Start.EMPTY,
    evidence: Iterable[str | EvidenceRow] = (),
    na: str | bool = False,
    **more: Any,
) -> Item:
    """Return an item that its status earns, unless rules are given.

    `na` allows not applicable: True without proof, else the row that proves it.
    """
    priced = rules or (f"measure='status', earn={plain(Fraction(points))}",)
    return Item(
        id=id_,
        title=WORDS,
        requirement=WORDS,
        force=Force.SHOULD,
        points=Fraction(points),
        start=start,
        rules=tuple(rule(one) if isinstance(one, str) else one for one in priced),
        evidence=tuple(row(one) if isinstance(one, str) else one for one in evidence),
        not_applicable=NotApplicable(when=WORDS, proof=row(na) if isinstance(na, str) else None)
        if na
        else None,
        place="一",
        **more,
    )


def full(id_: str, points: Number, *rules: str | Rule, **more: Any) -> Item:
    """Return an item that starts full and loses."""
    return item(id_, points, *rules, start=Start.FULL, **more)


def shared(id_: str, points: Number, *rules: str | Rule, **more: Any) -> Item:
    """Return an item whose proof is a share."""
    return item(id_, points, *rules, proof=Proof.SHARE, **more)


def same(id_: str, other: str) -> Item:
    """Return a row that shares the answer and the score of `other`."""
    return Item(id=id_, title=WORDS, requirement=WORDS, force=Force.SHOULD, place="一", same_as=other)


def note(id_: str) -> Note:
    """Return a row that is direction only."""
    return Note(id=id_, title=WORDS, requirement=WORDS, force=Force.SHOULD, place="一")


def veto(when: str, grade_at_most: str | None = None, id_: str = "V-01") -> Veto:
    """Return a veto that fails the whole, or caps the grade where one is named."""
    return parse(
        Veto,
        {"id": id_, "title": {"zh": "否决"}, "when": when, "effect": "grade" if grade_at_most else "fail"}
        | ({"grade_at_most": grade_at_most} if grade_at_most else {}),
    )


def check(id_: str, holds: str) -> Check:
    """Return a check."""
    return Check(id=id_, title=WORDS, holds=parse_formula(holds))


def deadline(figure: str, before: date) -> Deadline:
    """Return a deadline."""
    return Deadline(id="report", title=WORDS, figure=figure, before=before)


def gate_item(*items: str, met: str | None = None, least: Number | None = None) -> GateItem:
    """Return an entry of the gate."""
    return GateItem(
        id="entry",
        title=WORDS,
        items=items,
        met=None if met is None else parse_formula(met),
        least=None if least is None else Fraction(least),
    )


def gate(minimum: Number = 0, *entries: GateItem, **more: Any) -> Gate:
    """Return a gate."""
    return Gate(minimum=Fraction(minimum), items=entries, **more)


def checklist(
    *items: Item,
    policy: str = "rescale",
    policies: Mapping[str, str] | None = None,
    decimals: int = 2,
    partial: Number = "0.5",
    **more: Any,
) -> Checklist:
    """Return a checklist over `items`: groups that add up, and every figure that is used declared.

    `policies` are those of single groups; `dates` and `owners_of` (figure to item) override what is seen.
    """
    dates, owners = more.pop("dates", ()), more.pop("owners_of", {})
    total = sum((one.points for one in items), Fraction(0))
    made: dict[str, Any] = {
        "gate": gate(),
        "grades": grades(good=90, fair=60, poor=0),
        "groups": _groups(items, policies or {}),
        **more,
    }
    made["figures"] = _figures(items, made, dates, owners)
    return Checklist(
        format=1,
        id="small",
        version="1",
        language="zh",
        title=WORDS,
        about=WORDS,
        issuer=WORDS,
        sources=(),
        period=Period(first=date(2020, 1, 1), last=DAY, label=WORDS),
        scoring=Scoring(
            total=total,
            decimals=decimals,
            partial=Fraction(partial),
            not_applicable=NotApplicablePolicy(policy),
        ),
        owners={},
        items=items,
        **made,
    )


def _groups(items: Iterable[Item], policies: Mapping[str, str]) -> tuple[Group, ...]:
    points: dict[str, Fraction] = {}
    for one in items:
        for id_ in dict.fromkeys((one.group[0], one.group)):
            points[id_] = points.get(id_, Fraction(0)) + one.points
    return tuple(
        Group(
            id=id_,
            title=WORDS,
            points=points[id_],
            not_applicable=NotApplicablePolicy(policies[id_]) if id_ in policies else None,
        )
        for id_ in sorted(points)
    )


def _figures(
    items: Iterable[Item], made: Mapping[str, Any], dates: Iterable[str], owners: Mapping[str, str]
) -> tuple[Figure, ...]:
    owner: dict[str, str] = {}
    days = set(dates)
    for one in items:
        asked = [one.not_applicable.proof] if one.not_applicable and one.not_applicable.proof else []
        for names in (rule.names for rule in one.rules):
            owner |= {name: one.id for name in sorted(names) if name not in owner}
        for needed in (row.needed for row in (*one.evidence, *asked) if row.needed):
            owner |= {name: one.id for name in sorted(needed.names) if name not in owner}
        days |= {name for rule in one.rules if isinstance(rule, DaysRule) for name in rule.of.names}
    for due in made.get("deadlines", ()):
        owner.setdefault(due.figure, "V-01")
        days.add(due.figure)
    conditions = [one.when for one in made.get("vetoes", ())] + [one.holds for one in made.get("checks", ())]
    for formula in (*conditions, *(one.met for one in made["gate"].items if one.met)):
        owner |= {name: "V-01" for name in sorted(formula.names) if name not in owner}
    return tuple(
        Figure(
            name=name,
            owner=owners.get(name, first),
            title=WORDS,
            unit=WORDS,
            kind=Kind.DATE if name in days else Kind.NUMBER,
        )
        for name, first in owner.items()
    )


def grades(**least: Number) -> tuple[Grade, ...]:
    """Return grades with the points that reach them."""
    return tuple(Grade(id=id_, title=WORDS, at_least=Fraction(points)) for id_, points in least.items())


def answer(status: str | None = "done", **more: Any) -> Answer:
    """Return an answer."""
    return Answer(status=Status(status) if status else None, **more)


def piece(
    *serves: str,
    target: str = "a paper",
    kind: str = "record",
    covers: str | None = None,
    **more: Any,
) -> Piece:
    """Return a piece of evidence; pieces with one `target` are the same piece."""
    return Piece(
        kind=EvidenceKind(kind),
        name="paper",
        target=target,
        serves=tuple(read_serving(one) for one in serves),
        covers=read_covers(covers) if covers else None,
        added=DAY,
        **more,
    )


def pieces(count: int, *serves: str) -> dict[str, Piece]:
    """Return so many distinct pieces for the same rows."""
    return {f"p{number}": piece(*serves, target=f"paper {number}") for number in range(count)}


def assessment(
    answers: Mapping[str, str | Answer | None] | None = None,
    figures: Mapping[str, str | int] | None = None,
    evidence: Mapping[str, Piece] | None = None,
) -> Assessment:
    """Return what a unit says."""
    return Assessment(
        format=1,
        unit="白沙路街道",
        checklist="small",
        answers={
            id_: one if isinstance(one, Answer) else answer(one) for id_, one in (answers or {}).items()
        },
        figures={name: str(value) for name, value in (figures or {}).items()},
        evidence=dict(evidence or {}),
    )


def score(
    checklist: Checklist,
    assessment: Assessment,
    states: Mapping[str, str] | None = None,
    grants: Mapping[str, Number | None] | None = None,
    stricter: Strictness | None = None,
) -> Scorecard:
    """Score; every piece is present unless `states` says otherwise, `grants` are reviewed points."""
    found = dict.fromkeys(assessment.evidence, PieceState.PRESENT)
    found |= {key: PieceState(state) for key, state in (states or {}).items()}
    granted = {
        id_: Granted(None if points is None else Fraction(points)) for id_, points in (grants or {}).items()
    }
    return scorecard.score(checklist, assessment, found, granted, stricter or Strictness())


def score_one(one: Item, status: str | Answer | None = "done", **said: Any) -> ItemScore:
    """Score a checklist of one item; `figures` and `evidence` are the rest of what is said."""
    stated = assessment({one.id: status}, said.pop("figures", None), said.pop("evidence", None))
    return score(checklist(one, **said), stated).items[one.id]
