from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli

from lawcheck.domain.assessment import Answer, Assessment, Covers, Serving, Status
from lawcheck.domain.checklist import Checklist, EvidenceKind, Force, Period
from lawcheck.domain.parse import Off, parse
from lawcheck.domain.pricing import PricedRule
from lawcheck.domain.rules import CountRule, DaysRule, Rule
from lawcheck.domain.values import Flag, Phrase, Words, record

GOOD = Path(__file__).parents[1] / "data" / "good"


def read(text: str) -> dict[str, Any]:
    return tomli.loads(text, parse_float=Decimal)


def test_parse_reads_every_key_of_the_format() -> None:
    checklist = parse(Checklist, read((GOOD / "every-key.toml").read_text(encoding="utf-8")))

    item = checklist.items_by_id["A1-01"]
    assert checklist.gate.minimum == Fraction("5.5")
    assert checklist.period == Period(
        first=date(2020, 1, 1), last=date(2020, 12, 31), label=Phrase(zh="2020年度", en="2020")
    )
    assert item.force is Force.MUST
    assert [type(rule).__name__ for rule in item.rules] == ["CountRule", "ShortRule"]
    assert item.evidence[0].kinds == (EvidenceKind.FILE, EvidenceKind.RECORD)
    assert checklist.items_by_id["A1-02"].rules[0] == parse(
        DaysRule,
        {
            "measure": "days",
            "of": "submitted_on",
            "by": date(2021, 3, 1),
            "earn_by": [{"below": 0, "points": 3}, {"points": 1}],
        },
    )


def test_parse_fills_in_what_is_left_out() -> None:
    answer = parse(Answer, {})

    assert answer == Answer(status=None, note=None, reason=None, owner=None, due=None, confirmed=True)


def test_parse_reads_an_assessment() -> None:
    text = """
    format = 1
    unit = "白沙路街道"
    checklist = "minimal"
    [answers.A-01]
    status = "done"
    [figures]
    received = 12
    share = 0.50
    about = "~10"
    [evidence.ledger]
    kind = "record"
    name = "台账"
    target = "台账第3行"
    serves = ["A-01:report"]
    covers = 2020-03-01
    added = 2020-12-31
    """

    assessment = parse(Assessment, read(text))

    piece = assessment.evidence["ledger"]
    assert assessment.answers["A-01"].status is Status.DONE
    assert assessment.figures == {"received": "12", "share": "0.5", "about": "~10"}
    assert piece.serves == (Serving("A-01", "report"),)
    assert piece.covers == Covers(date(2020, 3, 1), date(2020, 3, 1))


def test_parse_chooses_the_record_by_its_tag() -> None:
    rule: PricedRule = parse(Rule, {"measure": "count", "of": "visits", "earn": 1})  # type: ignore[arg-type]

    assert isinstance(rule, CountRule)


@record
class Small:
    name: Words
    flag: Flag = False


@pytest.mark.parametrize(
    "table",
    [
        [],
        "",
        {"name": {"zh": "x"}, "other": 1},
        {},
        {"name": "x"},
        {"name": {"en": "x"}},
        {"name": {"zh": 1}},
        {"name": {"zh": "x\x1b"}},
        {"name": {"zh": "x", "fr": "y"}},
    ],
    ids=repr,
)
def test_parse_refuses_whatever_is_off(table: object) -> None:
    with pytest.raises(Off):
        parse(Small, table)


@pytest.mark.parametrize("tag", [None, 1, [], {}, "sum", "Status", "status "], ids=repr)
def test_parse_refuses_unknown_tags(tag: object) -> None:
    with pytest.raises(Off):
        parse(Rule, {"measure": tag, "earn": 1})  # type: ignore[arg-type]  # an annotated union is no class
