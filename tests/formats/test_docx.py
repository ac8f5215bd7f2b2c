"""The yearly report and the self-assessment table as Word documents: text, layout, bytes."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from lawcheck.domain.assessment import Answer, Assessment, Status
from lawcheck.domain.checklist import Column, EvidenceKind
from lawcheck.domain.quantities import Kind, parse_quantity
from lawcheck.domain.report import Additions, Audience, Report
from lawcheck.formats import Format, docx, docx_table, render
from lawcheck.formats.drafting import Block, Role, Span, blocks, draft_of, numbered
from lawcheck.formats.official import unit_indent
from lawcheck.formats.stated_zh import quantity_text
from tests.conftest import Run
from tests.making import assessment, checklist, item, piece, score
from tests.test_journey import CHECKLIST, figure

TODAY = date(2021, 3, 10)
UNDER_WAY = frozenset({"A2-01", "A2-04", "E1-04", "C3-02"})


def report_on(made: Any, said: Assessment, audience: str = "internal", **additions: Any) -> Report:
    return Report(
        score(made, said), "0" * 64, (), (), TODAY, Audience(audience), additions=Additions(**additions)
    )


def a_year(figures: dict[str, str]) -> Assessment:
    """Return everything answered, a few items still in progress."""
    answers = {
        one.id: Answer(
            status=Status.PARTIAL if one.id in UNDER_WAY else Status.DONE,
            due=date(2021, 6, 30) if one.id in UNDER_WAY else None,
        )
        for one in CHECKLIST.items
        if one.same_as is None
    }
    return Assessment(format=1, unit="甲街道办事处", checklist=CHECKLIST.id, answers=answers, figures=figures)


PLAIN = {one.name: figure(one.name, one.kind) for one in CHECKLIST.figures}
SUMS = {"proofs_cancelled": "1", "proofs_by_commitment": "1", "measures_kept": "1", "measures_dropped": "1"}
SUMS |= {"disclosed_total": "6", "centre_disputes_accepted": "6"}
FILLED: dict[str, Any] = {
    "addressee": "慈溪市人民政府",
    "signed": date(2020, 12, 31),
    "picks": {"A2": "村级窗口人员不足", "E3": "宣传形式不够多样"},
}


def read(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def text_of(data: bytes) -> str:
    document = read(data)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def traced(found: tuple[Block, ...]) -> str:
    return "".join(f"{block.role:<9} {''.join(map(mark, block.spans))}\n" for block in found)


def mark(span: Span) -> str:
    text = span.text.replace("\n", " ⏎ ")
    trace = f"[{' '.join(span.ids)}]" if span.ids else ""
    return f"⟦{text}⟧{trace}" if span.gap else f"{text}{trace}"


def runs(data: bytes) -> Iterator[Any]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in archive.namelist():
        if name.startswith(("word/document", "word/footer", "word/comments")):
            yield from parse_xml(archive.read(name)).iter(qn("w:r"))


def test_draft_of_the_demonstration_reads_as_accepted(demo: Path, golden: Callable[[str, str], None]) -> None:
    from lawcheck.cli.loading import load

    report = load(demo)

    golden("demo.docx.text", traced(blocks(draft_of(report), report.card.checklist)))


def test_draft_of_a_whole_year_reads_as_accepted(golden: Callable[[str, str], None]) -> None:
    report = report_on(CHECKLIST, a_year(PLAIN | SUMS), **FILLED)

    golden("year.docx.text", traced(blocks(draft_of(report), CHECKLIST)))


def test_every_figure_stands_once_and_correctly() -> None:
    numbers = [one for one in CHECKLIST.figures if one.kind is Kind.NUMBER]
    said = {one.name: str(20_001 + place) for place, one in enumerate(numbers)}
    days = [one for one in CHECKLIST.figures if one.kind is Kind.DATE]
    said |= {one.name: f"2020-05-{place + 1:02d}" for place, one in enumerate(days)}

    text = text_of(docx.render(report_on(CHECKLIST, a_year(said), **FILLED)))

    stated = [f"{said[one.name]}{one.unit.zh}" for one in numbers]
    stated += [f"2020年5月{place + 1}日" for place, _ in enumerate(days)]
    assert {one: text.count(one) for one in stated if text.count(one) != 1} == {}


def test_what_is_in_progress_is_said_so_and_never_as_done() -> None:
    report = report_on(CHECKLIST, a_year(PLAIN))
    spans = [span for block in blocks(draft_of(report), CHECKLIST) for span in block.spans if not span.gap]

    for span in spans:
        if UNDER_WAY.intersection(span.ids):
            assert UNDER_WAY.issuperset(span.ids)
            assert any(word in span.text for word in ("正在", "仍在", "尚在")), span.text


def test_no_sentence_without_a_trace() -> None:
    """But for headings, the opening, the closing and what the workspace itself says."""
    found = blocks(draft_of(report_on(CHECKLIST, a_year(PLAIN), **FILLED)), CHECKLIST)
    body = [block for block in found if block.role is Role.BODY][1:-1]

    untraced = [span.text for block in body for span in block.spans if not span.ids and not span.gap]
    assert [text for text in untraced if not text.startswith(("（", *"123456789"))] == []


@pytest.mark.parametrize(
    ("stated", "unit", "shown"),
    [
        ("28", "件", "28件"),
        ("10+", "次", "10余次"),
        ("60000+", "份", "6万余份"),
        ("977+", "件", "977件以上"),
        ("80+", "%", "80%以上"),
        ("~30", "人", "约30人"),
        ("0", "件", "0件"),
        ("12.5+", "元", "12.5元以上"),
        ("0+", "件", "0件以上"),
    ],
)
def test_figures_carry_their_bounds(stated: str, unit: str, shown: str) -> None:
    assert quantity_text(parse_quantity(stated), unit) == shown


def test_a_monthly_figure_names_its_months() -> None:
    from dataclasses import replace

    from lawcheck.domain.checklist import Every

    made = checklist(item("A-01", 5, "measure='count', of='posts', earn=5"))
    monthly = replace(made, figures=tuple(replace(one, every=Every.MONTH) for one in made.figures))
    said = assessment({"A-01": "done"}, {"posts_01": 3, "posts_12": "10+"})

    text = "".join(
        span.text for block in blocks(draft_of(report_on(monthly, said)), monthly) for span in block.spans
    )
    assert "1月3文字、12月10余文字" in text


@pytest.mark.parametrize(
    ("level", "number", "shown"),
    [
        (1, 1, "一、"),
        (1, 10, "十、"),
        (2, 11, "（十一）"),
        (2, 20, "（二十）"),
        (2, 42, "（四十二）"),
        (3, 7, "7."),
        (4, 3, "（3）"),
    ],
)
def test_headings_are_numbered_by_level(level: int, number: int, shown: str) -> None:
    assert numbered(level, number) == shown


def test_the_unit_is_centred_over_the_day() -> None:
    assert unit_indent("甲街道办事处", "2020年12月31日") == 4.5
    assert unit_indent("一" * 30, "2020年12月31日") == 0


def test_page_is_laid_out_by_the_standard() -> None:
    document = read(docx.render(report_on(CHECKLIST, a_year(PLAIN), **FILLED)))
    section, paragraphs = document.sections[0], document.paragraphs

    assert [round(one.mm) for one in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in margins] == [37, 35, 28, 26]
    assert paragraphs[0].runs[0].font.size == Pt(22)
    assert paragraphs[1].text == "慈溪市人民政府："
    body = paragraphs[2]
    assert (body.runs[0].font.size, body.paragraph_format.line_spacing) == (Pt(16), Pt(28))
    assert body._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert document.element.xpath("//w:docGrid") == []


def test_page_numbers_stand_on_the_outer_side() -> None:
    document = read(docx.render(report_on(CHECKLIST, a_year(PLAIN))))
    odd, even = document.sections[0].footer.paragraphs[0], document.sections[0].even_page_footer.paragraphs[0]

    assert document.settings.odd_and_even_pages_header_footer
    assert (odd.alignment, even.alignment) == (2, 0)
    for footer in (odd, even):
        assert footer._p.xpath(".//w:instrText")[0].text == "PAGE"
        assert footer.text == "— 1 —"
        assert {run.font.size for run in footer.runs} == {Pt(14)}


@pytest.mark.parametrize("fmt", [Format.DOCX, Format.DOCX_TABLE])
def test_every_run_names_its_chinese_face(fmt: Format) -> None:
    data = render(report_on(CHECKLIST, a_year(PLAIN)), fmt)
    assert isinstance(data, bytes)

    bare = [
        one
        for one in runs(data)
        if one.find(qn("w:t")) is not None and not one.xpath("w:rPr/w:rFonts/@w:eastAsia")
    ]
    assert bare == []


def test_faces_follow_the_levels() -> None:
    data = docx.render(report_on(CHECKLIST, a_year(PLAIN), **FILLED))
    faces = {
        run.text[:3]: run._r.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in read(data).paragraphs
        for run in paragraph.runs
        if run.text
    }

    assert (faces["一、2"], faces["（一）"], faces["1.统"]) == ("黑体", "楷体_GB2312", "仿宋_GB2312")
    assert "仿宋,FangSong" in zipfile.ZipFile(io.BytesIO(data)).read("word/fontTable.xml").decode()


def test_gaps_are_highlighted_and_nothing_else_is() -> None:
    report = report_on(CHECKLIST, a_year({}))
    marked = {
        run.text: run.font.highlight_color is not None
        for paragraph in read(docx.render(report)).paragraphs
        for run in paragraph.runs
    }

    assert {text for text, is_marked in marked.items() if is_marked != text.startswith("【")} == set()


@pytest.mark.parametrize("fmt", [Format.DOCX, Format.DOCX_TABLE])
def test_same_input_gives_the_same_bytes(fmt: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(report_on(CHECKLIST, a_year(PLAIN)), fmt)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    second = render(report_on(CHECKLIST, a_year(PLAIN)), fmt)

    assert first == second
    assert isinstance(first, bytes)
    assert b"w:date=" not in zipfile.ZipFile(io.BytesIO(first)).read("word/document.xml")
    assert {one.date_time for one in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


HOSTILE = [
    "<script>alert(1)</script>&amp;<w:br/>",
    '=HYPERLINK("http://example.org")',
    "{{ 7 * 7 }} [bold] \\x1b ]]>",
    "𠮷野家 𪚥 〇 﨑",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("fmt", [Format.DOCX, Format.DOCX_TABLE])
def test_hostile_text_is_shown_literally(fmt: Format, text: str) -> None:
    from dataclasses import replace

    said = replace(assessment({"A-01": Answer(status=Status.DONE, note=text)}), unit=text)
    said = replace(said, evidence={"e1": piece("A-01:r", target=text)})
    made = checklist(item("A-01", evidence=("id='r'",)))

    data = render(report_on(made, said, addressee=text, picks={"A": text}), fmt)

    assert isinstance(data, bytes)
    assert text_of(data).count(text) >= 2


@pytest.mark.parametrize("fmt", [Format.DOCX, Format.DOCX_TABLE])
def test_characters_that_xml_cannot_hold_are_written_out(fmt: Format) -> None:
    from dataclasses import replace

    made, said = checklist(item("A-01")), replace(assessment({"A-01": "done"}), unit="甲\x1b[31m\x00\ufffe乙")

    data = render(report_on(made, said), fmt)

    assert isinstance(data, bytes)
    assert "甲\\u001b[31m\\u0000\\ufffe乙" in text_of(data)


def test_a_very_long_text_stands_whole_in_a_row_that_may_break() -> None:
    long = "长" * 40_000
    made, said = checklist(item("A-01")), assessment({"A-01": Answer(status=Status.DONE, note=long)})

    document = read(docx_table.render(report_on(made, said)))

    row = document.tables[0].rows[-2]
    assert long in row.cells[8].text
    assert row._tr.xpath("w:trPr/w:cantSplit") == []


def test_comments_stay_with_the_unit() -> None:
    sizes = {}
    for audience in Audience:
        names = zipfile.ZipFile(
            io.BytesIO(docx.render(report_on(CHECKLIST, a_year(PLAIN), audience)))
        ).namelist()
        sizes[audience] = "word/comments.xml" in names

    assert sizes == {Audience.INTERNAL: True, Audience.SUBMISSION: False, Audience.PUBLIC: False}


def test_comments_name_the_items_of_their_sentence() -> None:
    document = read(docx.render(report_on(CHECKLIST, a_year(PLAIN))))

    assert "A1-02、A1-03" in {comment.text for comment in document.comments}


def table_for(audience: str) -> Any:
    said = assessment(
        {"A-01": Answer(status=Status.DONE, note="只供内部")},
        evidence={"e1": piece("A-01:r", target="公文"), "e2": piece("A-01:r", target="密件", kind="record")},
    )
    made = checklist(item("A-01", evidence=("id='r'",)))
    return read(docx_table.render(report_on(made, said, audience)))


@pytest.mark.parametrize(
    ("audience", "heads"),
    [
        ("internal", ["分值", "自评", "已佐证", "复核", "得分理由"]),
        ("submission", ["分值", "自评", "得分理由"]),
        ("public", []),
    ],
)
def test_table_has_the_scores_of_its_audience(audience: str, heads: list[str]) -> None:
    document = table_for(audience)

    found = [cell.text for cell in document.tables[0].rows[0].cells]
    assert found[4:-1] == heads
    text = "".join(cell.text for row in document.tables[0].rows for cell in row.cells)
    assert ("只供内部" in text) == (audience == "internal")


def test_table_lies_on_its_side_with_its_head_on_every_page() -> None:
    document = table_for("internal")
    section = document.sections[0]

    assert [round(one.mm) for one in (section.page_width, section.page_height)] == [297, 210]
    assert document.tables[0].rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert [row.cells[0].text for row in document.tables[1].rows] == ["序号", "1", "2"]


def test_table_adds_up(demo: Path) -> None:
    from lawcheck.cli.loading import load

    report = load(demo)
    rows = [[cell.text for cell in row.cells] for row in read(docx_table.render(report)).tables[0].rows]

    for place, column in ((5, Column.CLAIMED), (6, Column.SUPPORTED)):
        adding = [row[place] for row in rows[1:-1] if "-" in row[0] or not row[0]]
        points = [Fraction(one) for one in adding if one != "—"]
        assert sum(points) == report.card.totals.columns[column] == Fraction(rows[-1][place])


def test_a_clean_copy_is_refused_while_gaps_remain(run: Run, demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"

    ran = run("-C", demo, "report", "--format", "docx", "--audience", "submission", "--clean", "-o", file)

    assert ran.code == 2
    assert not file.exists()
    assert "A1-11b" in ran.err
    assert "gaps remain" in ran.err


def test_a_draft_lists_its_gaps_and_candidates(run: Run, demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"

    ran = run("-C", demo, "report", "--format", "docx", "--audience", "internal", "-o", file, lang="zh")

    assert ran.code == 0
    assert "主送机关" in ran.err
    assert "A2 深化“最多跑一次”改革：推进中" in ran.err
    assert "【待补：主送机关】" in text_of(file.read_bytes())


def test_what_a_person_adds_fills_gaps(run: Run, demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"
    added = ("--to", "慈溪市人民政府", "--dated", "2020-12-31", "--pick", "A2=人手不足")

    ran = run("-C", demo, "report", "--format", "docx", "--audience", "internal", "-o", file, *added)

    assert ran.code == 0
    text = text_of(file.read_bytes())
    assert "主要原因是：人手不足。" in text
    assert "2020年12月31日" in text
    assert "【候选" not in text


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "docx"],
        ["--format", "text", "--clean"],
        ["--format", "docx", "--audience", "internal", "--dated", "2020-13-01"],
        ["--format", "docx", "--audience", "internal", "--pick", "Z"],
        ["--format", "docx", "--audience", "internal", "--to", "甲\x1b乙"],
    ],
)
def test_wrong_use_is_refused(run: Run, demo: Path, arguments: list[str]) -> None:
    assert run("-C", demo, "report", *arguments).code == 2


def test_everything_filled_gives_a_clean_copy() -> None:
    report = report_on(CHECKLIST, a_year(PLAIN | SUMS | {"disputes_settled_village": "2"}), **FILLED)

    assert [gap for gap in draft_of(report).gaps if gap.code != "contradiction"] == []


def test_evidence_kinds_have_names_in_the_list() -> None:
    said = assessment(
        {"A-01": "done"},
        evidence={str(kind): piece("A-01:r", kind=kind, target=str(kind)) for kind in EvidenceKind},
    )

    rows = (
        read(docx_table.render(report_on(checklist(item("A-01", evidence=("id='r'",))), said))).tables[1].rows
    )
    assert len({row.cells[2].text for row in rows[1:]}) == len(EvidenceKind)


@pytest.mark.parametrize("fmt", ["docx-table", "xlsx"])
def test_demonstration_says_what_it_is(run: Run, demo: Path, tmp_path: Path, fmt: str) -> None:
    file = tmp_path / f"t.{fmt}"
    run("-C", demo, "report", "--format", fmt, "--audience", "internal", "-o", file, lang="zh")

    with zipfile.ZipFile(file) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert "仅据一份公开报告的演示" in text
