"""The page on writing checklists: every worked example scores what it says, every key is named and shown."""

import re
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
import tomli

from lawcheck.domain import assessment as assessments
from lawcheck.domain import checklist as checklists
from lawcheck.domain import pricing, rules
from lawcheck.domain.checklist import Checklist, Column
from lawcheck.domain.fitting import misfits
from lawcheck.domain.functions import FUNCTIONS
from lawcheck.domain.lint import lint
from lawcheck.domain.parameters import constants, fill, settle
from lawcheck.domain.parse import parse
from lawcheck.domain.review import Review, granted_points
from tests import making

PAGE = (Path(__file__).parents[1] / "checklists" / "README.md").read_text(encoding="utf-8")
TEXT = {"zh": "文字", "en": "words"}
STATED = re.compile(r"# with (?P<said>.+): (?P<points>-?[\d.]+) points(?:, grade (?P<grade>\w+))?")


class Example(NamedTuple):
    text: str
    table: dict[str, Any]
    stated: list[re.Match[str]]


def example(block: str) -> Example:
    comments = [line for line in block.splitlines() if line.startswith("#")]
    stated = [found for line in comments if (found := STATED.fullmatch(line))]
    assert stated
    assert len(stated) == len(comments), block
    return Example(block, tomli.loads(block, parse_float=Decimal), stated)


EXAMPLES = [example(block) for block in re.findall(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)]


def _with_titles(parameter: dict[str, Any]) -> dict[str, Any]:
    choices = {"choices": [{"title": TEXT, **one} for one in parameter.get("choices", [])]}
    proof = {"proof": {"title": TEXT, **parameter["proof"]}} if "proof" in parameter else {}
    return {"title": TEXT, **parameter, **choices, **proof}


def whole(table: dict[str, Any], said: dict[str, str] | None = None) -> Checklist:
    """Return the checklist that a piece is taken out of, as it is for a unit whose parameters are `said`.

    What it does not say is as plain as can be.
    """
    if "items" not in table:
        table = {"items": [{"id": "A-01", **table}]}
    items = [
        {"title": TEXT, "requirement": TEXT, "force": "should", "place": "1"}
        | ({} if "evidence" in one else {"no_evidence": TEXT})
        | {"not_applicable": {"when": TEXT}}
        | one
        for one in table["items"]
    ]
    groups = {one["id"]: {"title": TEXT, **one} for one in table.get("groups", [])}
    for one in items:
        name = one["id"][0]
        if name not in groups:
            points = sum(other.get("points", 0) for other in items if other["id"][0] == name)
            groups[name] = {"id": name, "title": TEXT, "points": points}
    scoring = {"total": sum(one["points"] for one in groups.values()), "partial": Decimal("0.5")}
    head = {
        "format": 1,
        "id": "example",
        "version": "1",
        "language": "zh",
        "title": TEXT,
        "about": TEXT,
        "issuer": TEXT,
        "sources": [],
        "period": tomli.loads("first = 2020-01-01\nlast = 2020-12-31") | {"label": TEXT},
        "gate": {"minimum": 0, **table.get("gate", {})},
        "scoring": scoring | table.get("scoring", {}),
        "grades": [{"title": TEXT, **one} for one in table.get("grades", [{"id": "all", "at_least": 0}])],
        "vetoes": [{"title": TEXT, **one} for one in table.get("vetoes", [])],
        "owners": {},
        "groups": [groups[name] for name in sorted(groups)],
        "items": items,
        "figures": [],
    }
    head |= {
        "parameters": [_with_titles(one) for one in table.get("parameters", [])],
        "cases": table.get("cases", []),
    }
    head = fill(head, said or {})
    declared = [{"title": TEXT, "unit": TEXT, **one} for one in table.get("figures", [])]
    made = parse(Checklist, head | {"figures": declared + figures(parse(Checklist, head), declared)})
    return settle(made, said or {})


