"""Proves the storage and prints what was counted, as one table.

python -m tests.scoreboard            everything, some minutes
python -m tests.scoreboard --quick    what every test run does
python -m tests.scoreboard kills      the lines whose title holds a word
"""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from tests.scoreboard.board import LINES, Line
from tests.scoreboard.stage import Tally


def measure(title: str, *, short: bool) -> tuple[Tally, float]:
    """Run the line of that title; lines themselves do not travel between processes."""
    line = next(one for one in LINES if one.title == title)
    begun = time.perf_counter()
    tally = (line.short if short else line.full)()
    return tally, time.perf_counter() - begun


def results(lines: list[Line], *, short: bool) -> Iterator[tuple[Line, Tally, float]]:
    """Run the lines two at a time, and then, with nothing beside them, those that measure time."""
    with ProcessPoolExecutor(2) as pool:
        running = [(line, pool.submit(measure, line.title, short=short)) for line in lines if not line.alone]
        for line, future in running:
            yield line, *future.result()
    for line in lines:
        if line.alone:
            yield line, *measure(line.title, short=short)


def tell(line: str) -> None:
    """Print a line at once: the next one may take minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Print the table; return 1 where a line is not what it must be."""
    short = "--quick" in arguments
    words = [one for one in arguments if not one.startswith("-")]
    lines = [line for line in LINES if not words or any(word in line.title for word in words)]
    failed: list[str] = []
    tell(f"{'':40} {'tried':>7} {'good':>7} {'floor':>7} {'s':>6}")
    for line, tally, seconds in results(lines, short=short):
        faults = line.faults(tally, short=short)
        failed += [f"{line.title}: {fault}" for fault in faults]
        sign = "no" if faults else "ok"
        counted = f"{tally.tried:7,} {tally.good:7,} {line.floor:7,} {seconds:6.1f}"
        tell(f"{line.title:40} {counted}  {sign}  {tally.note}")
    for one in failed:
        tell(one)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
