"""What is wrong with the names by which parts of a checklist refer to one another."""

from collections.abc import Collection, Iterator

from lawcheck.domain.checklist import Checklist, Item, ItemVariant
from lawcheck.domain.lint_formulas import Known, lint_sum_of_days
from lawcheck.domain.lint_parameters import RESERVED
from lawcheck.domain.problems import Nearest, Path, Problem, problem
from lawcheck.domain.quantities import Kind

_NAME_LIMIT = 64
"""Characters of a `FigureName`."""


def lint_references(checklist: Checklist, nearest: Nearest) -> Iterator[Problem]:
    """Yield references of items and notes that lead nowhere."""
    items = checklist.items_by_id
    groups = {group.id for group in checklist.groups}
    for number, item in enumerate(checklist.items):
        at = ("items", number)
        yield from _lint_group(item.group, groups, (*at, "id"), nearest)
        if item.owner is not None and item.owner not in checklist.owners:
            yield problem(
                "there is no office '{name}' in [owners]; the nearest: {near}",
                code="unknown-owner",
                path=(*at, "owner"),
                name=item.owner,
                near=nearest.to(item.owner, checklist.owners),
            )
        yield from _lint_same_as(checklist, number, items, nearest)
    for number, note in enumerate(checklist.notes):
        yield from _lint_group(note.id.partition("-")[0], groups, ("notes", number, "id"), nearest)
        for place, name in enumerate(note.scored_by):
            yield from lint_item_id(name, items, ("notes", number, "scored_by", place), nearest)


def lint_item_id(name: str, items: Collection[str], path: Path, nearest: Nearest) -> Iterator[Problem]:
    """Yield a problem if `name` is none of the items."""
    if name not in items:
        yield problem(
            "there is no item {name}; the nearest: {near}",
            code="unknown-item",
            path=path,
            name=name,
            near=nearest.to(name, items),
        )


def _lint_group(name: str, groups: Collection[str], path: Path, nearest: Nearest) -> Iterator[Problem]:
    if name not in groups:
        yield problem(
            "the id puts it into group {name}, which does not exist; the nearest: {near}",
            code="unknown-group",
            path=path,
            name=name,
            near=nearest.to(name, groups),
        )


def _lint_same_as(
    checklist: Checklist, number: int, items: Collection[str], nearest: Nearest
) -> Iterator[Problem]:
    item, path = checklist.items[number], ("items", number, "same_as")
    if item.same_as is None:
        return
    yield from lint_item_id(item.same_as, items, path, nearest)
    other = checklist.items_by_id.get(item.same_as)
    if other is not None and other.same_as is not None:
        yield problem(
            "{other} is itself the same as {last}; name the row that is scored",
            code="same-as-chain",
            path=path,
            other=other.id,
            last=other.same_as,
        )


def lint_figures(checklist: Checklist, known: Known) -> Iterator[Problem]:
    """Yield figures without owner or use, and deadlines on figures that are no days."""
    owners = {**checklist.items_by_id, **checklist.vetoes_by_id}
    used = _used(checklist, known)
    wholes = {part: name for name, parts in known.periodic.items() for part in parts}
    for number, figure in enumerate(checklist.figures):
        if figure.name in RESERVED:
            yield problem(
                "'{name}' is a word of formulas and cannot be a figure's name",
                code="reserved-name",
                path=("figures", number, "name"),
                name=figure.name,
            )
        yield from _lint_name(figure.name, wholes.get(figure.name), ("figures", number, "name"), known)
        if figure.owner not in owners:
            yield problem(
                "there is no item or veto {name} to own the figure; the nearest: {near}",
                code="unknown-item",
                path=("figures", number, "owner"),
                name=figure.owner,
                near=known.nearest.to(figure.owner, owners),
            )
        if figure.name not in used:
            yield problem(
                "the figure '{name}' is asked for and never used; use it in a rule or check, or delete it",
                code="unused-figure",
                level="warning",
                path=("figures", number, "name"),
                name=figure.name,
            )
    for number, deadline in enumerate(checklist.deadlines):
        yield from _lint_deadline(deadline.figure, ("deadlines", number, "figure"), known)


def _lint_name(name: str, whole: str | None, path: Path, known: Known) -> Iterator[Problem]:
    """Yield what keeps the names of a periodic figure's parts from being names of their own."""
    if whole is not None:
        yield problem(
            "'{name}' is also a part of the periodic figure '{whole}'; give one of them another name",
            code="part-name",
            path=path,
            name=name,
            whole=whole,
        )
    longest = (known.periodic.get(name) or ("",))[-1]
    if len(longest) > _NAME_LIMIT:
        yield problem(
            "the parts of this figure have names of more than {limit} characters, like {part}; shorten it",
            code="part-name",
            path=path,
            limit=_NAME_LIMIT,
            part=longest,
        )


def _lint_deadline(name: str, path: Path, known: Known) -> Iterator[Problem]:
    if name not in known.figures:
        yield problem(
            "there is no figure '{name}'; the nearest: {near}",
            code="unknown-figure",
            path=path,
            name=name,
            near=known.nearest.to(name, known.figures),
        )
    elif known.figures[name] is not Kind.DATE:
        yield problem(
            "a deadline needs a figure of kind \"date\", and '{name}' is a number",
            code="day-expected",
            path=path,
            name=name,
        )
    else:
        yield from lint_sum_of_days(name, path, known)


def _used(checklist: Checklist, known: Known) -> set[str]:
    """Return the names of all figures that anything looks at."""
    variants = [variant for item in checklist.items for variant in item.variants]
    items: list[Item | ItemVariant] = [*checklist.items, *variants]
    formulas = [formula for item in items for rule in item.rules or () for formula in rule.formulas]
    formulas += [item.applies for item in checklist.items if item.applies]
    rows = [row for item in items for row in item.evidence or ()]
    rows += [
        item.not_applicable.proof
        for item in checklist.items
        if item.not_applicable and item.not_applicable.proof
    ]
    formulas += [row.needed for row in rows if row.needed is not None]
    formulas += [check.holds for check in checklist.checks]
    formulas += [veto.when for veto in checklist.vetoes]
    formulas += [veto.times for veto in checklist.vetoes if veto.times is not None]
    formulas += [entry.met for entry in checklist.gate.items if entry.met is not None]
    names = {name for formula in formulas for name in formula.names}
    names |= {deadline.figure for deadline in checklist.deadlines}
    return names | {whole for whole, parts in known.periodic.items() if not names.isdisjoint(parts)}
