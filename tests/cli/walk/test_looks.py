"""How the full screen looks: its signs, its lines, its colours, and that it obeys no text."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from lawcheck.cli import settings
from lawcheck.storage import workspace
from tests.cli.walk.conftest import Play, perform

TOUR = ["1", "home", "x", "escape", "?", "escape", "e", "escape", "c", "escape", "f", "escape", ":", "escape"]
TOUR += ["A2-01", "enter", "m", "escape", "0", "escape", "end", "down"]


Size = tuple[int, int]
Tour = Callable[[Size], list[str]]
SIZES = [(60, 15), (80, 24), (120, 40)]


@pytest.fixture(scope="module")
def tour(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """Return a function that shows all screens and dialogs at a size, each size once."""

    @cache
    def screens(size: Size) -> list[str]:
        folder = shutil.copytree(small, tmp_path_factory.mktemp("tour") / "甲街道")
        return asyncio.run(perform(folder, TOUR, size=size)).screens

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAWCHECK_USER", "张三")
        yield screens


@pytest.mark.parametrize("size", SIZES)
def test_screens_have_only_signs_that_gbk_has(tour: Tour, size: Size) -> None:
    for screen in tour(size):
        screen.encode("gbk")


@pytest.mark.parametrize("size", SIZES)
def test_no_line_begins_with_a_closing_sign(tour: Tour, size: Size) -> None:
    lines = [line for screen in tour(size) for line in screen.splitlines()]

    begins = {part.strip()[:1] for line in lines for part in line.split("│")}

    assert begins & set("。，；：！？、）》”") == set()


@pytest.mark.parametrize("size", SIZES)
def test_screens_are_never_wider_than_the_window(tour: Tour, size: Size) -> None:
    assert max(cell_len(line) for screen in tour(size) for line in screen.splitlines()) <= size[0]


def test_screens_are_ascii_where_it_is_asked_for(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.current, "ascii", True)

    strange = {sign for screen in play(*TOUR, lang="en").screens for sign in screen if not sign.isascii()}

    assert strange <= set("甲街道办事处司法所张三")


def test_no_colour_where_it_is_not_wanted(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    colours = play("1").colours

    assert {colour for colour in colours if len(set(colour)) > 1} == set()


def test_status_has_a_colour_where_it_is_wanted(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)

    assert {colour for colour in play("1").colours if len(set(colour)) > 1}


def test_text_of_files_is_shown_and_not_obeyed(play: Play) -> None:
    screen = play("c", "[red]甲[/red] [/] [@click=app.quit]乙[/]", "ctrl+s", size=(140, 40)).screen

    assert "[red]甲[/red] [/] [@click=app.quit]乙[/]" in screen


def test_name_of_the_unit_is_shown_and_not_obeyed(play: Play, folder: Path) -> None:
    file = folder / "assessment.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("甲街道办事处", "[b]甲[/b] [/]"),
        encoding="utf-8",
        newline="\n",
    )

    assert "[b]甲[/b] [/]" in play().screen
    assert workspace.open_workspace(folder).assessment.unit == "[b]甲[/b] [/]"
