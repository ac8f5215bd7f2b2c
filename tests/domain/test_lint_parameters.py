from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from lawcheck.domain.checklist import Checklist
from lawcheck.domain.lint import lint
from lawcheck.domain.parameters import fill
from lawcheck.domain.parse import parse
from lawcheck.domain.problems import Problem
from tests.domain.test_lint import MINIMAL, WORDS

CLASS: dict[str, Any] = {
    "id": "P-01",
    "name": "class",
    "title": WORDS,
    "kind": "choice",
    "choices": [{"name": "town", "title": WORDS}, {"name": "street", "title": WORDS}],
}
YEAR = {"id": "P-02", "name": "year", "title": WORDS, "kind": "year", "default": 2020}


def linted(*parameters: dict[str, Any], **items: Any) -> list[Problem]:
    """Lint the minimal checklist with parameters; `first` and `second` change its items, others its head."""
    table = deepcopy(MINIMAL) | {"parameters": list(parameters)}
    for number, name in enumerate(("first", "second")):
        table["items"][number].update(items.pop(name, {}))
    table["groups"][0].update(items.pop("group", {}))
    return lint(parse(Checklist, fill(table | items, {})))


def found(*parameters: dict[str, Any], **items: Any) -> list[tuple[str, str]]:
    return [(one.code, one.key) for one in linted(*parameters, **items)]


def test_lint_of_good_parameters_finds_nothing() -> None:
    assert found(CLASS, YEAR, first={"applies": "class = town"}) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"choices": CLASS["choices"][:1]}, ("choices", "parameters[0].choices")),
        ({"kind": "yes_no"}, ("choices", "parameters[0].choices")),
        ({"kind": "year", "choices": []}, ("year-default", "parameters[0].kind")),
        ({"default": "city"}, ("default", "parameters[0].default")),
        ({"name": "handled"}, ("name-taken", "parameters[0].name")),
        ({"name": "yes"}, ("name-taken", "parameters[0].name")),
        ({"name": "done"}, ("name-taken", "parameters[0].name")),
        ({"id": "A-01"}, ("id-twice", "parameters[0].id")),
    ],
)
def test_lint_of_a_parameter(change: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problem in found({**CLASS, **change})


def test_choice_that_is_a_figure_is_told() -> None:
    choices = [CLASS["choices"][0], {"name": "received", "title": WORDS}]

    assert found({**CLASS, "choices": choices}) == [("name-taken", "parameters[0].choices")]


def test_points_must_come_out_for_every_kind_of_unit() -> None:
    variant = {"when": "class = street", "points": 2, "rules": [{"measure": "status", "earn": 2}]}

    (one,) = [
        problem for problem in linted(CLASS, first={"variants": [variant]}) if problem.code == "points-sum"
    ]

    assert one.fields["unit"] == "class = street"
    assert "where class = street: " in str(one)


def test_variants_that_come_out_even_are_good() -> None:
    status = [{"measure": "status", "earn": 2}]
    variant = {"when": "class = street", "points": 2, "rules": status}

    problems = linted(
        CLASS, first={"variants": [variant]}, group={"points": 8}, scoring={"total": 8, "partial": 0}
    )

    assert {problem.fields.get("unit") for problem in problems if problem.code == "points-sum"} == {
        "class = town"
    }


@pytest.mark.parametrize(
    ("applies", "problem"),
    [
        ("class", "condition-expected"),
        ("clas = town", "unknown-figure"),
        ("A-99 = done", "unknown-figure"),
        ("A-01 = done", "applies-circle"),
        ("handled > 0", "applies-without-na"),
    ],
)
def test_lint_of_a_condition(applies: str, problem: str) -> None:
    assert (problem, "items[0].applies") in found(CLASS, first={"applies": applies})


def test_condition_over_another_item_is_good() -> None:
    assert found(CLASS, first={"applies": "A-02 >= partial"}) == []


def test_conditions_in_a_circle_are_told_at_each() -> None:
    problems = found(CLASS, first={"applies": "A-02 = done"}, second={"applies": "A-01 = done"})

    assert problems == [("applies-circle", "items[0].applies"), ("applies-circle", "items[1].applies")]


def test_answers_of_items_stand_in_conditions_of_items_alone() -> None:
    rules = [{"measure": "status", "earn": 4, "when": "A-02 = done"}]

    assert ("unknown-figure", "items[0].rules[0].when") in found(CLASS, first={"rules": rules})


def test_variant_over_a_figure_is_told() -> None:
    variant = {"when": "handled > 0"}

    assert ("variant-figure", "items[0].variants[0].when") in found(CLASS, first={"variants": [variant]})


def test_year_that_nobody_declared_is_told() -> None:
    assert ("unknown-place", "title.en") in found(CLASS, title={"zh": "年", "en": "{year}"})
    assert found(YEAR, title={"zh": "{year}年", "en": "{year}"}) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ({"checklist": "small"}, ("own-case", "cases[0].checklist")),
        ({"figures": [{"figure": "recieved"}]}, ("unknown-figure", "cases[0].figures[0].figure")),
        ({"figures": [{"figure": "received"}] * 2}, ("case-twice", "cases[0].figures[1].figure")),
        (
            {"figures": [{"figure": "received", "when": "lost"}]},
            ("condition-expected", "cases[0].figures[0].when"),
        ),
        (
            {"figures": [{"figure": "received", "sum": "lost > 0"}]},
            ("value-expected", "cases[0].figures[0].sum"),
        ),
    ],
)
def test_lint_of_cases(source: dict[str, Any], problem: tuple[str, str]) -> None:
    own = MINIMAL["id"]
    made = {"checklist": "other", "figures": [{"figure": "received"}], **source}
    if made["checklist"] == "small":
        made["checklist"] = own

    assert problem in found(CLASS, cases=[made])


def test_shipped_checklists_have_no_problems() -> None:
    from lawcheck.storage.linting import lint_path

    folder = Path(__file__).parents[2] / "checklists"

    assert [lint_path(path).problems for path in sorted(folder.glob("*.toml"))] == [(), (), ()]
