"""The page: whole, closed to the network, safe from what stands in files, and cut to its audience."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from lawcheck.domain.assessment import Level
from lawcheck.domain.calendar import check_deadlines
from lawcheck.domain.checklist import Checklist, Parameter, ParameterKind
from lawcheck.domain.history import Change, Entry
from lawcheck.domain.report import Audience, Report
from lawcheck.domain.values import Phrase
from lawcheck.formats import html
from lawcheck.i18n import Language, using
from tests import making
from tests.conftest import Run
from tests.making import answer, item, piece

VOID = {"meta", "br", "rect", "line"}
HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}{% raw %}&lt;𠮷𪚥"


class Parsed(HTMLParser):
    """A document that must close what it opens; what a test asks of it is collected."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.feed(document)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    def values(self, wanted: str) -> list[str]:
        return [value for _, name, value in self.attributes if name == wanted]

    @property
    def said(self) -> str:
        return " ".join("".join(self.text).split())


CHECKLIST = making.checklist(
    item(
        "A1-01",
        4,
        "measure='rate', of='answered', to='received', earn=4",
        evidence=("id='ledger', needed='2'", "id='extra', required=false"),
    ),
    item("A1-02", 3, evidence=("id='minutes'",)),
    item("A1-03", 3, na="id='na'"),
    making.same("A1-04", "A1-02"),
    item("B-01", 5, no_evidence=making.WORDS),
    vetoes=(making.veto("refused > 0"),),
    checks=(making.check("sum", "answered <= received"),),
    gate=making.gate(10, making.gate_item("A1-01", "A1-02"), checks=("sum",)),
    deadlines=(making.deadline("published_on", date(2021, 4, 1)),),
    parameters=(
        Parameter(
            id="P-01",
            name="enforces",
            title=Phrase(zh="以本机关名义执法", en="enforces in its own name"),
            kind=ParameterKind.YES_NO,
            default="no",
        ),
    ),
)
ENTRIES = (
    Entry(
        seq=1,
        prev="0" * 64,
        at="2020-12-01T10:03:00+08:00",
        who="张三",
        act="new",
        item=None,
        changes=(Change("unit", None, "白沙路街道"), Change("answers.A1-02.status", None, "done")),
        why="年度自评",
        before=None,
        after="sha256:" + "1" * 64,
    ),
)


LEVELS = {"e1": Level.PUBLIC, "e2": Level.INTERNAL, "e3": Level.SECRET}
EVIDENCE = {key: piece("A1-01:ledger", target=f"target-{key}", level=level) for key, level in LEVELS.items()}


def report(
    audience: str = "internal",
    checklist: Checklist = CHECKLIST,
    note: str = "只说给自己听",
    unit: str | None = None,
) -> Report:
    stated = making.assessment(
        {
            "A1-01": answer("done", note=note, owner="李四"),
            "A1-02": "partial",
            "A1-03": answer("not_applicable", reason="本年度没有此类事项"),
        },
        {"answered": 7, "received": 8, "published_on": "2021-03-15"},
        EVIDENCE,
    )
    card = making.score(checklist, stated)
    if unit is not None:
        card = card._replace(assessment=replace(stated, unit=unit))
    today = date(2021, 3, 10)
    return Report(
        card,
        "ab" * 32,
        (),
        check_deadlines(checklist, card.stated, today),
        today,
        Audience(audience),
        ENTRIES,
    )


