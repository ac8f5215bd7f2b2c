"""JUnit XML, as Jenkins and GitLab read it: a suite of the gate with its rules, then one a group of items.

A failure is what fails the gate and nothing else, so that the report is red when the gate is. An item that is
open but not insisted on is skipped, as is one that is not applicable: neither has passed.
"""

from typing import TYPE_CHECKING

from lawcheck.domain.annotations import Annotation, annotate, rule_id
from lawcheck.domain.assessment import Status
from lawcheck.domain.gate import GateRule
from lawcheck.domain.report import Report
from lawcheck.domain.scoring import ItemScore
from lawcheck.formats import text, wording
from lawcheck.formats.annotations import sentence, visible
from lawcheck.formats.wording import said
from lawcheck.i18n import tr

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

GATE = "gate"


def render(report: Report) -> str:
    """Return the suites; names are ids, the words stand in messages and output."""
    from xml.etree.ElementTree import indent, tostring

    cases = _Cases(report)
    card = report.card
    suites = {GATE: [cases.of_rule(rule) for rule in card.verdict.rules]}
    for score in card.items.values():
        suites.setdefault(score.item.group, []).append(cases.of_item(score))
    root = _element("testsuites", name=card.checklist.id)
    root.extend(_suite(name, inside, card.checklist.id) for name, inside in suites.items())
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(name: str, cases: list["Element"], checklist: str) -> "Element":
    failures, skipped = (sum(case.find(one) is not None for case in cases) for one in ("failure", "skipped"))
    counts = {"tests": len(cases), "failures": failures, "errors": 0, "skipped": skipped, "time": 0}
    suite = _element("testsuite", name=name, **{key: str(count) for key, count in counts.items()})
    for case in cases:
        case.set("classname", f"{checklist}.{name}")
    suite.extend(cases)
    return suite


class _Cases:
    """The cases of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.found = {one.id: one for one in annotate(report)}
        self.broken: dict[str, GateRule] = {}
        """The first unmet rule that an item is at fault in."""
        for rule in report.card.verdict.rules:
            for item in () if rule.passed else rule.items:
                self.broken.setdefault(report.card.of(item).item.id, rule)

    def of_rule(self, rule: GateRule) -> "Element":
        name = rule_id(rule)
        line = visible(text.rule_line(rule, self.report))
        case = _element("testcase", name=name.removeprefix(f"{GATE}/"), time="0")
        if not rule.passed:
            case.append(_outcome("failure", "undecided" if rule.held is None else "unmet", line))
            case[0].text = "\n".join([line, *_lines(self.found[name])])
        case.append(_element("system-out", line))
        return case

    def of_item(self, score: ItemScore) -> "Element":
        item = score.item
        case = _element("testcase", name=item.id, time="0")
        one, rule = self.found.get(item.id), self.broken.get(item.id)
        said_of = [] if one is None else [sentence(one, self.report), *_lines(one)]
        if rule is not None:
            line = visible(text.rule_line(rule, self.report))
            case.append(_outcome("failure", str(one.cause) if one else "unmet", line))
            case[0].text = "\n".join([line, *said_of])
        elif one is not None:
            case.append(_outcome("skipped", str(one.cause), said_of[0]))
            case[0].text = "\n".join(said_of)
        elif score.status is Status.NOT_APPLICABLE:
            case.append(_outcome("skipped", str(score.status), tr("not applicable")))
        words = [f"{item.id} {said(item.title)}", said(item.requirement), wording.status(score.status)]
        case.append(_element("system-out", visible("\n".join(words))))
        return case


def _lines(one: Annotation) -> list[str]:
    return [f"{point.file}:{point.line}" for point in one.at]


def _outcome(tag: str, kind: str, message: str) -> "Element":
    return _element(tag, type=kind, message=message)


def _element(tag: str, content: str | None = None, /, **attributes: str) -> "Element":
    from xml.etree.ElementTree import Element

    element = Element(tag, attributes)
    element.text = content
    return element
