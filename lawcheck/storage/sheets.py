"""Workbooks that came back, as texts: .xlsx by openpyxl, .ods by ourselves, .xls by python-calamine.

A workbook comes from anybody's mail. Its size, and that of all that is packed in it, is known before any
of it is parsed; XML that declares types or entities, or says that it is no UTF-8, is refused.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from lawcheck.domain.grid import Area, Grid
from lawcheck.domain.problems import shown
from lawcheck.errors import FileError, UsageError
from lawcheck.storage.cells import COLUMN_LIMIT, ROW_LIMIT, text_of, trimmed
from lawcheck.storage.toml import read_bytes

SIZE_LIMIT = 16 * 2**20
UNPACKED_LIMIT = 64 * 2**20
RATIO_LIMIT = 200
"""How many times its size a part of over 1 MiB may unpack to."""

PARTS_LIMIT = 1_000
PAGES_LIMIT = 20
_PACKED: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DECLARED: Final = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T|E\0?N\0?T\0?I)", re.IGNORECASE)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})\"")
_NAMED: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ENCODED: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_XML_BEGINS: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<[?A-Za-z]")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_workbook(path: Path) -> list[Grid]:
    """Return the pages of a workbook, the hidden ones too.

    Raises:
        FileError: It is none, it is too large, or it holds what no honest workbook does.
        UsageError: It is an .xls, and what reads those is not installed.
    """
    return parse_workbook(shown(str(path), 1000), read_bytes(path, SIZE_LIMIT))


def parse_workbook(file: str, data: bytes) -> list[Grid]:
    """Return the pages of the workbook in `data`, as `read_workbook` does."""
    if data.startswith(_OLD):
        return _checked(file, _read_xls(file, data))
    if not data.startswith(_PACKED):
        raise FileError(
            "{file}: this is no workbook; save the sheet as .xlsx in Excel or WPS and name that file",
            file=file,
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = _unpack(file, packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise _unreadable(file, error) from error
    except Exception as error:  # zlib and lzma have errors of their own
        if type(error).__module__ not in ("zlib", "_lzma"):
            raise
        raise _unreadable(file, error) from error
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return _checked(file, _read_ods(file, parts))
    return _checked(file, _read_xlsx(file, data, parts))


def _unreadable(file: str, error: BaseException) -> FileError:
    return FileError(
        "{file}: the workbook is damaged or locked with a password ({reason}); "
        "open it in Excel or WPS, save it as .xlsx and try again",
        file=file,
        reason=shown(str(error) or type(error).__name__),
    )


def _unpack(file: str, packed: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the parts of a workbook that are XML or plain; never more than the limits let in."""
    infos = packed.infolist()
    left = UNPACKED_LIMIT
    if len(infos) > PARTS_LIMIT or sum(one.file_size for one in infos) > left:
        raise _too_large(file)
    parts: dict[str, bytes] = {}
    for info in infos:
        if info.file_size > 2**20 and info.file_size > RATIO_LIMIT * info.compress_size:
            raise _too_large(file)
        # What a part says of its own size may be a lie: zipfile reads no further than that and then
        # compares the checksum.
        data = packed.read(info)
        left -= len(data)
        if left < 0 or info.filename in parts:
            raise _too_large(file)
        _refuse_strange_xml(file, info.filename, data)
        parts[info.filename] = data
    return parts


def _too_large(file: str) -> FileError:
    return FileError(
        "{file}: unpacked this workbook is far larger than any sheet; "
        "copy the answers into a freshly exported one",
        file=file,
    )


