"""`report`: the scorecard as a document."""

from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli.options import FormatOption
from lawcheck.cli.publishing import publish, refuse_own
from lawcheck.domain.report import Audience
from lawcheck.errors import UsageError
from lawcheck.formats import DRAFTED, FOR_AN_AUDIENCE, Format
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
    pick: Annotated[
        list[str] | None,
        typer.Option(
            "--pick", metavar="ID[=CAUSE]", help=tr("docx: a shortcoming to name, and why; may be repeated")
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="NAME", help=tr("docx: the addressee"))] = None,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="DATE", help=tr("docx: the day of signature"))
    ] = None,
    clean: Annotated[bool, typer.Option("--clean", help=tr("docx: write nothing while gaps remain"))] = False,
) -> None:
    """Print the document, or write it whole to FILE."""
    from lawcheck.cli.drafting import additions, tell_gaps
    from lawcheck.cli.loading import load

    if (pick or to or dated or clean) and fmt not in DRAFTED:
        raise UsageError("--pick, --to, --dated and --clean belong to --format docx; leave them out")
    if audience not in (None, Audience.INTERNAL) and fmt not in FOR_AN_AUDIENCE:
        raise UsageError(
            "{format} shows everything, as the unit itself sees it; for others there are: {formats}",
            format=fmt,
            formats=", ".join(sorted(FOR_AN_AUDIENCE)),
        )
    if audience is None and fmt in FOR_AN_AUDIENCE:
        raise UsageError(
            "{format} is made to be handed on; say who reads it: --audience internal, submission or public",
            format=fmt,
        )
    if output is not None:
        refuse_own(output)
    loaded = load()._replace(
        audience=audience or Audience.INTERNAL, additions=additions(to, dated, pick or [])
    )
    if fmt in DRAFTED:
        tell_gaps(loaded, clean=clean)
    publish(loaded, fmt, output)
