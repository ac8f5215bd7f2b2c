"""DOCUMENTS: a module a format, data in and text or bytes out. Knows neither files nor the terminal.

`Format` is the table: each value is the word on the command line and the module's name.
"""

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from lawcheck.domain.report import Report


class Format(StrEnum):
    """The formats that `report --format` takes."""

    TEXT = "text"
    MARKDOWN = "md"
    JSON = "json"


class Renderer(Protocol):
    """What a format's module offers."""

    def render(self, report: "Report") -> str:
        """Return the report as a document."""
        ...


def render(report: "Report", fmt: Format) -> str:
    """Return `report` as a document in `fmt`, in the chosen language."""
    module = cast("Renderer", import_module(f"{__name__}.{fmt}"))
    return module.render(report)
