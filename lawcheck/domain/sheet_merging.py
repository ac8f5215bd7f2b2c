"""Sheets into the workspace: what to change, what clashes with what was changed meanwhile, and the change.

A cell is changed if it differs from what was exported. It clashes if the workspace has, since then, come to
say a third thing, or if two sheets say different things.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lawcheck.domain.answering import Change, answer
from lawcheck.domain.assessment import Assessment, Status
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.problems import shown
from lawcheck.domain.sheet import Column, Exported, default_owner, fitted, stated
from lawcheck.domain.sheet_cells import is_same
from lawcheck.domain.sheet_reading import Difference, Wrong
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import FileError, UsageError


class Keep(StrEnum):
    """Which side of a conflict is kept."""

    WORKSPACE = "workspace"
    SHEET = "sheet"


class Conflict(NamedTuple):
    """A cell that was changed in two places. `now` is the workspace's text; `other` another sheet's cell."""

    difference: Difference
    now: str
    other: Difference | None = None


class Merged(NamedTuple):
    """What the sheets change, by path, and the conflicts that nobody has decided."""

    wanted: Mapping[str, Difference]
    conflicts: tuple[Conflict, ...]


def check_origin(file: str, exported: Exported, opened: Workspace) -> None:
    """Raise FileError unless the sheet was exported from this unit's assessment on this very checklist."""
    if exported.checklist != opened.checklist.id:
        raise FileError(
            "{file}: this sheet answers the checklist {other}, the workspace {id}; name the right file",
            file=file,
            other=shown(exported.checklist),
            id=opened.checklist.id,
        )
    if exported.sha256 != opened.checklist_sha256:
        raise FileError(
            "{file}: this sheet was exported with another version of the checklist "
            "({other}, here {version}); export it anew and copy the answers into it",
            file=file,
            other=shown(exported.version),
            version=opened.checklist.version,
        )
    if exported.unit != opened.assessment.unit:
        raise FileError(
            "{file}: this is the sheet of {other}, the workspace is that of {unit}; name the right file",
            file=file,
            other=shown(exported.unit),
            unit=opened.assessment.unit,
        )


def merge(
    checklist: Checklist, assessment: Assessment, found: Iterable[Difference], keep: Keep | None = None
) -> Merged:
    """Return what `found` changes in `assessment`; what says what stands there already is no change."""
    said: dict[str, list[Difference]] = {}
    for one in found:
        said.setdefault(one.path, []).append(one)
    wanted: dict[str, Difference] = {}
    conflicts: list[Conflict] = []
    for path, differences in said.items():
        now = fitted(stated(checklist, assessment, path))
        first = next((one for one in differences if not is_same(one.new, now)), None)
        if first is None:
            continue
        clash = next((one for one in differences if not is_same(one.new, first.new)), None)
        if clash is None and (keep is Keep.SHEET or is_same(now, first.base)):
            wanted[path] = first
        elif keep is not Keep.WORKSPACE:
            conflicts.append(Conflict(first, now, clash))
    return Merged(wanted, tuple(conflicts))


class Applied(NamedTuple):
    """The assessment with the changes that the checklist allows, and the cells of those that it does not."""

    assessment: Assessment
    wrong: tuple[Wrong, ...]


def apply(checklist: Checklist, assessment: Assessment, wanted: Mapping[str, Difference]) -> Applied:
    """Return `assessment` with all of `wanted` answered, by the rules of `answering`."""
    waiting: dict[str, list[Difference]] = {}
    for one in wanted.values():
        waiting.setdefault(_answered_by(checklist, one.path), []).append(one)
    # One answer may only be allowed once another has been given, so that some have to wait for others.
    while waiting:
        errors: dict[str, UsageError] = {}
        for id_, differences in waiting.items():
            try:
                assessment = _answer(checklist, assessment, id_, differences)
            except UsageError as error:
                errors[id_] = error
        if len(errors) == len(waiting):
            wrong = (_wrong(waiting[id_], error) for id_, error in errors.items())
            return Applied(assessment, tuple(wrong))
        waiting = {id_: waiting[id_] for id_ in errors}
    return Applied(assessment, ())


def _answered_by(checklist: Checklist, path: str) -> str:
    kind, _, rest = path.partition(".")
    id_ = checklist.figures_by_name[rest].owner if kind == "figures" else rest.partition(".")[0]
    item = checklist.items_by_id.get(id_)
    return (item.same_as if item else None) or id_


def _answer(
    checklist: Checklist, assessment: Assessment, id_: str, differences: Sequence[Difference]
) -> Assessment:
    told = {one.path.rpartition(".")[2]: one.new for one in differences if one.path.startswith("answers.")}
    figures = {one.path.partition(".")[2]: one.new for one in differences if one.path.startswith("figures.")}
    status, due, owner = (told.get(column) for column in (Column.STATUS, Column.DUE, Column.OWNER))
    change = Change(
        status=Status(status) if status else None,
        note=told.get(Column.NOTE),
        reason=told.get(Column.REASON),
        owner="" if owner is not None and owner == default_owner(checklist, id_) else owner,
        due=date.fromisoformat(due) if due else None,
        figures=figures,
    )
    return answer(checklist, _emptied(assessment, id_, told), id_, change)


def _emptied(assessment: Assessment, id_: str, told: Mapping[str, str]) -> Assessment:
    """Return `assessment` without the status and the day that were emptied, which no `Change` can say."""
    said = assessment.answers.get(id_)
    if said is None:
        return assessment
    if told.get(Column.STATUS) == "":
        said = replace(said, status=None, confirmed=True)
    if told.get(Column.DUE) == "":
        said = replace(said, due=None)
    return replace(assessment, answers={**assessment.answers, id_: said})


def _wrong(differences: Sequence[Difference], error: UsageError) -> Wrong:
    blamed = next((one for one in differences if one.path.endswith(f".{Column.STATUS}")), differences[0])
    return Wrong(blamed.place, blamed.path, error)
