"""`report`: the scorecard as a document."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli.options import FormatOption
from lawcheck.cli.terminal import emit, say
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

    document = render(load(), fmt)
    if output is None:
        emit(document)
        return
    from lawcheck.storage.documents import write_document

    write_document(output, document)
    say(tr("written: {file}", file=output))
