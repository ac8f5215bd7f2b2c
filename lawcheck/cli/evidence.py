"""`evidence`: the register of proof."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import complain, emit, say
from lawcheck.domain.assessment import Assessment, Covers, Level, Serving, read_covers
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.errors import Refused, UsageError
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command and its parts."""
    group = typer.Typer(
        help=tr("The register of evidence: add, list, verify, unused, remove."),
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.command("add", help=tr("Register a file, link, document number, record or statement."))(add)
    group.command("list", help=tr("List the evidence and the rows it serves."))(list_)
    group.command("verify", help=tr("Check that the files are as they were registered."))(verify)
    group.command("unused", help=tr("List evidence that serves no row, and files that are not registered."))(
        unused
    )
    group.command("remove", help=tr("Take a piece off the register; the file itself stays."))(remove)
    app.add_typer(group, name="evidence")


def add(
    what: Annotated[str, typer.Argument(metavar="WHAT", help=tr("a file, an address, a number or a text"))],
    item: Annotated[
        list[str] | None,
        typer.Option(
            "--item",
            metavar="ID[:ROW]",
            help=tr("what it proves; may be repeated; a folder's files say it by their names"),
        ),
    ] = None,
    kind: Annotated[
        EvidenceKind | None, typer.Option("--kind", help=tr("what it is, where that is not plain"))
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help=tr("what to call it"))] = None,
    covers: Annotated[
        str | None, typer.Option("--covers", metavar="D[..D]", help=tr("the day or days that it is about"))
    ] = None,
    level: Annotated[
        Level | None, typer.Option("--level", help=tr("who may see it; internal unless said"))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=tr("of a folder: only tell what would be registered"))
    ] = False,
) -> None:
    """Register WHAT for one or more evidence rows; a file is copied into evidence/."""
    if not item:
        _add_folder(what, kind, name, covers, level, dry_run=dry_run)
        return
    if dry_run:
        raise UsageError("--dry-run is for a folder without --item")
    from lawcheck.cli import filing
    from lawcheck.cli.loading import report_on
    from lawcheck.domain import registering
    from lawcheck.domain.workspace import Workspace
    from lawcheck.formats.text import item_line
    from lawcheck.storage.saving import change as save
    from lawcheck.storage.workspace import open_workspace

    filed = filing.Filed(what, kind or filing.recognise(what), name, _covers(covers), level)
    root = settings.folder()

    def rows(workspace: Workspace) -> list[Serving]:
        return [
            registering.choose_row(workspace.checklist, workspace.assessment, one, filed.kind) for one in item
        ]

    # The rows are looked up before the file is copied, so that a mistyped id leaves nothing behind.
    rows(open_workspace(root))
    piece = filing.make_piece(root, filed)
    chosen: list[Serving] = []
    key = ""

    def edit(workspace: Workspace) -> Assessment:
        nonlocal key
        chosen[:] = rows(workspace)
        changed, key = filing.register(workspace, piece, filed, chosen)
        return changed

    workspace = save(root, edit, act="evidence-add", **settings.signature())
    emit(tr("{key} serves {rows}", key=key, rows=", ".join(map(str, chosen))) + "\n")
    for sentence in filing.warnings(key, workspace.assessment.evidence[key]):
        complain(sentence)
    report = report_on(workspace)
    for id_ in dict.fromkeys(one.item for one in chosen):
        if id_ in report.card.checklist.items_by_id:
            say(item_line(report.card.of(id_)))


def _add_folder(
    what: str,
    kind: EvidenceKind | None,
    name: str | None,
    covers: str | None,
    level: Level | None,
    *,
    dry_run: bool,
) -> None:
    """Take a folder in, file by file; only files can do without --item, and each keeps its own name."""
    if not Path(what).is_dir() or kind not in (None, EvidenceKind.FILE):
        raise UsageError("{name} is missing", name="--item")
    if name is not None:
        raise UsageError("--name is for one piece; the files of a folder keep their names")
    from lawcheck.cli.bulk import add_folder

    add_folder(Path(what), _covers(covers), level, dry_run=dry_run)


def _covers(text: str | None) -> Covers | None:
    if text is None:
        return None
    try:
        return read_covers(text)
    except Refused as error:
        raise UsageError(error.template, **error.fields) from None


def list_(fmt: ShapeOption = Shape.TEXT) -> None:
    """Print every piece with its state and what it serves."""
    from lawcheck.cli.loading import load_workspace
    from lawcheck.formats import evidence_list, json

    workspace = load_workspace()
    if fmt is Shape.JSON:
        emit(json.dumps(evidence_list.table(workspace)))
    else:
        emit(evidence_list.render(workspace))


def verify(fmt: ShapeOption = Shape.TEXT) -> None:
    """Hash every file again; exit 6 where one is missing or changed."""
    from lawcheck.cli.findings import conclude
    from lawcheck.storage.verify import verify as check

    # Where the history or the checklist is broken the evidence cannot be judged: that is told, too.
    found = check(settings.folder())
    conclude([one for one in found if one.level == "error" or one.code.startswith("evidence-")], fmt)


def unused(fmt: ShapeOption = Shape.TEXT) -> None:
    """Print pieces without a row and files without an entry."""
    from lawcheck.cli.loading import load_workspace
    from lawcheck.storage.verify import verify as check

    pieces = {key: one for key, one in load_workspace().assessment.evidence.items() if not one.serves}
    files = [one.file for one in check(settings.folder(), quick=True) if one.code == "evidence-unregistered"]
    if fmt is Shape.JSON:
        from lawcheck.formats import json

        emit(json.dumps({"format": 1, "evidence": list(pieces), "files": files}))
        return
    for key, piece in pieces.items():
        emit(tr("{key} {name}: serves no row", key=key, name=piece.name) + "\n")
    for file in files:
        emit(tr("{file}: not registered", file=file) + "\n")


def remove(
    key: Annotated[str, typer.Argument(metavar="KEY", help=tr("the piece, like e0007"))],
    item: Annotated[
        list[str] | None, typer.Option("--item", metavar="ID[:ROW]", help=tr("only from these; else wholly"))
    ] = None,
) -> None:
    """Take KEY off the register, or off some rows."""
    from lawcheck.domain.registering import unregister
    from lawcheck.storage.saving import change as save

    save(
        settings.folder(),
        lambda workspace: unregister(workspace.assessment, key, tuple(item or ())),
        act="evidence-remove",
        **settings.signature(),
    )
    say(
        tr("{key} removed", key=key)
        if not item
        else tr("{key} no longer serves {rows}", key=key, rows=", ".join(item))
    )
