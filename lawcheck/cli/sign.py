"""`sign`: who stands for which state, and the page for the seal."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.terminal import emit, say
from lawcheck.domain.assessment import Assessment
from lawcheck.domain.signoff import FILING_ACT, Role
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import Refused, UsageError
from lawcheck.i18n import tr


class PageShape(StrEnum):
    """How the page can be had."""

    TEXT = "text"
    DOCX = "docx"


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "sign", help=tr("Sign off the present state, and print the page for signatures and the seal.")
    )(sign)


def sign(
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help=tr("who signs"))] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", help=tr("as what: handler, deputy or head"))
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=tr("the sentence that is signed"))
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help=tr("sign nothing; print the page of a sign-off again"))
    ] = False,
    scan: Annotated[
        Path | None,
        typer.Option("--scan", metavar="FILE", help=tr("file the scan of the sealed page as evidence")),
    ] = None,
    number: Annotated[
        int | None,
        typer.Option("--number", min=1, help=tr("which sign-off --again and --scan mean; else the newest")),
    ] = None,
    fmt: Annotated[PageShape, typer.Option("--format", help=tr("how to print the page"))] = PageShape.TEXT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=tr("where to"))
    ] = None,
) -> None:
    """Sign as NAME and ROLE and print the page; or print a page again, or file its scan."""
    if scan is not None:
        _expect_alone("--scan", name, role, text, again or None, output)
        _file_scan(scan, number)
        return
    if again:
        _expect_alone("--again", name, role, text)
        _print_page(number, fmt, output)
        return
    if number is not None:
        raise UsageError("--number goes with --again or --scan; a new sign-off gets the next number")
    _refuse_unprintable(fmt, output)
    made = _sign(name, role, text)
    _print_page(made, fmt, output)
    file = f"signoff/{made:04}.toml"
    say(tr("signed off: {file}; the scan of the sealed page comes back with --scan FILE", file=file))
    say(tr("with a key: ssh-keygen -Y sign -n lawcheck-signoff -f KEY {file}", file=file))


def _sign(name: str | None, role: str | None, text: str | None) -> int:
    from lawcheck.cli.loading import report_on
    from lawcheck.domain.signing import Signer, compose
    from lawcheck.domain.values import read_line
    from lawcheck.storage.signing import sign as record

    if not name or not role:
        raise UsageError("say who signs and as what, like --name NAME --role head (or handler, or deputy)")
    signature = settings.signature()
    try:
        signer = Signer(read_line(name), _role(role), read_line(text or _sentence()))
    except Refused as error:
        raise UsageError(error.template, **error.fields) from None
    return record(
        settings.folder(),
        lambda opened, number, review: compose(
            opened, report_on(opened).card, signer, number, signature["at"], review
        ),
        **signature,
    )


def _sentence() -> str:
    return tr("The answers, figures and evidence above are the unit's own; the unit answers for their truth.")


def _role(text: str) -> Role:
    from lawcheck.formats.signing import role as named

    for role in Role:
        if text.strip().casefold() in (str(role), named(role).casefold()):
            return role
    raise UsageError(
        "--role is {choices}, not '{value}'",
        choices=", ".join(f"{role} ({named(role)})" for role in Role),
        value=text[:60],
    )


def _print_page(number: int | None, fmt: PageShape, output: Path | None) -> None:
    from lawcheck.cli.loading import load_workspace
    from lawcheck.cli.publishing import hand_out
    from lawcheck.domain.signing import Confirmation, names_of
    from lawcheck.storage.signing import on_file

    _refuse_unprintable(fmt, output)
    found = on_file(settings.folder(), number)
    names = names_of(found.signoff, found.others)
    page = Confirmation(found.signoff, load_workspace().checklist, names, found.sm3)
    if fmt is PageShape.DOCX:
        from lawcheck.formats.confirmation_docx import render as render_docx

        hand_out(render_docx(page), output)
    else:
        from lawcheck.formats.confirmation import render

        hand_out(render(page), output)


def _refuse_unprintable(fmt: PageShape, output: Path | None) -> None:
    """Raise before anything is signed if the page could not be had."""
    from lawcheck.cli.publishing import refuse_own

    if output is not None:
        refuse_own(output)
    elif fmt is PageShape.DOCX:
        raise UsageError("a docx page needs a file: -o FILE")


def _file_scan(scan: Path, number: int | None) -> None:
    from lawcheck.cli import filing
    from lawcheck.domain.checklist import EvidenceKind
    from lawcheck.storage.saving import change as save
    from lawcheck.storage.signing import on_file

    root = settings.folder()
    signoff = on_file(root, number).signoff
    name = tr("sealed page of sign-off {number}", number=f"{signoff.number:04}")
    filed = filing.Filed(str(scan), EvidenceKind.FILE, name)
    piece = filing.make_piece(root, filed)
    key = ""

    def edit(opened: Workspace) -> Assessment:
        nonlocal key
        changed, key = filing.register(opened, piece, filed, [])
        return changed

    save(root, edit, act=FILING_ACT, **settings.signature())
    emit(tr("{key} is the {name}; it serves no row, so the sign-off still stands", key=key, name=name) + "\n")


def _expect_alone(option: str, *others: object) -> None:
    if any(other is not None for other in others):
        raise UsageError("{option} signs nothing; leave --name, --role and --text out", option=option)
