"""Arguments and options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer

from lawcheck.formats import Format
from lawcheck.i18n import tr


class Shape(StrEnum):
    """What the commands that answer a question can print."""

    TEXT = "text"
    JSON = "json"


ItemArgument = Annotated[str, typer.Argument(metavar="ID", help=tr("an item, like A1-04"))]
OptionalItem = Annotated[str | None, typer.Argument(metavar="[ID]", help=tr("an item, like A1-04"))]
ShapeOption = Annotated[Shape, typer.Option("--format", help=tr("what to print"))]
FormatOption = Annotated[Format, typer.Option("--format", help=tr("which document"))]
