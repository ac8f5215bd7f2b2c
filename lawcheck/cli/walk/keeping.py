"""Saving beside the screen: in another thread, one thing after another, in the order it was asked for."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from lawcheck.cli.walk.session import Session
from lawcheck.domain import walk
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.undoing import Trace
from lawcheck.domain.walk import Walk
from lawcheck.errors import IntegrityError, LawcheckError, SupersededError
from lawcheck.formats import wording
from lawcheck.i18n import tr

Made = TypeVar("Made")


class Keeper:
    """The session, where the walk is, and the card that the screen shows.

    `arrived` is called on the screen's side whenever the session may hold a newer card.
    """

    def __init__(self, session: Session, begun: Walk, arrived: Callable[[], None]) -> None:
        self.session = session
        self.walk = begun
        self.card: Scorecard = session.card
        self.failures = 0
        """How many saves failed so far."""
        self.unsaved: dict[str, LawcheckError] = {}
        """Items whose last answer was not saved, and why."""
        self._arrived = arrived
        self._turn = asyncio.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether something is being saved or read."""
        return self._turn.locked()

    async def run(self, deed: Callable[[], Made]) -> Made:
        """Do something that reads or saves, after all that was asked for before."""
        async with self._turn:
            try:
                return await asyncio.to_thread(deed)
            finally:
                self._arrived()

    async def idle(self) -> None:
        """Wait until all that was asked for so far is saved, and the card holds it."""
        async with self._turn:
            return

    async def save(self, id_: str, deed: Callable[[], Trace]) -> LawcheckError | None:
        """Save a change of a stop, and return why it was not saved, None where it was.

        Raises:
            IntegrityError: The history's chain or the frozen checklist is broken; the walk cannot go on.
        """
        try:
            made = await self.run(lambda: self._kept(deed))
        except IntegrityError:
            raise
        except LawcheckError as error:
            self.failures += 1
            return error
        self.unsaved.pop(id_, None)
        self.walk = walk.remember(self.walk, made)
        return None

    def _kept(self, deed: Callable[[], Trace]) -> Trace:
        """Save, and keep the place as well: whatever happens next, it goes on from here."""
        made = deed()
        self.session.mark(self.walk.here)
        return made

    def watched(self, id_: str) -> Callable[[], str | None]:
        """Return what says, once each time, that others changed the item since it was asked last."""
        seen = self.session.foreign(id_)

        def changed() -> str | None:
            nonlocal seen
            before, seen = seen, self.session.foreign(id_)
            if seen == before:
                return None
            return tr(
                "{id} was changed meanwhile by {who}; save again to put yours in its place",
                id=id_,
                who=seen.who,
            )

        return changed

    def guarded(
        self, id_: str, save: Callable[[], Awaitable[LawcheckError | None]]
    ) -> Callable[[], Awaitable[str | None]]:
        """Return what saves for a dialog; the first time not over what others changed while it stood open."""
        changed = self.watched(id_)

        async def guard() -> str | None:
            if sentence := changed():
                return sentence
            error = await save()
            changed()  # what the save itself found has been said by now
            return None if error is None else wording.error(error)

        return guard

    async def undo(self) -> Trace | LawcheckError | None:
        """Take back what is newest by the time that all before it is saved.

        Return the change that this made, why it could not be taken back, or None where nothing is left.
        """
        return await self._again(lambda: self.walk.trail, self.session.undo, walk.forget)

    async def redo(self) -> Trace | LawcheckError | None:
        """Make again what was taken back last; what is returned is as with `undo`."""
        return await self._again(lambda: self.walk.undone, self.session.redo, walk.restore)

    async def _again(
        self,
        left: Callable[[], tuple[Trace, ...]],
        deed: Callable[[Trace], Trace],
        moved: Callable[[Walk, Trace | None], Walk],
    ) -> Trace | LawcheckError | None:
        async with self._turn:
            if not left():
                return None
            try:
                made = await asyncio.to_thread(deed, left()[-1])
            except IntegrityError:
                raise
            except SupersededError as error:
                # It can never be undone: the change before it comes next.
                self.walk = moved(self.walk, None)
                return error
            except LawcheckError as error:
                return error
            else:
                self.walk = moved(self.walk, made)
                return made
            finally:
                self._arrived()
