"""Formulas and working days in words, in both languages."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from lawcheck.domain.checklist import Every
from lawcheck.domain.formulas import parse_formula
from lawcheck.domain.quantities import Interval, Kind, of_day
from lawcheck.domain.report import Report
from lawcheck.domain.scorecard import Scorecard
from lawcheck.formats import json, reasons, text, wording
from lawcheck.i18n import using
from tests import making
from tests.making import checklist, full

RULE = "measure='days', of='sent', by='workday(received, 20)', lose=1, each=1"
SMALL = checklist(
    full("A-01", 5, RULE),
    full("A-02", 5, f"{RULE}, count='working'"),
    checks=(making.check("in-time", "sent <= workday(received, 20)"),),
    gate=making.gate(0, making.gate_item("A-01", met="sent <= due(received, 15)"), checks=("in-time",)),
    dates=("sent", "received"),
)
UNKNOWN = "an estimate by weekends: public holidays are known from 2004-01-01 to 20"


def report(**figures: str) -> Report:
    card = making.score(SMALL, making.assessment({"A-01": "done", "A-02": "done"}, figures))
    return Report(card, "", (), (), date(2021, 1, 1))


def lost(card: Scorecard, item: str) -> str:
    score = card.of(item)
    return next(reasons.reason(one, score, card) for one in score.reasons if one.rule == 0)


def test_deadline_in_working_days_names_the_notices_behind_it() -> None:
    card = report(received="2021-02-01", sent="2021-03-09").card

    with using("en"):
        assert lost(card, "A-01") == (
            "words 2021-03-09, 5 days after 2021-03-04; loses 1 for each of the days: 5 lost "
            "(public holidays by 国办发明电〔2020〕27号)"
        )
    with using("zh"):
        assert lost(card, "A-02").endswith(
            "个工作日；每 1 个工作日扣 1 分：扣 3 分（节假日安排依据：国办发明电〔2020〕27号）"
        )


def test_deadline_beyond_the_known_days_is_said_to_be_an_estimate() -> None:
    card = report(received="2099-06-01", sent="2099-06-26").card

    with using("en"):
        assert lost(card, "A-01").startswith(
            f"words 2099-06-26, -13..2 days after 2099-06-24..2099-07-09; "
            f"loses 1 for each of the days: 2 lost ({UNKNOWN}"
        )
        assert UNKNOWN in lost(card, "A-02")
    with using("zh"):
        assert "（按周末估算：节假日安排仅掌握 2004-01-01 至 20" in lost(card, "A-01")


def test_lateness_in_working_days_beyond_the_known_ones_is_said_to_be_an_estimate() -> None:
    small = checklist(full("A-01", 5, "measure='days', of='sent', by=2099-06-01, count='working', lose=1"))
    card = making.score(small, making.assessment({"A-01": "done"}, {"sent": "2099-06-26"}))

    with using("en"):
        assert UNKNOWN in lost(card, "A-01")


def test_calendar_days_need_no_word_about_holidays() -> None:
    small = checklist(full("A-01", 5, "measure='days', of='sent', by=2099-06-01, lose=1"))
    card = making.score(small, making.assessment({"A-01": "done"}, {"sent": "2099-06-26"}))

    with using("en"):
        assert lost(card, "A-01") == "words 2099-06-26, 25 days after 2099-06-01; 1 lost"


def test_missing_day_is_named_without_a_word_about_holidays() -> None:
    with using("en"):
        assert lost(report(sent="2099-06-26").card, "A-01") == "not stated: words; 5 lost"


def test_checks_and_the_gate_say_that_they_rest_on_an_estimate() -> None:
    late = report(received="2099-06-01", sent="2099-08-01")

    with using("en"):
        said = json.score_table(late)["checks"][0]
        assert (said["holds"], said["right"]["text"]) == (False, "2099-06-24..2099-07-09")
        assert UNKNOWN in said["text"]
        assert [UNKNOWN in line for line in text.check_lines(late)] == [True, False]
        assert [UNKNOWN in line for line in text.broken_checks(late, "A-01")] == [True]
        marked = {one.id: UNKNOWN in wording.gate_rule(one, late) for one in late.card.verdict.rules}
        assert marked == {"minimum": False, "entry": True, "in-time": True}


@pytest.mark.parametrize(("last", "is_estimate"), [("2020-12-01", False), ("2099-06-01", True)])
def test_estimate_of_one_period_is_said_of_the_whole_rule(last: str, is_estimate: bool) -> None:  # noqa: FBT001
    rule = "measure='days', of='sent', by='workday(sent, 5)', per_period=true, lose=1"
    small = checklist(full("A-01", 5, rule), dates=("sent",))
    small = replace(small, figures=tuple(replace(one, every=Every.QUARTER) for one in small.figures))
    figures = {f"sent_0{number}": "2020-03-01" for number in (1, 2, 3)} | {"sent_04": last}
    card = making.score(small, making.assessment({"A-01": "done"}, figures))

    with using("en"):
        assert (UNKNOWN in lost(card, "A-01")) is is_estimate


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        ("workday(sent, 20)", "文字后第 20 个工作日", "working day 20 after words"),
        (
            "due(sent, 15) - 1",
            "文字后 15 日（届满日遇休息日顺延） - 1",
            "15 days after words, or the next working day - 1",
        ),
        ("min(sent, day(2020, 3, 5))", "文字、2020-03-05中最小或最早者", "the least of words, 2020-03-05"),
        ("2 * (max(1, 2) - 3)", "2 * (1、2中最大或最晚者 - 3)", "2 * (the greatest of 1, 2 - 3)"),
        (
            "-max(1, 2) > 0 and 1 = 2",
            "-1、2中最大或最晚者 > 0 且 1 = 2",
            "-the greatest of 1, 2 > 0 and 1 = 2",
        ),
    ],
)
def test_formula_is_said_in_words(formula: str, zh: str, en: str) -> None:
    with using("zh"):
        assert reasons.formula(parse_formula(formula), SMALL) == zh
    with using("en"):
        assert reasons.formula(parse_formula(formula), SMALL) == en


def test_formula_that_comes_to_a_day_has_a_day_as_its_amount() -> None:
    card = report(received="2021-02-01", sent="2021-03-09").card
    amounts = {
        "day(2020, 3, 5)": "2020-03-05",
        "workday(received, 20)": "2021-03-04",
        "sent - received": "36",
        "sent + 100000000": "—",
    }

    assert {one: reasons.amount(parse_formula(one), card) for one in amounts} == amounts


def test_days_that_are_only_bounded_are_said_as_days() -> None:
    first, last = (of_day(date(2027, 1, day)).low for day in (5, 18))

    assert wording.interval(Interval(first, last), Kind.DATE) == "2027-01-05..2027-01-18"
    assert wording.interval(Interval(Fraction(-2), Fraction(3))) == "-2..3"
