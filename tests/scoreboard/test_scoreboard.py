"""The short form of every line, and proof that the proofs can fail."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.scoreboard.bad_inputs import Measured, bad_inputs
from tests.scoreboard.board import LINES, Line
from tests.scoreboard.crashes import kills
from tests.scoreboard.faults import InPlace, Layer
from tests.scoreboard.planted import BROKEN, broken_orders
from tests.scoreboard.powercuts import power_cuts
from tests.scoreboard.stage import Ran, furnish, run
from tests.scoreboard.tampering import bit_flips, named, scattered


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.title.replace(" ", "-"))
def test_line_is_good(line: Line) -> None:
    tally = line.short()

    assert tally.tried > 0
    assert line.faults(tally, short=True) == []
    assert tally.good == tally.tried


def test_new_can_be_repeated_after_a_power_cut() -> None:
    """Once the mark of a begun workspace was lost before what it excuses, and `new` would not go on."""
    assert power_cuts(only=("new",), twice=False).bad == []


def test_a_bug_ends_in_one_line_and_changes_nothing(tmp_path: Path) -> None:
    class Mad(Layer):
        def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
            if operation is os.replace:
                raise ZeroDivisionError("新密码")
            return super().call(operation, *args, **kwargs)

    root = furnish(tmp_path / "office")
    ran = run("-C", root, "set", "A-01", "--status", "partial", disk=Mad())

    assert (ran.code, ran.out) == (70, "")
    assert ran.err.count("\n") == 1
    assert "ZeroDivisionError" in ran.err
    assert run("-C", root, "verify").code == 0


def test_kills_catch_a_store_that_writes_in_place() -> None:
    assert kills(planted=InPlace, only=("set",)).bad


def test_power_cuts_need_a_checker_that_can_say_no() -> None:
    name = "evidence moved after it is registered"

    assert broken_orders(check=lambda _: [], orders={name: BROKEN[name]}).bad
    assert not broken_orders(orders={name: BROKEN[name]}).bad


def test_tampering_is_not_seen_by_a_verifier_that_always_says_yes() -> None:
    flips, names = bit_flips(stride=997, look=lambda _: []), named(look=lambda _: [])

    assert flips.good == names.good == 0
    assert scattered(count=20, look=lambda _: []).bad


@pytest.mark.parametrize("code", [0, 3], ids=["takes all", "refuses all"])
def test_bad_inputs_find_a_reader_that_does_not_look(code: int) -> None:
    tally = bad_inputs(stride=5, command=lambda *_: Measured(Ran(code, "x", "x"), 0.0, 0.0))

    assert tally.good < tally.tried / 10
    assert tally.bad
