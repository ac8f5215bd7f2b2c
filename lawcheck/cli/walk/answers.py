"""Answering on the full screen: what a key asks for, dialog by dialog, and what of it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from lawcheck.cli.walk import page, stop, viewer
from lawcheck.cli.walk.dialogs import Asking, Choosing, Writing
from lawcheck.cli.walk.drawing import Tone
from lawcheck.cli.walk.evidence_form import EvidenceForm
from lawcheck.cli.walk.figures_form import Asked, FiguresForm
from lawcheck.cli.walk.keeping import Keeper
from lawcheck.cli.walk.session import Given
from lawcheck.cli.walk.stop import Line
from lawcheck.cli.walk.tasks import Tasks
from lawcheck.domain import walk
from lawcheck.domain.answering import Change
from lawcheck.domain.assessment import Status
from lawcheck.domain.suggesting import suggested_status
from lawcheck.domain.undoing import Trace
from lawcheck.domain.walk import Act, Action
from lawcheck.domain.walk_filter import figures_of, is_unstated
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.formats import story, wording
from lawcheck.i18n import tr

_STATUSES = (Status.DONE, Status.PARTIAL, Status.NOT_DONE)


class Stage(Protocol):
    """What answering needs of the screen."""

    def show(self) -> None:
        """Show the present stop."""

    def say(self, sentence: str, tone: Tone = Tone.NONE) -> None:
        """Say something below the stop."""

    def refuse(self, error: LawcheckError) -> None:
        """Say why something was not done."""

    def remind(self) -> None:
        """Say what was not saved, if anything was not."""

    def do(self, action: Action) -> None:
        """Do what the machine says."""


class Answers:
    """Answers the stop that the walk stands at. Each method runs as a task beside the keys."""

    def __init__(self, keeper: Keeper, tasks: Tasks, stage: Stage) -> None:
        self.keeper = keeper
        self.tasks = tasks
        self.stage = stage

    async def rate(self, action: Action) -> None:
        """Give a status: with its reason where it does not apply, with its figures where they are missing."""
        assert action.status is not None
        id_, status = self.keeper.walk.here, action.status
        if status is Status.NOT_APPLICABLE:
            reason = await self._why_not_applicable(id_)
            if reason:
                self._answer(id_, status, reason)
        elif is_unstated(id_, self.keeper.card):
            self._answer(id_, status, goes_on=False)
            if await self.state(id_):
                self._go_on_from(id_)
        else:
            settled = await self._settled(id_, status)
            if settled is not None:
                self._answer(id_, *settled)

    def _answer(self, id_: str, status: Status, reason: str = "", *, goes_on: bool = True) -> None:
        """Save a status beside; the walk goes on at once.

        Where it could not be saved the walk comes back, unless somebody has gone on from there.
        """
        rating = walk.rating(id_, self.keeper.card, status, reason)
        if goes_on:
            self._go_on_from(id_)
        self.tasks.beside(self._keep(id_, rating, self.keeper.walk.here))

    async def _keep(self, id_: str, rating: Change, landed: str) -> None:
        error = await self._save(id_, rating)
        if error is not None:
            self.keeper.unsaved[id_] = error
            if self.keeper.walk.here == landed:
                place = self.keeper.walk.order.index(id_)
                self.keeper.walk = replace(self.keeper.walk, place=place)
                self.stage.show()
            self.stage.remind()

    async def _save(self, id_: str, change: Change) -> LawcheckError | None:
        error = await self.keeper.save(id_, lambda: self.keeper.session.answer(id_, change))
        if error is None:
            self._tell_saved(id_)
        return error

    def _tell_saved(self, id_: str) -> None:
        card = self.keeper.card
        score = card.items.get(id_)
        if score is None:
            self.stage.say(tr("√ saved: {id}", id=id_), Tone.GOOD)
            return
        first, *_ = stop.score_lines(score, card)
        status = wording.status(score.status)
        told = tr("√ saved: {id} {status}; {score}", id=id_, status=status, score=first)
        if score.is_answered and not score.proof.complete:
            told = tr("{told}; not fully proved yet (p goes to such items)", told=told)
        ending = walk.onward(self.keeper.walk, card)[1].act is Act.ENDED and self.keeper.walk.here == id_
        if ending and score.status is not None:
            told = f"{told}\n{page.ended(self.keeper.walk, card)}"
        self.stage.say(told, Tone.GOOD)

    def _go_on_from(self, id_: str) -> None:
        """Go to the next stop, unless somebody went elsewhere meanwhile."""
        if self.keeper.walk.here == id_:
            self.keeper.walk, action = walk.onward(self.keeper.walk, self.keeper.card)
            self.stage.do(action)

    async def _why_not_applicable(self, id_: str) -> str | None:
        allowed = self.keeper.card.checklist.items_by_id[id_].not_applicable
        when = [Line(tr("if {when}", when=wording.said(allowed.when)), tr("n/a"))] if allowed else []
        title = tr("{id}: why does it not apply?", id=id_)
        check, must = self.keeper.watched(id_), tr("not applicable needs a reason")
        return await self.tasks.ask(Asking(title, check, must=must, lines=when))

    async def _settled(self, id_: str, status: Status) -> tuple[Status, str] | None:
        """Return status and reason as a person decides; None where it was left open.

        Where the figures suggest another status, either that is taken or a reason says why not.
        """
        card = self.keeper.card
        score = card.items[id_]
        suggested = suggested_status(card, score.item)
        reasoned = score.status is status and score.answer is not None and score.answer.reason
        if suggested is None or suggested is status or reasoned:
            return status, ""
        theirs, mine = wording.status(suggested), wording.status(status)
        title = tr("{id}: the figures suggest “{theirs}”", id=id_, theirs=theirs)
        hint = tr("Enter alone takes “{theirs}”; a reason keeps “{mine}”", theirs=theirs, mine=mine)
        reason = await self.tasks.ask(Asking(title, self.keeper.watched(id_), lines=[Line(hint)]))
        if reason is None:
            return None
        return (status, reason) if reason else (suggested, "")

    async def state(self, id_: str, first: str = "") -> bool:
        """Ask for the figures of a stop; return whether the form was left with all of it saved.

        `first` is what was typed already for the first of them.
        """
        card = self.keeper.card
        figures = figures_of(card.checklist, id_)
        if not figures:
            self.stage.say(tr("{id} asks for no figure", id=id_))
            return False
        item = card.checklist.items_by_id.get(id_)
        stated = card.assessment.figures
        asked = [Asked(one, stop.asked(one, item, card), stated.get(one.name, "")) for one in figures]
        typed: dict[str, str] = {}
        save = self.keeper.guarded(id_, lambda: self._save(id_, Change(figures=dict(typed))))

        async def keep(changed: Mapping[str, str]) -> str | None:
            typed.clear()
            typed.update(changed)
            return await save()

        form = FiguresForm(f"{id_} {page.name(id_, card)}", asked, keep, first)
        if not await self.tasks.ask(form):
            return False
        if item is None:
            self._go_on_from(id_)
        else:
            await self._decide(id_)
        return True

    async def _decide(self, id_: str) -> None:
        """Propose a status where there is none yet; where there is one, have it agree with the figures."""
        await self.keeper.idle()
        card = self.keeper.card
        score = card.items[id_]
        if score.status is Status.NOT_APPLICABLE:
            return
        status = score.status or await self._proposed(id_)
        settled = await self._settled(id_, status) if status else None
        if settled is not None and settled != (score.status, ""):
            self._answer(id_, *settled, goes_on=False)

    async def _proposed(self, id_: str) -> Status | None:
        """Have a person choose a status, the one that the figures suggest first."""
        suggested = suggested_status(self.keeper.card, self.keeper.card.items[id_].item)
        if suggested is None:
            self.stage.say(tr("{id} has no status yet: figures alone gain nothing", id=id_))
            return None
        title = tr("{id}: the figures suggest “{theirs}”", id=id_, theirs=wording.status(suggested))
        labels = [wording.status(one) for one in _STATUSES]
        at = await self.tasks.ask(Choosing(title, labels, at=_STATUSES.index(suggested)))
        return None if at is None else _STATUSES[at]

    async def prove(self, first: str = "") -> None:
        """Ask for evidence."""
        id_, card = self.keeper.walk.here, self.keeper.card
        score = card.items.get(id_)
        if score is None or not score.proof.rows:
            self.stage.say(tr("{id} asks for no evidence", id=id_))
            return

        async def keep(row: str | None, given: Sequence[Given]) -> str | None:
            error = await self.keeper.save(id_, lambda: self.keeper.session.add(id_, row, given))
            if error is not None:
                return wording.error(error)
            self._tell_saved(id_)
            return None

        title = tr("evidence for {id} {name}", id=id_, name=page.name(id_, card))
        register = dict(card.assessment.evidence)
        form = EvidenceForm(title, score.proof.rows, register, keep, self.tasks.ask_above, first)
        await self.tasks.ask(form)

    async def open(self) -> None:
        """Open a piece of evidence in the system's viewer."""
        here = self.keeper.walk.here
        pieces = stop.pieces_of(here, self.keeper.card)
        score = self.keeper.card.items.get(here)
        if not pieces and (score is None or not score.proof.rows):
            self.stage.say(tr("{id} asks for no evidence", id=here))
            return
        if not pieces:
            self.stage.say(tr("{id} has no evidence yet", id=here))
            return
        at: int | None = 0
        if len(pieces) > 1:
            labels = [f"{key} {piece.name}" for key, piece in pieces]
            at = await self.tasks.ask(Choosing(tr("open which one?"), labels))
        if at is not None:
            try:
                self.stage.say(viewer.view(self.keeper.session.root, pieces[at][1]))
            except UsageError as error:
                self.stage.refuse(error)

    async def note(self, first: str = "") -> None:
        """Ask for a note."""
        id_, card = self.keeper.walk.here, self.keeper.card
        if id_ not in card.items:
            self.stage.say(tr("{id} takes no note", id=id_))
            return
        answer = card.assessment.answers.get(id_)
        written = [first]
        save = self.keeper.guarded(id_, lambda: self._save(id_, Change(note=written[-1])))

        async def keep(text: str) -> str | None:
            written.append(text)
            return await save()

        title = tr("note on {id} {name}", id=id_, name=page.name(id_, card))
        await self.tasks.ask(Writing(title, first or (answer.note if answer else None) or "", keep))

    async def undo(self) -> None:
        """Take the last change back."""
        self._tell_again(await self.keeper.undo(), tr("there is nothing to take back"))

    async def redo(self) -> None:
        """Make again what was taken back last."""
        nothing = tr("nothing was taken back that could be made again")
        self._tell_again(await self.keeper.redo(), nothing)

    def _tell_again(self, made: Trace | LawcheckError | None, nothing: str) -> None:
        self.stage.show()
        if made is None:
            self.stage.say(nothing)
        elif isinstance(made, LawcheckError):
            self.stage.refuse(made)
        else:
            changes = tr("; ").join(story.describe_changes(made.changes, self.keeper.card.checklist))
            self.stage.say(tr("√ {changes}", changes=changes), Tone.GOOD)
