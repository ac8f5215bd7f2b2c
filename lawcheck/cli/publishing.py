"""Documents as commands hand them out: with what their format needs, never over the workspace's own files."""

from pathlib import Path

from lawcheck.cli import settings
from lawcheck.cli.terminal import emit, say
from lawcheck.domain.report import Report
from lawcheck.errors import UsageError
from lawcheck.formats import WITH_HISTORY, WITH_SOURCES, Format, render
from lawcheck.i18n import tr

_OWN = frozenset(
    {"assessment.toml", "checklist.toml", "history.jsonl", "review.toml", ".gitattributes", ".gitignore"}
    | {"evidence", "signoff", "cases", "recovered", ".lawcheck", ".git"}
)


def refuse_own(output: Path) -> None:
    """Raise UsageError if a document would take the place of the workspace's own files."""
    root = settings.folder().resolve()
    target = output.resolve()
    inside = target.relative_to(root).parts if target.is_relative_to(root) else ()
    if inside and inside[0] in _OWN:
        raise UsageError("{file} belongs to the workspace; choose another name for the document", file=output)


def publish(report: Report, fmt: Format, output: Path | None) -> None:
    """Write `report` in `fmt` whole to `output`, to stdout for None.

    Raises:
        NotSavedError: The folder or the disk does not allow it.
    """
    hand_out(render(_with_needs(report, fmt), fmt), output)


def hand_out(document: str | bytes, output: Path | None) -> None:
    """Write `document` whole to `output`, to stdout for None.

    Raises:
        NotSavedError: The folder or the disk does not allow it.
    """
    if output is None:
        emit(document)
        return
    from lawcheck.storage.documents import write_document

    write_document(output, document)
    say(tr("written: {file}", file=output))


def _with_needs(report: Report, fmt: Format) -> Report:
    """Return the report with what only documents of this format tell."""
    if fmt in WITH_HISTORY:
        from lawcheck.storage.workspace import read_entries

        report = report._replace(entries=tuple(read_entries(settings.folder())))
    if fmt in WITH_SOURCES:
        from lawcheck.storage.sources import read_sources

        report = report._replace(sources=read_sources(settings.folder(), Path.cwd()))
    return report
