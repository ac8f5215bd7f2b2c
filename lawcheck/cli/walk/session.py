"""The workspace while somebody walks through it: every change is saved at once, on what stands by then."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from lawcheck.cli import filing, settings
from lawcheck.cli.loading import report_on
from lawcheck.domain import answering, undoing
from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.report import Report
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.undoing import Trace, undoing_act
from lawcheck.domain.workspace import Workspace
from lawcheck.storage import bookmarks
from lawcheck.storage.saving import change as save
from lawcheck.storage.workspace import open_workspace, read_entries


class Stated(NamedTuple):
    """Who stated a figure last, and on which day (ISO)."""

    day: str
    who: str


class Session:
    """One workspace, open; `report` is as new as the last refresh or save."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.report: Report
        self._place: str | None = None
        self.refresh()

    @property
    def card(self) -> Scorecard:
        """Return the present scorecard."""
        return self.report.card

    def refresh(self) -> None:
        """Read the workspace again: another program may have saved meanwhile."""
        self.report = report_on(open_workspace(self.root))

    def stated_by(self, names: Iterable[str]) -> dict[str, Stated]:
        """Return who stated each of these figures last, and when; only those that stand in the history."""
        wanted = {f"figures.{name}": name for name in names if name in self.card.assessment.figures}
        found: dict[str, Stated] = {}
        if wanted:
            for entry in read_entries(self.root):
                for change in entry.changes:
                    if change.path in wanted:
                        found[wanted[change.path]] = Stated(entry.at[:10], entry.who)
        return found

    def last_stop(self) -> str | None:
        """Return the id where somebody stopped before, None where that is not known."""
        return bookmarks.recall(self.root)

    def mark(self, id_: str) -> None:
        """Keep the present stop for the next time."""
        if id_ != self._place:
            bookmarks.keep(self.root, id_)
            self._place = id_

    def answer(self, id_: str, change: answering.Change) -> Trace:
        """Save a change to one item or veto.

        Raises:
            LawcheckError: It is not allowed or could not be saved; everything is as it was.
        """
        return self._save(
            "walk",
            id_,
            lambda opened: answering.answer(opened.checklist, opened.assessment, id_, change),
        )

    def add(self, id_: str, row: str | None, kind: EvidenceKind, what: str) -> Trace:
        """Register one piece of evidence, a file copied in; without a row it fills the neediest one.

        Raises:
            LawcheckError: No such file, no row that takes the kind, or it could not be saved.
        """
        where = f"{id_}:{row}" if row else id_
        filed = filing.Filed(what, kind)
        # The row is looked up before the file is copied, so that a wrong kind leaves nothing behind.
        answering.choose_row(self.card.checklist, self.card.assessment, where, kind)
        piece = filing.make_piece(self.root, filed)

        def edit(opened: Workspace) -> Assessment:
            row = answering.choose_row(opened.checklist, opened.assessment, where, kind)
            return filing.register(opened, piece, filed, [row]).assessment

        return self._save("evidence-add", id_, edit)

    def undo(self, last: Trace) -> None:
        """Save the values from before a change of this session.

        Raises:
            LawcheckError: Somebody changed them again since, or it could not be saved.
        """
        self._save(
            undoing_act(last.entry), last.id, lambda opened: undoing.taken_back(opened.assessment, last)
        )

    def _save(self, act: str, id_: str, edit: Callable[[Workspace], Assessment]) -> Trace:
        made = Trace(id_, ())

        def traced(opened: Workspace) -> Assessment:
            nonlocal made
            edited = edit(opened)
            made = undoing.trace(id_, opened.assessment, edited)
            return edited

        workspace = save(self.root, traced, act=act, item=id_, **settings.signature())
        self.report = report_on(workspace)
        return made._replace(entry=workspace.entries)
