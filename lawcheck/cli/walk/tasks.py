"""What a key sets going: a task beside the keys, which may put up dialogs and wait for their answers."""

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any, TypeVar

from textual.screen import Screen

from lawcheck.cli.walk.dialogs import Dialog
from lawcheck.cli.walk.waiting import Keys

Answer = TypeVar("Answer")

_HOLDER: ContextVar[object] = ContextVar("holder", default=None)
"""On whose behalf the keys wait, in the task of a key."""


class Tasks:
    """Tasks of one screen. Further keys wait until a task opens a dialog, and between two of its dialogs."""

    def __init__(self, screen: Screen[None], keys: Keys) -> None:
        self._screen = screen
        self._keys = keys

    def start(self, deed: Coroutine[Any, Any, object]) -> None:
        """Do what a key asked for; further keys wait for its dialog, or its end."""
        holder = object()
        self._keys.hold(holder)

        async def act() -> None:
            acting = _HOLDER.set(holder)
            try:
                await deed
            finally:
                _HOLDER.reset(acting)
                self._keys.release(holder)

        self.beside(act())

    def close(self) -> None:
        """Take no further key."""
        self._keys.close()

    def beside(self, deed: Coroutine[Any, Any, object]) -> None:
        """Do something while the keys go on."""
        self._screen.run_worker(deed)

    async def ask(self, dialog: Dialog[Answer]) -> Answer | None:
        """Put a dialog up, and return what it was left with; only in what `start` does."""
        holder, answer = _HOLDER.get(), asyncio.get_running_loop().create_future()

        def leave() -> None:
            self._keys.hold(holder)
            self._keys.release(dialog)

        dialog.leaving, dialog.waiting = leave, self._keys
        await self._screen.app.push_screen(dialog, answer.set_result)
        # By then the dialog has its cursor where the keys shall go.
        dialog.call_after_refresh(self._keys.release, holder)
        found: Answer | None = await answer
        return found

    async def ask_above(self, dialog: Dialog[Answer]) -> Answer | None:
        """Put a dialog up above another one, to which the keys go on afterwards."""
        holder = object()
        outer = _HOLDER.set(holder)
        try:
            return await self.ask(dialog)
        finally:
            _HOLDER.reset(outer)
            self._keys.release(holder)