def figures(checklist: Checklist, declared: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the figures that are used and not declared."""
    varied = (rule for item in checklist.items for variant in item.variants for rule in variant.rules or ())
    used = [*varied, *(rule for item in checklist.items for rule in item.rules)]
    dated = [one for rule in used if isinstance(rule, rules.DaysRule) for one in (rule.of, rule.by)]
    days = {name for formula in dated for name in formula.names}
    names = {name for rule in used for name in rule.names}
    formulas = [row.needed for item in checklist.items for row in item.evidence]
    formulas += [entry.met for entry in checklist.gate.items]
    formulas += [one for veto in checklist.vetoes for one in (veto.when, veto.times)]
    names |= {name for formula in formulas if formula for name in formula.names}
    names |= {one.figure for source in checklist.cases for one in source.figures}
    names -= constants(checklist.parameters, {}).keys()
    return [
        {
            "name": name,
            "owner": "A-01",
            "title": TEXT,
            "unit": TEXT,
            "kind": "date" if name in days else "number",
        }
        for name in sorted(names - {one["name"] for one in declared})
    ]


def grants(checklist: Checklist, opinions: str) -> dict[str, Fraction | None]:
    """Return what reviewers granted whose points for the first item are `1/3/4`."""
    given = [{"points": Decimal(one), "by": "r", "on": making.DAY} for one in opinions.split("/") if one]
    table = {"format": 1, "grants": {"A-01": {"opinions": given}}}
    found = granted_points(parse(Review, table), checklist.scoring.opinions)
    return {id_: one.points for id_, one in found.items()}


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.text[:60])
def test_example_has_no_problems(one: Example) -> None:
    assert [(found.code, found.key, str(found)) for found in lint(whole(one.table))] == []


@pytest.mark.parametrize(
    ("one", "stated"),
    [(one, stated) for one in EXAMPLES for stated in one.stated],
    ids=lambda part: part[0] if isinstance(part, re.Match) else "",
)
def test_example_scores_what_it_says(one: Example, stated: re.Match[str]) -> None:
    pairs = [] if stated["said"] == "nothing stated" else stated["said"].split(", ")
    proved = [pair.removesuffix(" proved") for pair in pairs if pair.endswith(" proved")]
    said = dict(pair.split(" = ") for pair in pairs if " = " in pair)
    checklist = whole(one.table, said)
    parameters = {name: said.pop(name) for name in [p.name for p in checklist.parameters] if name in said}
    pieces = int(said.pop("pieces", 0))
    column = Column.REVIEWED if "opinions" in said else Column.SUPPORTED
    granted = grants(checklist, said.pop("opinions", ""))
    statuses = {item.id: said.pop(item.id, "done") for item in checklist.items}
    row = next((f"{item.id}:{row.id}" for item in checklist.items for row in item.evidence), "")
    assert said.keys() <= {figure.name for figure in checklist.asked_figures}

    answers = {id_: making.answer(status, reason="none") for id_, status in statuses.items()}
    evidence = making.pieces(pieces, row)
    for id_ in proved:
        proof = checklist.parameters_by_id[id_].proof
        assert proof
        evidence[id_.lower()] = making.piece(f"{id_}:{proof.id}", target=id_)
    unit = replace(making.assessment(answers, said, evidence), parameters=parameters)
    assert misfits(checklist, unit) == []
    card = making.score(checklist, unit, grants=granted)

    assert card.totals.columns[column] == Fraction(stated["points"])
    if stated["grade"]:
        grade = card.grades[column]
        assert grade is not None
        assert grade.id == stated["grade"]


def test_page_names_every_key() -> None:
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", PAGE))))
    records = [
        one
        for module in (checklists, pricing, rules)
        for one in vars(module).values()
        if isinstance(one, type)
        and one.__module__ == module.__name__
        and hasattr(one, "__dataclass_fields__")
    ]

    assert len(records) > 20
    assert {field.name for one in records for field in fields(one)} <= named


def test_page_names_every_function() -> None:
    assert set(FUNCTIONS) <= set(re.findall(r"`(\w+)\(", PAGE))


def choices(text: str) -> set[str]:
    return set(re.findall(r'"([a-z_]+)"', text))


SHOWN = " ".join(one.text for one in EXAMPLES)


def test_page_names_every_choice() -> None:
    enums = [checklists.Force, checklists.Start, checklists.Proof, checklists.NotApplicablePolicy]
    enums += [checklists.Rounding, checklists.Column, checklists.VetoEffect, checklists.EvidenceKind]
    enums += [checklists.Opinions, checklists.Every, pricing.Steps, rules.In, rules.Days]

    assert {str(one) for enum in enums for one in enum} <= choices(PAGE)
    assert {str(one) for one in assessments.Status} <= set(re.findall(r"\w+", PAGE))


def test_examples_show_every_measure_price_limit_and_option() -> None:
    measures = {get_args(one.__annotations__["measure"])[0] for one in get_args(get_args(rules.Rule)[0])}
    keys = {field.name for field in fields(pricing.PricedRule)}
    keys |= {field.name for field in fields(pricing.Band)}
    keys |= {
        "floor",
        "cap",
        "weight",
        "after_total",
        "needs_total",
        "opinions",
        "no_floor",
        "times",
        "points",
        "grade_at_most",
    }
    shown = set(re.findall(r"\b([a-z_]+) = ", SHOWN))

    assert measures <= choices(SHOWN)
    assert {str(one) for enum in (pricing.Steps, checklists.VetoEffect) for one in enum} - {
        "exact"
    } <= choices(SHOWN)
    assert {str(one) for one in checklists.NotApplicablePolicy} <= choices(SHOWN)
    assert keys <= shown
