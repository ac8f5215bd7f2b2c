"""`report`: the scorecard as a document."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.options import FormatOption
from lawcheck.cli.terminal import emit, say
from lawcheck.domain.report import Audience
from lawcheck.errors import UsageError
from lawcheck.formats import FOR_AN_AUDIENCE, WITH_HISTORY, Format, render
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report", help=tr("Write the scorecard as a document."))(report)


def report(
    fmt: FormatOption = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=tr("where to"))
    ] = None,
    audience: Annotated[
        Audience | None,
        typer.Option("--audience", help=tr("who reads it: the unit, the city, or anyone")),
    ] = None,
) -> None:
    """Print the document, or write it whole to FILE."""
    from lawcheck.cli.loading import load

    if audience is None and fmt in FOR_AN_AUDIENCE:
        raise UsageError(
            "{format} is made to be handed on; say who reads it: --audience internal, submission or public",
            format=fmt,
        )
    if output is not None:
        _refuse_own(output)
    loaded = load()._replace(audience=audience or Audience.INTERNAL)
    if fmt in WITH_HISTORY:
        from lawcheck.storage.workspace import read_entries

        loaded = loaded._replace(entries=tuple(read_entries(settings.folder())))
    document = render(loaded, fmt)
    if output is not None:
        from lawcheck.storage.documents import write_document

        write_document(output, document)
        say(tr("written: {file}", file=output))
    else:
        emit(document)


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
