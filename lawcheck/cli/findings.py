"""How findings are printed, and the exit code that they lead to."""

from collections.abc import Sequence

import typer

from lawcheck.cli.options import Shape
from lawcheck.cli.terminal import emit
from lawcheck.domain.findings import Finding
from lawcheck.errors import ExitCode
from lawcheck.formats import findings as words
from lawcheck.formats import json


def conclude(found: Sequence[Finding], fmt: Shape) -> None:
    """Print `found`; leave with exit 6 if any of it is an error."""
    emit(json.dumps(words.table(found)) if fmt is Shape.JSON else words.render(found))
    if any(one.level == "error" for one in found):
        raise typer.Exit(ExitCode.INTEGRITY)
