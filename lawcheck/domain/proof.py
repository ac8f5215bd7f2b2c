"""Whether an item is proved: every required row has enough distinct, existing, unchanged pieces.

A piece fills one row of an item. The same bytes registered twice are one piece; where they name several
rows, they fill the one that helps most, so that neither order nor duplicates can change a score.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Piece, PieceState
from lawcheck.domain.checklist import EvidenceRow, Item, Proof
from lawcheck.domain.formulas import Figures
from lawcheck.domain.quantities import is_open


class RowState(NamedTuple):
    """One evidence row: how many pieces it needs (None: the figure that says so is not exact), and has.

    `holder` is the item or parameter that it belongs to.
    """

    row: EvidenceRow
    needed: int | None
    pieces: tuple[str, ...]
    holder: str

    @property
    def missing(self) -> int:
        """Return how many pieces are missing; at least 1 where the number needed is not known."""
        return 1 if self.needed is None else max(self.needed - len(self.pieces), 0)


class ItemProof(NamedTuple):
    """The share of an item's gains that is proved, 0 to 1, and the rows behind it."""

    share: Fraction
    rows: tuple[RowState, ...]

    @property
    def complete(self) -> bool:
        """Whether everything that is required is there."""
        return self.share == 1

    @property
    def lacks_distinct_pieces(self) -> bool:
        """Whether each required row has enough pieces, but only because some stand in several rows."""
        return not self.complete and not any(state.missing for state in self.rows if state.row.required)


class Register(NamedTuple):
    """The evidence of a workspace, found by the row that it serves."""

    pieces: Mapping[str, Piece]
    states: Mapping[str, PieceState]
    by_row: Mapping[tuple[str, str], tuple[str, ...]]


def index_evidence(pieces: Mapping[str, Piece], states: Mapping[str, PieceState]) -> Register:
    """Return the register with each row's pieces, in the order of their keys."""
    by_row: dict[tuple[str, str], list[str]] = {}
    for key in sorted(pieces):
        for serving in pieces[key].serves:
            by_row.setdefault((serving.item, serving.row), []).append(key)
    return Register(pieces, states, {row: tuple(keys) for row, keys in by_row.items()})


def prove(item: Item, register: Register, figures: Figures) -> ItemProof:
    """Return how far the item's gains are proved; an item without a required row needs no proof."""
    return prove_rows(item.id, item.evidence, register, figures, by_share=item.proof is Proof.SHARE)


def prove_not_applicable(item: Item, register: Register, figures: Figures) -> ItemProof:
    """Return whether the item's not-applicable answer is proved; complete where no proof is asked."""
    asked = item.not_applicable.proof if item.not_applicable else None
    return prove_rows(item.id, (asked,) if asked else (), register, figures)


def prove_rows(
    holder: str, rows: Iterable[EvidenceRow], register: Register, figures: Figures, *, by_share: bool = False
) -> ItemProof:
    """Return how far the rows of an item, or of a parameter, are filled."""
    states = tuple(
        RowState(row, _needed(row, figures), tuple(_valid(holder, row, register)), holder) for row in rows
    )
    required = [state for state in states if state.row.required]
    demands = [state.needed for state in required]
    offers = [{register.pieces[key].content for key in state.pieces} for state in required]
    if None in demands:
        return ItemProof(Fraction(0), states)
    wanted = [demand for demand in demands if demand is not None]
    if _enough(wanted, offers):
        return ItemProof(Fraction(1), states)
    return ItemProof(_best_share(wanted, offers) if by_share else Fraction(0), states)


def _needed(row: EvidenceRow, figures: Figures) -> int | None:
    # A figure of 0 still needs one piece: that there was nothing is a claim like any other.
    if row.needed is None:
        return 1
    value = row.needed.value(figures)
    if value is None or is_open(value.high):
        return None
    return max(math.ceil(value.high), 1)


def _valid(item: str, row: EvidenceRow, register: Register) -> Iterable[str]:
    seen = set()
    for key in register.by_row.get((item, row.id), ()):
        piece = register.pieces[key]
        counts = register.states.get(key) is PieceState.PRESENT and piece.kind in row.kinds
        if row.window:
            covers = piece.covers
            inside = covers and row.window.first <= covers.first and covers.last <= row.window.last
            counts = counts and bool(inside)
        if counts and piece.content not in seen:
            seen.add(piece.content)
            yield key


def _best_share(demands: Sequence[int], offers: Sequence[set[str]]) -> Fraction:
    """Return the highest share to which all rows can be filled at once."""
    shares = sorted(
        {
            Fraction(have, demand)
            for demand, offer in zip(demands, offers, strict=True)
            for have in range(min(demand, len(offer) + 1))
        }
    )

    def is_out_of_reach(share: Fraction) -> bool:
        return not _enough([math.ceil(demand * share) for demand in demands], offers)

    return shares[bisect_left(shares, True, key=is_out_of_reach) - 1]  # noqa: FBT003  # what is searched for


def _enough(demands: Sequence[int], offers: Sequence[set[str]]) -> bool:
    """Whether every row can get its number of pieces with no piece in two rows."""
    if any(len(offer) < demand for demand, offer in zip(demands, offers, strict=True)):
        return False
    deal = _Deal(offers)
    return all(deal.give(row) for row, demand in enumerate(demands) for _ in range(demand))


class _Deal:
    """Pieces dealt out to rows; those that serve the same rows are alike and only counted."""

    def __init__(self, offers: Sequence[set[str]]) -> None:
        self.free = Counter(
            frozenset(row for row, offer in enumerate(offers) if content in offer)
            for content in set().union(*offers)
        )
        self.dealt: Counter[tuple[frozenset[int], int]] = Counter()

    def give(self, row: int) -> bool:
        """Give `row` one more piece, if need be by moving others from row to row (an augmenting path)."""
        takes_from: dict[int, tuple[frozenset[int], int]] = {}
        reached = [row]
        for here in reached:
            for rows in self.free:
                if here not in rows:
                    continue
                if self.free[rows]:
                    self._move(rows, here, row, takes_from)
                    return True
                for other in rows.difference(reached):
                    if self.dealt[rows, other]:
                        takes_from[other] = rows, here
                        reached.append(other)
        return False

    def _move(
        self,
        rows: frozenset[int],
        here: int,
        row: int,
        takes_from: Mapping[int, tuple[frozenset[int], int]],
    ) -> None:
        self.free[rows] -= 1
        self.dealt[rows, here] += 1
        while here != row:
            rows, there = takes_from[here]
            self.dealt[rows, here] -= 1
            self.dealt[rows, there] += 1
            here = there
