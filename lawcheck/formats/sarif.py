"""SARIF 2.1.0 (OASIS), as code scanning reads it: a rule for each rule of the gate and each item.

The results are what falls short, with the lines at which it is mended.
"""

from typing import Any

from lawcheck import __version__
from lawcheck.domain.annotations import Annotation, Point, annotate, rule_id
from lawcheck.domain.checklist import Item
from lawcheck.domain.report import Report
from lawcheck.formats import json
from lawcheck.formats.annotations import fingerprint, level, rule_title, sentence, visible
from lawcheck.formats.wording import said
from lawcheck.i18n import language

Table = dict[str, Any]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report) -> str:
    """Return the log of one run."""
    card = report.card
    rules = [_rule(rule_id(one), rule_title(one, report)) for one in card.verdict.rules]
    rules += [_item_rule(score.item) for score in card.items.values()]
    index = {rule["id"]: place for place, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "lawcheck",
                "version": __version__,
                "language": {"zh": "zh-CN", "en": "en"}[language()],
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, index, report) for one in annotate(report)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(id_: str, title: str) -> Table:
    return {"id": id_, "shortDescription": _message(title)}


def _item_rule(item: Item) -> Table:
    return {
        **_rule(item.id, said(item.title)),
        "fullDescription": _message(said(item.requirement)),
        "properties": {"tags": [str(item.force)]},
    }


def _result(one: Annotation, index: dict[str, int], report: Report) -> Table:
    return {
        "ruleId": one.id,
        "ruleIndex": index[one.id],
        "level": str(level(one)),
        "message": _message(sentence(one, report)),
        "locations": [_location(point) for point in one.at],
        "partialFingerprints": {"lawcheck/v1": fingerprint(one, report)},
        "properties": {"cause": str(one.cause)},
    }


def _location(point: Point) -> Table:
    from urllib.parse import quote

    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(point.file), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": point.line, "startColumn": point.column},
        }
    }


def _message(value: str) -> Table:
    """Return text as a message, in which a brace is doubled and `](` would make a link (§3.11)."""
    shown = visible(value).replace("{", "{{").replace("}", "}}")
    return {"text": shown.replace("](", "] (")}
