"""Cases: checklists answered once for each matter, and the figures that the yearly checklist takes from them.

The yearly checklist knows figures only. Each score takes the count of its own kind: cases that claim to
meet an item, that prove it, that reviewers granted it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.checklist import CaseFigure, Checklist, Column
from lawcheck.domain.formulas import Figures
from lawcheck.domain.gate import is_met
from lawcheck.domain.quantities import Interval, Quantity, exactly
from lawcheck.domain.scoring import NOTHING, ItemScore, Reason
from lawcheck.domain.values import Phrase
from lawcheck.errors import Refused

NONE = exactly(0)


class Case(NamedTuple):
    """What is known of one case beside its own workspace; `name` is that of its folder.

    `checklist` is an id and `title` its title, `passed` the verdict of its own gate.
    """

    name: str
    checklist: str
    title: Phrase
    figures: Figures
    items: Mapping[str, ItemScore]
    total: Fraction
    columns: Mapping[Column, Fraction | None]
    passed: bool

    @property
    def answered(self) -> int:
        """Return how many items are answered and confirmed."""
        return sum(one.is_answered for one in self.items.values())


class Difference(NamedTuple):
    """A figure that was typed as one thing and counted over the cases as another."""

    figure: str
    typed: Quantity
    counted: Interval | None


def count(checklist: Checklist, cases: Sequence[Case], column: Column) -> dict[str, Interval | None]:
    """Return the figures that the cases supply to `checklist` in one score; none where there is no case.

    Raises:
        Refused: A case has no item that the checklist asks it for.
    """
    supplied: dict[str, Interval | None] = {}
    for source in checklist.cases:
        found = [case for case in cases if case.checklist == source.checklist]
        if found:
            supplied |= {one.figure: _sum(_shares(one, found, column)) for one in source.figures}
    return supplied


def differences(
    checklist: Checklist, typed: Mapping[str, Quantity], counted: Figures
) -> tuple[Difference, ...]:
    """Return the typed figures that the cases do not bear out, in the order of the checklist."""
    taken = [one.figure for source in checklist.cases for one in source.figures]
    return tuple(
        Difference(name, typed[name], counted[name])
        for name in taken
        if name in counted and name in typed and typed[name].interval != counted[name]
    )


def _shares(figure: CaseFigure, cases: Iterable[Case], column: Column) -> Iterator[Interval | None]:
    """Yield what each case adds: between nothing and all where it is not known whether it counts."""
    for case in cases:
        counts = _counts(figure, case, column)
        share = exactly(1) if figure.sum is None else figure.sum.value(case.figures)
        if counts is False:
            yield NONE
        elif counts or share is None:
            yield share
        else:
            yield Interval(min(NONE.low, share.low), max(NONE.high, share.high))


def _counts(figure: CaseFigure, case: Case, column: Column) -> bool | None:
    for id_ in figure.met:
        score = case.items.get(id_)
        if score is None:
            raise Refused(
                "the checklist of the case {case} has no item {id}, which the yearly one asks for; "
                "use the checklist that it was made for",
                case=case.name,
                id=id_,
            )
        if not is_met(None, score, column, case.figures):
            return False
    return True if figure.when is None else figure.when.holds(case.figures)


def _sum(shares: Iterable[Interval | None]) -> Interval | None:
    reached = NONE
    for share in shares:
        if share is None:
            return None
        reached += share
    return reached


def join(claimed: ItemScore, supported: ItemScore) -> ItemScore:
    """Return one score of an item that was scored over the figures of either kind.

    Fewer proved cases never bring more than what is claimed: then the claimed figures count in both.
    """
    if claimed == supported:
        return claimed
    least, most = supported.supported, claimed.claimed
    if most is not None and (least is None or least > most):
        return claimed
    reasons = [one._replace(supported=NOTHING) for one in claimed.reasons]
    places = {(one.code, one.rule, one.applied): place for place, one in enumerate(reasons)}
    for other in supported.reasons:
        place = places.get((other.code, other.rule, other.applied))
        if place is None:
            reasons.append(other._replace(claimed=NOTHING, over=Column.SUPPORTED))
        else:
            reasons[place] = reasons[place]._replace(supported=other.supported)
    columns = {**claimed.columns, Column.SUPPORTED: supported.columns[Column.SUPPORTED]}
    return claimed._replace(columns=columns, reasons=tuple(_in_rank(reasons)), proof=supported.proof)


def _in_rank(reasons: Iterable[Reason]) -> list[Reason]:
    """Return reasons with those of one rule together; the first of a kind says where its kind stands."""
    kinds: dict[tuple[object, object], list[Reason]] = {}
    for one in reasons:
        kinds.setdefault((one.code, one.rule), []).append(one)
    return [one for kind in kinds.values() for one in kind]
