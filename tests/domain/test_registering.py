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


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("e0009", "e0009"),
        ("e9", "e0009"),
        ("E0009", "e0009"),
        (" E09 ", "e0009"),
        ("e0009-2", "e0009-2"),
        ("E9-2", "e0009-2"),
        ("minutes", "minutes"),
        ("e10", None),
        ("e9-3", None),
        ("9", None),
        ("e", None),
        ("ｅ９", "e0009"),
        ("e00009", None),
        ("e9.pdf", None),
        ("会议纪要", None),
        ("", None),
    ],
)
def test_as_key_knows_the_keys_of_the_register_however_they_are_typed(text: str, key: str | None) -> None:
    said = making.assessment(evidence=dict.fromkeys(("e0009", "e0009-2", "minutes"), making.piece()))

    assert registering.as_key(text, said) == key


REGISTERED = making.assessment(
    evidence={"e0002": making.piece("A-01:table", target="x", kind="file"), "e0003": making.piece()}
)


def test_reuse_has_a_piece_serve_more_rows_and_leaves_all_else() -> None:
    rows = [read_serving("A-01:paper"), read_serving("A-02:na")]

    after = registering.reuse(CHECKLIST, REGISTERED, "e0002", rows)

    assert [str(one) for one in after.evidence["e0002"].serves] == ["A-01:table", "A-01:paper", "A-02:na"]
    assert after.evidence["e0003"] == REGISTERED.evidence["e0003"]


def test_reuse_takes_the_rows_that_are_new_among_those_named() -> None:
    rows = [read_serving("A-01:table"), read_serving("A-01:paper")]

    after = registering.reuse(CHECKLIST, REGISTERED, "e0002", rows)

    assert [str(one) for one in after.evidence["e0002"].serves] == ["A-01:table", "A-01:paper"]


def test_reuse_for_a_row_that_it_serves_already_is_refused() -> None:
    with pytest.raises(UsageError, match="e0002 is that very piece and serves A-01:table already"):
        registering.reuse(CHECKLIST, REGISTERED, "e0002", [read_serving("A-01:table")])


def test_reuse_of_an_unknown_key_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no piece of evidence e0009"):
        registering.reuse(CHECKLIST, REGISTERED, "e0009", [read_serving("A-01:table")])


def test_reuse_for_a_row_that_the_checklist_lacks_is_refused() -> None:
    with pytest.raises(UsageError, match="A-01:none"):
        registering.reuse(CHECKLIST, REGISTERED, "e0002", [read_serving("A-01:none")])


def test_register_numbers_the_pieces_that_one_entry_brings_in() -> None:
    first = filing("x", "A-01:table", 7)
    second = filing("y", "A-01:table", 7)._replace(part=2)

    one, _ = registering.register(CHECKLIST, making.assessment(), first)
    two, key = registering.register(CHECKLIST, one, second)

    assert key == "e0007-2"
    assert list(two.evidence) == ["e0007", "e0007-2"]


@pytest.mark.parametrize("key", ["e2", "E0002"])
def test_unregister_knows_a_key_however_it_is_typed(key: str) -> None:
    assert list(registering.unregister(REGISTERED, key).evidence) == ["e0003"]
