"""The 2020 checklist cites only what was in force, and claims to have read only what was read."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import tomli

from lawcheck.domain.checklist import Basis, Checklist, Deadline, Item, Note
from lawcheck.domain.parse import parse

ROOT = Path(__file__).parents[1]
LAST_DAY = date(2020, 12, 31)

# "67", "3(3)", "20(1), 26": an article, in brackets its paragraph or item, ascending.
CITED = r"[1-9]\d*(?:\([1-9]\d*\))?"
ARTICLE = re.compile(rf"{CITED}(?:, {CITED})*")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    text = (ROOT / "checklists" / "cixi-subdistrict-2020.toml").read_text("utf-8")
    return parse(Checklist, tomli.loads(text, parse_float=Decimal))


@pytest.fixture(scope="module")
def bases(checklist: Checklist) -> list[tuple[str, Basis]]:
    """Every citation with the id of what cites it."""
    rows: list[Item | Note | Deadline] = [*checklist.items, *checklist.notes, *checklist.deadlines]
    return [(row.id, basis) for row in rows for basis in row.basis]


@pytest.fixture(scope="module")
def articles() -> dict[tuple[str, str], int]:
    """How many articles each instrument has that was read, by name and version."""
    table = tomli.loads((ROOT / "tests" / "data" / "instruments.toml").read_text("utf-8"))
    return {(one["instrument"], one["version"].isoformat()): one["articles"] for one in table["instruments"]}


def numbers(article: str) -> list[tuple[int, int]]:
    """Return article and paragraph (0 for none) of each part of a citation."""
    return [(int(found[1]), int(found[2] or 0)) for found in re.finditer(r"(\d+)(?:\((\d+)\))?", article)]


def test_cited_as_read_is_not_an_empty_claim(bases: list[tuple[str, Basis]]) -> None:
    assert sum(basis.read for _, basis in bases) > 50


def test_every_row_rests_on_something(checklist: Checklist) -> None:
    rows: list[Item | Note] = [*checklist.items, *checklist.notes]
    assert [row.id for row in rows if not row.basis] == []


def test_cited_as_read_is_in_the_table_in_that_version(
    bases: list[tuple[str, Basis]], articles: dict[tuple[str, str], int]
) -> None:
    strays = [
        (row, basis.instrument, basis.version)
        for row, basis in bases
        if basis.read and (basis.instrument, basis.version) not in articles
    ]
    assert strays == []


def test_table_holds_nothing_that_is_not_cited(
    bases: list[tuple[str, Basis]], articles: dict[tuple[str, str], int]
) -> None:
    assert set(articles) == {(basis.instrument, basis.version) for _, basis in bases if basis.read}


def test_instrument_outside_the_table_is_not_cited_as_read(
    bases: list[tuple[str, Basis]], articles: dict[tuple[str, str], int]
) -> None:
    known = {instrument for instrument, _ in articles}
    assert [row for row, basis in bases if basis.read and basis.instrument not in known] == []


def test_instrument_is_cited_in_one_version_only(bases: list[tuple[str, Basis]]) -> None:
    versions: dict[str, set[str]] = {}
    for _, basis in bases:
        versions.setdefault(basis.instrument, set()).add(basis.version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_cited_as_read_names_its_article(bases: list[tuple[str, Basis]]) -> None:
    assert [row for row, basis in bases if basis.read and basis.article is None] == []


def test_article_is_well_formed(bases: list[tuple[str, Basis]]) -> None:
    odd = [(row, b.article) for row, b in bases if b.article is not None and not ARTICLE.fullmatch(b.article)]
    assert odd == []


def test_articles_ascend(bases: list[tuple[str, Basis]]) -> None:
    for row, basis in bases:
        found = numbers(basis.article or "")
        assert found == sorted(set(found)), row


def test_article_is_within_its_instrument(
    bases: list[tuple[str, Basis]], articles: dict[tuple[str, str], int]
) -> None:
    for row, basis in bases:
        last = articles.get((basis.instrument, basis.version))
        if basis.read and last is not None:
            beyond = [number for number, _ in numbers(basis.article or "") if number > last]
            assert beyond == [], (row, basis.instrument)


def test_nothing_later_than_2020_is_cited(bases: list[tuple[str, Basis]]) -> None:
    for row, basis in bases:
        assert all(int(year) <= LAST_DAY.year for year in YEAR.findall(basis.version)), (row, basis.version)


def test_version_read_is_a_day_up_to_the_end_of_2020(bases: list[tuple[str, Basis]]) -> None:
    for row, basis in bases:
        if basis.read:
            assert date.fromisoformat(basis.version) <= LAST_DAY, row
