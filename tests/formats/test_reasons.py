"""What `explain` says of each rule: what was seen, the price where it is not plain, and what came of it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from lawcheck.domain.checklist import Checklist, Every, Item
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.values import Phrase
from lawcheck.formats import reasons, wording
from lawcheck.i18n import LANGUAGES, using
from tests import making, test_schemes
from tests.making import full, item

TITLES = {
    "n": ("专题会议", "meetings", "次", "meetings"),
    "m": ("应开会议", "meetings due", "次", "meetings"),
    "d": ("公布日", "day of publication", "—", "—"),
    "p": ("满意度", "satisfaction", "%", "percent"),
    "h": ("学时", "hours", "学时", "hours"),
}


def titled(checklist: Checklist) -> Checklist:
    figures = []
    for one in checklist.figures:
        zh, en, unit, units = TITLES[one.name]
        figures.append(replace(one, title=Phrase(zh=zh, en=en), unit=Phrase(zh=unit, en=units)))
    return replace(checklist, figures=tuple(figures))


def said(one: Item, language: str, figures: dict[str, str | int], status: str = "done") -> str:
    """Return the reason of the item's first rule."""
    card = making.score(titled(making.checklist(one)), making.assessment({one.id: status}, figures))
    score = card.items[one.id]
    with using("zh" if language == "zh" else "en"):
        return next(reasons.reason(each, score, card) for each in score.reasons if each.rule == 0)


SENTENCES = [
    (
        full("A-01", 5, "measure='short', of='n', target=4, lose=0.5, each=1, cap=2"),
        {"n": 3},
        "专题会议：目标 4 次，实际 3 次，少 1 次；每少 1 次扣 0.5 分，最多 2 分：扣 0.5 分",
        ("meetings: target 4, actual 3, 1 missing; loses 0.5 for each one missing, at most 2: 0.5 lost"),
    ),
    (
        full("A-01", 5, "measure='short', of='n', target=1, lose=0.5"),
        {"n": 1},
        "专题会议：目标 1 次，实际 1 次，不少；不扣分",
        "meetings: target 1, actual 1, none missing; nothing lost",
    ),
    (
        full("A-01", 5, "measure='count', of='n', lose=0.5, below=2"),
        {"n": 2},
        "专题会议 2 次；低于 2 次的，扣 0.5 分：不扣分",
        "meetings 2 meetings; under 2: loses 0.5: nothing lost",
    ),
    (
        full("A-01", 5, "measure='rate', of='n', to='m', lose=1, each=1, below=95, steps='started'"),
        {"n": 185, "m": 200},
        (
            "专题会议 185 次，应开会议 200 次，占 92.5 %；"
            "低于 95 %的，每 1 个百分点扣 1 分，不足的部分按足数计：扣 3 分"
        ),
        (
            "meetings 185 meetings of meetings due 200 meetings: 92.5 %; "
            "under 95 %: loses 1 for each percentage point, begun ones in full: 3 lost"
        ),
    ),
    (
        item("A-01", 6, "measure='rate', of='n', to='m', earn=6"),
        {"n": 2, "m": 3},
        "专题会议 2 次，应开会议 3 次，占 66.66 %；按比例得分，全部达到得 6 分：得 4 分",
        "meetings 2 meetings of meetings due 3 meetings: 66.66 %; earns its share of 6: 4 earned",
    ),
    (
        item("A-01", 6, "measure='rate', of='n', to='m', earn=6"),
        {"n": 0, "m": 0},
        "专题会议 0 次，应开会议 0 次：没有可计量的对象，这部分分值从本项剔除",
        (
            "meetings 0 meetings of meetings due 0 meetings: "
            "nothing to measure, the points of this leave the item"
        ),
    ),
    (
        item("A-01", 10, "measure='count', of='p', earn=10, none_at=60, all_at=90"),
        {"p": 75},
        "满意度 75 %；60 % 不得分，90 % 得 10 分，之间按比例得分：得 5 分",
        "satisfaction 75 %; earns nothing at 60 %, 10 at 90 %, in proportion between: 5 earned",
    ),
    (
        full(
            "A-01",
            5,
            "measure='short', of='n', target=9, lose_by=[{at_least=9, points=3}, {above=0, points=1}]",
        ),
        {"n": 5},
        "专题会议：目标 9 次，实际 5 次，少 4 次；缺 9 次以上扣 3 分；缺 超过 0 次扣 1 分：扣 1 分",
        (
            "meetings: target 9, actual 5, 4 missing; "
            "short by 9 and more loses 3; short by over 0 loses 1: 1 lost"
        ),
    ),
    (
        full("A-01", 5, "measure='days', of='d', by=2021-03-31, lose=2"),
        {"d": "2021-04-02"},
        "公布日 2021-04-02，比 2021-03-31 晚 2 日；扣 2 分",
        "day of publication 2021-04-02, 2 days after 2021-03-31; 2 lost",
    ),
    (
        full("A-01", 5, "measure='days', of='d', by=2021-03-31, lose=2"),
        {"d": "2021-03-31"},
        "公布日 2021-03-31，不晚于 2021-03-31；不扣分",
        "day of publication 2021-03-31, not later than 2021-03-31; nothing lost",
    ),
    (
        full("A-01", 5, "measure='change', of='n', base='m', unit='percent', lose=1, each=1, below=0"),
        {"n": 98, "m": 100},
        "专题会议 98 次，原为 100 次，减少 2 %；低于 0 %的，每 1 个百分点扣 1 分：扣 2 分",
        (
            "meetings 98 meetings, 100 meetings before: 2 % less; "
            "under 0 %: loses 1 for each percentage point: 2 lost"
        ),
    ),
    (
        full("A-01", 5, "measure='count', of='n', lose=1, each=1, times='1 + m'"),
        {"n": 2, "m": 1},
        "专题会议 2 次；每 1 次扣 1 分，再乘以 2（1 + 应开会议）：扣 4 分",
        "meetings 2 meetings; loses 1 for each one, times 2 (1 + meetings due): 4 lost",
    ),
    (
        full("A-01", 5, "measure='count', of='n', lose_all=true"),
        {"n": 1},
        "专题会议 1 次；有此情形的，扣完全部分值：扣 5 分",
        "meetings 1 meetings; if there is any: loses all points: 5 lost",
    ),
    (
        full("A-01", 5, "measure='count', of='n', lose=1, each=1, when='m > 0'"),
        {"n": 1, "m": 0},
        "仅在“应开会议 > 0”时计算，本次不计",
        "only where meetings due > 0: does not count here",
    ),
    (
        full("A-01", 5, "measure='count', of='n', lose=1, each=1, cap=2"),
        {},
        "未填报：专题会议；扣 2 分",
        "not stated: meetings; 2 lost",
    ),
    (
        full("A-01", 5, "measure='count', of='n', lose=1, each=1, cap=2"),
        {"n": "~3"},
        "没有填报确数：专题会议；扣 2 分",
        "not stated exactly: meetings; 2 lost",
    ),
    (
        item("A-01", 3, "measure='judged', of='n', earn=3"),
        {"n": 2},
        "酌情：专题会议 2；最多得 3 分：得 2 分",
        "judged: meetings 2; earns 3 at most: 2 earned",
    ),
    (
        item("A-01", 4, "measure='count', of='h / n', earn=1, each=10, above=40, steps='whole'"),
        {"h": 130, "n": 2},
        "学时 / 专题会议 = 65；超过 40的，每 10 得 1 分，不足的部分不计：得 2 分",
        "hours / meetings = 65; over 40: earns 1 for every 10, unfinished ones not counted: 2 earned",
    ),
]


