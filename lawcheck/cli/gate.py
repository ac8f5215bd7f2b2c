"""`gate`: pass or fail, as a continuous integration job wants it."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import emit, say
from lawcheck.domain.gate import Strictness
from lawcheck.domain.quantities import plain, to_fraction
from lawcheck.domain.report import Report
from lawcheck.errors import ExitCode, NotSavedError, Refused, UsageError
from lawcheck.formats import FOR_AN_AUDIENCE, Format
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("gate", help=tr("Pass (exit 0) or fail (exit 1) by the checklist's policy."))(gate)


def gate(
    fmt: ShapeOption = Shape.TEXT,
    minimum: Annotated[
        str | None,
        typer.Option("--minimum", metavar="POINTS", help=tr("ask for more points than the checklist")),
    ] = None,
    unanswered: Annotated[
        int | None, typer.Option("--max-unanswered", min=0, help=tr("allow at most so many unanswered items"))
    ] = None,
    unsupported: Annotated[
        int | None, typer.Option("--max-unsupported", min=0, help=tr("allow at most so many unproved items"))
    ] = None,
    all_checks: Annotated[bool, typer.Option("--all-checks", help=tr("every check must hold"))] = False,
    reports: Annotated[
        list[str] | None,
        typer.Option(
            "--report", metavar="FORMAT=FILE", help=tr("write a document, too; - is stdout; may be repeated")
        ),
    ] = None,
) -> None:
    """Judge the workspace. Options only make the gate stricter; documents leave the verdict as it is."""
    from lawcheck.cli.loading import load

    wanted = _documents(reports or [])
    report = load(stricter=Strictness(_points(minimum), unanswered, unsupported, all_checks))
    asked = report.card.checklist.gate.minimum
    lower = _points(minimum)
    if lower is not None and lower < asked:
        say(
            tr("the checklist asks for {points} points; a lower minimum changes nothing", points=plain(asked))
        )
    if fmt is Shape.JSON:
        from lawcheck.formats import json

        emit(json.dumps(json.gate_table(report)))
    else:
        from lawcheck.formats.text import render_gate

        emit(render_gate(report))
    if wanted:
        _write(wanted, report)
    if not report.card.verdict.passed:
        raise typer.Exit(ExitCode.VERDICT)


def _points(text: str | None) -> Fraction | None:
    if text is None:
        return None
    try:
        return to_fraction(Decimal(text))
    except (InvalidOperation, Refused):
        raise UsageError("--minimum is a number of points, not '{value}'", value=text[:60]) from None


class _Document(NamedTuple):
    """A document to be written beside the verdict; `output` is None for stdout."""

    fmt: Format
    output: Path | None


def _documents(texts: list[str]) -> list[_Document]:
    """Return what `--report` asks for, refused before anything is judged."""
    documents = [_document(text) for text in texts]
    outputs = [one.output and one.output.resolve() for one in documents]
    for output in outputs:
        if outputs.count(output) > 1:
            raise UsageError("two documents go to {file}; name a file for each", file=output or "-")
    return documents


def _document(text: str) -> _Document:
    from lawcheck.cli.publishing import refuse_own

    name, _, file = text.partition("=")
    choices = [str(one) for one in Format if one not in FOR_AN_AUDIENCE]
    if name not in choices or not file:
        raise UsageError(
            "--report is FORMAT=FILE, not '{value}'; the formats are: {choices}",
            value=text[:60],
            choices=", ".join(choices),
        )
    if file == "-":
        return _Document(Format(name), None)
    refuse_own(Path(file))
    return _Document(Format(name), Path(file))


def _write(documents: list[_Document], report: Report) -> None:
    """Write all documents that can be written, then tell of the first that could not."""
    from lawcheck.cli.publishing import publish

    failed = None
    for fmt, output in documents:
        try:
            publish(report, fmt, output)
        except NotSavedError as error:
            failed = failed or error
    if failed:
        raise failed
