"""One item explained, and the list of gaps, as plain text."""

from collections.abc import Iterator

from lawcheck.domain.advice import Explanation, Gap, Way, find_gaps
from lawcheck.domain.report import Report
from lawcheck.domain.scoring import ItemScore
from lawcheck.formats import reasons, text, wording
from lawcheck.formats.wording import points, said, signed
from lawcheck.i18n import tr


def render(explained: Explanation, report: Report) -> str:
    """Return why the item has its points, its evidence, its basis and what would earn the rest."""
    score = explained.score
    lines = [
        *_head(score),
        *_reasons(score, report),
        *_figures(score, report),
        *text.broken_checks(report, score.item.id),
        *_evidence(score, report),
        *_basis(score),
        *_next(explained, report),
    ]
    return "\n".join(lines) + "\n"


def _head(score: ItemScore) -> Iterator[str]:
    yield f"{score.item.id} {said(score.item.title)}"
    yield from demand(score)
    yield from remarks(score)
    yield ""


def demand(score: ItemScore) -> Iterator[str]:
    """Return what the checklist asks: the requirement, how binding it is with its points, and a note."""
    item = score.item
    yield said(item.requirement)
    binding = wording.force(item.force)
    if item.condition:
        binding = tr("{force}, only if: {condition}", force=binding, condition=said(item.condition))
    yield tr(
        "{force} · {points} points · {status}",
        force=binding,
        points=points(item.points),
        status=wording.status(score.status),
    )
    if item.note:
        yield tr("note: {note}", note=said(item.note))


def remarks(score: ItemScore) -> Iterator[str]:
    """Return what the unit says beside its answer."""
    answer = score.answer
    if answer and answer.reason:
        yield tr("reason given: {reason}", reason=answer.reason)
    if answer and answer.note:
        yield tr("the unit's note: {note}", note=answer.note)


def _reasons(score: ItemScore, report: Report) -> Iterator[str]:
    yield tr("Points (claimed | supported | reviewed)")
    for one in score.reasons:
        values = " | ".join(signed(value) for value in (one.claimed, one.supported, one.reviewed))
        yield f"  {values}  {reasons.reason(one, score, report.card)}"
    total = " | ".join(points(value) for value in (score.claimed, score.supported, score.reviewed))
    yield tr("  = {total}, of {points}", total=total, points=points(score.item.points))
    yield ""


def _figures(score: ItemScore, report: Report) -> Iterator[str]:
    stated = list(figures(score, report))
    if stated:
        yield tr("Figures")
        yield from (f"  {wording.labelled(name, value)}" for name, value in stated)
        yield ""


def figures(score: ItemScore, report: Report) -> Iterator[tuple[str, str]]:
    """Return each figure that the item asks for, with its value and unit."""
    card = report.card
    for figure in card.checklist.asked_figures:
        if figure.owner == score.item.id:
            stated = card.stated.quantities.get(figure.name)
            value = f"{stated.text} {said(figure.unit)}" if stated else tr("not stated")
            yield wording.naming(figure.name, [said(figure.title)]), value


def _evidence(score: ItemScore, report: Report) -> Iterator[str]:
    if not score.proof.rows:
        if score.item.no_evidence:
            yield tr("No evidence is asked: {why}", why=said(score.item.no_evidence))
            yield ""
        return
    yield tr("Evidence")
    for state in score.proof.rows:
        yield f"  {wording.row(state)}"
        for key in state.pieces:
            yield f"    {key} {report.card.assessment.evidence[key].name}"
    yield ""


def _basis(score: ItemScore) -> Iterator[str]:
    if score.item.basis:
        yield tr("Basis")
        for one in score.item.basis:
            yield f"  {wording.basis(one)}"
        yield ""


def _next(explained: Explanation, report: Report) -> Iterator[str]:
    yield rest(explained)
    for step in explained.next:
        yield f"  □ {reasons.step(step, report.card)}"


def rest(explained: Explanation) -> str:
    """Return what all steps together would earn, or that nothing is left."""
    if not explained.next:
        return tr("Nothing is left to earn here.")
    score = explained.score
    full = score.item.points
    return tr(
        "What would earn the rest, all of it together: claimed {claimed}, supported {supported}",
        claimed=signed(None if score.claimed is None else full - score.claimed),
        supported=signed(None if score.supported is None else full - score.supported),
    )


def render_gaps(gaps: tuple[Gap, ...], way: Way | None, report: Report, limit: int) -> str:
    """Return the gaps, gate items first and then by points a step, and the cheapest way up."""
    lines = [
        tr(
            "Gaps in {score}: points missing, steps to take (an answer, a figure or a piece each)",
            score=wording.column(report.card.checklist.gate.score),
        )
    ]
    lines += [f"  {_gap(gap)}" for gap in gaps[:limit]]
    if len(gaps) > limit:
        lines.append(tr("  … and {more} more (--limit)", more=len(gaps) - limit))
    lines.append("")
    lines += list(way_up(way, report))
    return "\n".join(lines) + "\n"


def _gap(gap: Gap) -> str:
    item = gap.score.item
    line = tr(
        "{id} {title}: {points} points, {effort} steps",
        id=item.id,
        title=said(item.title),
        points=points(gap.missing),
        effort=gap.effort,
    )
    return tr("{line} [gate item]", line=line) if gap.is_gate else line


def way_up(way: Way | None, report: Report) -> Iterator[str]:
    """Return the cheapest way to the next grade, and what would still hold it down."""
    if way is None:
        yield tr("There is no higher grade to reach from here.")
        return
    steps = sum(gap.effort for gap in way.gaps)
    yield tr(
        "Cheapest way to {grade}: {points} points more, {items} items, {steps} steps",
        grade=said(way.grade.title),
        points=points(way.needed),
        items=len(way.gaps),
        steps=steps,
    )
    for gap in way.gaps:
        yield f"  {_gap(gap)}"
    chosen = {gap.score.item.id for gap in way.gaps}
    left = [
        one.score.item.id for one in find_gaps(report.card) if one.is_gate and one.score.item.id not in chosen
    ]
    open_vetoes = [one.veto.id for one in report.card.vetoes if one.strikes is None]
    if open_vetoes:
        yield tr(
            "a veto that is not ruled out holds the grade down; state the figures of {ids}",
            ids=tr(", ").join(open_vetoes),
        )
    if left:
        yield tr("the gate would still fail at: {ids}", ids=tr(", ").join(left))
