import re
from pathlib import Path
from typing import Any

import pytest
import tomli

from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import FORMAT, Checklist
from lawcheck.domain.parse import Off, parse
from lawcheck.domain.problems import Problem
from lawcheck.errors import ExitCode, FileError
from lawcheck.storage.linting import lint_file
from lawcheck.storage.toml import (
    ASSESSMENT_LIMIT,
    CHECKLIST_LIMIT,
    parse_document,
    read_bytes,
)

DATA = Path(__file__).parents[1] / "data"
GOOD = sorted((DATA / "good").glob("*.toml"))
BAD = sorted((DATA / "bad").glob("*.toml"))
MINIMAL = (DATA / "good" / "minimal.toml").read_text(encoding="utf-8")

# What stands in the first comment of the others; these can have none.
WITHOUT_COMMENT = {
    "empty": [("empty", 0)],
    "excel": [("not-text", 0)],
    "json": [("syntax", 1)],
    "old-mac": [("syntax", 1)],
    "utf-16": [("not-utf8", 0)],
}


SHAPE = {"choice", "empty", "format", "missing-key", "newer-format", "not-text", "not-utf8", "syntax", "type"}
SHAPE |= {"unknown-key", "value"}
"""Codes that keep a file from being read; all others are about what it says."""


def expected(path: Path) -> list[tuple[str, int]]:
    if path.stem in WITHOUT_COMMENT:
        return WITHOUT_COMMENT[path.stem]
    comment = path.read_bytes().partition(b"\n")[0].decode("ascii")
    assert comment.startswith("# expect: ")
    pairs = (part.split() for part in comment.removeprefix("# expect: ").split(","))
    return [(code, int(line)) for code, line in pairs]


def parsed(text: str | bytes, file: str = "checklist.toml") -> Checklist:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_document(Checklist, data, file, newest=FORMAT)


def refused(text: str | bytes, file: str = "checklist.toml") -> FileError:
    with pytest.raises(FileError) as caught:
        parsed(text, file)
    return caught.value


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_checklist_is_read_and_has_no_problems(path: Path) -> None:
    data = path.read_bytes()

    assert parsed(data).id == path.stem
    assert lint_file(data, path.name).problems == ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_checklist_is_told_by_code_and_line(path: Path) -> None:
    result = lint_file(path.read_bytes(), path.name)

    assert [(one.code, one.line) for one in result.problems] == expected(path)
    assert not result.ok
    for one in result.problems:
        assert str(one).isprintable()
        assert one.line == 0 or one.column > 0


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_checklist_is_refused_unless_its_shape_is_sound(path: Path) -> None:
    result = lint_file(path.read_bytes(), path.name)
    first = result.problems[0]

    if first.code not in SHAPE:
        assert parsed(path.read_bytes()).id == "minimal"
    else:
        error = refused(path.read_bytes(), path.name)
        assert error.exit_code is ExitCode.BAD_FILE
        assert error.problems == result.problems
        assert str(error).startswith(f"{path.name}:{first.line}" if first.line else f"{path.name}: ")


SENTENCES = {
    "chinese-quotes": "“ is Chinese punctuation",
    "full-width-equals": "＝ is Chinese punctuation",
    "chinese-key": "'分值' cannot be a key",
    "windows-path": "put a Windows path into single quotes",
    "conflict-marks": "git left two versions here",
    "json": "JSON",
    "excel": "an Excel, Word, PDF or zip file",
    "old-mac": "CR",
    "gbk": "looks like GBK",
    "utf-16": "UTF-16",
    "unclosed-list": "the [ of line 42 is not closed",
    "unclosed-long-text": "is never closed",
    "newer-format": "install a newer lawcheck",
    "short-day": "no day 2020-1-1",
}


@pytest.mark.parametrize("stem", SENTENCES)
def test_problem_says_what_to_do(stem: str) -> None:
    (found,) = lint_file((DATA / "bad" / f"{stem}.toml").read_bytes(), stem).problems

    assert SENTENCES[stem] in str(found)


def test_error_counts_the_problems_that_it_does_not_tell() -> None:
    error = refused(MINIMAL.replace("points = 4", "pionts = 4").replace('force = "must"', 'force = "x"'))

    assert str(error) == (
        'checklist.toml:37: items[0].force: "x" is not possible here; choose one of: must, must_party, '
        "should, may (and 1 more; `lawcheck lint checklist.toml` lists them all)"
    )
    assert [one.line for one in error.problems if isinstance(one, Problem)] == [37, 38]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
def test_parse_document_takes_what_windows_writes(line_end: str, mark: str) -> None:
    text = mark + MINIMAL.replace("\n", line_end)

    assert parsed(text) == parsed(MINIMAL)


def test_lines_are_the_same_with_windows_line_ends() -> None:
    error = refused(MINIMAL.replace('force = "must"', 'force = "x"').replace("\n", "\r\n"))

    assert str(error).startswith("checklist.toml:37: ")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("points = 4", "points = -0.0", "earn 4"),
        ("points = 4", "points = +4", ""),
        ("points = 4", "points = 4.0", ""),
        ("points = 4", "points = 0x4", ""),
        ("minimum = 6", "minimum = -0", ""),
    ],
)
def test_numbers_may_be_written_in_any_way(old: str, new: str, sentence: str) -> None:
    problems = lint_file(MINIMAL.replace(old, new, 1).encode(), "x").problems

    assert bool(problems) == bool(sentence)
    assert any(sentence in str(one) for one in problems) or not sentence


