from collections.abc import Callable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

import pytest
import tomli

from lawcheck.domain.checklist import Checklist
from lawcheck.domain.lint import lint
from lawcheck.domain.mending import mend, untouched
from lawcheck.domain.parse import parse
from lawcheck.domain.problems import Path, Problem, problem

GOOD = FilePath(__file__).parents[1] / "data" / "good"
MINIMAL = tomli.loads((GOOD / "minimal.toml").read_text(encoding="utf-8"), parse_float=Decimal)
WORDS = {"zh": "文字", "en": "words"}


def linted(change: Callable[[Any], object]) -> list[Problem]:
    table = deepcopy(MINIMAL)
    change(table)
    return lint(parse(Checklist, table))


def found(change: Callable[[Any], object]) -> list[tuple[str, Path]]:
    return [(one.code, one.path) for one in linted(change)]


def first(**keys: Any) -> Callable[[Any], object]:
    """Change keys of the first item."""
    return lambda table: table["items"][0].update(keys)


def rules(*written: str) -> Callable[[Any], object]:
    """Change the rules of the second item, which is worth 6 points."""
    read = [tomli.loads(f"rule = {{ {text} }}", parse_float=Decimal)["rule"] for text in written]
    used = {"measure": "count", "of": "handled + received", "earn": 0}
    return lambda table: table["items"][1].update(rules=[*read, used])


def test_lint_of_a_good_checklist_finds_nothing() -> None:
    assert lint(parse(Checklist, MINIMAL)) == []


