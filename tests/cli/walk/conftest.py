"""The walk played on a screen of its own: keys in, what stands on the screen and in the files out."""

import asyncio
import io
import shutil
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import tomli
from rich.console import Console
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Static

from lawcheck.cli import settings
from lawcheck.cli.walk.screen import WalkApp
from lawcheck.cli.walk.session import Session
from lawcheck.domain import answering
from lawcheck.domain.answering import Change
from lawcheck.domain.walk import begin
from lawcheck.domain.walk_filter import ALL, Filter
from lawcheck.i18n import Language, using
from lawcheck.storage.saving import change

NAMED = {"enter", "escape", "tab", "space", "backspace", "home", "end", "up", "down", "left", "right"}
NAMED |= {"pageup", "pagedown", "delete", "f1", "f2"}

Deed = Callable[[Pilot[None]], Awaitable[object]]
LONGEST_TYPED = 12
"""Longer texts are pasted, as people do it with paths."""
LOOK = "look"
"""A key that no keyboard has: the time comes at which the screen looks what others saved."""


class Played:
    """What a walk left behind: the screen as it was last, the files, and the program itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app: WalkApp
        self.screens: list[str] = []
        self.colours: set[tuple[int, int, int]] = set()
        """The colours of signs on the last screen, as red, green and blue."""
        self.message = ""
        """The line between the item and the keys, as it was last."""

    @property
    def screen(self) -> str:
        """Return the last screen as text, blanks at the ends of lines cut off."""
        return self.screens[-1]

    @property
    def saved(self) -> str:
        """Return the assessment as it stands in the folder."""
        return (self.folder / "assessment.toml").read_text(encoding="utf-8")

    @property
    def pieces(self) -> list[dict[str, Any]]:
        """Return the register of evidence as it stands in the folder."""
        return list(tomli.loads(self.saved).get("evidence", {}).values())

    @property
    def here(self) -> str:
        """Return the stop at which the walk stands."""
        return self.app.desk.walk.here


Play = Callable[..., Played]


def drawn(app: WalkApp) -> str:
    """Return the whole screen as a terminal shows it, dialogs over what lies below them."""
    width, height = app.size
    console = Console(
        width=width, height=height, file=io.StringIO(), force_terminal=True, record=True, legacy_windows=False
    )
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    console.print(update)
    return "\n".join(line.rstrip() for line in console.export_text().splitlines())


def coloured(app: WalkApp) -> Iterator[tuple[int, int, int]]:
    """Return the colour of every sign on the screen."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.text.strip() and segment.style is not None and segment.style.color is not None:
                yield segment.style.color.get_truecolor()


async def settle(app: WalkApp, pilot: Pilot[None]) -> None:
    """Wait until no key waits and nothing is being saved."""
    for _ in range(4):
        await pilot.pause(0)
        while app.desk.keeper.is_busy or (app.waiting and app.failure is None):
            await pilot.pause(0.002)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a fresh workspace of the small checklist, to be copied."""
    from lawcheck.__main__ import main

    folder = tmp_path_factory.mktemp("small") / "甲街道"
    made = ["--lang", "zh", "-q", "--by", "张三", "new", str(Path(__file__).with_name("small.toml"))]
    assert main([*made, str(folder), "--unit", "甲街道办事处"]) == 0
    return folder


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    """Return a workspace of one's own."""
    return shutil.copytree(small, tmp_path / "甲街道")


@pytest.fixture
def play(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Return a function that starts the walk, gives it keys one after another, and leaves the screen.

    A key is a name (`enter`, `ctrl+s`), or text that is typed sign by sign; what can be called does something
    else with the pilot. With `at_once` all keys are there before the first one is looked at.
    """
    monkeypatch.setenv("LAWCHECK_USER", "张三")
    monkeypatch.setattr(settings.current, "today", date(2021, 3, 1))

    def run(*keys: str | Deed, lang: Language = "zh", **options: Any) -> Played:
        with using(lang):
            return asyncio.run(perform(folder, keys, **options))

    return run


Others = Callable[[str, Change], Deed]


@pytest.fixture
def others(folder: Path) -> Others:
    """Return a function that returns what saves a change as 李四, as another program would."""

    def saver(id_: str, changed: Change) -> Deed:
        async def save(_: Pilot[None]) -> None:
            change(
                folder,
                lambda opened: answering.answer(opened.checklist, opened.assessment, id_, changed),
                act="set", item=id_, who="李四", at=datetime(2021, 3, 1, 9, 30, tzinfo=UTC),
            )  # fmt: skip

        return save

    return saver


async def perform(
    folder: Path,
    keys: Iterable[str | Deed],
    *,
    size: tuple[int, int] = (100, 32),
    only: Filter = ALL,
    at_once: bool = False,
) -> Played:
    session = Session(folder)
    begun = begin(session.card, only, session.last_stop(), session.trail)
    assert begun is not None
    played = Played(folder)
    played.app = app = WalkApp(session, begun)
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        for key in keys:
            if not isinstance(key, str):
                await key(pilot)
            elif key == LOOK:
                await app.desk.look()
            else:
                await press(pilot, key)
            if not at_once:
                await settle(app, pilot)
                played.screens.append(drawn(app))
        await settle(app, pilot)
        played.screens.append(drawn(app))
        played.colours = set(coloured(app))
        played.message = str(app.desk.query_one("#message", Static).render())
    if app.failure is not None:
        raise app.failure
    return played


async def press(pilot: Pilot[None], key: str) -> None:
    if len(key) > LONGEST_TYPED and key not in NAMED:
        pilot.app.post_message(Paste(key))
        return
    for sign in [key] if key in NAMED or key.startswith("ctrl+") else key:
        # The pilot would wait after each key, and knows names of keys only; a terminal sends the sign itself.
        named = key if len(sign) > 1 else _character_to_key(sign)
        pilot.app.post_message(Key(named, sign if len(sign) == 1 else None))
