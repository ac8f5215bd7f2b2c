"""The program around the desk: looks, light and dark, the way out."""

import asyncio
import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Mapping
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.scrollbar import ScrollBar, ScrollBarRender

from lawcheck.cli import settings
from lawcheck.cli.terminal import say
from lawcheck.cli.walk import page
from lawcheck.cli.walk.desk import Desk
from lawcheck.cli.walk.session import Session
from lawcheck.cli.walk.waiting import Keys
from lawcheck.domain.walk import Walk


class _PlainBars(ScrollBarRender):
    """Scroll bars without the signs of eighths, which not every font and character set has."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class WalkApp(App[None]):
    """The program around the desk; it hands the keys on, one by one."""

    CSS = """
    Desk { layout: vertical; }
    #head { height: auto; padding: 0 1; background: $panel; }
    #path { display: none; height: auto; padding: 0 1; background: $surface; }
    .-narrow #path { display: block; }
    #middle { height: 1fr; }
    #contents { width: 36%; max-width: 52; height: 1fr; padding: 0 0 0 1; scrollbar-size-vertical: 1; }
    #contents > .tree--cursor { background: $primary; color: $text; text-style: bold; }
    .-narrow #contents { display: none; }
    #page { width: 1fr; height: 1fr; padding: 0 0 0 1; scrollbar-gutter: stable; border-left: solid $primary;
            scrollbar-size-vertical: 1; }
    .-narrow #page { border-left: none; }
    #item { width: 1fr; height: auto; }
    #hint { display: none; height: auto; padding: 0 1; background: $panel; }
    #hint.-said { display: block; }
    #message { height: auto; min-height: 1; max-height: 3; padding: 0 1; }
    #keys { height: auto; padding: 0 1; background: $panel; }
    Dialog { align: center middle; background: $background 60%; }
    .box { width: 96; max-width: 100%; height: auto; max-height: 96%; padding: 0 1; border: solid $primary;
           background: $surface; }
    .heading { height: auto; margin-bottom: 1; }
    .wrong { display: none; height: auto; }
    .wrong.-said { display: block; }
    .box .keys { height: auto; margin-top: 1; }
    .inside { height: auto; scrollbar-size-vertical: 1; }
    .inside Static { height: auto; }
    .figure { height: auto; margin-bottom: 1; }
    .figure:last-child { margin-bottom: 0; }
    .taken { height: auto; }
    .taken.-said { margin-top: 1; }
    Input { background: $boost; }
    TextArea { height: 8; max-height: 60vh; border: none; background: $boost; }
    .box OptionList { height: auto; max-height: 10; margin-top: 1; border: none; padding: 0;
                      scrollbar-size-vertical: 1; }
    .box OptionList:first-child { margin-top: 0; }
    .box OptionList > .option-list--option-highlighted { background: $primary; color: $text;
                                                         text-style: bold underline; }
    .-ascii #page { border-left: ascii $primary; }
    .-ascii .box { border: ascii $primary; }
    """
    ENABLE_COMMAND_PALETTE = False
    # Without priority: where somebody writes, Ctrl+C copies.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "interrupt", show=False)]

    class Woken(Message):
        """Keys that waited may go on."""

    def __init__(self, session: Session, begun: Walk) -> None:
        super().__init__()
        self.waiting = Keys(lambda: self.post_message(self.Woken()))
        self.desk = Desk(session, begun, self.waiting)
        self.failure: BaseException | None = None
        self.stopped_by: str | None = None
        """The signal that ended the walk."""
        self.theme = "textual-light" if _is_light(os.environ) else "textual-dark"
        ScrollBar.renderer = _PlainBars
        self.set_class(settings.current.ascii, "-ascii")

    def on_mount(self) -> None:
        """Put the desk up, and give the terminal back whatever ends the walk."""
        self.push_screen(self.desk)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name) and sys.platform != "win32":
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._stop, name)

    def _stop(self, name: str) -> None:
        """Leave because the system says so; what was answered is saved or being saved."""
        self.stopped_by = name
        self.waiting.close()
        self.exit()

    async def on_walk_app_woken(self) -> None:
        """Hand on the keys that waited, before any that come later."""
        await self._hand_on()

    async def on_event(self, event: Event) -> None:
        """Take keys in; all else goes its usual way."""
        if isinstance(event, (Key, Paste)) and not event.is_forwarded:
            self.waiting.put(event)
            await self._hand_on()
        else:
            await super().on_event(event)

    async def _hand_on(self) -> None:
        for key in self.waiting.ready():
            dialog = self.screen
            if dialog is self.desk:
                # The desk takes keys at once, so that what they open is known before the next one. A text
                # that is pasted there has no meaning, and must not be taken for keys.
                if isinstance(key, Key) and not self.desk.take_key(key):
                    await super().on_event(key)
            else:
                # What the key does there, the next one must find done: a cursor moved, a dialog closed.
                self.waiting.hold(dialog)
                focused = self.focused or dialog
                await super().on_event(key)
                self._release_after(dialog, focused.ancestors_with_self)

    def _release_after(self, dialog: object, path: list[DOMNode]) -> None:
        """Release the keys when all on the way up from the cursor have done what they had to.

        It goes up twice: what a key means is decided at the top, and what comes of it takes the same way.
        """
        steps = deque(path * 2)

        def pass_on() -> None:
            while steps:
                if steps.popleft().call_later(pass_on):
                    return
            self.waiting.release(dialog)

        pass_on()

    async def action_quit(self) -> None:
        """Leave as `q` does, but never from a dialog: what stands in it would be lost."""
        if self.screen is self.desk:
            await self.desk.leave()

    async def action_interrupt(self) -> None:
        """Leave, and tell that it was an interruption; never from a dialog either."""
        if self.screen is self.desk and await self.desk.leave():
            self.failure = KeyboardInterrupt()

    def _handle_exception(self, error: Exception) -> None:
        """Leave on an error and hand it on: Textual would print a traceback, and leave with a verdict."""
        cause: Exception = getattr(error, "error", error)  # a worker wraps what went wrong in it
        self.failure = self.failure or cause
        self.exit(return_code=1)
        # Whoever plays this in a test waits for these two.
        self._exception = self._exception or cause
        self._exception_event.set()


def _is_light(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is light: as it is asked for, else as the terminal itself says (COLORFGBG)."""
    asked = environment.get("LAWCHECK_THEME", "")
    if asked in ("light", "dark"):
        return asked == "light"
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return background in ("7", "15")


def show(session: Session, begun: Walk) -> None:
    """Walk on a full screen until somebody leaves.

    Raises:
        LawcheckError: The history's chain or the frozen checklist is broken.
        KeyboardInterrupt: Somebody pressed Ctrl+C; everything is saved.
    """
    if not settings.current.color:
        os.environ["NO_COLOR"] = "1"
    # Unlike a command this lives on; what was loaded so far stays, and is not looked at again and again.
    gc.freeze()
    gc.enable()
    app = WalkApp(session, begun)
    app.run()
    if app.stopped_by == "SIGINT":
        app.failure = KeyboardInterrupt()
    elif app.stopped_by is not None:
        # As if it had not been caught: whoever sent it learns so.
        number = getattr(signal, app.stopped_by)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    if isinstance(app.failure, KeyboardInterrupt):
        # Typer leaves with 130 and says nothing.
        say(page.interrupted(app.desk.walk.here))
    if app.failure is not None:
        raise app.failure
    say(page.farewell(session.card, app.desk.walk.here, app.desk.keeper.unsaved))
