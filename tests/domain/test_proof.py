from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.assessment import Piece, PieceState
from lawcheck.domain.checklist import Item
from lawcheck.domain.proof import ItemProof, Register, index_evidence, prove, prove_not_applicable
from lawcheck.domain.quantities import Interval, parse_quantity
from tests import making
from tests.making import piece, pieces


def register(evidence: Mapping[str, Piece], **states: str) -> Register:
    found = {key: PieceState(states.get(key, "present")) for key in evidence}
    return index_evidence(evidence, found)


def proof(item: Item, evidence: Mapping[str, Piece], figures: Mapping[str, str] | None = None) -> ItemProof:
    certain: dict[str, Interval | None] = {
        name: parse_quantity(text).interval for name, text in (figures or {}).items()
    }
    return prove(item, register(evidence), certain)


def item(*rows: str, share: bool = False) -> Item:
    make = making.shared if share else making.item
    return make("A-01", 5, evidence=rows)


def test_item_without_a_required_row_needs_no_proof() -> None:
    assert proof(item("id='extra', required=false"), {}).complete


def test_row_needs_one_piece_where_no_number_is_named() -> None:
    one = item("id='minutes'")

    assert not proof(one, {}).complete
    assert proof(one, {"p": piece("A-01:minutes")}).complete


def test_row_with_too_few_pieces_proves_nothing() -> None:
    result = proof(item("id='minutes', needed=3"), pieces(2, "A-01:minutes"))

    assert result.share == 0
    assert result.rows[0].missing == 1


def test_row_of_another_item_is_not_filled() -> None:
    assert not proof(item("id='minutes'"), {"p": piece("A-02:minutes")}).complete


@pytest.mark.parametrize("state", ["missing", "changed"])
def test_piece_that_is_not_as_it_was_proves_nothing(state: str) -> None:
    found = register({"p": piece("A-01:minutes")}, p=state)

    assert not prove(item("id='minutes'"), found, {}).complete


def test_piece_whose_state_is_unknown_proves_nothing() -> None:
    found = index_evidence({"p": piece("A-01:minutes")}, {})

    assert not prove(item("id='minutes'"), found, {}).complete


def test_piece_of_a_kind_not_asked_for_proves_nothing() -> None:
    one = item("id='minutes', kinds=['file', 'number']")

    assert not proof(one, {"p": piece("A-01:minutes", kind="statement")}).complete
    assert proof(one, {"p": piece("A-01:minutes", kind="number")}).complete


@pytest.mark.parametrize(
    ("covers", "inside"),
    [
        ("2020-01-01..2020-12-31", True),
        ("2020-06-01", True),
        ("2019-12-31", False),
        ("2019-12-31..2020-01-01", False),
        ("2020-12-31..2021-01-01", False),
        (None, False),
    ],
)
def test_piece_lies_within_the_window_with_all_its_days(covers: str | None, inside: bool) -> None:  # noqa: FBT001
    one = item("id='minutes', window={first=2020-01-01, last=2020-12-31}")

    assert proof(one, {"p": piece("A-01:minutes", covers=covers)}).complete == inside


def test_undated_piece_fills_a_row_without_a_window() -> None:
    assert proof(item("id='minutes'"), {"p": piece("A-01:minutes")}).complete


def test_same_content_registered_twice_is_one_piece() -> None:
    twice = {"p": piece("A-01:minutes", target="a"), "q": piece("A-01:minutes", target="a")}

    assert not proof(item("id='minutes', needed=2"), twice).complete


def test_same_bytes_under_two_names_are_one_piece() -> None:
    digest = "0" * 64
    twice = {
        name: piece("A-01:minutes", kind="file", target=f"evidence/{name}", sha256=digest)
        for name in ("p", "q")
    }

    assert not proof(item("id='minutes', needed=2"), twice).complete


def test_same_content_counts_where_one_of_its_pieces_counts() -> None:
    twice = {
        "p": piece("A-01:minutes", target="a", covers="2019-01-01"),
        "q": piece("A-01:minutes", target="a", covers="2020-01-01"),
    }

    assert proof(item("id='minutes', window={first=2020-01-01, last=2020-12-31}"), twice).complete


def test_piece_that_names_a_row_twice_fills_it_once() -> None:
    twice = {"p": piece("A-01:minutes", "A-01:minutes")}

    assert not proof(item("id='minutes', needed=2"), twice).complete


def test_piece_fills_one_row_of_an_item() -> None:
    both = {"p": piece("A-01:minutes", "A-01:list")}

    assert not proof(item("id='minutes'", "id='list'"), both).complete


def test_piece_fills_the_row_that_helps_most() -> None:
    evidence = {"p": piece("A-01:minutes", "A-01:list", target="a"), "q": piece("A-01:minutes", target="b")}

    assert proof(item("id='minutes'", "id='list'"), evidence).complete


def test_piece_may_serve_two_items() -> None:
    shared = {"p": piece("A-01:minutes", "A-02:minutes")}
    other = making.item("A-02", 5, evidence=["id='minutes'"])

    assert proof(item("id='minutes'"), shared).complete
    assert prove(other, register(shared), {}).complete


def test_row_that_is_not_required_takes_no_piece_away() -> None:
    both = {"p": piece("A-01:minutes", "A-01:extra")}

    assert proof(item("id='minutes'", "id='extra', required=false"), both).complete


