"""A checklist to read: its tree, or one row with all that is asked."""

from collections.abc import Iterator

from lawcheck.domain.answering import spelled
from lawcheck.domain.checklist import Checklist, Item, Note, Parameter, Veto
from lawcheck.domain.parameters import choices_of
from lawcheck.errors import UsageError
from lawcheck.formats import reasons, wording
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr


def render(checklist: Checklist) -> str:
    """Return head and tree, a line a row."""
    return "\n".join(_lines(checklist)) + "\n"


def _lines(checklist: Checklist) -> Iterator[str]:
    yield wording.labelled(checklist.id, said(checklist.title))
    yield said(checklist.about)
    for parameter in checklist.parameters:
        yield _parameter(parameter)
    yield ""
    rows: list[Item | Note] = [*checklist.items, *checklist.notes]
    for group in checklist.groups:
        yield tr(
            "{id} {title} ({points} points)",
            id=group.id,
            title=said(group.title),
            points=points(group.points),
        )
        for row in sorted(
            (one for one in rows if one.id.partition("-")[0] == group.id), key=lambda one: one.id
        ):
            yield f"  {_row_line(row)}"
    yield ""
    yield tr(
        "Gate: {score} at least {minimum}",
        score=wording.column(checklist.gate.score),
        minimum=points(checklist.gate.minimum),
    )
    for entry in checklist.gate.items:
        yield f"  {wording.naming(said(entry.title), entry.items)}"
    for veto in checklist.vetoes:
        yield tr("  veto {id}: {title}", id=veto.id, title=said(veto.title))


def _parameter(parameter: Parameter) -> str:
    values = [wording.naming(choice.name, [said(choice.title)]) for choice in parameter.choices]
    line = tr(
        "parameter {id} {title}: {name} = {values}",
        id=parameter.id,
        title=said(parameter.title),
        name=parameter.name,
        values=" | ".join(values or choices_of(parameter)) or tr("a number"),
    )
    if parameter.default is not None:
        line = tr("{line}, else {default}", line=line, default=parameter.default)
    if parameter.proof is None:
        return line
    return tr("{line}, proved by {row}", line=line, row=f"{parameter.id}:{parameter.proof.id}")


def _row_line(row: Item | Note) -> str:
    binding = wording.force(row.force)
    if isinstance(row, Note):
        return tr("{id} {title} [{force}, direction only]", id=row.id, title=said(row.title), force=binding)
    if row.same_as:
        return tr(
            "{id} {title} [{force}, scored with {other}]",
            id=row.id,
            title=said(row.title),
            force=binding,
            other=row.same_as,
        )
    return tr(
        "{id} {title} [{force}] {points}",
        id=row.id,
        title=said(row.title),
        force=binding,
        points=points(row.points),
    )


def render_row(checklist: Checklist, id_: str) -> str:
    """Return everything about one item or note.

    Raises:
        UsageError: There is no such row.
    """
    wanted = spelled([*checklist.vetoes_by_id, *checklist.parameters_by_id], id_)
    if wanted in checklist.parameters_by_id:
        return _parameter(checklist.parameters_by_id[wanted]) + "\n"
    if wanted in checklist.vetoes_by_id:
        return "\n".join(_veto(checklist.vetoes_by_id[wanted], checklist)) + "\n"
    return "\n".join(_row(find_row(checklist, id_), checklist)) + "\n"


def find_row(checklist: Checklist, id_: str) -> Item | Note:
    """Return the item or note called `id_`.

    Raises:
        UsageError: There is none.
    """
    rows: list[Item | Note] = [*checklist.items, *checklist.notes]
    wanted = spelled([one.id for one in rows], id_)
    row = next((one for one in rows if one.id == wanted), None)
    if row is None:
        raise UsageError("there is no item {id}; `lawcheck show .` lists them", id=id_)
    return row


def _veto(veto: Veto, checklist: Checklist) -> Iterator[str]:
    yield tr("veto {id}: {title}", id=veto.id, title=said(veto.title))
    yield tr("strikes if: {condition}", condition=reasons.formula(veto.when, checklist))
    yield from _figures(veto.id, checklist)
    for name in sorted(veto.when.names):
        yield tr("say it with: lawcheck set {id} --figure {name}=0", id=veto.id, name=name)


def _figures(owner: str, checklist: Checklist) -> Iterator[str]:
    for figure in checklist.asked_figures:
        if figure.owner == owner:
            yield tr(
                "figure {name}: {title} ({unit})",
                name=figure.name,
                title=said(figure.title),
                unit=said(figure.unit),
            )


def _row(row: Item | Note, checklist: Checklist) -> Iterator[str]:
    yield _row_line(row)
    yield said(row.requirement)
    if row.condition:
        yield tr("only if: {condition}", condition=said(row.condition))
    if isinstance(row, Item) and row.applies:
        yield tr("applies only if: {condition}", condition=reasons.formula(row.applies, checklist))
    if row.note:
        yield tr("note: {note}", note=said(row.note))
    yield tr("in the source: {place}", place=row.place)
    if isinstance(row, Item):
        yield from _item(row, checklist)
    elif row.scored_by:
        yield tr("scored by: {ids}", ids=", ".join(row.scored_by))
    for basis in row.basis:
        yield tr("basis: {basis}", basis=wording.basis(basis))


def _item(item: Item, checklist: Checklist) -> Iterator[str]:
    if item.owner:
        yield tr("owner: {owner}", owner=said(checklist.owners[item.owner]))
    for rule in item.rules:
        yield tr("rule: {rule}", rule=reasons.describe_rule(rule, checklist))
    yield from _figures(item.id, checklist)
    for row in item.evidence:
        kinds = tr(", ").join(wording.evidence_kind(kind) for kind in row.kinds)
        line = tr("evidence {row}: {title} ({kinds})", row=row.id, title=said(row.title), kinds=kinds)
        yield line if row.required else tr("{line}, optional", line=line)
    if item.no_evidence:
        yield tr("no evidence is asked: {why}", why=said(item.no_evidence))
    if item.not_applicable:
        yield tr("not applicable if: {when}", when=said(item.not_applicable.when))
        if item.not_applicable.proof:
            yield tr("evidence na: {title}", title=said(item.not_applicable.proof.title))
