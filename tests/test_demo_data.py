"""The worked example says what the published report says, and nothing else."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import tomli

from lawcheck.domain.assessment import Assessment, Level, Piece, PieceState, Status
from lawcheck.domain.checklist import Checklist, Column, EvidenceKind
from lawcheck.domain.fitting import misfits
from lawcheck.domain.parse import parse
from lawcheck.domain.scorecard import Scorecard, score

CHECKLISTS = Path(__file__).parent.parent / "checklists"

# Every figure of the report that a row asks for, with the words in which the report gives it.
REPORTED = {
    "report_published_on": ("2021-04-01", "2021-04-01 18:02"),
    "legal_aid": ("10+", "法律援助共计10余次"),
    "joint_disputes_settled": ("5", "纠纷5次"),
    "epidemic_campaigns": ("3", "专项宣传活动3次"),
    "firm_visits_claimed": ("10+", "走访10余次"),
    "council_proposals_answered": ("28", "居民议事会建议案28件"),
    "liaison_proposals_answered": ("16", "政协联络会建议案16件"),
    "suits_received": ("2", "行政诉讼案2件"),
    "defences_in_time": ("2", "均在法定期限内应诉答辩、提交证据"),
    "columns_added": ("6", "6个公开栏目"),
    "disclosed_total": ("977", "主动公开信息977件"),
    "disclosed_website": ("168", "政府网站公开168件"),
    "disclosed_microblog": ("478", "政务微博478条"),
    "disclosed_account": ("331", "公众号推送331条"),
    "disclosed_on_request": ("5", "依申请公开5件"),
    "opinions_answered": ("27", "回应网络舆情27次"),
    "administrative_cases_fall_percent": ("60", "减少60%"),
    "square_events": ("150+", "广场宣传活动150余次"),
    "village_law_events": ("150+", "送法下村活动150余次"),
    "leaflets": ("60000+", "发放宣传资料6万余份"),
    "consultations": ("2000+", "解答法律咨询2000余人次"),
}


def read(name: str) -> object:
    return tomli.loads((CHECKLISTS / name).read_text(encoding="utf-8"), parse_float=Decimal)


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return parse(Checklist, read("cixi-subdistrict-2020.toml"))


@pytest.fixture(scope="module")
def demo() -> Assessment:
    return parse(Assessment, read("demo/baishalu-2020.toml"))


@pytest.fixture(scope="module")
def card(checklist: Checklist, demo: Assessment) -> Scorecard:
    return score(checklist, demo, dict.fromkeys(demo.evidence, PieceState.PRESENT))


def only_piece(demo: Assessment) -> Piece:
    (piece,) = demo.evidence.values()
    return piece


def test_demo_fits_its_checklist(checklist: Checklist, demo: Assessment) -> None:
    assert demo.checklist == checklist.id
    assert misfits(checklist, demo) == []


def test_demo_follows_the_order_of_the_checklist(checklist: Checklist, demo: Assessment) -> None:
    rows = [item.id for item in checklist.items if item.id in demo.answers]
    figures = [figure.name for figure in checklist.figures if figure.name in demo.figures]

    assert list(demo.answers) == rows
    assert list(demo.figures) == figures


def test_demo_states_the_figures_of_the_report_and_no_other(demo: Assessment) -> None:
    assert demo.figures == {name: figure for name, (figure, _) in REPORTED.items()}


@pytest.mark.parametrize("figure", REPORTED)
def test_demo_quotes_each_figure_in_the_note_of_its_row(
    figure: str, checklist: Checklist, demo: Assessment
) -> None:
    owner = checklist.figures_by_name[figure].owner

    assert REPORTED[figure][1] in (demo.answers[owner].note or "")


def test_demo_leaves_open_what_the_report_does_not_mention(card: Scorecard) -> None:
    open_rows = [id_ for id_, one in card.items.items() if not one.is_answered]

    assert open_rows == ["A1-11b", "A4-05b", "B-08b", "B-11b", "E2-03"]


@pytest.mark.parametrize(
    "figure",
    [
        "report_submitted_on",
        "head_appeared",
        "cases_heard",
        "requests_due",
        "services_accepted_online",
        "joint_business_on_app",
        "catalogue_matters",
        "administrative_cases",
        "procuratorate_letters_due",
        "court_letters_due",
        "arrears_verified",
        "judgments_refused",
        "forgeries_verified",
    ],
)
def test_demo_guesses_no_figure_that_the_report_does_not_give(
    figure: str, checklist: Checklist, demo: Assessment
) -> None:
    assert figure in checklist.figures_by_name
    assert figure not in demo.figures


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ("B-07", Status.DONE),  # 出台
        ("A5-01", Status.DONE),  # 已接入
        ("A1-03", Status.DONE),  # 加强: only stated
        ("A2-04", Status.PARTIAL),  # 推广
        ("A3-04", Status.PARTIAL),  # 整治: a negative is not proved by text
        ("A5-05", Status.PARTIAL),  # 推动达到: a target
        ("C3-05", Status.PARTIAL),  # 探索
        ("D1-08", Status.NOT_APPLICABLE),  # 未收到
    ],
)
def test_demo_reads_the_verb_of_the_report(row: str, status: Status, demo: Assessment) -> None:
    assert demo.answers[row].status is status


def test_demo_claims_nothing_to_be_undone(demo: Assessment) -> None:
    assert Status.NOT_DONE not in {answer.status for answer in demo.answers.values()}


def test_demo_begins_every_note_with_the_words_of_the_report(demo: Assessment) -> None:
    unquoted = [id_ for id_, answer in demo.answers.items() if not (answer.note or "").startswith("“")]

    assert unquoted == []


def test_demo_names_the_publication_day_as_borderline(demo: Assessment) -> None:
    note = demo.answers["R-03"].note or ""

    assert "临界" in note
    assert "不能证明首次公开的时间" in note


def test_demo_has_the_published_report_as_its_only_evidence(demo: Assessment) -> None:
    piece = only_piece(demo)

    assert piece.kind is EvidenceKind.LINK
    assert piece.level is Level.PUBLIC
    assert piece.target == "http://www.cixi.gov.cn/art/2021/4/1/art_1229462659_3718156.html"
    assert piece.added > date(2021, 4, 1)


def test_demo_evidence_proves_only_that_the_report_was_published(demo: Assessment, card: Scorecard) -> None:
    assert [str(row) for row in only_piece(demo).serves] == ["R-03:page"]
    assert [id_ for id_, one in card.items.items() if one.status and one.proof.complete] == ["R-03"]


def test_demo_disclosure_figures_add_up(card: Scorecard) -> None:
    (check,) = [one for one in card.checks if one.id == "disclosure-sum"]

    assert check.holds is True


def test_demo_contradicts_no_check(card: Scorecard) -> None:
    assert [one.id for one in card.checks if one.holds is False] == []


def test_demo_leaves_both_vetoes_undecided(card: Scorecard) -> None:
    assert {one.strikes for one in card.vetoes} == {None}


def test_demo_report_alone_supports_a_few_points_at_most(card: Scorecard) -> None:
    supported = card.totals.columns[Column.SUPPORTED]

    assert supported == Fraction(3, 2)


def test_demo_without_its_evidence_supports_nothing(checklist: Checklist, demo: Assessment) -> None:
    card = score(checklist, demo, {})

    assert card.totals.columns[Column.SUPPORTED] == 0
