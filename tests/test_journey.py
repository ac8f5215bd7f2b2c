"""The real checklist of 2020 from an empty folder to a verdict, by the commands that the README names."""

import json
from pathlib import Path
from typing import Any

import pytest

from lawcheck.domain.checklist import FORMAT, Checklist, EvidenceKind, Item
from lawcheck.domain.quantities import Kind
from lawcheck.storage.checklists import find
from lawcheck.storage.toml import parse_document
from tests.conftest import Run

CHECKLIST = parse_document(Checklist, find("cixi-subdistrict-2020"), "2020", newest=FORMAT)

# Everywhere two of two are done; what must not happen happened never; last year was worse.
NEVER = ("verified", "refused", "unreviewed", "loss", "late", "absent", "broken", "open", "stock", "upward")
OTHERS = {
    "report_submitted_on": "2021-02-10",
    "report_published_on": "2021-03-15",
    "adviser_months": "12",
    "review_ledger_rows": "8",
    "cleanup_amended": "0",
    "cleanup_repealed": "0",
    "supervision_kinds_served": "6",
    "staff_sent_for_head": "0",
    "village_mediators": "6",
}
PIECES = 6


def figure(name: str, kind: Kind) -> str:
    if name in OTHERS:
        return OTHERS[name]
    if kind is Kind.DATE:
        return "2020-06-01"
    return "0" if any(word in name for word in NEVER) else "2"


def answer(run: Run, folder: Path, item: Item) -> None:
    figures = [one for one in CHECKLIST.figures if one.owner == item.id]
    stated = [part for one in figures for part in ("--figure", f"{one.name}={figure(one.name, one.kind)}")]
    assert run("-C", folder, "--quiet", "set", item.id, "--status", "done", *stated).code == 0


def prove(run: Run, folder: Path, source: Path, items: list[Item]) -> None:
    """Register six pieces of each kind for every row that takes it: a piece fills one row of an item."""
    left = {(item.id, row.id): row.kinds for item in items for row in item.evidence}
    for kind in EvidenceKind:
        rows = [f"{item}:{row}" for (item, row), kinds in left.items() if kind in kinds]
        left = {key: kinds for key, kinds in left.items() if f"{key[0]}:{key[1]}" not in rows}
        places = [part for row in rows for part in ("--item", row)]
        for number in range(PIECES if rows else 0):
            what = {EvidenceKind.FILE: str(source), EvidenceKind.LINK: f"https://example.org/{number}"}.get(
                kind, f"慈政办〔2020〕{number + 1}号"
            )
            if kind is EvidenceKind.FILE:
                source.write_text(f"第{number}份\n", encoding="utf-8")
            covers = ("--covers", "2020-06-01")
            assert run("-C", folder, "evidence", "add", what, "--kind", kind, *covers, *places).code == 0


def gate(run: Run, folder: Path, *options: object) -> tuple[int, dict[str, Any]]:
    ran = run("-C", folder, "gate", "--format", "json", *options)
    return ran.code, json.loads(ran.out)


def test_a_year_of_ones_own_reaches_the_verdict_both_ways(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "甲街道-2020"
    items = [item for item in CHECKLIST.items if item.same_as is None]
    assert run("new", "cixi-subdistrict-2020", folder, "--unit", "甲街道办事处").code == 0

    code, verdict = gate(run, folder)
    assert code == 1
    assert {rule["id"] for rule in verdict["rules"]} == {
        rule["id"] for rule in verdict["rules"] if not rule["passed"]
    }

    for item in items:
        answer(run, folder, item)
    for veto in CHECKLIST.vetoes:
        assert run("-C", folder, "set", veto.id, "--figure", f"{next(iter(veto.when.names))}=0").code == 0
    code, verdict = gate(run, folder)
    assert code == 1, "answers without evidence must not pass"
    assert [rule["id"] for rule in verdict["rules"] if rule["passed"]] == ["V-01", "V-02"]

    prove(run, folder, tmp_path / "佐证材料.txt", items)
    code, verdict = gate(run, folder)
    assert [rule["text"] for rule in verdict["rules"] if not rule["passed"]] == []
    assert code == 0
    assert verdict["score"] >= 90

    score = json.loads(run("-C", folder, "score", "--format", "json").out)
    assert score["supported"] == score["claimed"]
    assert score["grade"]["supported"] == "excellent"
    assert run("-C", folder, "verify").code == 0

    monkeypatch.setattr("sys.stdin", None)
    assert run("-C", folder, "set", "D1-10", "--figure", "defences_in_time=1", "--why", "一案逾期").code == 0
    code, verdict = gate(run, folder)
    failed = {rule["id"]: rule["items"] for rule in verdict["rules"] if not rule["passed"]}
    assert code == 1
    assert failed == {"defence-in-time": ["D1-10"]}
    assert json.loads(run("-C", folder, "score", "--format", "json").out)["grade"]["supported"] == "pass"

    code, verdict = gate(run, folder, "--minimum", "99.5")
    assert code == 1
    assert {rule["id"] for rule in verdict["rules"] if not rule["passed"]} == {"minimum", "defence-in-time"}
