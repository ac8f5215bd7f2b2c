"""Opening the workspace and scoring it, as every command that answers a question does."""

from pathlib import Path

from lawcheck.cli import settings
from lawcheck.cli.terminal import complain
from lawcheck.domain.calendar import check_deadlines
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.gate import Strictness
from lawcheck.domain.report import Report
from lawcheck.domain.workspace import Workspace
from lawcheck.formats import wording
from lawcheck.storage.workspace import open_workspace


def load(root: Path | None = None, stricter: Strictness | None = None) -> Report:
    """Return the report on the workspace: `root`, else `-C`, else the nearest one upward."""
    return report_on(open_workspace(root or settings.folder()), stricter)


def load_checklist(name: str) -> Checklist:
    """Return a checklist: an id from the shelf, a file, or `.` for the workspace's frozen one."""
    from lawcheck.storage.checklists import find
    from lawcheck.storage.toml import parse_checklist

    if name == ".":
        return load_workspace().checklist
    return parse_checklist(find(name), name)


def load_workspace() -> Workspace:
    """Return the workspace that `-C` names, else the nearest one upward."""
    return open_workspace(settings.folder())


def report_on(workspace: Workspace, stricter: Strictness | None = None) -> Report:
    """Return the report on an open workspace, and tell what happened while it was opened."""
    for notice in workspace.notices:
        complain(wording.notice(notice))
    return reckon(workspace, stricter)


def reckon(workspace: Workspace, stricter: Strictness | None = None) -> Report:
    """Return the report on an open workspace."""
    card = workspace.score(stricter or Strictness())
    edits = tuple(change.path for change in workspace.outside_edits)
    today = settings.today()
    deadlines = check_deadlines(workspace.checklist, card.stated, today)
    report = Report(card, workspace.checklist_sha256, edits, deadlines, today)
    if workspace.signed is None:
        return report
    from lawcheck.domain.signing import standing

    return report._replace(standing=standing(workspace))
