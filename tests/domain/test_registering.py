"""Evidence taken in and off the register: its key, its row, what is refused."""

import pytest

from lawcheck.domain import registering
from lawcheck.domain.assessment import Serving, read_serving
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.errors import UsageError
from tests import making

CHECKLIST = making.checklist(
    making.item("A-01", 5, evidence=["id='table', kinds=['file']", "id='paper', kinds=['number', 'file']"]),
    making.item("A-02", 5, "measure='count', of='visits', earn=5", na="id='na'"),
    making.full("A-03", 5, "measure='count', of='late', lose=1, each=1", na=True),
    making.same("A-04", "A-01"),
    vetoes=(making.veto("forged > 0"),),
)


def test_row_is_the_one_with_the_fewest_pieces_that_takes_the_kind() -> None:
    empty = making.assessment()
    one = making.assessment(evidence={"p1": making.piece("A-01:table")})

    rows = [registering.choose_row(CHECKLIST, said, "A-01", EvidenceKind.FILE) for said in (empty, one)]

    assert rows == [Serving("A-01", "table"), Serving("A-01", "paper")]


def test_row_of_a_not_applicable_item_is_na() -> None:
    said = making.assessment({"A-02": making.answer("not_applicable", reason="none")})

    assert registering.choose_row(CHECKLIST, said, "A-02", EvidenceKind.RECORD) == Serving("A-02", "na")


@pytest.mark.parametrize("where", ["A-01:none", "A-01:table", "A-03", "A-09", "A-04"])
def test_row_that_cannot_take_the_piece_is_refused(where: str) -> None:
    with pytest.raises(UsageError):
        registering.choose_row(CHECKLIST, making.assessment(), where, EvidenceKind.STATEMENT)


def filing(target: str, row: str, entry: int = 3, **stated: object) -> registering.Filing:
    piece = making.piece(target=target, kind="file")
    return registering.Filing(piece, [read_serving(row)], entry, stated)


def test_register_names_a_piece_after_its_entry() -> None:
    after, key = registering.register(CHECKLIST, making.assessment(), filing("x", "A-01:table", 7))

    assert key == "e0007"
    assert list(after.evidence) == ["e0007"]


def test_register_never_takes_a_key_that_is_there() -> None:
    before = making.assessment(evidence={"e0003": making.piece("A-01:table", target="y", kind="file")})

    after, key = registering.register(CHECKLIST, before, filing("x", "A-01:paper"))

    assert key == "e0004"
    assert after.evidence["e0003"] == before.evidence["e0003"]


def test_register_gives_the_same_content_one_key() -> None:
    first = making.assessment(evidence={"e0002": making.piece("A-01:table", target="x", kind="file")})

    after, key = registering.register(CHECKLIST, first, filing("x", "A-01:paper"))

    assert key == "e0002"
    assert [str(one) for one in after.evidence["e0002"].serves] == ["A-01:table", "A-01:paper"]


def test_register_takes_what_is_stated_of_a_known_piece() -> None:
    first = making.assessment(evidence={"e0002": making.piece("A-01:table", target="x", kind="file")})

    after, _ = registering.register(CHECKLIST, first, filing("x", "A-01:table", name="签到表"))

    assert after.evidence["e0002"].name == "签到表"


def test_register_of_the_very_same_is_refused() -> None:
    first = making.assessment(evidence={"e0002": making.piece("A-01:table", target="x", kind="file")})

    with pytest.raises(UsageError, match="e0002 is that very piece"):
        registering.register(CHECKLIST, first, filing("x", "A-01:table"))


def test_unregister_from_one_item_keeps_the_piece() -> None:
    before = making.assessment(evidence={"e0002": making.piece("A-01:table", "A-02:na")})

    after = registering.unregister(before, "e0002", ("A-02",))

    assert [str(one) for one in after.evidence["e0002"].serves] == ["A-01:table"]


def test_unregister_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError):
        registering.unregister(making.assessment(), "e0009")
