"""The 2020 checklist: all rows of the plan as answered, fair points, a short gate, clean words."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli

from lawcheck.domain.checklist import Checklist, Force, Item, Note, VetoEffect
from lawcheck.domain.parse import parse

FILE = Path(__file__).parents[1] / "checklists" / "cixi-subdistrict-2020.toml"

# Rows of the plan as answered, by section.
ROWS = {"R": 3, "A1": 14, "A2": 6, "A3": 10, "A4": 7, "A5": 8, "A6": 2, "B": 17, "C1": 4, "C2": 4, "C3": 5}
ROWS |= {"D1": 13, "D2": 12, "E1": 6, "E2": 3, "E3": 5, "F": 14}
# Rows of mixed force, split: the letter marks the part with the other force.
SPLIT = {"A1-11b", "A4-05b", "B-08b", "B-11b", "D1-02b", "D1-08b"}
DIRECTION_ONLY = {"R-01", "A1-01", "A3-05", "A3-10", "A5-08", "F-11"}
SCORED_ELSEWHERE = {"D1-09": "D1-12", "D1-13": "D1-07"}

POINTS = {"R": 4, "A": 20, "A1": 7, "A2": 3, "A3": 3, "A4": 4, "A5": 2, "A6": 1, "B": 20}
POINTS |= {"C": 14, "C1": 3, "C2": 9, "C3": 2, "D": 22, "D1": 14, "D2": 8}
POINTS |= {"E": 12, "E1": 5, "E2": 4, "E3": 3, "F": 8}
# The core of the scheme, part two, by what its rows are about.
CORE = {
    "review": (5, ["B-08", "B-08b"]),
    "documents and clean-up": (5, ["B-15", "B-16", "B-17"]),
    "procedure and catalogue": (
        4,
        ["B-01", "B-02", "B-03", "B-04", "B-09", "B-10", "B-11", "B-11b", "B-12"],
    ),
    "filing": (3, ["B-13", "B-14"]),
    "legal adviser": (2, ["B-05", "B-06"]),
    "implementing opinion": (1, ["B-07"]),
}

SLOGAN_AT_MOST = Fraction(1, 2)
SLOGAN = re.compile("(?:持续|全面|大力)?(?:推进|深化|探索|推广|推动|强化|完善|加快|鼓励|发展)")

HAN = "\u3400-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}，。；：、”’）〕》][,;:!?()]|[,;:!?()][{HAN}“‘（〔《]|[\"']")
STRAY_BLANK = re.compile(rf"[{HAN}，。；：、”）》] |\ [{HAN}“（《]")
CHINESE = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef]")
DUTY = re.compile("应当|必须|不得")


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return tomli.loads(FILE.read_text("utf-8"), parse_float=Decimal)


@pytest.fixture(scope="module")
def checklist(table: dict[str, Any]) -> Checklist:
    return parse(Checklist, table)


@pytest.fixture(scope="module")
def words(table: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    return list(bilingual(table, ""))


def bilingual(value: Any, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every table of words with where it stands."""
    if isinstance(value, dict):
        if value and value.keys() <= {"zh", "en"}:
            yield path, value
            return
        for key, one in value.items():
            yield from bilingual(one, f"{path}.{key}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            name = one.get("id") or one.get("name") if isinstance(one, dict) else None
            yield from bilingual(one, f"{path}[{name or number}]")


def plan_rows() -> set[str]:
    return {f"{group}-{number:02d}" for group, count in ROWS.items() for number in range(1, count + 1)}


def rows_of(checklist: Checklist) -> list[Item | Note]:
    return [*checklist.items, *checklist.notes]


def scored(checklist: Checklist) -> list[Item]:
    return [item for item in checklist.items if item.same_as is None]


def is_slogan(item: Item) -> bool:
    """Whether the plan only names a direction: its words open with pushing on, deepening, encouraging."""
    zh = (item.title.zh or "", item.requirement.zh or "")
    return item.force is Force.MAY or any(SLOGAN.match(text) for text in zh)


def test_plan_has_133_rows() -> None:
    assert len(plan_rows()) == 133


def test_rows_are_those_of_the_plan_and_its_splits(checklist: Checklist) -> None:
    ids = Counter(row.id for row in rows_of(checklist))
    assert set(ids) == plan_rows() | SPLIT
    assert set(ids.values()) == {1}


def test_rows_stand_in_the_order_of_the_plan(checklist: Checklist) -> None:
    order = [(list(ROWS).index(item.group), item.id) for item in checklist.items]
    assert order == sorted(order)


def test_split_rows_differ_in_force(checklist: Checklist) -> None:
    items = checklist.items_by_id
    assert [row for row in sorted(SPLIT) if items[row].force is items[row.removesuffix("b")].force] == []


def test_rows_of_direction_only_are_notes(checklist: Checklist) -> None:
    assert {note.id for note in checklist.notes} == DIRECTION_ONLY
    assert [note.id for note in checklist.notes if not note.scored_by] == []
    assert {row for note in checklist.notes for row in note.scored_by} <= checklist.items_by_id.keys()


def test_rows_that_say_the_same_are_scored_once(checklist: Checklist) -> None:
    found = {item.id: item.same_as for item in checklist.items if item.same_as is not None}
    assert found == SCORED_ELSEWHERE


def test_groups_have_their_points(checklist: Checklist) -> None:
    assert {group.id: group.points for group in checklist.groups} == POINTS


def test_items_add_up_to_their_group(checklist: Checklist) -> None:
    sums: Counter[str] = Counter()
    for item in checklist.items:
        sums[item.group] += item.points  # type: ignore[assignment]  # a counter of fractions
    assert dict(sums) == {group: POINTS[group] for group in ROWS}


def test_total_is_a_hundred(checklist: Checklist) -> None:
    assert checklist.scoring.total == 100
    assert sum(item.points for item in checklist.items) == 100


def test_core_is_weighed_by_subject(checklist: Checklist) -> None:
    items = checklist.items_by_id
    found = {name: sum(items[row].points for row in rows) for name, (_, rows) in CORE.items()}
    assert found == {name: points for name, (points, _) in CORE.items()}
    assert {row for _, rows in CORE.values() for row in rows} == {
        i.id for i in checklist.items if i.group == "B"
    }


def test_slogans_are_worth_half_a_point_at_most(checklist: Checklist) -> None:
    slogans = [item for item in scored(checklist) if is_slogan(item)]
    assert len(slogans) > 20
    assert [item.id for item in slogans if item.points > SLOGAN_AT_MOST] == []


def test_every_duty_is_worth_more_than_any_slogan(checklist: Checklist) -> None:
    duties = [item for item in scored(checklist) if item.force in {Force.MUST, Force.MUST_PARTY}]
    assert len(duties) > 30
    assert [item.id for item in duties if item.points <= SLOGAN_AT_MOST] == []


def test_grades_begin_at_90_80_and_60(checklist: Checklist) -> None:
    grades = {grade.id: grade.at_least for grade in checklist.grades}
    assert grades == {"excellent": 90, "good": 80, "pass": 60, "fail": 0}


def test_gate_has_twelve_entries(checklist: Checklist) -> None:
    assert (len(checklist.gate.items), len(checklist.vetoes)) == (10, 2)
    assert checklist.gate.grade_at_most == "pass"
    assert all(veto.effect is VetoEffect.FAIL for veto in checklist.vetoes)


def test_gate_insists_on_duties_only(checklist: Checklist) -> None:
    items = checklist.items_by_id
    rows = {row for entry in checklist.gate.items for row in entry.items}
    assert [row for row in sorted(rows) if items[row].force not in {Force.MUST, Force.MUST_PARTY}] == []


def test_gate_asks_review_only_where_the_law_does(checklist: Checklist) -> None:
    (entry,) = (entry for entry in checklist.gate.items if entry.id == "review-before-issue")
    assert entry.items == ("B-08b",)
    assert checklist.figures_by_name["market_documents_unreviewed"].owner == "B-08b"


def test_conditional_rows_may_be_not_applicable_with_proof(checklist: Checklist) -> None:
    conditional = [item for item in scored(checklist) if item.condition is not None]
    bare = [i.id for i in conditional if i.not_applicable is None or i.not_applicable.proof is None]
    assert bare == []


def test_everything_is_said_in_both_languages(words: list[tuple[str, dict[str, str]]]) -> None:
    assert len(words) > 1000
    bare = [path for path, said in words if not said.get("zh", "").strip() or not said.get("en", "").strip()]
    assert bare == []


def test_only_duties_speak_of_duty(checklist: Checklist) -> None:
    for row in rows_of(checklist):
        said = bool(DUTY.search(f"{row.title.zh}{row.requirement.zh}"))
        if row.force is Force.MUST:
            assert said, row.id
        elif row.force in {Force.SHOULD, Force.MAY}:
            assert not said, row.id


def test_english_of_a_plan_s_demand_is_no_command(checklist: Checklist) -> None:
    soft = [item for item in checklist.items if item.force in {Force.SHOULD, Force.MAY}]
    assert [i.id for i in soft if re.search(r"\b(?:must|shall)\b", i.requirement.en or "")] == []


def test_english_of_a_duty_says_so(checklist: Checklist) -> None:
    hard = [item for item in checklist.items if item.force is Force.MUST]
    binding = re.compile(r"\bmust\b|\bmay only\b|\bno\b.*\bmay\b", re.IGNORECASE)
    assert [item.id for item in hard if not binding.search(item.requirement.en or "")] == []


def test_chinese_punctuation_is_full_width(words: list[tuple[str, dict[str, str]]]) -> None:
    assert [(path, said["zh"]) for path, said in words if HALF_WIDTH.search(said["zh"])] == []


def test_chinese_has_no_stray_blanks(words: list[tuple[str, dict[str, str]]]) -> None:
    assert [(path, said["zh"]) for path, said in words if STRAY_BLANK.search(said["zh"])] == []


def test_english_holds_no_chinese(words: list[tuple[str, dict[str, str]]]) -> None:
    assert [(path, said["en"]) for path, said in words if CHINESE.search(said["en"])] == []


def test_about_says_that_it_is_not_the_plan(checklist: Checklist) -> None:
    assert "反推" in (checklist.about.zh or "")
    assert "不是《慈溪市2020年法治政府建设工作要点》本身" in (checklist.about.zh or "")
    assert "Reconstructed" in (checklist.about.en or "")
    assert "not the plan" in (checklist.about.en or "")


def test_plan_itself_is_never_said_to_be_read(checklist: Checklist) -> None:
    (plan,) = (source for source in checklist.sources if source.number == "慈政发〔2020〕21号")
    assert not plan.read
    assert not any(
        b.read for row in rows_of(checklist) for b in row.basis if b.version == "慈政发〔2020〕21号"
    )
