"""`verify`: chain, replay, frozen checklist, evidence bytes and sign-offs, re-derived."""

from pathlib import Path
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
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="EARLIER",
            help=tr("what today's history must extend: 64 digits, a sign-off, a history, a revision of git"),
        ),
    ] = None,
    signers: Annotated[
        Path | None,
        typer.Option(
            "--signers", metavar="FILE", help=tr("whose key is whose, as ssh-keygen reads it; kept outside")
        ),
    ] = None,
) -> None:
    """Check the workspace; repair nothing."""
    from lawcheck.cli.findings import conclude
    from lawcheck.storage.disk import DISK
    from lawcheck.storage.earlier import find_earlier
    from lawcheck.storage.signatures import expect_outside
    from lawcheck.storage.verify import verify as check

    root = settings.folder()
    conclude(
        check(
            root,
            quick=quick,
            against=None if against is None else find_earlier(against, root, DISK),
            signers=None if signers is None else expect_outside(signers, root),
        ),
        fmt,
    )
