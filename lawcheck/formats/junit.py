"""JUnit XML, as Jenkins and GitLab read it: a case a rule of the gate, then a suite a group with a case an item.

A failure is what fails the gate and nothing else, so that the report is red when the gate is. An item that is
open but not insisted on is skipped, as is one that is not applicable: neither has passed.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from lawcheck.domain.assessment import Status
from lawcheck.domain.gate import GateRule
from lawcheck.domain.report import Report
from lawcheck.domain.scoring import ItemScore
from lawcheck.domain.shortfalls import Shortfall, rule_id, shortfalls
from lawcheck.formats import text, wording
from lawcheck.formats.shortfalls import sentence, visible
from lawcheck.formats.wording import said
from lawcheck.i18n import tr

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

GATE = "gate"


def render(report: Report) -> str:
    """Return the suites; names are ids, the words stand in messages and output."""
    from xml.etree.ElementTree import Element, indent, tostring

    card = report.card
    short = {one.id: one for one in shortfalls(report)}
    root = Element("testsuites", name=card.checklist.id)
    _add_suite(root, GATE, [_rule_case(rule, short, report) for rule in card.verdict.rules], card.checklist.id)
    at_fault = {card.of(item).item.id for rule in card.verdict.rules if not rule.passed for item in rule.items}
    for group, scores in groupby(card.items.values(), key=lambda score: score.item.group):
        cases = [_item_case(score, short, report, fails=score.item.id in at_fault) for score in scores]
        _add_suite(root, group, cases, card.checklist.id)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add_suite(root: "Element", name: str, cases: list["Element"], checklist: str) -> None:
    from xml.etree.ElementTree import SubElement

    count = {kind: str(sum(case.find(kind) is not None for case in cases)) for kind in ("failure", "skipped")}
    attributes = {"failures": count["failure"], "errors": "0", "skipped": count["skipped"], "time": "0"}
    suite = SubElement(root, "testsuite", {"name": name, "tests": str(len(cases)), **attributes})
    for case in cases:
        case.set("classname", f"{checklist}.{name}")
        suite.append(case)


def _rule_case(rule: GateRule, short: dict[str, Shortfall], report: Report) -> "Element":
    name = rule_id(rule)
    case = _case(name.removeprefix(f"{GATE}/"))
    line = visible(text.rule_line(rule, report))
    if not rule.passed:
        _outcome(case, "failure", "undecided" if rule.held is None else "unmet", line, short[name])
    _output(case, [line])
    return case


def _item_case(
    score: ItemScore, short: dict[str, Shortfall], report: Report, *, fails: bool
) -> "Element":
    item = score.item
    case = _case(item.id)
    one = short.get(item.id)
    if one is not None:
        _outcome(case, "failure" if fails else "skipped", str(one.cause), sentence(one, report), one)
    elif score.status is Status.NOT_APPLICABLE:
        _outcome(case, "skipped", str(score.status), tr("not applicable"))
    lines = [f"{item.id} {said(item.title)}", said(item.requirement), wording.status(score.status)]
    _output(case, [visible(line) for line in lines])
    return case


def _case(name: str) -> "Element":
    from xml.etree.ElementTree import Element

    return Element("testcase", name=name, time="0")


def _outcome(case: "Element", kind: str, type_: str, message: str, one: Shortfall | None = None) -> None:
    from xml.etree.ElementTree import SubElement

    found = SubElement(case, kind, type=type_, message=message)
    if one is not None:
        found.text = "\n".join([message, *(f"{point.file}:{point.line}" for point in one.at)])


def _output(case: "Element", lines: Iterable[str]) -> None:
    from xml.etree.ElementTree import SubElement

    SubElement(case, "system-out").text = "\n".join(lines)
