"""What a key costs on the full screen of the walk, on 1,000 generated items.

    python tests/bench/walk.py [--rounds 40]

Each figure is the median CPU time of the thread that draws, from the key to the finished screen, as
milliseconds and as a multiple of `python -c pass` in the same run. What a save costs in its own thread is not
in it; the line "arrival" is what taking a save's new scores costs the screen. `full` are redrawings of all.
Nothing is asserted on time; what is printed is what was measured.
"""

import argparse
import asyncio
import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from textual.pilot import Pilot

from lawcheck.cli import settings
from lawcheck.cli.walk.screen import WalkApp
from lawcheck.cli.walk.session import Session
from lawcheck.domain.answering import Change
from lawcheck.domain.walk import begin

ROOT = Path(__file__).resolve().parents[2]
BOUND_MS = 50
KEYS = {
    "item before and after": ("down", "up"),
    "down": ("down",),
    "section": ("right", "right", "left", "left"),
    "first and last": ("end", "home"),
    "next open, unsupported": ("n", "p"),
}
"""What is pressed in turn, each key a measurement of its own."""

Press = Callable[[], Awaitable[object]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    settings.current.by = "bench"
    with tempfile.TemporaryDirectory() as place:
        made = [sys.executable, str(Path(__file__).with_name("workspaces.py")), place]
        subprocess.run(made, check=True, cwd=ROOT)
        asyncio.run(measure(Path(place) / "large", rounds))


async def measure(folder: Path, rounds: int) -> None:
    session = Session(folder)
    begun = begin(session.card)
    assert begun is not None
    app = WalkApp(session, begun)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1)
        gc.freeze()  # as `walk` does
        found = {}
        for name, keys in KEYS.items():
            await pilot.press("home")
            await pilot.pause()
            turns = islice(cycle(keys), rounds)
            found[name] = [await cost(pilot, partial(pilot.press, key)) for key in turns]
        found["letter in a search"] = await searching(pilot, rounds)
        found["filter"] = [await filtering(pilot) for _ in range(5)]
        found["arrival of a save"] = [await arrival(app, pilot, number) for number in range(rounds)]
        if app.failure is not None:
            raise app.failure
    show(found)


async def cost(pilot: Pilot[None], press: Press) -> float:
    """Return the milliseconds of CPU that the drawing thread needs for a key, until nothing is left to do."""
    begun = time.thread_time()
    await press()
    await pilot.pause()
    return (time.thread_time() - begun) * 1000


async def searching(pilot: Pilot[None], rounds: int) -> list[float]:
    await pilot.press("/")
    await pilot.pause()
    costs = [await cost(pilot, lambda: pilot.press("1")) for _ in range(3)]
    for _ in range(rounds // 4):
        costs.append(await cost(pilot, lambda: pilot.press("backspace")))
        costs.append(await cost(pilot, lambda: pilot.press("1")))
    await pilot.press("escape")
    return costs


async def filtering(pilot: Pilot[None]) -> float:
    desk = pilot.app.screen

    async def narrow() -> None:
        desk.take("f unsupported")  # type: ignore[attr-defined]  # it is the desk

    spent = await cost(pilot, narrow)
    await pilot.press("escape")
    await pilot.pause()
    return spent


async def arrival(app: WalkApp, pilot: Pilot[None], number: int) -> float:
    """Return what the screen needs for the new scores after a save, which is made beforehand."""
    keeper = app.desk.keeper
    id_ = keeper.walk.order[number]
    await asyncio.to_thread(keeper.session.answer, id_, Change(note=f"第{number}次"))

    async def take() -> None:
        app.desk.take_news()

    return await cost(pilot, take)


def show(found: dict[str, list[float]]) -> None:
    unit = passing()
    print(f"{'key':24} {'median ms':>10} {'worst ms':>10} {'× pass':>8}")
    for name, costs in found.items():
        middle = statistics.median(costs)
        print(f"{name:24} {middle:10.1f} {max(costs):10.1f} {middle / unit:8.2f}")
    print(f"bound for a key: {BOUND_MS} ms")


def passing() -> float:
    """Return the milliseconds of CPU of `python -c pass`, the median of eleven."""
    spent = []
    for _ in range(11):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(spent) * 1000


if __name__ == "__main__":
    main()
