"""`report`: the scorecard as a document."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.options import FormatOption
from lawcheck.cli.terminal import emit, say
from lawcheck.errors import UsageError
from lawcheck.formats import Format, render
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report", help=tr("Write the scorecard as a document."))(report)


def report(
    fmt: FormatOption = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=tr("where to"))
    ] = None,
) -> None:
    """Print the document, or write it whole to FILE."""
    from lawcheck.cli.loading import load

    if output is not None:
        _refuse_own(output)
    document = render(load(), fmt)
    if output is None:
        emit(document)
        return
    from lawcheck.storage.documents import write_document

    write_document(output, document)
    say(tr("written: {file}", file=output))


def _refuse_own(output: Path) -> None:
    """Raise if a document would take the place of the workspace's own files."""
    root = settings.folder().resolve()
    target = output.resolve()
    inside = target.relative_to(root).parts if target.is_relative_to(root) else ()
    if inside and inside[0] in _OWN:
        raise UsageError("{file} belongs to the workspace; choose another name for the document", file=output)


_OWN = frozenset(
    {"assessment.toml", "checklist.toml", "history.jsonl", "review.toml", ".gitattributes", ".gitignore"}
    | {"evidence", "signoff", "cases", "recovered", ".lawcheck", ".git"}
)
