"""Workbooks as they come by mail: saved by other programs, damaged, or made to do harm."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lawcheck.domain.grid import Area
from lawcheck.errors import FileError
from lawcheck.storage import sheets
from lawcheck.storage.cells import ROW_LIMIT, text_of, trimmed
from lawcheck.storage.sheets import read_workbook

SAVED = Path(__file__).parents[1] / "data" / "sheets"
"""One workbook, saved by LibreOffice in three formats."""

MIXED = [
    ["编号", "数据"],
    ["文字", "行一\n行二"],
    ["空格", "  前后 两  个空格  "],
    ["整数", "12"],
    ["小数", "85.5"],
    ["大数", "1234567890123"],
    ["百分数", "85.5%"],
    ["日期", "2020-12-31"],
    ["时刻", "2021-04-01 18:02:00"],
    ["公式", "3"],
    ["罕字", "𠮷㐂"],
    ["等号", "=HYPERLINK(1)"],
    [],
    ["标签", "<b>&amp;</b>"],
    [],
    ["合并"],
]


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name, part)
    return packed.getvalue()


def refused(tmp_path: Path, data: bytes) -> str:
    file = tmp_path / "表.xlsx"
    file.write_bytes(data)
    with pytest.raises(FileError) as caught:
        read_workbook(file)
    assert "表.xlsx" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_a_workbook_says_the_same_in_every_format(suffix: str) -> None:
    if suffix == "xls":
        pytest.importorskip("python_calamine")

    first, hidden = read_workbook(SAVED / f"mixed.{suffix}")

    # An .xls is read without the way in which a number is shown.
    expected = [["百分数", "0.855"] if suffix == "xls" and row[:1] == ["百分数"] else row for row in MIXED]
    assert first.name == "自评表"
    assert [list(row) for row in first.rows] == expected
    assert first.merged == (Area(15, 0, 16, 1),)
    assert hidden.rows == [["lawcheck", "sheet 1"]]


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [
        (85.0, False, "85"),
        (0.1 + 0.2, False, "0.3"),
        (1e21, False, "1000000000000000000000"),
        (0.07, True, "7%"),
        (True, False, "TRUE"),
        (None, False, ""),
    ],
)
def test_a_cell_is_told_as_it_is_shown(value: object, percent: bool, text: str) -> None:  # noqa: FBT001
    assert text_of(value, percent=percent) == text


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_told_exactly(number: int) -> None:
    assert int(text_of(float(number))) == number == int(text_of(number))


def test_a_formula_without_a_result_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(workbook(["a", "=1+1", "=A1"], ["x", "y"]))

    assert read_workbook(tmp_path / "表.xlsx")[0].unknown == {(0, 1), (0, 2)}


def test_a_million_formatted_empty_rows_are_no_rows() -> None:
    assert trimmed([(["a"], 1), ([], 10**9), ([""], 10**9)]) == [["a"]]


def test_rows_are_kept_until_one_is_too_many() -> None:
    assert len(trimmed([(["a"], 10**9), (["b"], 10**9)])) == ROW_LIMIT + 1
    assert len(trimmed([([], 10**9), (["b"], 1)])) == ROW_LIMIT + 1


def test_a_row_far_down_is_seen(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].cell(1_000_000, 1, "x")
    book.save(tmp_path / "表.xlsx")

    assert "rows" in refused(tmp_path, (tmp_path / "表.xlsx").read_bytes())


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    assert "no workbook" in refused(tmp_path, "编号,数据\n".encode())


@pytest.mark.parametrize("size", [4, 200, 3000])
def test_a_cut_off_workbook_is_refused(tmp_path: Path, size: int) -> None:
    assert "damaged" in refused(tmp_path, workbook(["a"])[:size])


def test_a_file_of_the_old_format_that_is_none_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")

    assert "damaged" in refused(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = repacked(workbook(["a"]), lambda _, part: part, **{"xl/media/a.xml": b"<a>" + b" " * 2**25})

    assert "far larger" in refused(tmp_path, bomb)


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(repacked(workbook(["a"]), lambda _, part: part, big=b"x" * 5000))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"PK\x05\x06"))
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")

    assert "damaged" in refused(tmp_path, bytes(data))


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    parts = {f"a{number}": b"" for number in range(sheets.PARTS_LIMIT)}

    assert "far larger" in refused(tmp_path, repacked(workbook(["a"]), lambda _, part: part, **parts))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_declared_entities_are_refused_wherever_they_hide(tmp_path: Path, encoding: str) -> None:
    declared = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)

    hidden = repacked(workbook(["a"]), lambda _, part: part, **{"xl/hidden.bin": declared})

    assert "XML" in refused(tmp_path, hidden)


def test_xml_in_another_encoding_is_refused(tmp_path: Path) -> None:
    def change(name: str, part: bytes) -> bytes:
        text = part.decode()
        return text.encode("utf-16") if name == "xl/workbook.xml" else part

    assert "XML" in refused(tmp_path, repacked(workbook(["a"]), change))


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "表.xlsx").open("wb") as file:
        file.truncate(sheets.SIZE_LIMIT + 1)

    with pytest.raises(FileError):
        read_workbook(tmp_path / "表.xlsx")


def opendocument(table: str) -> bytes:
    packed = io.BytesIO()
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("content.xml", f"<office:document-content {names}>{table}</office:document-content>")
    return packed.getvalue()


def test_cells_repeated_without_end_cost_nothing(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'

    assert "rows" in refused(tmp_path, opendocument(f'<table:table table:name="a">{row}</table:table>'))


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="float" office:value="zwei"/>'
    row = f"<table:table-row>{cell}</table:table-row>"

    assert "damaged" in refused(tmp_path, opendocument(f"<table:table>{row}</table:table>"))


@given(st.binary(max_size=400))
def test_no_bytes_make_anything_but_a_refusal(data: bytes) -> None:
    for start in (b"PK\x03\x04", b""):
        try:
            sheets.parse_workbook("表.xlsx", start + data)
        except FileError:
            continue
        raise AssertionError(data)
