"""DOCUMENTS: a module a format, data in and text or bytes out. Knows neither files nor the terminal.

`Format` is the table: each value is the word on the command line and, with `_` for `-`, the module's name.
"""

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from lawcheck.domain.report import Report


class Format(StrEnum):
    """The formats that `report --format` takes."""

    TEXT = "text"
    MARKDOWN = "md"
    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"
    DOCX_TABLE = "docx-table"
    CSV = "csv"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"


class Renderer(Protocol):
    """What a format's module offers."""

    def render(self, report: "Report") -> str | bytes:
        """Return the report as a document."""
        ...


FOR_AN_AUDIENCE: Final = frozenset({Format.HTML, Format.XLSX, Format.DOCX, Format.DOCX_TABLE})
"""The formats that are handed on, so that whoever asks for one says who reads it."""

WITH_HISTORY: Final = frozenset({Format.HTML, Format.XLSX, Format.DOCX_TABLE})
"""The formats that tell the history, or by it whether they are on a demonstration."""

DRAFTED: Final = frozenset({Format.DOCX})
"""The formats that draft a text: they have gaps, and take what a person adds to it."""

WITH_SOURCES: Final = frozenset({Format.JUNIT, Format.SARIF, Format.GITHUB, Format.GITLAB})
"""The formats that point at lines of the workspace's files."""


def render(report: "Report", fmt: Format) -> str | bytes:
    """Return `report` as a document in `fmt`, in the chosen language."""
    module = cast("Renderer", import_module(f"{__name__}.{fmt.replace('-', '_')}"))
    return module.render(report)
