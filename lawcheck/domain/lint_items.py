"""What is wrong with one item: its evidence, its limits, its not-applicable clause, its twin."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from lawcheck.domain.checklist import NA_ROW, EvidenceRow, Item, Proof, Start
from lawcheck.domain.functions import Sort
from lawcheck.domain.lint_formulas import Known, lint_formula
from lawcheck.domain.lint_rules import lint_rules
from lawcheck.domain.problems import Path, Problem, problem
from lawcheck.domain.quantities import exactly, plain


def lint_item(item: Item, at: Path, known: Known) -> Iterator[Problem]:
    """Yield the problems of an item that stands at `at`; what it refers to is looked at elsewhere."""
    if item.same_as is not None:
        yield from _lint_twin(item, at)
        return
    yield from _lint_limits(item, at)
    yield from lint_rules(item, at, known)
    yield from _lint_evidence(item, at, known)
    yield from _lint_not_applicable(item, at, known)


def _lint_twin(item: Item, at: Path) -> Iterator[Problem]:
    own: Mapping[str, object] = {
        "points": item.points,
        "rules": item.rules,
        "evidence": item.evidence,
        "no_evidence": item.no_evidence,
        "not_applicable": item.not_applicable,
        "floor": item.floor is not None,
        "no_floor": item.no_floor,
        "cap": item.cap is not None,
        "start": item.start is not Start.EMPTY,
        "proof": item.proof is not Proof.WHOLE,
    }
    for key, value in own.items():
        if value:
            yield problem(
                "an item that is the same as {other} has no '{key}' of its own; delete it",
                code="same-as-own",
                path=(*at, key),
                other=item.same_as,
                key=key,
            )


def _lint_limits(item: Item, at: Path) -> Iterator[Problem]:
    if item.cap is not None and item.cap < item.points:
        yield problem(
            "the cap {cap} keeps the item from its {points} points",
            code="cap-below-points",
            path=(*at, "cap"),
            cap=plain(item.cap),
            points=plain(item.points),
        )
    if item.floor is None:
        return
    if item.no_floor:
        yield problem(
            "'floor' and 'no_floor' exclude each other; keep the one that is meant",
            code="floor-and-no-floor",
            path=(*at, "no_floor"),
        )
    if item.floor > 0:
        yield problem(
            "a floor above 0 pays an item that nobody answered; let a rule earn the {floor} points",
            code="floor-positive",
            path=(*at, "floor"),
            floor=plain(item.floor),
        )


def _lint_evidence(item: Item, at: Path, known: Known) -> Iterator[Problem]:
    required = any(row.required for row in item.evidence)
    if not required and item.no_evidence is None:
        yield problem(
            "no evidence is required; ask for some, or say in 'no_evidence' why none is asked",
            code="no-evidence",
            path=(*at, "evidence"),
        )
    if required and item.no_evidence is not None:
        yield problem(
            "evidence is required, so 'no_evidence' must go",
            code="needless-no-evidence",
            path=(*at, "no_evidence"),
        )
    seen: Counter[str] = Counter()
    for number, row in enumerate(item.evidence):
        path = (*at, "evidence", number)
        seen[row.id] += 1
        if seen[row.id] == 2:
            yield problem(
                "the evidence row '{id}' stands twice in this item",
                code="id-twice",
                path=(*path, "id"),
                id=row.id,
            )
        if row.id == NA_ROW:
            yield problem(
                "the row '{id}' proves a not-applicable answer; give this row another id",
                code="na-row",
                path=(*path, "id"),
                id=NA_ROW,
            )
        yield from _lint_row(row, path, known)


def _lint_row(row: EvidenceRow, path: Path, known: Known) -> Iterator[Problem]:
    if not row.kinds:
        yield problem(
            "a row of evidence takes at least one kind; leave 'kinds' out for all",
            code="no-kinds",
            path=(*path, "kinds"),
        )
    if row.window is not None and row.window.last < row.window.first:
        yield problem("the window ends before it begins", code="window-order", path=(*path, "window", "last"))
    yield from lint_formula(row.needed, Sort.NUMBER, (*path, "needed"), known)
    if row.needed is not None and row.needed.node[0] == "number":
        pieces = row.needed.value({})
        least = exactly(Fraction(1))
        if pieces is not None and (
            pieces.low < least.low or pieces.exact is None or pieces.exact.denominator != 1
        ):
            yield problem(
                "'needed' is a number of pieces, 1 or more, not {needed}",
                code="needed",
                path=(*path, "needed"),
                needed=row.needed.text,
            )


def _lint_not_applicable(item: Item, at: Path, known: Known) -> Iterator[Problem]:
    clause = item.not_applicable
    if clause is None:
        if item.condition is not None:
            yield problem(
                "the item has a condition, so 'not_applicable' must say when it does not apply",
                code="condition-without-na",
                path=(*at, "condition"),
            )
        return
    if clause.proof is None:
        return
    path = (*at, "not_applicable", "proof")
    if clause.proof.id != NA_ROW:
        yield problem(
            "the row that proves a not-applicable answer has the id '{na}', not '{id}'",
            code="na-row",
            path=(*path, "id"),
            na=NA_ROW,
            id=clause.proof.id,
        )
    yield from _lint_row(clause.proof, path, known)
