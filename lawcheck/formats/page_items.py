"""The items of a page: what each asks, scores and shows, as far as its audience may see it."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain import advice
from lawcheck.domain.assessment import Piece, Serving
from lawcheck.domain.checklist import Column, EvidenceKind, Group, Item
from lawcheck.domain.proof import RowState
from lawcheck.domain.report import Audience, Report
from lawcheck.domain.scoring import ItemScore, Reason, ReasonCode
from lawcheck.formats import audience, explanation, reasons, text, wording
from lawcheck.formats.wording import points, said, signed
from lawcheck.i18n import tr


class ReasonLine(NamedTuple):
    """One reason: what it adds to each score that is shown, and its sentence."""

    scores: tuple[str, ...]
    text: str


class PieceLine(NamedTuple):
    """One piece of evidence; `facts` are its kind, days and level, `size` how many rows it serves.

    `counts` is None where the audience is not told.
    """

    key: str
    name: str
    facts: str
    target: str
    sha256: str | None
    serves: tuple[Serving, ...]
    size: str
    counts: bool | None


class RowLine(NamedTuple):
    """One evidence row with its pieces; `filled` is None where it is optional or nobody is told."""

    text: str
    filled: bool | None
    pieces: tuple[PieceLine, ...]


class ItemBlock(NamedTuple):
    """One item. What its audience may not see is empty; `same_as` names the item that it is scored with."""

    id: str
    title: str
    status: str
    status_name: str
    scores: tuple[str, ...]
    full: str
    demand: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    reasons: tuple[ReasonLine, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    broken: tuple[str, ...] = ()
    rows: tuple[RowLine, ...] = ()
    basis: tuple[str, ...] = ()
    rest: str = ""
    steps: tuple[str, ...] = ()
    same_as: str = ""


class Part(NamedTuple):
    """A group with its items; `level` is 1 for a first-level heading, else 2."""

    id: str
    title: str
    level: int
    scores: tuple[str, ...]
    full: str
    items: tuple[ItemBlock, ...]


def parts(report: Report) -> Iterator[Part]:
    """Return every group in the checklist's order, with its items."""
    columns = audience.COLUMNS[report.audience]
    for section in report.card.totals.sections:
        group = section.group
        yield Part(
            group.id,
            said(group.title),
            len(group.id),
            tuple(points(section.columns[column]) for column in columns),
            points(group.points),
            tuple(_items(group, report)),
        )


def _items(group: Group, report: Report) -> Iterator[ItemBlock]:
    for item in report.card.checklist.items:
        if item.group == group.id:
            yield _shared(item) if item.same_as else _item(report.card.items[item.id], report)


def _shared(item: Item) -> ItemBlock:
    return ItemBlock(
        item.id,
        said(item.title),
        "shared",
        wording.force(item.force),
        (),
        "",
        demand=(said(item.requirement),),
        basis=tuple(wording.basis(one) for one in item.basis),
        same_as=item.same_as or "",
    )


def _item(score: ItemScore, report: Report) -> ItemBlock:
    item, columns = score.item, audience.COLUMNS[report.audience]
    block = ItemBlock(
        item.id,
        said(item.title),
        str(score.status or "open"),
        wording.status(score.status),
        tuple(points(score.columns[column].score) for column in columns),
        points(item.points),
        demand=tuple(explanation.demand(score))
        if columns
        else (said(item.requirement), wording.force(item.force)),
        rows=tuple(_rows(score, report)),
        basis=tuple(wording.basis(one) for one in item.basis),
    )
    if not columns:
        return block
    block = block._replace(
        reasons=tuple(_reasons(score, columns, report)), figures=tuple(explanation.figures(score, report))
    )
    return _inside(block, score, report) if report.audience is Audience.INTERNAL else _handed_in(block, score)


def _handed_in(block: ItemBlock, score: ItemScore) -> ItemBlock:
    """Return the block with what the city is told: why an item does not apply, but no note."""
    answer = score.answer
    reason = answer.reason if answer else None
    return block._replace(remarks=(tr("reason given: {reason}", reason=reason),) if reason else ())