SECOND = ("items", 1, "rules", 0)
RULES = {
    "earn-by-each": (["measure='count', of='handled', earn=1, each=2, cap=6"], []),
    "bands": (["measure='count', of='handled', earn_by=[{at_least=9, points=6}, {points=1}]"], []),
    "too-little": (["measure='status', earn=5"], [("earn-mismatch", ("items", 1, "points"))]),
    "too-much": (
        ["measure='status', earn=5", "measure='count', of='handled', earn=2"],
        [("earn-mismatch", ("items", 1, "points"))],
    ),
    "endless": (
        ["measure='count', of='handled', earn=1, each=1", "measure='status', earn=6"],
        [("cap-missing", SECOND)],
    ),
    "endless-times": (
        ["measure='count', of='handled', earn=1, times='received'", "measure='status', earn=6"],
        [("cap-missing", SECOND)],
    ),
    "each-beside-bands": (
        ["measure='count', of='handled', each=2, earn_by=[{points=6}]"],
        [("idle-key", (*SECOND, "each"))],
    ),
    "above-of-a-status": (["measure='status', earn=6, above=2"], [("idle-key", (*SECOND, "above"))]),
    "above-and-below": (
        ["measure='count', of='handled', earn=6, above=2, below=5"],
        [("idle-key", (*SECOND, "above"))],
    ),
    "steps-without-each": (
        ["measure='count', of='handled', earn=6, steps='whole'"],
        [("idle-key", (*SECOND, "steps"))],
    ),
    "slope": (["measure='rate', of='handled', to='received', earn=6, none_at=60, all_at=90"], []),
    "slope-downwards": (["measure='count', of='handled', earn=6, none_at=9, all_at=3"], []),
    "half-a-slope": (
        ["measure='count', of='handled', earn=6, all_at=90"],
        [("slope", (*SECOND, "all_at"))],
    ),
    "slope-without-a-length": (
        ["measure='count', of='handled', earn=6, none_at=90, all_at=90"],
        [("slope", (*SECOND, "all_at"))],
    ),
    "slope-beside-steps": (
        ["measure='count', of='handled', earn=6, none_at=60, all_at=90, each=2, above=3"],
        [("idle-key", (*SECOND, "each")), ("idle-key", (*SECOND, "above"))],
    ),
    "slope-beside-bands": (
        ["measure='count', of='handled', none_at=60, all_at=90, earn_by=[{points=6}]"],
        [("idle-key", (*SECOND, "none_at")), ("idle-key", (*SECOND, "all_at"))],
    ),
    "status-that-loses-when-done": (
        ["measure='status', earn=6", "measure='status', lose=1, each=0.5"],
        [("wrong-way", ("items", 1, "rules", 1, "each"))],
    ),
    "status-that-earns-when-not-done": (
        ["measure='status', earn=1, each=0.5, below=1, cap=6"],
        [("wrong-way", (*SECOND, "each"))],
    ),
    "status-that-loses-what-is-missing": (
        ["measure='status', earn=6", "measure='status', lose=1, each=0.5, below=1"],
        [],
    ),
    "price-too-fine": (
        ["measure='status', earn=5.995", "measure='count', of='handled', earn=0.005"],
        [("points-too-fine", (*SECOND, "earn")), ("points-too-fine", ("items", 1, "rules", 1, "earn"))],
    ),
    "band-too-fine": (
        ["measure='count', of='handled', earn_by=[{above=9, points=6}, {points=0.001}]"],
        [("points-too-fine", (*SECOND, "earn_by", 1))],
    ),
    "cap-of-a-rule-too-fine": (
        ["measure='status', earn=6", "measure='count', of='handled', lose=1, each=1, cap=0.005"],
        [("points-too-fine", ("items", 1, "rules", 1, "cap"))],
    ),
    "price-for-each-rounded-away": (
        ["measure='status', earn=6", "measure='count', of='handled', lose=0.004, each=1"],
        [("price-lost", ("items", 1, "rules", 1, "lose"))],
    ),
    "price-for-each-may-be-fine": (
        ["measure='status', earn=6", "measure='count', of='handled', lose=0.125, each=1"],
        [],
    ),
    "price-of-0-is-a-price": (["measure='status', earn=0", "measure='status', earn=6"], []),
    "empty-band": (
        ["measure='count', of='handled', earn_by=[{above=5, at_most=5, points=2}, {points=6}]"],
        [("empty-band", (*SECOND, "earn_by", 0))],
    ),
    "hidden-band": (
        ["measure='count', of='handled', earn_by=[{above=5, points=6}, {above=5, below=9, points=2}]"],
        [("hidden-band", (*SECOND, "earn_by", 1))],
    ),
    "touching-bands": (
        ["measure='count', of='handled', earn_by=[{above=5, points=6}, {at_least=5, points=2}]"],
        [],
    ),
    "unknown-figure": (
        ["measure='count', of='handled + x1 + x2', earn=6"],
        [("unknown-figure", (*SECOND, "of")), ("unknown-figure", (*SECOND, "of"))],
    ),
    "number-as-condition": (
        ["measure='status', earn=6, when='handled'"],
        [("condition-expected", (*SECOND, "when"))],
    ),
    "day-for-a-count": (["measure='count', of=2020-01-01, earn=6"], [("number-expected", (*SECOND, "of"))]),
    "days-of-numbers": (
        ["measure='days', of='handled', by=2020-01-01, earn_by=[{points=6}]"],
        [("day-expected", (*SECOND, "of"))],
    ),
    "functions": (
        ["measure='count', of='min(handled, due(day(2020, 1, 1), received) - day(2020, 1, 1))', earn=6"],
        [],
    ),
    "unknown-function": (
        ["measure='count', of='1 + min(handled, median(1, 2))', earn=6"],
        [("unknown-function", (*SECOND, "of"))],
    ),
    "function-of-too-few": (
        ["measure='count', of='min(handled)', earn=6"],
        [("function-use", (*SECOND, "of"))],
    ),
    "function-of-too-many": (
        ["measure='status', earn=6, when='day(2020, 1, 1, 1) > day(2020, 1, 1)'"],
        [("function-use", (*SECOND, "when"))],
    ),
    "function-of-a-wrong-kind": (
        ["measure='count', of='workday(handled, 2)', earn=6"],
        [("function-use", (*SECOND, "of"))],
    ),
    "least-of-a-day-and-a-number": (
        ["measure='count', of='min(day(2020, 1, 1), 2)', earn=6"],
        [("function-use", (*SECOND, "of"))],
    ),
    "function-that-comes-to-a-day": (
        ["measure='count', of='workday(day(2020, 1, 1), 2)', earn=6"],
        [("number-expected", (*SECOND, "of"))],
    ),
    "negative-number-of-days": (
        ["measure='status', earn=6, when='workday(day(2020, 1, 1), -1) > day(2020, 1, 1)'"],
        [("day-count", (*SECOND, "when"))],
    ),
    "half-a-day": (
        ["measure='status', earn=6, when='due(day(2020, 1, 1), 3 / 2) > day(2020, 1, 1)'"],
        [("day-count", (*SECOND, "when"))],
    ),
    "day-of-no-calendar": (
        ["measure='status', earn=6, when='day(2021, 2, 29) > day(2020, 1, 1)'"],
        [("no-such-day", (*SECOND, "when"))],
    ),
    "and-of-numbers": (
        ["measure='status', earn=6, when='handled and received > 1'"],
        [("formula-mixed", (*SECOND, "when"))],
    ),
    "condition-compared": (
        ["measure='status', earn=6, when='(handled > 1) > 2'"],
        [("formula-mixed", (*SECOND, "when"))],
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_lint_of_rules(name: str) -> None:
    written, expected = RULES[name]

    assert found(rules(*written)) == expected


ITEMS = {
    "cap-below-points": (first(cap=3), [("cap-below-points", ("items", 0, "cap"))]),
    "floor-positive": (first(floor=1), [("floor-positive", ("items", 0, "floor"))]),
    "floor-of-0": (first(floor=0), []),
    "floor-and-no-floor": (
        first(floor=-1, no_floor=True),
        [("floor-and-no-floor", ("items", 0, "no_floor"))],
    ),
    "loss-without-end": (
        first(
            no_floor=True,
            rules=[
                {"measure": "status", "earn": 4},
                {"measure": "count", "of": "handled", "lose": 1},
                {"measure": "count", "of": "handled", "lose": 1, "each": 1, "cap": 9},
                {"measure": "count", "of": "handled", "lose_all": True},
                {"measure": "count", "of": "received", "lose_all": True, "cap": 9},
            ],
        ),
        [("cap-missing", ("items", 0, "rules", 1)), ("cap-missing", ("items", 0, "rules", 3))],
    ),
    "bonus-beyond-points": (first(cap=6), []),
    "full-without-loss": (first(start="full"), [("no-loss", ("items", 0, "start"))]),
    "full-with-loss": (first(start="full", rules=[{"measure": "status", "lose": 4}]), []),
    "row-without-kinds": (
        first(evidence=[{"id": "a", "title": WORDS, "kinds": []}]),
        [("no-kinds", ("items", 0, "evidence", 0, "kinds"))],
    ),
    "half-a-piece": (
        first(evidence=[{"id": "a", "title": WORDS, "needed": Decimal("1.5")}]),
        [("needed", ("items", 0, "evidence", 0, "needed"))],
    ),
    "same-as-itself": (
        first(same_as="A-01", points=0, rules=[], evidence=[]),
        [
            ("points-sum", ("groups", 0, "points")),
            ("same-as-chain", ("items", 0, "same_as")),
        ],
    ),
    "same-as-with-limits": (
        first(same_as="A-02", points=0, rules=[], evidence=[], floor=0, no_floor=True, proof="share"),
        [
            ("points-sum", ("groups", 0, "points")),
            ("same-as-own", ("items", 0, "floor")),
            ("same-as-own", ("items", 0, "no_floor")),
            ("same-as-own", ("items", 0, "proof")),
        ],
    ),
    "same-as-nothing": (
        first(same_as="A-09", points=0, rules=[], evidence=[]),
        [
            ("points-sum", ("groups", 0, "points")),
            ("unknown-item", ("items", 0, "same_as")),
        ],
    ),
    "words-of-blanks": (
        first(note={"zh": " ", "en": "x"}),
        [("language-missing", ("items", 0, "note", "zh"))],
    ),
}


@pytest.mark.parametrize("name", ITEMS)
def test_lint_of_items(name: str) -> None:
    change, expected = ITEMS[name]

    assert found(change) == expected


def veto(**keys: Any) -> Callable[[Any], object]:
    return lambda table: table.update(
        vetoes=[{"id": "V-01", "title": WORDS, "when": "handled > 99", **keys}],
    )


def no_points(table: Any) -> Any:
    """Leave the first item without points."""
    table["items"][0].update(points=0, rules=[])
    table["groups"][0].update(points=6)
    table["scoring"].update(total=6)


def inside(table: Any, **keys: Any) -> Any:
    """Put the first item, worth 4 points, into a group of its own."""
    table["groups"].append({"id": "A1", "title": WORDS, "points": 4, **keys})
    table["items"][0].update(id="A1-01")
    table["gate"]["items"][0].update(items=["A1-01"])


def with_bonus(table: Any, **keys: Any) -> Any:
    """Add a group after the total in which nothing stands."""
    table["groups"].append({"id": "B", "title": WORDS, "points": 0, "after_total": True, **keys})


def periodic(table: Any, **keys: Any) -> Any:
    """Have the letters that came in stated month by month."""
    table["figures"][0].update({"every": "month", **keys})


PERIODS = {
    "each-month": (
        ["measure='count', of='received', earn=0.5, per_period=true"],
        [],
    ),
    "months-too-few": (
        ["measure='count', of='received', earn=0.4, per_period=true"],
        [("earn-mismatch", ("items", 1, "points"))],
    ),
    "months-beside-others": (
        ["measure='count', of='received', earn=0.5, per_period=true", "measure='status', earn=3"],
        [("cap-missing", SECOND)],
    ),
    "months-capped": (
        ["measure='count', of='received', earn=0.5, per_period=true, cap=3", "measure='status', earn=3"],
        [],
    ),
    "no-months": (
        ["measure='count', of='handled', earn=6, per_period=true"],
        [("per-period", (*SECOND, "per_period")), ("earn-mismatch", ("items", 1, "points"))],
    ),
    "months-and-quarters": (
        ["measure='rate', of='handled', to='received', earn=6, per_period=true"],
        [("per-period", (*SECOND, "per_period"))],
    ),
    "parts": (["measure='parts', done='handled', of=2, earn=6"], []),
    "parts-of-a-condition": (
        ["measure='parts', done='handled > 1', of=2, earn=6"],
        [("value-expected", (*SECOND, "done"))],
    ),
    "judged": (["measure='judged', of='handled', earn=6"], []),
    "judged-by-steps": (
        ["measure='judged', of='handled', earn=6, each=2, above=1"],
        [("idle-key", (*SECOND, "each")), ("idle-key", (*SECOND, "above"))],
    ),
}


@pytest.mark.parametrize("name", PERIODS)
def test_lint_of_periods_parts_and_judgement(name: str) -> None:
    written, expected = PERIODS[name]

    def change(table: Any) -> None:
        rules(*written)(table)
        periodic(table)
        if name == "months-and-quarters":
            table["figures"][1].update(every="quarter")

    assert found(change) == expected


WHOLES = {
    "id-of-a-note": (
        lambda t: t.update(
            notes=[{"id": "A-02", "title": WORDS, "requirement": WORDS, "force": "may", "place": "1"}]
        ),
        [("id-twice", ("notes", 0, "id"))],
    ),
    "note-scored-nowhere": (
        lambda t: t.update(
            notes=[
                {
                    "id": "A-03",
                    "title": WORDS,
                    "requirement": WORDS,
                    "force": "may",
                    "place": "1",
                    "scored_by": ["A-01", "A-04"],
                }
            ]
        ),
        [("unknown-item", ("notes", 0, "scored_by", 1))],
    ),
    "reserved-name": (
        lambda t: t["figures"].append({"name": "and", "owner": "A-01", "title": WORDS, "unit": WORDS}),
        [("reserved-name", ("figures", 2, "name")), ("unused-figure", ("figures", 2, "name"))],
    ),
    "no-grades": (
        lambda t: (t.update(grades=[]), t["gate"].pop("grade_at_most")),
        [("no-grades", ("grades",))],
    ),
    "gate-without-items": (
        lambda t: t["gate"]["items"][0].update(items=[]),
        [("no-items", ("gate", "items", 0, "items"))],
    ),
    "met-and-least": (
        lambda t: t["gate"]["items"][0].update(met="handled > 0", least=1),
        [("met-and-least", ("gate", "items", 0, "least"))],
    ),
    "least-too-high": (
        lambda t: t["gate"]["items"][0].update(least=5),
        [("least-too-high", ("gate", "items", 0, "least"))],
    ),
    "veto-fails-and-caps": (
        lambda t: t.update(
            vetoes=[
                {
                    "id": "V-01",
                    "title": WORDS,
                    "when": "handled > 99",
                    "effect": "fail",
                    "grade_at_most": "fail",
                }
            ]
        ),
        [("veto-grade", ("vetoes", 0, "grade_at_most"))],
    ),
    "veto-without-points": (
        veto(effect="points"),
        [("veto-points", ("vetoes", 0, "effect"))],
    ),
    "veto-with-points": (veto(effect="points", points=3, times="handled", grade_at_most="fail"), []),
    "veto-with-idle-points": (
        veto(effect="fail", points=3, times="handled"),
        [("veto-points", ("vetoes", 0, "points")), ("veto-points", ("vetoes", 0, "times"))],
    ),
    "veto-times-a-condition": (
        veto(effect="points", points=3, times="handled > 1"),
        [("value-expected", ("vetoes", 0, "times"))],
    ),
    "gate-item-free": (
        lambda t: (no_points(t), t["gate"]["items"][0].update(items=["A-01"])),
        [("gate-item-free", ("gate", "items", 0, "items", 0))],
    ),
    "gate-item-free-but-met": (
        lambda t: (no_points(t), t["gate"]["items"][0].update(met="handled > 0")),
        [],
    ),
    "gate-minimum-with-bonus": (
        lambda t: (
            t["groups"].append({"id": "B", "title": WORDS, "points": 6, "after_total": True}),
            t["items"][1].update(id="B-02"),
            [figure.update(owner="B-02") for figure in t["figures"]],
            t["groups"][0].update(points=4),
            t["scoring"].update(total=4),
        ),
        [],
    ),
    "gate-minimum-above-the-cap": (
        lambda t: t["scoring"].update(cap=5),
        [("gate-minimum", ("gate", "minimum"))],
    ),
    "weight": (
        lambda t: (t["groups"][0].update(weight=Decimal("0.8")), t["scoring"].update(total=8)),
        [],
    ),
    "weight-above-1": (
        lambda t: (t["groups"][0].update(weight=Decimal("1.2")), t["scoring"].update(total=12)),
        [],
    ),
    "weight-that-leaves-a-fraction": (
        lambda t: (
            t["groups"][0].update(weight=Decimal("0.3333")),
            t["scoring"].update(total=Decimal("3.333")),
            t["gate"].update(minimum=0),
        ),
        [("points-too-fine", ("scoring", "total")), ("points-too-fine", ("groups", 0, "weight"))],
    ),
    "passed-up": (lambda t: t["groups"][0].update(not_applicable="pass_up"), []),
    "opinions": (lambda t: t["scoring"].update(opinions="trimmed"), []),
    "bonus-that-waits-for-the-total": (lambda t: with_bonus(t, needs_total=4), []),
    "bonus-that-waits-for-nothing": (
        lambda t: with_bonus(t, needs_total=0),
        [("needs-total", ("groups", 1, "needs_total"))],
    ),
    "bonus-that-never-counts": (
        lambda t: with_bonus(t, needs_total=11),
        [("needs-total", ("groups", 1, "needs_total"))],
    ),
    "needs-total-too-fine": (
        lambda t: with_bonus(t, needs_total=Decimal("3.999")),
        [("points-too-fine", ("groups", 1, "needs_total"))],
    ),
    "waiting-for-the-total-inside-it": (
        lambda t: t["groups"][0].update(needs_total=4),
        [("needs-total", ("groups", 0, "needs_total"))],
    ),
    "weight-forgotten-in-the-total": (
        lambda t: t["groups"][0].update(weight=Decimal("0.8")),
        [("total", ("scoring", "total"))],
    ),
    "weight-in-the-group-above": (
        lambda t: inside(t, weight=Decimal("0.5")),
        [("points-sum", ("groups", 0, "points"))],
    ),
    "cap-in-the-group-above": (lambda t: inside(t, cap=2), [("points-sum", ("groups", 0, "points"))]),
    "after-total-inside": (
        lambda t: inside(t, after_total=True),
        [("after-total", ("groups", 1, "after_total"))],
    ),
    "after-total-rescaled": (
        lambda t: (inside(t, not_applicable="keep"), t["groups"][0].update(after_total=True)),
        [("after-total", ("groups", 1, "not_applicable")), ("total", ("scoring", "total"))],
    ),
    "group-floor-above-cap": (
        lambda t: t["groups"][0].update(floor=11),
        [("floor-above-cap", ("groups", 0, "floor"))],
    ),
    "total-floor-above-cap": (
        lambda t: t["scoring"].update(floor=9, cap=8),
        [("floor-above-cap", ("scoring", "floor"))],
    ),
    "cap-too-fine": (
        lambda t: t["scoring"].update(cap=Decimal("9.001")),
        [("points-too-fine", ("scoring", "cap"))],
    ),
    "too-many-digits": (
        lambda t: t["scoring"].update(cap=10**5, decimals=10),
        [("too-many-digits", ("scoring", "cap"))],
    ),
    "digits-enough": (lambda t: t["scoring"].update(cap=10**4, decimals=10), []),
    "part-with-a-name-of-its-own": (
        lambda t: (periodic(t), t["figures"][1].update(name="received_12")),
        [
            ("part-name", ("figures", 1, "name")),
            ("unused-figure", ("figures", 1, "name")),
            ("unknown-figure", ("items", 1, "rules", 0, "of")),
        ],
    ),
    "part-beyond-the-period": (
        lambda t: (periodic(t, every="quarter"), t["items"][1]["rules"][0].update(of="received_05")),
        [("unused-figure", ("figures", 1, "name")), ("unknown-figure", ("items", 1, "rules", 0, "of"))],
    ),
    "part-with-a-long-name": (
        lambda t: (
            periodic(t),
            t["figures"][0].update(name="r" * 62),
            t["items"][1]["rules"][0].update(to="r" * 62),
        ),
        [("part-name", ("figures", 0, "name"))],
    ),
    "sum-of-a-periodic-figure": (periodic, []),
    "one-part": (
        lambda t: (periodic(t), t["items"][1]["rules"][0].update(to="received_03")),
        [],
    ),
    "sum-of-days": (
        lambda t: (
            periodic(t, kind="date"),
            t.update(
                checks=[{"id": "c", "title": WORDS, "holds": "received >= received_01"}],
                deadlines=[{"id": "d", "title": WORDS, "figure": "received", "before": date(2020, 2, 1)}],
            ),
            t["items"][1].update(
                rules=[
                    {
                        "measure": "days",
                        "of": "received",
                        "by": date(2020, 2, 1),
                        "earn_by": [{"points": 6}],
                        "per_period": True,
                    },
                    {"measure": "count", "of": "handled", "earn": 0},
                ]
            ),
        ),
        [
            ("sum-of-days", ("deadlines", 0, "figure")),
            ("sum-of-days", ("checks", 0, "holds")),
        ],
    ),
    "period-too-long": (
        lambda t: (periodic(t), t["period"].update(last=date(9999, 12, 31))),
        [("period-long", ("period", "last"))],
    ),
    "too-many-decimals": (
        lambda t: t["scoring"].update(decimals=10**12),
        [("decimals", ("scoring", "decimals"))],
    ),
    "nothing-is-worth-anything": (
        lambda t: (
            t["scoring"].update(total=0),
            t["gate"].update(minimum=0),
            t["groups"][0].update(points=0),
            t["gate"].update(items=[]),
            [item.update(points=0, rules=[{"measure": "status", "earn": 0}]) for item in t["items"]],
            t.update(figures=[]),
        ),
        [],
    ),
}


@pytest.mark.parametrize("name", WHOLES)
def test_lint_of_the_whole(name: str) -> None:
    change, expected = WHOLES[name]

    assert found(change) == expected


def test_lint_names_the_nearest_figure() -> None:
    problems = linted(lambda t: t["items"][1]["rules"][0].update(to="recieved"))

    (one,) = (one for one in problems if one.code == "unknown-figure")
    assert str(one) == "there is no figure 'recieved'; the nearest: received"


def test_lint_only_warns_where_english_falls_back() -> None:
    (one,) = linted(first(note={"zh": "注"}))

    assert (one.code, one.level) == ("language-missing", "warning")


def test_mend_looks_past_a_mistyped_key() -> None:
    table = {"items": [{"id": "A-01", "pionts": 1}], "owners": {}}
    mistyped = problem("x", code="unknown-key", path=("items", 0, "pionts"))

    mended = mend(table, [mistyped])

    assert mended == {"items": [{"id": "A-01"}], "owners": {}}
    assert table["items"] == [{"id": "A-01", "pionts": 1}]


def test_mend_gives_up_where_the_rest_would_mislead() -> None:
    assert mend({"figures": []}, [problem("x", code="type", path=("figures",))]) is None


def test_untouched_leaves_out_what_a_spoiled_item_causes() -> None:
    spoiled = [problem("x", code="unknown-key", path=("items", 3, "pionts"))]
    caused = [
        problem("x", code="earn-mismatch", path=("items", 3, "points")),
        problem("x", code="points-sum", path=("groups", 0, "points")),
    ]
    other = problem("x", code="unknown-owner", path=("items", 4, "owner"))

    assert untouched([*caused, other], spoiled) == [other]
