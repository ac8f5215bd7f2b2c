"""Workbooks: what their cells are made of, whoever's words stand in them."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import Run

AUDIENCES = ["internal", "submission", "public"]
HOSTILE = "=1+1<b>&\"'\n\thttp://x.example 𠮷 _x0041_ {{7*7}}"


def written(run: Run, folder: Path, file: Path, *arguments: str, lang: str = "zh") -> bytes:
    assert run("-C", folder, "--today", "2021-03-10", *arguments, "-o", file, lang=lang).code == 0
    return file.read_bytes()


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def texts(data: bytes) -> Iterator[str]:
    for page in load_workbook(io.BytesIO(data)).worksheets:
        for row in page.iter_rows():
            yield from (str(cell.value) for cell in row if cell.value is not None)


@pytest.fixture
def hostile(run: Run, demo: Path) -> Path:
    """Return a demonstration with hostile words wherever a person may write."""
    run("-C", demo, "set", "B-07", f"--note={HOSTILE}")
    run("-C", demo, "set", "D1-07", "--owner", "=cmd|' /C calc'!A0")
    run("-C", demo, "set", "D1-07", "--na", HOSTILE)
    run("-C", demo, "evidence", "add", "https://x.example/?a=1&b=<i>", "--item", "R-03", "--level", "public")
    run(
        "-C",
        demo,
        "evidence",
        "add",
        "=2+2",
        "--kind",
        "record",
        "--item",
        "B-08:ledger",
        "--name",
        "@SUM(A1)",
    )
    return demo


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_report_holds_no_live_formula_link_or_script(
    run: Run, hostile: Path, tmp_path: Path, audience: str, lang: str
) -> None:
    data = written(
        run, hostile, tmp_path / "a.xlsx", "report", "--format", "xlsx", "--audience", audience, lang=lang
    )

    for name, part in parts(data).items():
        assert "<f>" not in part, name
        assert "<hyperlink" not in part, name
        assert "TargetMode" not in part, name
        assert not name.endswith(".bin"), name
    assert all(type(text) is str for text in texts(data))


def test_a_sheet_holds_no_formula_but_its_own_list(run: Run, hostile: Path, tmp_path: Path) -> None:
    data = written(run, hostile, tmp_path / "a.xlsx", "sheet", "export")

    found = {
        formula
        for part in parts(data).values()
        for formula in re.findall(r"<(?:f|formula|formula1|formula2)>([^<]*)<", part)
    }
    lists = {one for one in found if "$" in one}
    assert lists == {"_lawcheck!$D$1:$D$8"}
    assert all(one.startswith(('"', "&quot;")) for one in found - lists)
    assert HOSTILE in set(texts(data))


def test_what_was_written_is_shown_literally(run: Run, hostile: Path, tmp_path: Path) -> None:
    data = written(run, hostile, tmp_path / "a.xlsx", "report", "--format", "xlsx", "--audience", "internal")

    shown = "\n".join(texts(data)).replace("_x005F_x0041_", "_x0041_")
    for text in (HOSTILE, "=cmd|' /C calc'!A0", "@SUM(A1)", "=2+2", "https://x.example/?a=1&b=<i>"):
        assert text in shown


@pytest.mark.parametrize(
    "arguments", [("sheet", "export"), ("report", "--format", "xlsx", "--audience", "internal")]
)
def test_the_same_input_gives_the_same_bytes(
    run: Run, demo: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    first, second = (written(run, demo, tmp_path / name, *arguments) for name in ("a.xlsx", "b.xlsx"))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_report_needs_an_audience(run: Run, demo: Path, tmp_path: Path) -> None:
    assert run("-C", demo, "report", "--format", "xlsx", "-o", tmp_path / "a.xlsx").code == 2


def test_a_published_report_has_no_score_note_or_person(run: Run, hostile: Path, tmp_path: Path) -> None:
    data = written(run, hostile, tmp_path / "a.xlsx", "report", "--format", "xlsx", "--audience", "public")

    shown = "\n".join(texts(data))
    assert HOSTILE not in shown
    assert "@SUM(A1)" not in shown  # a piece of evidence that is not public
    assert not re.search(r"21\.2|自评：|=cmd", shown)


def test_a_submitted_report_has_the_claimed_score_and_the_materials(
    run: Run, hostile: Path, tmp_path: Path
) -> None:
    data = written(
        run, hostile, tmp_path / "a.xlsx", "report", "--format", "xlsx", "--audience", "submission"
    )

    shown = list(texts(data))
    assert "自评" in shown
    assert "已佐证" not in shown
    assert "@SUM(A1)" in shown


def page(data: bytes) -> Worksheet:
    first = load_workbook(io.BytesIO(data)).worksheets[0]
    assert isinstance(first, Worksheet)
    return first


@pytest.fixture
def sheet(run: Run, demo: Path, tmp_path: Path) -> Worksheet:
    return page(written(run, demo, tmp_path / "a.xlsx", "sheet", "export"))


def test_a_sheet_is_locked_but_for_its_yellow_cells(sheet: Worksheet) -> None:
    assert sheet.protection.sheet
    for row in sheet.iter_rows():
        for cell in row:
            assert (cell.fill.fgColor.rgb == "FFFFF9C4") == (not cell.protection.locked), cell.coordinate


def test_a_sheet_has_head_filter_lists_and_colours(sheet: Worksheet) -> None:
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref.startswith("A3:K")
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert '"已完成,推进中,未完成,不适用"' in lists
    assert all(rule.prompt for rule in sheet.data_validations.dataValidation)
    assert len(list(sheet.conditional_formatting)) == 1


def test_the_hidden_page_binds_a_sheet_to_its_state(run: Run, demo: Path, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(written(run, demo, tmp_path / "a.xlsx", "sheet", "export")))

    hidden = book["_lawcheck"]
    said = {row[0].value: row[1].value for row in hidden.iter_rows()}
    assert hidden.sheet_state == "veryHidden"
    assert said["lawcheck"] == "sheet 1"
    assert said["checklist"] == "cixi-subdistrict-2020"
    assert len(str(said["sha256"])) == len(str(said["head"])) == 64
    assert said["answers.B-07.status"] == "done"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_reads_as_accepted(
    run: Run, demo: Path, tmp_path: Path, golden: Callable[[str, str], None], lang: str
) -> None:
    data = written(run, demo, tmp_path / "a.xlsx", "sheet", "export", lang=lang)

    rows = (
        "\t".join(str(cell.value or "").replace("\n", " / ") for cell in row).rstrip()
        for row in page(data).iter_rows(max_row=40)
    )
    golden(f"sheet.{lang}.text", "\n".join(rows) + "\n")