def _refuse_strange_xml(file: str, name: str, data: bytes) -> None:
    encoded = _ENCODED.match(data)
    strange = encoded and encoded[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")
    begins = not data or not name.lower().endswith((".xml", ".rels")) or _XML_BEGINS.match(data)
    if strange or not begins or _DECLARED.search(data):
        raise FileError(
            "{file}: this workbook holds XML that no spreadsheet program writes; "
            "copy the answers into a freshly exported one",
            file=file,
        )


def _checked(file: str, grids: Sequence[Grid]) -> list[Grid]:
    for grid in grids:
        if len(grid.rows) > ROW_LIMIT:
            raise FileError(
                "{file}: page {page} has more than {limit} rows; delete what does not belong to the sheet",
                file=file,
                page=shown(grid.name),
                limit=ROW_LIMIT,
            )
    return list(grids)


def _read_xlsx(file: str, data: bytes, parts: dict[str, bytes]) -> list[Grid]:
    sheets = [part for name, part in parts.items() if name.startswith("xl/") and name.endswith(".xml")]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of every drawing and style that it drops
            grids = list(_grids(data, parts))
            if any(_FORMULA.search(part) for part in sheets):
                grids = [_with_unknown(*pair) for pair in zip(grids, _formulas(data), strict=True)]
            return grids
    except Exception as error:  # whatever a damaged part makes of openpyxl
        raise _unreadable(file, error) from error


def _opened(data: bytes, *, results: bool) -> Sequence[Any]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=results, keep_links=False)
    return book.worksheets[:PAGES_LIMIT]


def _grids(data: bytes, parts: dict[str, bytes]) -> Iterator[Grid]:
    for page in _opened(data, results=True):
        part = parts.get(getattr(page, "_worksheet_path", "").lstrip("/"), b"")
        merged = tuple(_area(found[1].decode(), found[2].decode()) for found in _MERGED.finditer(part))
        yield Grid(
            page.title, trimmed((_texts(row), 1) for row in page.iter_rows(max_col=COLUMN_LIMIT)), merged
        )


def _texts(cells: Sequence[Any]) -> list[str]:
    return [_text(one) for one in cells]


def _text(cell: Any) -> str:
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell.value)
    return text_of(cell.value, percent="%" in cell.number_format)


def _formulas(data: bytes) -> Iterator[set[tuple[int, int]]]:
    for page in _opened(data, results=False):
        rows = enumerate(page.iter_rows(max_col=COLUMN_LIMIT))
        yield {
            (number, place) for number, row in rows for place, one in enumerate(row) if one.data_type == "f"
        }


def _with_unknown(grid: Grid, formulas: set[tuple[int, int]]) -> Grid:
    return grid._replace(unknown=frozenset(cell for cell in formulas if not grid.at(*cell)))


def _area(first: str, last: str) -> Area:
    (left, top), (right, bottom) = (_NAMED.fullmatch(one).groups() for one in (first, last))  # type: ignore[union-attr]  # the pattern before holds both
    return Area(int(top) - 1, _column(left), int(bottom) - 1, _column(right))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _read_ods(file: str, parts: dict[str, bytes]) -> list[Grid]:
    from lawcheck.storage import ods

    try:
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise ValueError("encrypted")
        return ods.read(parts.get("content.xml", b""), PAGES_LIMIT)
    except (SyntaxError, ValueError) as error:
        raise _unreadable(file, error) from error


def _read_xls(file: str, data: bytes) -> list[Grid]:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise UsageError(
            "{file}: to read .xls, python-calamine is needed (pip install 'lawcheck[xls]'); "
            "or save the sheet as .xlsx",
            file=file,
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_xls_page(book.get_sheet_by_name(name)) for name in book.sheet_names[:PAGES_LIMIT]]
    except BaseException as error:
        # A panic of the compiled reader is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise _unreadable(file, error) from error


def _xls_page(page: Any) -> Grid:
    # Its rows begin where the first filled cell is.
    above, before = page.start or (0, 0)
    rows = ([""] * before + [text_of(one) for one in row] for row in page.iter_rows())
    areas = tuple(Area(*first, *last) for first, last in page.merged_cell_ranges or ())
    return Grid(page.name, trimmed([([], above), *((row[:COLUMN_LIMIT], 1) for row in rows)]), areas)
