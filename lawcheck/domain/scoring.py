"""What one item scores: claimed, supported by evidence, reviewed, and a reason for every hundredth.

    item = clamp(start·proof + Σ earned·proof − Σ lost, floor, cap)      claimed is the case proof = 1

Evidence multiplies what is gained and nothing else; losses count in full in every score.
"""

import math
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from lawcheck.domain.assessment import Answer, Status
from lawcheck.domain.checklist import Column, Item, Rounding, Scoring, Start
from lawcheck.domain.formulas import Figures, Formula
from lawcheck.domain.pricing import Applied, Outcome, PricedRule, Situation
from lawcheck.domain.proof import ItemProof, Register, prove, prove_not_applicable
from lawcheck.domain.quantities import Bound

NOTHING = Fraction(0)


class ReasonCode(StrEnum):
    """Why points came or went. The words stand in `formats.wording`."""

    UNANSWERED = "unanswered"
    UNCONFIRMED = "unconfirmed"
    NOT_DONE = "not_done"
    START = "start"
    EARNED = "earned"
    LOST = "lost"
    VOID = "void"
    PROOF = "proof"
    FLOOR = "floor"
    CAP = "cap"
    ROUNDING = "rounding"
    NOT_APPLICABLE = "not_applicable"
    NOT_APPLICABLE_UNPROVED = "not_applicable_unproved"
    REVIEWED = "reviewed"
    ADMITTED = "admitted"


class Reason(NamedTuple):
    """One reason and what it adds to each score; None adds nothing. `rule` counts from 0.

    `over` is the score whose figures it was reckoned over, where they are not those of all.
    """

    code: ReasonCode
    claimed: Fraction | None
    supported: Fraction | None
    reviewed: Fraction | None = None
    rule: int | None = None
    applied: Applied | None = None
    over: Column | None = None


class Points(NamedTuple):
    """One score of an item, and how many of its points stand in the total; None: left out."""

    score: Fraction | None
    weight: Fraction


class Granted(NamedTuple):
    """What a reviewer granted; `points` None: agreed that the item does not apply."""

    points: Fraction | None


class NotApplying(NamedTuple):
    """Why an item does not apply by itself: its condition, which fails, and how that is proved."""

    because: Formula
    proof: ItemProof


class ItemScore(NamedTuple):
    """What an item scores in each column, and why.

    `follows` is the condition that makes it not applicable by itself.
    `admitted` is the score, not above 0, that the losses alone would leave of an item without points.
    """

    item: Item
    answer: Answer | None
    columns: dict[Column, Points]
    reasons: tuple[Reason, ...]
    proof: ItemProof
    granted: Granted | None = None
    admitted: Fraction = NOTHING
    follows: Formula | None = None

    @property
    def claimed(self) -> Fraction | None:
        """Return the claimed score, None where the item is left out."""
        return self.columns[Column.CLAIMED].score

    @property
    def supported(self) -> Fraction | None:
        """Return the supported score, None where the item is left out."""
        return self.columns[Column.SUPPORTED].score

    @property
    def reviewed(self) -> Fraction | None:
        """Return the reviewed score, None where nobody reviewed it."""
        return self.columns[Column.REVIEWED].score

    @property
    def status(self) -> Status | None:
        """Return the status, None where the item is not answered."""
        return self.answer.status if self.answer else None

    def is_left_out(self, column: Column) -> bool:
        """Whether the item does not apply; in `reviewed` by the reviewers, else by the unit's own word."""
        if column is Column.REVIEWED and self.granted is not None:
            return self.granted.points is None
        return self.columns[Column.CLAIMED if column is Column.REVIEWED else column].score is None

    @property
    def is_answered(self) -> bool:
        """Whether there is a status and a person stands by it."""
        return self.status is not None and self.answer is not None and self.answer.confirmed


class Circumstances(NamedTuple):
    """What all items of one assessment are scored with."""

    scoring: Scoring
    figures: Figures
    register: Register
    periods: Mapping[str, tuple[str, ...]] = {}


