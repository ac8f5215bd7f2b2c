"""The workspace while somebody walks through it: every change is saved at once, on what stands by then."""

from collections.abc import Callable
from pathlib import Path

from lawcheck.cli import settings
from lawcheck.cli.loading import report_on
from lawcheck.domain import answering, undoing
from lawcheck.domain.assessment import Assessment, Piece
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.report import Report
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.undoing import Trace
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import UsageError
from lawcheck.storage import bookmarks
from lawcheck.storage.evidence import adopt
from lawcheck.storage.saving import change as save
from lawcheck.storage.workspace import open_workspace


class Session:
    """One workspace, open; `report` is as new as the last refresh or save."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.who = settings.user()
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
        """Register one piece of evidence for an item; a file is copied in. Without a row the neediest is taken.

        Raises:
            LawcheckError: No such file, no row that takes the kind, or it could not be saved.
        """
        where = f"{id_}:{row}" if row else id_
        # The row is looked up before the file is copied, so that a wrong kind leaves nothing behind.
        answering.choose_row(self.card.checklist, self.card.assessment, where, kind)
        name, target, sha256, size = what[:80], what, None, None
        if kind is EvidenceKind.FILE:
            name = Path(what).name
            target, sha256, size = adopt(self.root, Path(what))

        def edit(opened: Workspace) -> Assessment:
            serving = answering.choose_row(opened.checklist, opened.assessment, where, kind)
            known = next((key for key, one in opened.assessment.evidence.items() if one.target == target), "")
            if known and serving in opened.assessment.evidence[known].serves:
                raise UsageError("{key} is that very piece and serves {row} already", key=known, row=serving)
            piece = Piece(
                kind=kind, name=name, target=target, serves=(serving,), added=settings.today(),
                sha256=sha256, size=size,
            )  # fmt: skip
            key = f"e{opened.entries + 1:04d}"
            return answering.register(opened.checklist, opened.assessment, key, piece)[0]

        return self._save("evidence-add", id_, edit)

    def undo(self, last: Trace) -> None:
        """Save the values from before a change of this session.

        Raises:
            LawcheckError: Somebody changed them again since, or it could not be saved.
        """
        self._save("undo", last.id, lambda opened: undoing.taken_back(opened.assessment, last))

    def _save(self, act: str, id_: str, edit: Callable[[Workspace], Assessment]) -> Trace:
        made = Trace(id_, ())

        def traced(opened: Workspace) -> Assessment:
            nonlocal made
            edited = edit(opened)
            made = undoing.trace(id_, opened.assessment, edited)
            return edited

        workspace = save(
            self.root, traced, act=act, item=id_, who=self.who, at=settings.now(), why=settings.current.why
        )
        self.report = report_on(workspace)
        return made
