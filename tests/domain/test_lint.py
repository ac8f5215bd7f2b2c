from collections.abc import Callable
from copy import deepcopy
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
    "floor-above-cap": (first(floor=5), [("floor-above-cap", ("items", 0, "floor"))]),
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
    "too-many-decimals": (
        lambda t: t["scoring"].update(decimals=10**12),
        [("decimals", ("scoring", "decimals"))],
    ),
    "nothing-is-worth-anything": (
        lambda t: (
            t["scoring"].update(total=0),
            t["gate"].update(minimum=0),
            t["groups"][0].update(points=0),
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