def page(audience: str = "internal", language: Language = "zh", **more: str) -> str:
    with using(language):
        return html.render(report(audience, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("audience", list(Audience))
def test_page_reads_as_accepted(
    golden: Callable[[str, str], None], audience: str, language: Language
) -> None:
    unstyled = re.sub(r"<style>.*?</style>", "<style></style>", page(audience, language), flags=re.DOTALL)

    golden(f"page-{audience}.{language}.html", unstyled)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_demonstration_is_one_closed_file(run: Run, demo: Path, audience: str, language: str) -> None:
    ran = run("-C", demo, "report", "--format", "html", "--audience", audience, lang=language)
    parsed = Parsed(ran.out)
    ids = parsed.values("id")

    assert ran.code == 0
    assert not parsed.tags.keys() & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    assert len({id_.lower() for id_ in ids}) == len(ids)
    assert set(parsed.values("href")) <= {f"#{id_}" for id_ in ids}
    assert [value for value in parsed.values("aria-labelledby") if value not in ids] == []
    assert not [value for _, name, value in parsed.attributes if name.startswith("on") or "http:" in value]
    assert not re.search(r"url\(|@import|@font-face", ran.out)
    assert parsed.values("lang") == ["zh-CN" if language == "zh" else "en"]
    assert parsed.tags["svg"] == parsed.tags["title"] - 1


@pytest.mark.parametrize("audience", list(Audience))
def test_the_demonstration_says_first_what_it_is_not(run: Run, demo: Path, audience: str) -> None:
    ran = run("-C", demo, "report", "--format", "html", "--audience", audience, lang="zh")
    body = ran.out.partition("<body>")[2]

    assert Parsed(body.replace("</body>\n</html>", "")).said.startswith(
        "仅据一份公开报告的演示，非考核结果，不评价该街道实际工作。"
    )


def test_a_units_own_page_is_no_demonstration() -> None:
    assert "仅据一份公开报告的演示" not in page()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_headings_go_down_one_step_at_a_time(language: Language) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", page(language=language))]

    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_every_column_of_a_table_has_a_head() -> None:
    for table in re.findall(r"<table.*?</table>", page(), re.DOTALL):
        head, _, body = table.partition("</thead>")
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL):
            span = sum(int(one) - 1 for one in re.findall(r'colspan="(\d+)"', row))
            assert len(re.findall(r"<t[hd]", row)) + span == head.count('scope="col"')


def test_first_screen_names_every_reason_against_passing() -> None:
    failures = re.search(r'<ol class="failures">.*?</ol>', page(language="en"), re.DOTALL)
    assert failures
    said = Parsed(failures[0]).said

    assert "supported 3.5, at least 10 is asked" in said
    assert "veto V-01: 否决 (not stated: refused (words)): cannot be decided" in said
    assert "words A1-01 A1-02" in said


def test_what_files_say_is_shown_and_never_obeyed() -> None:
    parsed = Parsed(page(note=HOSTILE, unit=HOSTILE))

    assert parsed.said.count(HOSTILE) >= 3
    assert not parsed.tags.keys() & {"script", "img"}


def test_control_characters_are_written_out() -> None:
    hostile = report()._replace(entries=(ENTRIES[0]._replace(why="\x1b[31m\u202e\x00"),))

    assert "\\u001b[31m\\u202e\\u0000" in html.render(hostile)


def test_long_text_is_shown_whole() -> None:
    long = "很长" * 20_000

    assert long in page(note=long)


@pytest.mark.parametrize(
    ("audience", "shown"),
    [
        ("internal", {"target-e1", "target-e2", "target-e3"}),
        ("submission", {"target-e1", "target-e2"}),
        ("public", {"target-e1"}),
    ],
)
def test_evidence_is_shown_by_its_level(audience: str, shown: set[str]) -> None:
    assert set(re.findall(r"target-e\d", page(audience))) == shown


def test_a_page_says_how_much_evidence_it_leaves_out() -> None:
    assert "2 pieces of evidence are left out because of their level" in page("public", "en")
    assert "left out because of their level" not in page("internal", "en")


@pytest.mark.parametrize("audience", ["submission", "public"])
@pytest.mark.parametrize(
    "inside", ["只说给自己听", "李四", "张三", "年度自评", "supported", "reviewed", "Gaps"]
)
def test_what_is_the_units_own_stays_there(audience: str, inside: str) -> None:
    body = re.sub(r"<style>.*?</style>", "", page(audience, "en"), flags=re.DOTALL)
    said = Parsed(body).said.replace("Proved and reviewed scores, notes, persons, gaps, checks", "")

    assert inside in Parsed(page("internal", "en")).said
    assert inside not in said


def test_a_published_page_holds_no_score_and_no_figure() -> None:
    said = Parsed(page("public", "en")).said

    assert "claimed" not in said
    assert "answered (words)" not in said
    assert "本年度没有此类事项" not in said


def test_a_submitted_page_holds_the_claimed_score_and_why_an_item_does_not_apply() -> None:
    said = Parsed(page("submission", "en")).said

    assert "claimed" in said
    assert "reason given: 本年度没有此类事项" in said


@pytest.mark.parametrize(("audience", "shown"), [("internal", True), ("submission", True), ("public", False)])
def test_a_page_with_scores_says_what_the_checklist_was_cut_to(audience: str, shown: bool) -> None:  # noqa: FBT001
    assert ("enforces in its own name: no" in page(audience, "en")) is shown


def test_the_audience_must_be_named(run: Run, demo: Path) -> None:
    assert run("-C", demo, "report", "--format", "html").code == 2


def test_same_input_gives_the_same_bytes(demo: Path) -> None:
    arguments = ["--today", "2021-03-10", "report", "--format", "html", "--audience", "internal"]
    command = [sys.executable, "-m", "lawcheck", "--lang", "zh", "-C", str(demo), *arguments]
    pages = [
        subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]

    assert pages[0]
    assert pages[0] == pages[1]


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: int) -> None:
    palettes = re.findall(r":root \{([^}]*)\}", page())
    colours = {name: luminance(value) for name, value in re.findall(r"--([\w-]+): #(\w+)", palettes[scheme])}
    pairs = [
        (text, ground)
        for text in ("ink", "soft", "link", "good", "bad", "open")
        for ground in ("paper", "card")
    ]
    pairs += [("ink", "open-ground")]

    for text, ground in pairs:
        low, high = sorted((colours[text], colours[ground]))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)
