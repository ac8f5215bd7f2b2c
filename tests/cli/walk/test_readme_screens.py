"""The screens in the READMEs are what the program draws: `<!-- screen LANGUAGE COLUMNSxROWS: KEYS -->`."""

import asyncio
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple, cast

import pytest

from lawcheck.cli import settings
from lawcheck.i18n import Language, using
from tests.cli.walk.conftest import perform

ROOT = Path(__file__).parents[3]
SCREEN = re.compile(r"<!-- screen (zh|en) (\d+)x(\d+): (.*?) -->\n```text\n(.*?)\n```", re.DOTALL)


class Shown(NamedTuple):
    """A screen that a README shows, and how to come to it."""

    readme: str
    language: str
    columns: str
    rows: str
    keys: str
    text: str


SHOWN = [
    Shown(name, *found.groups())
    for name in ("README.md", "README.zh-CN.md")
    for found in SCREEN.finditer((ROOT / name).read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: f"{shown.readme} {shown.keys}")
def test_readme_shows_the_screen_as_it_is(demo: Path, monkeypatch: pytest.MonkeyPatch, shown: Shown) -> None:
    monkeypatch.setattr(settings.current, "today", date(2021, 2, 10))

    with using(cast("Language", shown.language)):
        size = (int(shown.columns), int(shown.rows))
        played = asyncio.run(perform(demo, shown.keys.split(), size=size))

    assert shown.text in played.screen


def test_readmes_show_screens() -> None:
    assert [one.readme for one in SHOWN] == ["README.md", "README.md", "README.zh-CN.md"]