def items(number: int) -> str:
    return "".join(f'[[items]]\nid = "A-{n % 100:02}"\ntitle = {{ zh = "a" }}\n' for n in range(number))


HEAVY = {
    "30 MB": ("# 0123456789\n" * 2_300_000, "too-large"),
    "key of 10,000 parts": (".".join("a" * 10_000) + " = 1", "too-deep"),
    "header of 10,000 parts": ("[" + ".".join("a" * 10_000) + "]", "too-deep"),
    "key of 2,000,000 parts": ("a." * 2_000_000, "too-deep"),
    "quoted parts": ('"a" . ' * 10_000, "too-deep"),
    "lists in lists": ("x = " + "[" * 1_000_000, "too-deep"),
    "closed lists in lists": ("x = " + "[" * 5_000 + "]" * 5_000, "too-deep"),
    "tables in tables": ("x = " + "{a=" * 100_000, "too-deep"),
    "list of 1,000,000": ("x = [" + "1," * 1_000_000, "too-many"),
    "zeros": ("\0" * 4_000_000, "not-utf8"),
}
"""What is refused by its looks: parsing it would take seconds or more."""

ODD = {
    "lists beside lists": ("x = " + "[[]," * 90_000, "too-deep"),
    "list of 190,000 unclosed": ("x = [" + "1," * 190_000, "syntax"),
    "20,000 items": (items(20_000), "too-many"),
    "5,000 spoiled items": (items(5_000), "missing-key"),
    "190,000 unknown keys": ("".join(f"a{n} = 1\n" for n in range(190_000)), "too-many"),
    "long integer": ("x = " + "1" * 100_000, "syntax"),
    "long hexadecimal": ("format = 0x" + "f" * 1_000_000, "value"),
    "long id": ("id = 0b" + "1" * 100_000, "value"),
    "long exponent": ("x = 1e" + "9" * 30, "syntax"),
    "quotes": ('"' * 4_000_000, "syntax"),
    "unclosed text": ('x = """' + "a\n" * 190_000, "syntax"),
    "dots in text": ("format = 1\nx = '" + ".a" * 1_000_000 + "'", "missing-key"),
}
"""What is parsed, once: explaining it must cost no more than that."""


@pytest.fixture
def parsing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that the TOML parser is given."""
    given: list[str] = []
    loads = tomli.loads

    def counted(text: str, **how: Any) -> dict[str, Any]:
        given.append(text)
        return loads(text, **how)

    monkeypatch.setattr(tomli, "loads", counted)
    return given


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_file_is_refused_before_it_is_parsed(name: str, parsing: list[str]) -> None:
    text, code = HEAVY[name]

    result = lint_file(text.encode(), "x.toml")

    assert [one.code for one in result.problems] == [code]
    assert parsing == []


@pytest.mark.parametrize("name", ODD)
def test_odd_file_is_parsed_once_and_told_by_code(name: str, parsing: list[str]) -> None:
    text, code = ODD[name]

    result = lint_file(text.encode(), "x.toml")

    assert code in {one.code for one in result.problems}
    assert len(parsing) == 1


def test_limits_fit_the_largest_checklist_that_is_promised() -> None:
    head, item, rest = MINIMAL.partition("[[items]]\n")
    more = "".join(
        f'{item}id = "A-{n:03}"\ntitle = {{ zh = "甲", en = "x" }}\nrequirement = {{ zh = "甲", en = "x" }}\n'
        f'force = "may"\nplace = "1"\nsame_as = "A-01"\n'
        for n in range(100, 1000)
    )

    assert len(parsed(head + more + item + rest).items) == 902


@pytest.mark.parametrize(("kind", "limit"), [(Checklist, CHECKLIST_LIMIT), (Assessment, ASSESSMENT_LIMIT)])
def test_parse_document_takes_a_file_of_exactly_the_limit(kind: type, limit: int) -> None:
    text = 'format = 1\nunit = "x"\nchecklist = "minimal"\n' if kind is Assessment else MINIMAL
    data = text.encode().ljust(limit)

    parse_document(kind, data, "x", newest=1)

    with pytest.raises(FileError, match="larger"):
        parse_document(kind, data + b"\n", "x", newest=1)


def test_error_shows_no_control_characters() -> None:
    error = refused(MINIMAL.replace('force = "must"', 'force = "\\u001b[31m\\u202e"'), "a\x1bb.toml")

    assert str(error).isprintable()
    assert re.search(r"a\\u001bb\.toml", str(error))


def test_read_bytes_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        read_bytes(tmp_path / "x.toml", 10)


def test_read_bytes_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no ordinary file"):
        read_bytes(tmp_path, 10)


def test_read_bytes_refuses_a_large_file_before_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"01234567890")

    assert read_bytes(path, 11) == b"01234567890"
    with pytest.raises(FileError, match="larger"):
        read_bytes(path, 10)


def test_title_is_one_line() -> None:
    """Else a foreign checklist could write what looks like the tool's own words, a verdict, say."""
    error = refused(MINIMAL.replace('title = { zh = "', 'title = { zh = "\\n已达标\\n', 1))

    assert "one line" in str(error)


def test_requirement_may_have_several_lines() -> None:
    text = MINIMAL.replace('requirement = { zh = "', 'requirement = { zh = "一\\n二', 1)

    assert "\n" in parsed(text).items[0].requirement.zh


def test_id_that_is_a_number_beyond_printing_is_refused() -> None:
    with pytest.raises(Off):
        parse(Checklist, tomli.loads(MINIMAL) | {"id": 16**5000})
