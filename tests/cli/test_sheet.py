"""The sheet out to the offices and back, as a clerk does it: filled by another library, imported, told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from lawcheck.storage.workspace import open_workspace, read_entries
from tests.conftest import Run

CHECKLIST = "cixi-subdistrict-2020"
STATUS, VALUE, NOTE, REASON, OWNER, DUE, CODE = "D", "F", "G", "H", "I", "J", "L"


class Sheet:
    """An exported sheet, opened by openpyxl as another program would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)
        first = self.book.worksheets[0]
        assert isinstance(first, Worksheet)
        self.page = first

    def row(self, item: str, figure: str | None = None) -> int:
        for row in range(4, self.page.max_row + 1):
            if self.page[f"A{row}"].value == item and figure in (None, self.page[f"{CODE}{row}"].value):
                return row
        raise AssertionError((item, figure))

    def put(self, item: str, column: str, value: object, figure: str | None = None) -> str:
        cell = f"{column}{self.row(item, figure)}"
        self.page[cell].value = value
        return cell

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


@pytest.fixture
def unit(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "甲街道"
    assert run("new", CHECKLIST, folder, "--unit", "甲街道办事处").code == 0
    return folder


Export = Callable[..., Sheet]


@pytest.fixture
def export(run: Run, unit: Path, tmp_path: Path) -> Export:
    def made(name: str = "自评表.xlsx", lang: str = "zh") -> Sheet:
        assert run("-C", unit, "sheet", "export", "-o", tmp_path / name, lang=lang).code == 0
        return Sheet(tmp_path / name)

    return made


def said(unit: Path) -> tuple[dict[str, Any], dict[str, str]]:
    assessment = open_workspace(unit).assessment
    return dict(assessment.answers), dict(assessment.figures)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_that_nobody_touched_changes_nothing(run: Run, demo: Path, tmp_path: Path, lang: str) -> None:
    file = tmp_path / "自评表.xlsx"
    run("-C", demo, "sheet", "export", "-o", file, lang=lang)
    before = (demo / "history.jsonl").read_bytes()

    ran = run("-C", demo, "sheet", "import", file)

    assert ran.code == 0
    assert ran.out == ""
    assert (demo / "history.jsonl").read_bytes() == before


def test_the_same_state_gives_the_same_bytes(run: Run, demo: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        run("-C", demo, "sheet", "export", "-o", tmp_path / name)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_twenty_answers_from_another_library_are_exactly_twenty_changes(
    run: Run, unit: Path, export: Export
) -> None:
    sheet = export()
    items = [item.id for item in open_workspace(unit).checklist.items if not item.same_as][:20]
    for item in items:
        sheet.put(item, STATUS, "已完成")

    ran = run("-C", unit, "sheet", "import", sheet.save())

    entries = read_entries(unit)
    assert ran.code == 0
    assert len(entries) == 2
    assert entries[1].act == "import"
    assert [(one.path, one.old, one.new) for one in entries[1].changes] == sorted(
        (f"answers.{item}.status", None, "done") for item in items
    )
    assert len(ran.out.splitlines()) == 20


def test_dry_run_shows_every_difference_and_changes_nothing(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    status = sheet.put("B-07", STATUS, "推进中")
    figure = sheet.put("D1-10", VALUE, 2, "suits_received")
    before = (unit / "assessment.toml").read_bytes(), (unit / "history.jsonl").read_bytes()

    ran = run("-C", unit, "sheet", "import", sheet.save(), "--dry-run")

    assert ran.code == 0
    assert f"{status} B-07" in ran.out
    assert "in progress" in ran.out
    assert f"cell {figure} D1-10 figure" in ran.out
    assert before == ((unit / "assessment.toml").read_bytes(), (unit / "history.jsonl").read_bytes())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (2, "2"),
        ("2", "2"),
        (2.0, "2"),
        ("２", "2"),
        (" 10 余", "10+"),
        ("10余件", "10+"),
        ("约 10 件", "~10"),
        ("1,234", "1234"),
        ("１，２３４", "1234"),
        ("6万余", "60000+"),
        ("3以上", "3+"),
    ],
)
def test_a_figure_is_read_as_clerks_write_it(
    run: Run, unit: Path, export: Export, typed: object, kept: str
) -> None:
    sheet = export()
    sheet.put("D1-10", VALUE, typed, "suits_received")

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    assert said(unit)[1] == {"suits_received": kept}


@pytest.mark.parametrize(
    ("typed", "number_format", "kept"),
    [
        ("85％", "@", "85"),
        ("85.5%", "@", "85.5"),
        (0.855, "0.0%", "85.5"),
        (85, "General", "85"),
        ("0.5%", "@", "0.5"),
    ],
)
def test_a_percentage_is_read_as_it_is_shown(  # noqa: PLR0917  # three parameters and three fixtures
    run: Run, unit: Path, export: Export, typed: object, number_format: str, kept: str
) -> None:
    figure = next(one for one in open_workspace(unit).checklist.figures if one.unit.zh == "%")
    sheet = export()
    cell = sheet.put(figure.owner, VALUE, typed, figure.name)
    sheet.page[cell].number_format = number_format

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    assert said(unit)[1] == {figure.name: kept}


def test_a_bare_share_in_a_percentage_is_asked_back(run: Run, unit: Path, export: Export) -> None:
    figure = next(one for one in open_workspace(unit).checklist.figures if one.unit.zh == "%")
    sheet = export()
    cell = sheet.put(figure.owner, VALUE, 0.85, figure.name)

    ran = run("-C", unit, "sheet", "import", sheet.save())

    assert ran.code == 3
    assert f"cell {cell}" in ran.err
    assert "% sign" in ran.err


@pytest.mark.parametrize("typed", ["已 完成", " 已完成　", "已\n完成", "done", "Done", "已完成\u200b"])
def test_a_status_is_read_whatever_blanks_were_pasted(
    run: Run, unit: Path, export: Export, typed: str
) -> None:
    sheet = export()
    sheet.put("B-07", STATUS, typed)

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    assert said(unit)[0]["B-07"].status == "done"


@pytest.mark.parametrize(
    ("item", "column", "figure", "typed", "sentence"),
    [
        ("B-07", STATUS, None, "差不多", "is no status"),
        ("D1-10", VALUE, "suits_received", "两件", "is not a figure"),
        ("D1-10", VALUE, "suits_received", -2, "cannot be less than 0"),
        ("D1-10", VALUE, "suits_received", "85%", "is not a figure"),
        ("R-03", VALUE, "report_published_on", "四月初", "is not a day"),
        ("B-07", DUE, None, "soon", "is not a day"),
        ("B-07", NOTE, None, "长" * 20_001, "longer than 20000"),
        ("B-07", OWNER, None, "甲\n乙", "one line"),
        ("B-07", STATUS, None, "不适用", "cannot be not applicable"),
        ("D1-07", STATUS, None, "不适用", "without a reason"),
        ("V-01", STATUS, None, "已完成", "nothing is asked here"),
        ("D1-13", STATUS, None, "已完成", "nothing is asked here"),
        ("B-07", VALUE, None, "3", "no figure in this row"),
        ("B-07", NOTE, None, "=1/0", "no stored result"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_imported(  # noqa: PLR0917  # five parameters, three fixtures
    run: Run,
    unit: Path,
    export: Export,
    item: str,
    column: str,
    figure: str | None,
    typed: str,
    sentence: str,
) -> None:
    sheet = export()
    cell = sheet.put(item, column, typed, figure)
    sheet.put("A1-04", STATUS, "已完成")
    before = (unit / "assessment.toml").read_bytes()

    ran = run("-C", unit, "sheet", "import", sheet.save())

    assert ran.code == 3
    [told] = [line for line in ran.err.splitlines() if f"cell {cell}" in line]
    assert item in told
    assert sentence in told
    assert "nothing was imported" in ran.err
    assert (unit / "assessment.toml").read_bytes() == before


def test_all_wrong_cells_are_told_at_once_in_chinese(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    cells = [sheet.put(item, STATUS, "达 标") for item in ("B-07", "A1-04")]

    ran = run("-C", unit, "sheet", "import", sheet.save(), lang="zh")

    assert all(f"单元格 {cell} " in ran.err for cell in cells)
    assert "B-07" in ran.err
    assert "2 个单元格不能导入" in ran.err


def test_rows_may_be_moved(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    sheet.put("D1-10", STATUS, "已完成")
    sheet.put("D1-10", VALUE, "1", "defences_in_time")
    rows = [[cell.value for cell in row] for row in sheet.page.iter_rows(min_row=4)]
    for place, row in enumerate(reversed(rows), 4):
        for column, value in enumerate(row, 1):
            sheet.page.cell(place, column).value = value

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    answers, figures = said(unit)
    assert {id_: one.status for id_, one in answers.items()} == {"D1-10": "done"}
    assert figures == {"defences_in_time": "1"}


def test_cells_of_one_item_may_be_merged(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    sheet.put("D1-10", STATUS, "已完成")
    first = sheet.row("D1-10")
    sheet.put("D1-10", VALUE, "1", "defences_in_time")
    for column in ("A", STATUS, NOTE):
        sheet.page.merge_cells(f"{column}{first}:{column}{first + 1}")

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    answers, figures = said(unit)
    assert {id_: one.status for id_, one in answers.items()} == {"D1-10": "done"}
    assert figures == {"defences_in_time": "1"}


def test_cells_merged_over_several_items_are_refused(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    cell = sheet.put("B-07", NOTE, "都办了")
    sheet.page.merge_cells(f"{cell}:{NOTE}{sheet.row('B-07') + 2}")

    ran = run("-C", unit, "sheet", "import", sheet.save())

    assert ran.code == 3
    assert f"cell {cell}" in ran.err
    assert "unmerge" in ran.err


def test_a_row_of_ones_own_with_words_in_input_cells_is_named(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    last = sheet.page.max_row + 1
    sheet.page[f"A{last}"].value = "合计"
    sheet.page[f"{VALUE}{last}"].value = "12"

    ran = run("-C", unit, "sheet", "import", sheet.save())

    assert ran.code == 3
    assert f"cell {VALUE}{last}" in ran.err


def test_columns_may_be_moved_and_added(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    sheet.put("B-07", NOTE, "甲办〔2020〕5号")
    sheet.page.insert_cols(3, 2)

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    assert said(unit)[0]["B-07"].note == "甲办〔2020〕5号"


def test_a_renamed_column_is_never_passed_over(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    sheet.put("B-07", NOTE, "甲办〔2020〕5号")
    sheet.page[f"{NOTE}3"].value = "情况"

    ran = run("-C", unit, "sheet", "import", sheet.save())

    assert ran.code == 3
    assert "the columns note are missing" in ran.err


def test_what_was_emptied_is_taken_back(run: Run, unit: Path, export: Export) -> None:
    run(
        "-C",
        unit,
        "set",
        "D1-10",
        "-s",
        "done",
        "-f",
        "suits_received=2",
        "--note",
        "x",
        "--due",
        "2021-01-05",
    )
    sheet = export()
    for column, figure in ((STATUS, None), (NOTE, None), (DUE, None), (VALUE, "suits_received")):
        sheet.put("D1-10", column, None, figure)

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    assert said(unit) == ({}, {})


def test_another_checklists_sheet_is_refused(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    page = sheet.book["_lawcheck"]
    for row in page.iter_rows():
        if row[0].value == "sha256":
            row[1].value = "0" * 64

    ran = run("-C", unit, "sheet", "import", sheet.save())

    assert ran.code == 3
    assert "another version of the checklist" in ran.err


def test_another_units_sheet_is_refused(run: Run, unit: Path, demo: Path, tmp_path: Path) -> None:
    run("-C", demo, "sheet", "export", "-o", tmp_path / "a.xlsx")

    ran = run("-C", unit, "sheet", "import", tmp_path / "a.xlsx")

    assert ran.code == 3
    assert "白沙路街道办事处" in ran.err


def test_a_workbook_of_something_else_is_refused(run: Run, unit: Path, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "别的.xlsx")

    ran = run("-C", unit, "sheet", "import", tmp_path / "别的.xlsx")

    assert ran.code == 3
    assert "hidden page" in ran.err


def test_what_changed_meanwhile_is_shown_and_not_overwritten(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    cell = sheet.put("B-07", STATUS, "推进中")
    sheet.put("A1-04", STATUS, "已完成")
    run("-C", unit, "set", "B-07", "--status", "done")

    ran = run("-C", unit, "sheet", "import", sheet.save())

    assert ran.code == 3
    assert f"cell {cell} B-07" in ran.err
    assert "the sheet says in progress, the workspace has done by now" in ran.err
    assert {id_: one.status for id_, one in said(unit)[0].items()} == {"B-07": "done"}


@pytest.mark.parametrize(("keep", "status"), [("workspace", "done"), ("sheet", "partial")])
def test_keep_decides_a_conflict_and_imports_the_rest(
    run: Run, unit: Path, export: Export, keep: str, status: str
) -> None:
    sheet = export()
    sheet.put("B-07", STATUS, "推进中")
    sheet.put("A1-04", STATUS, "已完成")
    run("-C", unit, "set", "B-07", "--status", "done")

    assert run("-C", unit, "sheet", "import", sheet.save(), "--keep", keep).code == 0
    assert {id_: str(one.status) for id_, one in said(unit)[0].items()} == {"B-07": status, "A1-04": "done"}


def test_a_change_of_another_cell_meanwhile_is_no_conflict(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    sheet.put("B-07", STATUS, "已完成")
    run("-C", unit, "set", "B-07", "--note", "甲办〔2020〕5号")

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    answer = said(unit)[0]["B-07"]
    assert (answer.status, answer.note) == ("done", "甲办〔2020〕5号")


def test_sheets_of_several_offices_become_one_change(run: Run, unit: Path, tmp_path: Path) -> None:
    out = tmp_path / "各科室"
    run("-C", unit, "sheet", "export", "--per-owner", "-o", out, lang="zh")
    files = sorted(out.iterdir())
    for file in files:
        sheet = Sheet(file)
        for row in range(4, sheet.page.max_row + 1):
            if sheet.page[f"{STATUS}{row}"].protection.locked is False:
                sheet.page[f"{STATUS}{row}"].value = "推进中"
                break
        sheet.save()

    ran = run("-C", unit, "sheet", "import", *files)

    assert ran.code == 0
    assert len(read_entries(unit)) == 2
    assert len(said(unit)[0]) == len(files) - 1  # vetoes, which nobody owes, have no status
    owed = json.loads(run("-C", unit, "status", "--format", "json").out)["owners"]
    assert all(one["answered"] == 1 for one in owed)


def test_the_offices_sheets_together_are_the_whole(run: Run, unit: Path, tmp_path: Path) -> None:
    run("-C", unit, "sheet", "export", "--per-owner", "-o", tmp_path / "各科室", lang="zh")

    rows = [
        (row[0].value, row[11].value)
        for file in (tmp_path / "各科室").iterdir()
        for row in Sheet(file).page.iter_rows(min_row=4)
        if "-" in str(row[0].value)
    ]

    checklist = open_workspace(unit).checklist
    assert len(rows) == len(set(rows))
    assert {row[0] for row in rows} == {*checklist.items_by_id, *checklist.vetoes_by_id}
    assert {row[1] for row in rows if row[1]} == {one.name for one in checklist.asked_figures}


def test_two_sheets_that_differ_are_a_conflict(run: Run, unit: Path, export: Export) -> None:
    first, second = export("a.xlsx"), export("b.xlsx")
    first.put("B-07", STATUS, "已完成")
    second.put("B-07", STATUS, "未完成")

    ran = run("-C", unit, "sheet", "import", first.save(), second.save(), "--keep", "sheet")

    assert ran.code == 3
    assert "a.xlsx" in ran.err
    assert "b.xlsx" in ran.err
    assert said(unit)[0] == {}


def test_an_office_is_kept_by_its_id(run: Run, unit: Path, export: Export) -> None:
    sheet = export()
    sheet.put("B-07", OWNER, "平安法治办公室")
    sheet.put("B-05", OWNER, "李四")

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    answers = said(unit)[0]
    assert (answers["B-07"].owner, answers["B-05"].owner) == ("safety", "李四")


def test_answers_that_need_one_another_are_taken_together(run: Run, unit: Path, export: Export) -> None:
    run("-C", unit, "set", "B-08b", "--na", "没有出台")
    sheet = export()
    sheet.put("B-08b", VALUE, "1", "market_documents_unreviewed")
    sheet.put("B-08b", STATUS, "未完成")

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    assert said(unit)[0]["B-08b"].status == "not_done"


HOSTILE = [
    '=HYPERLINK("http://x.example","点我")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "<script>alert(1)</script>&amp;]]>",
    "http://x.example/a?b=c",
    "_x0041_ 与 _x000D_",
    "𠮷𪚥㐂 𬀩",
    "第一行\n第二行\t制表",
    "{{ 7*7 }} ${jndi:ldap://x}",
    "'0012",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_goes_out_and_comes_back_as_it_is(
    run: Run, unit: Path, export: Export, text: str
) -> None:
    run("-C", unit, "set", "B-07", f"--note={text}")
    sheet = export()

    cell = sheet.page[f"{NOTE}{sheet.row('B-07')}"]
    ran = run("-C", unit, "sheet", "import", sheet.path)

    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_in_as_it_is(run: Run, unit: Path, export: Export, text: str) -> None:
    sheet = export()
    cell = sheet.page[f"{NOTE}{sheet.row('B-07')}"]
    cell.value = text.replace("_x", "_x005F_x")
    cell.data_type = "s"

    assert run("-C", unit, "sheet", "import", sheet.save()).code == 0
    assert said(unit)[0]["B-07"].note == text


def test_a_text_too_long_for_a_cell_is_cut_and_never_comes_back(run: Run, unit: Path, export: Export) -> None:
    note = "𠮷" * 19_000
    run("-C", unit, "set", "B-07", "--note", note)
    sheet = export()
    cell = sheet.page[f"{NOTE}{sheet.row('B-07')}"]
    assert len(str(cell.value).encode("utf-16-le")) // 2 <= 32_767
    assert run("-C", unit, "sheet", "import", sheet.path).out == ""

    sheet.put("B-07", NOTE, "短")
    ran = run("-C", unit, "sheet", "import", sheet.save())

    assert ran.code == 3
    assert said(unit)[0]["B-07"].note == note


def test_export_to_several_files_needs_a_folder(run: Run, unit: Path) -> None:
    assert run("-C", unit, "sheet", "export", "--per-owner").code == 2


def test_export_never_takes_the_place_of_the_workspaces_files(run: Run, unit: Path) -> None:
    assert run("-C", unit, "sheet", "export", "-o", unit / "assessment.toml").code == 2
    assert run("-C", unit, "sheet", "export", "--per-owner", "-o", unit / "evidence").code == 2


def test_a_file_that_is_not_there_is_named(run: Run, unit: Path) -> None:
    ran = run("-C", unit, "sheet", "import", "没有.xlsx")

    assert ran.code == 3
    assert "没有.xlsx" in ran.err
