"""The lines of the scoreboard: what is counted, the least that must be, and a short form for each."""

from collections.abc import Callable
from typing import NamedTuple

from lawcheck.formats import Format
from tests.scoreboard import bad_inputs, crashes, display, model, planted, powercuts, speed, storms, tampering
from tests.scoreboard.stage import Tally


class Line(NamedTuple):
    """One line: `floor` is the least number that the full form must try; all of them must be well."""

    title: str
    floor: int
    full: Callable[[], Tally]
    short: Callable[[], Tally]
    alone: bool = False

    def faults(self, tally: Tally, *, short: bool = False) -> list[str]:
        """Return what keeps the line from being good."""
        few = not short and tally.tried < self.floor
        return [*tally.bad, *([f"only {tally.tried} tried, {self.floor} are needed"] if few else [])]


LINES = (
    Line("kills at every operation", 250, crashes.kills, lambda: crashes.kills(stride=11)),
    Line("Ctrl-C at every operation", 250, crashes.interrupts, lambda: crashes.interrupts(stride=17)),
    Line("I/O errors at every operation", 500, crashes.io_errors, lambda: crashes.io_errors(stride=97)),
    Line(
        "power cuts, and cuts of the recovery", 2000, powercuts.power_cuts,
        lambda: powercuts.power_cuts(only=("set",), stride=9),
    ),
    Line(
        "broken save orders caught", 6, planted.broken_orders, lambda: planted.broken_orders(stride=3),
    ),
    Line(
        "saves of 8 × 50 at once, none lost", 400, lambda: storms.writers(count=8, saves=50),
        lambda: storms.writers(count=4, saves=8),
    ),
    Line(
        "saves where locks lie: there, or named", 100, lambda: storms.without_locks(rounds=40),
        lambda: storms.without_locks(rounds=3),
    ),
    Line(
        "kill -9 at random, none lost", 300, lambda: storms.killings(kills=300),
        lambda: storms.killings(kills=20),
    ),
    Line("bad inputs, clearly refused", 150, bad_inputs.bad_inputs, lambda: bad_inputs.bad_inputs(stride=13)),
    Line(
        "display payloads × outputs", 41 * 6, display.payloads,
        lambda: display.payloads(formats=tuple(Format)[::4], tty=False),
    ),
    Line("one-bit changes of a history", 10_000, tampering.bit_flips, lambda: tampering.bit_flips(stride=61)),
    Line("tampering by name", 30, tampering.named, tampering.named),
    Line(
        "one-bit changes elsewhere", 1_000, lambda: tampering.scattered(count=2_000),
        lambda: tampering.scattered(count=100),
    ),
    Line(
        "model: sequences", 500, lambda: model.stateful(examples=500, steps=30),
        lambda: model.stateful(examples=6, steps=20),
    ),
    Line("encodings × commands", 64, display.locales, lambda: display.locales(stride=23)),
    Line(
        "verify, 20,000 entries", 1, lambda: speed.verify_speed(entries=20_000),
        lambda: speed.verify_speed(entries=2_000), alone=True,
    ),
    Line(
        "one save at 400 answers", 1, lambda: speed.save_speed(answers=400, rounds=25),
        lambda: speed.save_speed(answers=400, rounds=3), alone=True,
    ),
)  # fmt: skip
