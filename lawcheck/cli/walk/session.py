"""The workspace while somebody walks through it: every change is saved at once, on what stands by then.

Nothing here knows a screen. A screen may do all that saves or reads in another thread, one thing at a time;
`report` and `latest` are put in place whole.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from lawcheck.cli import filing, settings
from lawcheck.cli.loading import reckon
from lawcheck.domain import answering, registering, undoing
from lawcheck.domain.assessment import Assessment, PieceState
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.history import Change
from lawcheck.domain.latest import Latest, items_touched, latest_changes, subjects
from lawcheck.domain.report import Report
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.undoing import Trace
from lawcheck.domain.walk_filter import figures_of
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import UsageError
from lawcheck.formats import wording
from lawcheck.i18n import tr
from lawcheck.storage import bookmarks
from lawcheck.storage.saving import change as save
from lawcheck.storage.workspace import open_workspace, read_entries, stamp


class Given(NamedTuple):
    """A piece of evidence as somebody names it; of kind None it is the key of one that is registered."""

    what: str
    kind: EvidenceKind | None


class Theirs(NamedTuple):
    """How often others were seen to change something, and who did it last."""

    times: int
    who: str


class Foreign(NamedTuple):
    """What others changed meanwhile: who, and which items and vetoes."""

    who: tuple[str, ...]
    items: frozenset[str]


class Session:
    """One workspace, open; `report` is as new as the last refresh or save.

    `latest` says who changed an item or figure last, `trail` what can be taken back at the beginning.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.report: Report
        self.latest: dict[str, Latest] = {}
        self.pieces: Mapping[str, PieceState] = {}
        self.trail: tuple[Trace, ...] = ()
        self._news: list[str] = []
        self._known = 0
        self._foreign: dict[str, Theirs] = {}
        self._edits: tuple[Change, ...] = ()
        self._stamp: object = None
        self._place: str | None = None
        self.refresh()

    @property
    def card(self) -> Scorecard:
        """Return the present scorecard."""
        return self.report.card

    def news(self) -> list[str]:
        """Return what happened to the files since it was asked last, as sentences."""
        told, self._news = self._news, []
        return told

    def is_stale(self) -> bool:
        """Whether somebody else touched the files since the last refresh or save."""
        return stamp(self.root) != self._stamp

    def refresh(self, own: int | None = None) -> Foreign:
        """Read the workspace again, and return what others changed since; entry `own` is no other's."""
        seen, before = stamp(self.root), self._known
        workspace = open_workspace(self.root)
        self._take(workspace, seen)
        entries = read_entries(self.root)
        self.latest = latest_changes(entries)
        if not before:
            self.trail = undoing.standing(entries)
            self._edits = workspace.outside_edits
            return Foreign((), frozenset())
        fresh = [entry for entry in entries if entry.seq > before and entry.seq != own]
        theirs = [(entry.who, entry.changes) for entry in fresh]
        edits, self._edits = self._edits, workspace.outside_edits
        if by_hand := tuple(one for one in workspace.outside_edits if one not in edits):
            theirs.append((tr("somebody by hand"), by_hand))
        return self._noted(theirs)

    def _noted(self, theirs: Iterable[tuple[str, Iterable[Change]]]) -> Foreign:
        """Keep what others changed, by item, and return it."""
        people: dict[str, frozenset[str]] = {}
        for who, changes in theirs:
            items = items_touched(changes, self.card.checklist)
            people[who] = people.get(who, frozenset()) | items
            for id_ in items:
                self._foreign[id_] = Theirs(self.foreign(id_).times + 1, who)
        return Foreign(tuple(people), frozenset().union(*people.values()))

    def foreign(self, id_: str) -> Theirs:
        """Return how often others were seen to change an item or veto, and who did last."""
        return self._foreign.get(id_, Theirs(0, ""))

    def last_change(self, id_: str) -> Latest | None:
        """Return the newest change of an item or veto, or of one of its figures."""
        about = (id_, *(figure.name for figure in figures_of(self.card.checklist, id_)))
        found = [self.latest[one] for one in about if one in self.latest]
        return max(found, key=lambda one: one.seq, default=None)

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
            LawcheckError: It is not allowed, somebody else changed the same since it was shown, or it could
                not be saved; everything is as it was.
        """

        def edit(opened: Workspace) -> Assessment:
            self._expect_unchanged(id_, opened)
            return answering.answer(opened.checklist, opened.assessment, id_, change)

        return self._save("walk", id_, edit)

    def _expect_unchanged(self, id_: str, opened: Workspace) -> None:
        """Raise UsageError if an answer or a figure is no longer what it was when it was shown."""
        shown, standing = self.card.assessment, opened.assessment
        names = [figure.name for figure in figures_of(opened.checklist, id_)]
        if shown.answers.get(id_) != standing.answers.get(id_) or any(
            shown.figures.get(name) != standing.figures.get(name) for name in names
        ):
            raise UsageError(
                "{id} was changed meanwhile by somebody else; nothing was saved, look at what stands now",
                id=id_,
            )

    def add(self, id_: str, row: str | None, given: Sequence[Given]) -> Trace:
        """Register pieces of evidence as one change, files copied in; without a row each fills the neediest.

        Raises:
            LawcheckError: No such file or piece, no row that takes the kind, it serves that row already, or
                it could not be saved.
        """
        where = f"{id_}:{row}" if row else id_
        # The rows are looked up before a file is copied, so that a wrong kind leaves nothing behind.
        for one in given:
            kind = one.kind or self._registered(one.what)
            registering.choose_row(self.card.checklist, self.card.assessment, where, kind)
        filed = [filing.Filed(one.what, one.kind) for one in given if one.kind]
        for stated in filed:
            filing.check_shape(stated)
        pieces = [filing.make_piece(self.root, one) for one in filed]
        known = [one.what for one in given if one.kind is None]

        def edit(opened: Workspace) -> Assessment:
            standing = opened.assessment
            for part, (stated, piece) in enumerate(zip(filed, pieces, strict=True), 1):
                row = registering.choose_row(opened.checklist, standing, where, stated.kind)
                opened = replace(opened, assessment=standing)
                standing = filing.register(opened, piece, stated, [row], part).assessment
            for key in known:
                kind = standing.evidence[key].kind if key in standing.evidence else EvidenceKind.FILE
                row = registering.choose_row(opened.checklist, standing, where, kind)
                standing = registering.reuse(opened.checklist, standing, key, [row])
            return standing

        return self._save("evidence-add", id_, edit)

    def _registered(self, key: str) -> EvidenceKind:
        piece = self.card.assessment.evidence.get(key)
        return piece.kind if piece else EvidenceKind.FILE

    def undo(self, last: Trace) -> Trace:
        """Save the values from before a change, and return the change that this makes.

        Raises:
            LawcheckError: Somebody changed them again since, or it could not be saved.
        """
        return self._save(undoing.undoing_act(last.entry), last.id, _without(last))

    def redo(self, back: Trace) -> Trace:
        """Save again what `back` took back, and return the change that this makes.

        Raises:
            LawcheckError: Somebody changed it since, or it could not be saved.
        """
        return self._save(undoing.restoring_act(back.entry), back.id, _without(back))

    def _save(self, act: str, id_: str, edit: Callable[[Workspace], Assessment]) -> Trace:
        made = Trace(id_, ())

        def traced(opened: Workspace) -> Assessment:
            nonlocal made
            edited = edit(opened)
            made = undoing.trace(id_, opened.assessment, edited)
            return edited

        signed = settings.signature()
        known = self._known
        item = (
            id_ if id_ in self.card.checklist.items_by_id or id_ in self.card.checklist.vetoes_by_id else None
        )
        try:
            workspace = save(self.root, traced, act=act, item=item, **signed)
        except UsageError:
            # What was refused may have been refused because of what others did: show what stands.
            self.refresh()
            raise
        own = workspace.entries if made.changes else None
        if workspace.entries != known + (own is not None):
            # Somebody else saved in between; only the history tells what.
            self.refresh(own=own)
        else:
            self._take(workspace, stamp(self.root))
            at = signed["at"].isoformat(timespec="seconds")
            mark = Latest(workspace.entries, at, signed["who"], signed["why"])
            self.latest = self.latest | {one: mark for change in made.changes for one in subjects(change)}
        return made._replace(entry=workspace.entries)

    def _take(self, workspace: Workspace, seen: object) -> None:
        self._news += [wording.notice(one) for one in workspace.notices]
        self.report = reckon(workspace)
        self.pieces = workspace.pieces
        self._known = workspace.entries
        self._stamp = seen


def _without(trace: Trace) -> Callable[[Workspace], Assessment]:
    return lambda opened: undoing.taken_back(opened.checklist, opened.assessment, trace)
