"""`verify`: chain, replay, frozen checklist and evidence bytes, re-derived."""

from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify", help=tr("Re-derive everything from the history; exit 6 where something differs."))(
        verify
    )


def verify(
    fmt: ShapeOption = Shape.TEXT,
    quick: Annotated[bool, typer.Option("--quick", help=tr("do not read the evidence files"))] = False,
) -> None:
    """Check the workspace; repair nothing."""
    from lawcheck.cli.findings import conclude
    from lawcheck.storage.verify import verify as check

    conclude(check(settings.folder(), quick=quick), fmt)