@pytest.mark.parametrize(
    ("said", "complete"), [("2", True), ("3", False), ("1.5", True), ("0", True), ("-4", True)]
)
def test_row_may_need_as_many_as_a_figure_says(said: str, complete: bool) -> None:  # noqa: FBT001
    one = item("id='cases', needed='suits'")

    assert proof(one, pieces(2, "A-01:cases"), {"suits": said}).complete == complete


def test_row_needs_one_piece_even_where_its_figure_is_zero() -> None:
    assert not proof(item("id='cases', needed='suits'"), {}, {"suits": "0"}).complete


@pytest.mark.parametrize("figures", [{}, {"suits": "1+"}, {"suits": "~1"}])
@pytest.mark.parametrize("share", [False, True])
def test_row_whose_number_is_not_known_is_never_filled(figures: dict[str, str], share: bool) -> None:  # noqa: FBT001
    one = item("id='cases', needed='suits'", share=share)

    result = proof(one, pieces(9, "A-01:cases"), figures)

    assert result.share == 0
    assert result.rows[0].missing == 1


def test_share_is_that_of_the_row_filled_least() -> None:
    one = item("id='minutes', needed=4", "id='list', needed=2", share=True)

    result = proof(one, {**pieces(3, "A-01:minutes"), "list": piece("A-01:list", target="list")})

    assert result.share == Fraction(1, 2)


def test_share_is_at_most_one() -> None:
    assert proof(item("id='minutes', needed=2", share=True), pieces(5, "A-01:minutes")).share == 1


def test_share_is_nothing_where_a_row_is_empty() -> None:
    one = item("id='minutes', needed=2", "id='list'", share=True)

    assert proof(one, pieces(2, "A-01:minutes")).share == 0


def test_share_deals_pieces_out_as_well_as_possible() -> None:
    one = item("id='minutes', needed=4", "id='list', needed=2", share=True)

    assert proof(one, pieces(3, "A-01:minutes", "A-01:list")).share == Fraction(1, 2)


def test_share_of_an_enormous_number_is_found_at_once() -> None:
    one = item("id='cases', needed='suits'", share=True)

    result = proof(one, pieces(3, "A-01:cases"), {"suits": "1000000000000"})

    assert result.share == Fraction(3, 10**12)


def test_many_pieces_for_two_rows_are_dealt_out() -> None:
    one = item("id='minutes', needed=1500", "id='list', needed=1500")

    assert proof(one, pieces(3000, "A-01:minutes", "A-01:list")).complete
    assert not proof(one, pieces(2999, "A-01:minutes", "A-01:list")).complete


def test_not_applicable_is_proved_by_its_own_row() -> None:
    one = making.item("A-01", 5, evidence=["id='minutes'"], na="id='na'")

    assert not prove_not_applicable(one, register({"p": piece("A-01:minutes")}), {}).complete
    assert prove_not_applicable(one, register({"p": piece("A-01:na")}), {}).complete


def test_not_applicable_without_a_row_needs_no_proof() -> None:
    one = making.item("A-01", 5, evidence=["id='minutes'"], na=True)

    assert prove_not_applicable(one, register({}), {}).complete


ROWS = ("a", "b", "c")


def best_share(demands: list[int], offers: list[set[int]]) -> Fraction:
    """Return the share by trying every way to deal pieces out."""
    every = sorted(set().union(*offers))
    best = Fraction(0)

    def deal(place: int, held: tuple[int, ...]) -> None:
        nonlocal best
        if place == len(every):
            lowest = min(Fraction(have, need) for have, need in zip(held, demands, strict=True))
            best = max(best, min(lowest, Fraction(1)))
            return
        deal(place + 1, held)
        for row, offer in enumerate(offers):
            if every[place] in offer:
                deal(place + 1, tuple(have + (n == row) for n, have in enumerate(held)))

    deal(0, (0,) * len(demands))
    return best


@given(
    st.lists(st.tuples(st.integers(1, 3), st.sets(st.integers(0, 5))), min_size=1, max_size=3),
    st.booleans(),
)
def test_proof_is_the_best_way_to_deal_pieces_out(rows: list[tuple[int, set[int]]], share: bool) -> None:  # noqa: FBT001
    one = item(*(f"id='{ROWS[n]}', needed={needed}" for n, (needed, _) in enumerate(rows)), share=share)
    evidence = {
        f"p{key}": piece(
            *(f"A-01:{ROWS[n]}" for n, (_, offer) in enumerate(rows) if key in offer), target=str(key)
        )
        for key in range(6)
    }
    expected = best_share([needed for needed, _ in rows], [offer for _, offer in rows])

    assert proof(one, evidence).share == (expected if share else int(expected))


@given(st.lists(st.sets(st.sampled_from(ROWS)), max_size=4), st.booleans())
def test_proof_is_the_same_in_every_order(serving: list[set[str]], share: bool) -> None:  # noqa: FBT001
    one = item("id='a'", "id='b', needed=2", "id='c'", share=share)
    made: Iterable[tuple[str, Piece]] = [
        (f"p{n}", piece(*(f"A-01:{row}" for row in sorted(rows)), target=str(n)))
        for n, rows in enumerate(serving)
    ]

    shares = {
        proof(one, {f"k{place}": registered for place, (_, registered) in enumerate(order)}).share
        for order in permutations(made)
    }

    assert len(shares) == 1
