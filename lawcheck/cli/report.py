"""`report`: the scorecard as a document."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli.options import FormatOption
from lawcheck.cli.publishing import publish, refuse_own
from lawcheck.domain.report import Audience
from lawcheck.errors import UsageError
from lawcheck.formats import FOR_AN_AUDIENCE, Format
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
        refuse_own(output)
    publish(load()._replace(audience=audience or Audience.INTERNAL), fmt, output)