def _inside(block: ItemBlock, score: ItemScore, report: Report) -> ItemBlock:
    """Return the block with what only the unit is told."""
    explained = advice.explain(report.card, score.item.id)
    return block._replace(
        remarks=(*explanation.remarks(score), *_who(score, report)),
        broken=tuple(text.broken_checks(report, score.item.id)),
        rest=explanation.rest(explained),
        steps=tuple(reasons.step(one, report.card) for one in explained.next),
    )


def _who(score: ItemScore, report: Report) -> Iterator[str]:
    answer = score.answer
    owners = report.card.checklist.owners
    owner = answer.owner if answer and answer.owner else score.item.owner
    if owner:
        yield tr("owner: {owner}", owner=said(owners[owner]) if owner in owners else owner)
    if answer and answer.due:
        yield wording.labelled(tr("due"), answer.due)


_NOT_CLAIMED = frozenset(
    {ReasonCode.PROOF, ReasonCode.REVIEWED, ReasonCode.ADMITTED, ReasonCode.NOT_APPLICABLE_UNPROVED}
)
_SILENT_AT_0 = frozenset({ReasonCode.FLOOR, ReasonCode.CAP, ReasonCode.ROUNDING})


def _reasons(score: ItemScore, columns: Iterable[Column], report: Report) -> Iterator[ReasonLine]:
    for one in score.reasons:
        if report.audience is Audience.INTERNAL or _is_claimed(one):
            values = tuple(signed(getattr(one, column)) for column in columns)
            yield ReasonLine(values, reasons.reason(one, score, report.card))


def _is_claimed(one: Reason) -> bool:
    """Whether a reason belongs to the claimed score: one that is about proof or review alone does not."""
    return one.code not in _NOT_CLAIMED and not (one.code in _SILENT_AT_0 and one.claimed == Fraction(0))


def _rows(score: ItemScore, report: Report) -> Iterator[RowLine]:
    seen = audience.visible(report)
    is_internal = report.audience is Audience.INTERNAL
    for state in score.proof.rows:
        served = (state.holder, state.row.id)
        named = [key for key in seen if any((one.item, one.row) == served for one in seen[key].serves)]
        lines = tuple(
            piece_line(key, seen[key], report, counts=key in state.pieces if is_internal else None)
            for key in named
        )
        if is_internal:
            filled = not state.missing if state.row.required else None
            yield RowLine(wording.row(state), filled, lines)
        elif lines:
            yield RowLine(_row_title(state), None, lines)
    if score.item.no_evidence and not score.proof.rows:
        yield RowLine(tr("No evidence is asked: {why}", why=said(score.item.no_evidence)), None, ())


def _row_title(state: RowState) -> str:
    return f"{state.holder}:{state.row.id} {said(state.row.title)}"


def piece_line(key: str, piece: Piece, report: Report, *, counts: bool | None = None) -> PieceLine:
    """Return a piece as a page shows it; a published page names no file of the unit's."""
    is_public = report.audience is Audience.PUBLIC
    days = [str(piece.covers)] if piece.covers else []
    facts = " · ".join([wording.evidence_kind(piece.kind), *days, wording.level(piece.level)])
    target = "" if is_public and piece.kind is EvidenceKind.FILE else piece.target
    sha256 = None if is_public else piece.sha256
    size = tr("{count} rows", count=len(piece.serves))
    return PieceLine(key, piece.name, facts, target, sha256, piece.serves, size, counts)


def register(report: Report) -> Iterator[PieceLine]:
    """Return the pieces that the audience may see, in the register's order."""
    counted = _counted(report.card.items)
    is_internal = report.audience is Audience.INTERNAL
    for key, piece in audience.visible(report).items():
        yield piece_line(key, piece, report, counts=key in counted if is_internal else None)


def _counted(items: Mapping[str, ItemScore]) -> set[str]:
    return {key for score in items.values() for state in score.proof.rows for key in state.pieces}
