"""`set`: answer one item, or state its figures."""

from datetime import date
from typing import Annotated

import typer

from lawcheck.cli import settings
from lawcheck.cli.options import ItemArgument
from lawcheck.cli.terminal import emit, say
from lawcheck.domain.assessment import Status
from lawcheck.domain.walk_keys import STATUSES, half
from lawcheck.errors import UsageError
from lawcheck.i18n import tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("set", help=tr("Answer an item: status, figures, note, owner, due day."))(set_)


def _status(text: str) -> Status:
    """Return the status that is meant: its code, or the Chinese word for it."""
    said = half(text)
    if said in set(Status):
        return Status(said)
    if said in STATUSES and not said.isdigit():
        return STATUSES[said]
    raise UsageError("--status is one of: {choices}; not '{value}'", choices=", ".join(Status), value=text)


def set_(
    item: ItemArgument,
    status: Annotated[
        Status | None,
        typer.Option("--status", "-s", parser=_status, metavar="|".join(Status), help=tr("the result")),
    ] = None,
    figure: Annotated[
        list[str] | None,
        typer.Option("--figure", "-f", metavar="NAME=VALUE", help=tr("10, 10+, ~10 or a day")),
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help=tr("a note"))] = None,
    na: Annotated[
        str | None, typer.Option("--na", metavar="REASON", help=tr("not applicable, and why"))
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help=tr("who owes the answer"))] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help=tr("until when"))] = None,
    clear: Annotated[bool, typer.Option("--clear", help=tr("take answer and figures back first"))] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help=tr("confirm an answer taken over"))] = False,
) -> None:
    """Change one item's answer and print what it scores now."""
    from lawcheck.cli.loading import report_on
    from lawcheck.domain import answering
    from lawcheck.formats.text import broken_checks, item_line, score_lines
    from lawcheck.storage.saving import change as save
    from lawcheck.storage.workspace import open_workspace

    result = _with_reason(status, na)
    asked = answering.Change(
        result, note, na, owner, _day(due), _figures(figure or []), confirm=confirm, clear=clear
    )
    if asked == answering.Change():
        raise UsageError("nothing to set; name --status, --figure, --note, --na, --owner, --due or --clear")
    root = settings.folder()
    before = open_workspace(root)
    id_ = answering.owner_of(before.checklist, item)
    workspace = save(
        root,
        lambda opened: answering.answer(opened.checklist, opened.assessment, id_, asked),
        act="set",
        item=id_,
        **settings.signature(),
    )
    report = report_on(workspace)
    if workspace.entries == before.entries:
        say(tr("nothing changed, so nothing was recorded"))
    if id_ in report.card.items:
        score = report.card.items[id_]
        emit(item_line(score) + "\n")
        if score.follows is not None:
            say(tr("{id} does not apply by its condition; what is answered there does not count", id=id_))
        if score.status is None and asked.figures:
            say(tr("{id} has no status yet: figures alone gain nothing; add --status", id=id_))
    for line in broken_checks(report, id_):
        say(line)
    for line in score_lines(report):
        say(line)


def _with_reason(status: Status | None, na: str | None) -> Status | None:
    """Return the status that is asked for; a reason for not applicable says that status, too."""
    if na is None:
        return status
    if not na.strip():
        raise UsageError("--na needs a reason: --na TEXT")
    if status not in (None, Status.NOT_APPLICABLE):
        raise UsageError("--na and --status {status} contradict each other", status=str(status))
    return Status.NOT_APPLICABLE


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("--due is a day like 2020-12-31, not '{value}'", value=text) from None


def _figures(stated: list[str]) -> dict[str, str]:
    figures = {}
    for one in stated:
        name, equals, value = one.partition("=")
        if not equals:
            raise UsageError("--figure is NAME=VALUE, not '{value}'", value=one)
        figures[name.strip()] = value.strip()
    return figures