@pytest.mark.parametrize(("one", "figures", "zh", "en"), SENTENCES, ids=lambda one: str(one)[:40])
def test_rule_says_what_was_seen_and_what_came_of_it(
    one: Item, figures: dict[str, str | int], zh: str, en: str
) -> None:
    assert (said(one, "zh", figures), said(one, "en", figures)) == (zh, en)


def test_status_in_progress_says_how_much_is_earned() -> None:
    one = item("A-01", 4, "measure='status', earn=4")

    assert said(one, "zh", {}, "partial") == "推进中；按比例得分，全部达到得 4 分：得 2 分"
    assert said(one, "zh", {}) == "已完成；得 4 分"


def test_months_that_are_not_stated_are_named() -> None:
    one = full("A-01", 5, "measure='count', of='n', lose=1, each=1, per_period=true, cap=2")
    checklist = titled(making.checklist(one))
    figures = tuple(replace(figure, every=Every.QUARTER) for figure in checklist.figures)
    stated = making.assessment({"A-01": "done"}, {"n_01": 0, "n_03": 0, "n_04": 0})
    card = making.score(replace(checklist, figures=figures), stated)
    score = card.items["A-01"]

    with using("zh"):
        assert [reasons.reason(each, score, card) for each in score.reasons if each.rule == 0] == [
            "未填报：专题会议 02；扣 2 分"
        ]


def test_admitted_loss_and_withheld_bonus_are_told() -> None:
    township = next(
        case for case in test_schemes.CASES if (case.scheme, case.name) == ("township", "reviewed")
    )
    card = test_schemes.score(township)
    score = card.items["D-01"]

    with using("zh"):
        assert reasons.reason(score.reasons[-1], score, card) == "未经复核，本单位自报的扣分照计"
        assert "加分：总分未达到加分所需的分数，加分不计" in [
            wording.adjustment(one, card.checklist) for one in card.totals.adjustments
        ]


@pytest.mark.parametrize("case", test_schemes.CASES, ids=lambda case: f"{case.scheme}-{case.name}")
def test_reasons_of_a_scheme_add_up_to_its_items_and_are_told_in_both_languages(
    case: test_schemes.Case,
) -> None:
    card: Scorecard = test_schemes.score(case)

    for score in card.items.values():
        for column, points in score.columns.items():
            if points.score is not None:
                parts = (getattr(one, column) or Fraction(0) for one in score.reasons)
                assert sum(parts, Fraction(0)) == points.score
        told = {}
        for language in LANGUAGES:
            with using(language):
                told[language] = [reasons.reason(one, score, card) for one in score.reasons]
        # One sentence for each reason; no figure's name stands in for its title.
        names = {name for rule in score.item.rules for name in rule.names if "_" in name}
        assert all(sentence and "\n" not in sentence for sentence in (*told["zh"], *told["en"]))
        assert not any(name in sentence for name in names for sentence in (*told["zh"], *told["en"]))