def rounded(value: Fraction, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> Fraction:
    """Return `value` with so many decimals; `half_up` takes halves away from 0, `down` cuts towards 0."""
    scale = 10**decimals
    if scale % value.denominator == 0:
        return value
    scaled = abs(value) * scale
    if rounding is Rounding.HALF_EVEN:
        whole = round(scaled)
    elif rounding is Rounding.DOWN:
        whole = math.floor(scaled)
    else:
        whole = math.floor(scaled + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, scale)


def score_item(
    item: Item,
    answer: Answer | None,
    around: Circumstances,
    granted: Granted | None = None,
    not_applying: NotApplying | None = None,
) -> ItemScore:
    """Return the item's three scores with their reasons."""
    reviewed = _reviewed(item, granted, around.scoring)
    if answer and answer.status is Status.NOT_APPLICABLE and answer.confirmed:
        proof = prove_not_applicable(item, around.register, around.figures)
        found = _score_not_applicable(item, answer, not_applying.proof if not_applying else proof)
    else:
        tally = _Tally(item, around, prove(item, around.register, around.figures))
        tally.add_rules(answer)
        columns = tally.close()
        found = ItemScore(item, answer, columns, tuple(tally.reasons), tally.proof, admitted=tally.admitted)
    found.columns[Column.REVIEWED] = reviewed
    reasons = found.reasons
    if reviewed.score is not None:
        reasons += (Reason(ReasonCode.REVIEWED, NOTHING, NOTHING, reviewed.score),)
    because = not_applying.because if not_applying else None
    return found._replace(reasons=reasons, granted=granted, follows=because)


def admit(score: ItemScore) -> ItemScore:
    """Return the score with what its unit admits to lose in `reviewed`, too, where no reviewer spoke.

    An item without points waits for no reviewer, and its loss must not vanish from a reviewed total. What
    it gains counts there for nothing: no reviewer granted it.
    """
    if score.granted is not None or not score.admitted:
        return score
    columns = {**score.columns, Column.REVIEWED: Points(score.admitted, NOTHING)}
    admitted = Reason(ReasonCode.ADMITTED, NOTHING, NOTHING, score.admitted)
    return score._replace(columns=columns, reasons=(*score.reasons, admitted))


def _reviewed(item: Item, granted: Granted | None, scoring: Scoring) -> Points:
    if granted is None:
        return Points(None, item.points)
    if granted.points is None:
        return Points(None, NOTHING)
    points = rounded(granted.points, scoring.decimals, scoring.rounding)
    return Points(points + _short_of(item.least, points), item.points)


def _score_not_applicable(item: Item, answer: Answer, proof: ItemProof) -> ItemScore:
    if proof.complete:
        code, supported, shown = ReasonCode.NOT_APPLICABLE, Points(None, NOTHING), None
    else:
        code, supported, shown = ReasonCode.NOT_APPLICABLE_UNPROVED, Points(NOTHING, item.points), NOTHING
    columns = {Column.CLAIMED: Points(None, NOTHING), Column.SUPPORTED: supported}
    return ItemScore(item, answer, columns, (Reason(code, None, shown),), proof)


class _Tally:
    """Adds up one item, reason by reason, for claimed and supported at once."""

    def __init__(self, item: Item, around: Circumstances, proof: ItemProof) -> None:
        self.item = item
        self.around = around
        self.proof = proof
        self.reasons: list[Reason] = []
        self.start = item.points if item.start is Start.FULL else NOTHING
        self.left = item.points
        self.gained = NOTHING
        self.lost = NOTHING
        self.all_void = False

    def add_rules(self, answer: Answer | None) -> None:
        """Apply every rule: gains where the answer allows them, losses always."""
        obstacle = _obstacle(answer)
        if obstacle:
            self._say(obstacle, NOTHING)
        situation = Situation(
            self.around.figures,
            self._done(answer),
            self.item.points,
            self.item.floor or NOTHING,
            self.around.periods,
        )
        applied = self._apply(situation)
        if not obstacle:
            gained = sum((one.points for rule, one in applied if not rule.loses), self.start)
            if gained > self.item.points:
                # A loss without bound takes what was earned beyond the item's points, too.
                applied = self._apply(situation._replace(points=gained))
            self._take_out(applied)
            if self.item.start is Start.FULL:
                self._gain(ReasonCode.START, self.start)
        for number, (rule, one) in enumerate(applied):
            if one.outcome is Outcome.VOID:
                self._say(ReasonCode.VOID, NOTHING, number, one)
            elif rule.loses:
                self.lost += one.points
                self._say(ReasonCode.LOST, -one.points, number, one)
            elif not obstacle:
                self._gain(ReasonCode.EARNED, one.points, number, one)

    def _apply(self, situation: Situation) -> list[tuple[PricedRule, Applied]]:
        return [(rule, rule.apply(situation)) for rule in self.item.rules]

    def _take_out(self, applied: list[tuple[PricedRule, Applied]]) -> None:
        """Take the points of void rules out, though never those that another rule may earn, or loses."""
        void = [rule for rule, one in applied if one.outcome is Outcome.VOID]
        if not void:
            return
        points = self.item.points
        self.all_void = len(void) == len(applied)
        if self.all_void:
            self.start = self.left = NOTHING
            return
        lost = min(sum((one.points for rule, one in applied if rule.loses), NOTHING), points)
        if self.item.start is Start.FULL:
            unused = sum((rule.worth(points) for rule in void if rule.loses), NOTHING)
            self.start = max(points - unused, lost)
        within_reach = sum(
            (rule.worth(points) for rule, _ in applied if not rule.loses and rule not in void), self.start
        )
        self.left = min(points, max(within_reach, lost))

    @property
    def admitted(self) -> Fraction:
        """Return what the losses alone leave of an item without points, rounded as its score is."""
        if self.item.points or not self.lost:
            return NOTHING
        return self._rounded(-self.lost + _short_of(self.item.least, -self.lost))

    def close(self) -> dict[Column, Points]:
        """Clamp and round both columns, append what that changed, and return them."""
        unproved = NOTHING if self.proof.complete else self.gained * (1 - self.proof.share)
        if unproved or not self.proof.complete:
            self.reasons.append(Reason(ReasonCode.PROOF, NOTHING, -unproved))
        claimed = self.gained - self.lost
        supported = claimed - unproved
        claimed, supported = self._clamp(claimed, supported)
        gone = Points(None, NOTHING)
        shown_claimed, shown_supported = self._rounded(claimed), self._rounded(supported)
        # A void rule leaves `supported` only if the item is proved; else its points stay and earn nothing.
        columns = {
            Column.CLAIMED: gone if self.all_void else Points(shown_claimed, self.left),
            Column.SUPPORTED: gone
            if self.all_void and self.proof.complete
            else Points(shown_supported, self.left if self.proof.complete else self.item.points),
        }
        if self._round_reasons() or shown_claimed != claimed or shown_supported != supported:
            self._settle(columns)
        return columns

    def _clamp(self, claimed: Fraction, supported: Fraction) -> tuple[Fraction, Fraction]:
        cap = self.item.points if self.item.cap is None else self.item.cap
        if self.item.least <= supported <= cap and self.item.least <= claimed <= cap:
            return claimed, supported
        raised = (_short_of(self.item.least, claimed), _short_of(self.item.least, supported))
        cut = (min(cap - claimed, NOTHING), min(cap - supported, NOTHING))
        if any(raised):
            self.reasons.append(Reason(ReasonCode.FLOOR, *raised))
        if any(cut):
            self.reasons.append(Reason(ReasonCode.CAP, *cut))
        return claimed + raised[0] + cut[0], supported + raised[1] + cut[1]

    def _round_reasons(self) -> bool:
        """Round every reason as it is shown; return whether that changed any."""
        changed = False
        for place, reason in enumerate(self.reasons):
            claimed, supported = (
                self._rounded(value or NOTHING) for value in (reason.claimed, reason.supported)
            )
            if claimed != reason.claimed or supported != reason.supported:
                self.reasons[place] = reason._replace(claimed=claimed, supported=supported)
                changed = True
        return changed

    def _settle(self, columns: dict[Column, Points]) -> None:
        """Make what rounding left a reason of its own."""
        left = [
            (columns[column].score or NOTHING) - sum((getattr(one, column) for one in self.reasons), NOTHING)
            for column in (Column.CLAIMED, Column.SUPPORTED)
        ]
        if any(left):
            self.reasons.append(Reason(ReasonCode.ROUNDING, left[0], left[1]))

    def _rounded(self, value: Fraction) -> Fraction:
        return rounded(value, self.around.scoring.decimals, self.around.scoring.rounding)

    def _done(self, answer: Answer | None) -> Fraction:
        if answer is None or not answer.confirmed:
            return NOTHING
        if answer.status is Status.PARTIAL:
            return self.around.scoring.partial
        return Fraction(answer.status is Status.DONE)

    def _gain(
        self, code: ReasonCode, points: Fraction, rule: int | None = None, one: Applied | None = None
    ) -> None:
        if points:
            self.gained += points
        self._say(code, points, rule, one)

    def _say(
        self, code: ReasonCode, points: Fraction, rule: int | None = None, one: Applied | None = None
    ) -> None:
        self.reasons.append(Reason(code, points, points, None, rule, one))


def _short_of(floor: Bound, points: Fraction) -> Fraction:
    return NOTHING if points >= floor else Fraction(floor) - points


def _obstacle(answer: Answer | None) -> ReasonCode | None:
    """Return why the item gains nothing at all, if that is so."""
    if answer is None or answer.status is None:
        return ReasonCode.UNANSWERED
    if not answer.confirmed:
        return ReasonCode.UNCONFIRMED
    if answer.status is Status.NOT_DONE:
        return ReasonCode.NOT_DONE
    return None
