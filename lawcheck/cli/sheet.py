"""`sheet`: the self-assessment as a workbook, out to the offices and back."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from lawcheck.cli import settings
from lawcheck.cli.terminal import complain, emit, say
from lawcheck.domain.assessment import Assessment
from lawcheck.domain.sheet_merging import Applied, Keep, Merged
from lawcheck.domain.sheet_reading import Found, Wrong
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import FileError, UsageError
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command and its parts."""
    group = typer.Typer(
        help=tr("The self-assessment sheet: export it, and import what was filled in."),
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.command("export", help=tr("Write the sheet as a workbook, one or one for each office."))(export)
    group.command("import", help=tr("Take in filled sheets as one change; --dry-run only shows it."))(import_)
    app.add_typer(group, name="sheet")


def export(
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=tr("where to; a folder with --per-owner")),
    ] = None,
    per_owner: Annotated[
        bool, typer.Option("--per-owner", help=tr("one file for each office, into the folder -o"))
    ] = False,
) -> None:
    """Write the sheet whole, or one for each office that owes something."""
    from lawcheck.cli.loading import load_workspace, report_on
    from lawcheck.cli.publishing import refuse_own
    from lawcheck.formats import sheet as document
    from lawcheck.storage.documents import write_document, write_documents

    if per_owner and output is None:
        raise UsageError("--per-owner writes several files; name a folder for them with -o DIR")
    if output is not None:
        refuse_own(output)
    workspace = load_workspace()
    card = report_on(workspace).card
    if not per_owner:
        rendered = document.render(document.take(workspace, card))
        if output is None:
            emit(rendered)
            return
        write_document(output, rendered)
        say(tr("written: {file}", file=output))
        return
    assert output is not None
    for path in write_documents(output, ".xlsx", document.by_office(workspace, card)):
        say(tr("written: {file}", file=path))


class _Plan(NamedTuple):
    """What an import comes to: what is decided, what the rules make of it, and all cells that are wrong."""

    merged: Merged
    applied: Applied
    wrong: tuple[Wrong, ...]

    @property
    def is_clear(self) -> bool:
        return not self.wrong and not self.merged.conflicts


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=tr("filled sheets: .xlsx, .ods, .xls"))
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=tr("only show the differences"))] = False,
    keep: Annotated[
        Keep | None, typer.Option("--keep", help=tr("whose word counts where both sides changed a cell"))
    ] = None,
) -> None:
    """Print every difference, cell by cell; all of them or none become one change."""
    from lawcheck.formats import sheet_story
    from lawcheck.storage.saving import change as save
    from lawcheck.storage.workspace import open_workspace

    root = settings.folder()
    before = open_workspace(root)
    found = _read(files, before)
    plan = _plan(before, found, keep)
    for one in plan.merged.wanted.values():
        emit(sheet_story.difference(one, before.checklist) + "\n")
    _refuse(plan, before)
    if dry_run:
        say(tr("{count} cells differ; nothing was imported yet", count=len(plan.merged.wanted)))
        return

    def edit(opened: Workspace) -> Assessment:
        again = _plan(opened, found, keep)
        _refuse(again, opened)
        return again.applied.assessment

    after = save(root, edit, act="import", **settings.signature())
    _conclude(before, after, plan)


def _read(files: list[Path], opened: Workspace) -> list[Found]:
    from lawcheck.domain.problems import shown
    from lawcheck.domain.sheet_merging import check_origin
    from lawcheck.domain.sheet_reading import compare, read_page
    from lawcheck.formats.sheet import vocabulary
    from lawcheck.storage.sheets import read_workbook

    words, found = vocabulary(), []
    for path in dict.fromkeys(files):
        file = shown(str(path), 1000)
        grids = read_workbook(path)
        exported = read_page(file, grids)
        check_origin(file, exported, opened)
        if exported.head != opened.head:
            since = opened.entries - exported.entries
            say(tr("{file}: exported {since} changes of the workspace ago", file=file, since=max(since, 0)))
        found.append(compare(file, grids, exported, opened.checklist, words))
    return found


def _plan(opened: Workspace, found: list[Found], keep: Keep | None) -> _Plan:
    from lawcheck.domain.sheet_merging import apply, merge

    differences = [one for file in found for one in file.differences]
    merged = merge(opened.checklist, opened.assessment, differences, keep)
    applied = apply(opened.checklist, opened.assessment, merged.wanted)
    return _Plan(merged, applied, (*(one for file in found for one in file.wrong), *applied.wrong))


def _refuse(plan: _Plan, opened: Workspace) -> None:
    """Tell what is wrong and what clashes, cell by cell, and raise if there is any of it."""
    from lawcheck.formats import sheet_story

    if plan.is_clear:
        return
    for wrong in plan.wrong:
        complain(sheet_story.wrong(wrong, opened.checklist))
    for conflict in plan.merged.conflicts:
        complain(sheet_story.conflict(conflict, opened.checklist))
    if plan.wrong:
        raise FileError(
            "{wrong} cells cannot be taken ({conflicts} more were changed on both sides); "
            "nothing was imported, correct them and import again",
            wrong=len(plan.wrong),
            conflicts=len(plan.merged.conflicts),
        )
    raise FileError(
        "{conflicts} cells were changed on both sides; nothing was imported, decide with --keep workspace "
        "or --keep sheet, or make the sheets agree",
        conflicts=len(plan.merged.conflicts),
    )


def _conclude(before: Workspace, after: Workspace, plan: _Plan) -> None:
    from lawcheck.cli.loading import report_on
    from lawcheck.formats.text import broken_checks, score_lines

    report = report_on(after)
    if after.entries == before.entries:
        say(tr("nothing changed, so nothing was recorded"))
        return
    say(tr("{count} cells imported as one change", count=len(plan.merged.wanted)))
    figures = after.checklist.figures_by_name
    paths = (path.split(".") for path in plan.merged.wanted)
    touched = dict.fromkeys(figures[name].owner if kind == "figures" else name for kind, name, *_ in paths)
    for line in dict.fromkeys(line for id_ in touched for line in broken_checks(report, id_)):
        say(line)
    for line in score_lines(report):
        say(line)
