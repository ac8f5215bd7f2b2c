from fractions import Fraction

import pytest

from lawcheck.domain.assessment import Piece
from lawcheck.domain.checklist import Column, Item, Proof
from lawcheck.domain.pricing import Outcome
from lawcheck.domain.scoring import ItemScore, ReasonCode, rounded
from tests import making
from tests.making import answer, full, item, piece, pieces, score_one

ROW = ["id='minutes'"]
PROVED = {"p": piece("A-01:minutes")}
RATE = "measure='rate', of='heard', to='held', earn=2"
NOTHING_HELD: dict[str, str | int] = {"heard": 0, "held": 0}


def codes(score: ItemScore) -> dict[ReasonCode, tuple[Fraction | None, Fraction | None]]:
    return {reason.code: (reason.claimed, reason.supported) for reason in score.reasons}


def both(score: ItemScore) -> tuple[Fraction | None, Fraction | None]:
    return score.claimed, score.supported


@pytest.mark.parametrize(
    ("status", "points"), [("done", 5), ("partial", Fraction(5, 2)), ("not_done", 0), (None, 0)]
)
def test_item_earns_what_its_status_stands_for(status: str | None, points: Fraction | int) -> None:
    assert score_one(item("A-01", 5), status).claimed == points


def test_item_without_required_evidence_is_supported_as_claimed() -> None:
    assert both(score_one(item("A-01", 5))) == (5, 5)


def test_item_without_its_evidence_is_claimed_only() -> None:
    score = score_one(item("A-01", 5, evidence=ROW))

    assert both(score) == (5, 0)
    assert codes(score)[ReasonCode.PROOF] == (0, -5)


def test_item_with_its_evidence_is_supported() -> None:
    assert both(score_one(item("A-01", 5, evidence=ROW), evidence=PROVED)) == (5, 5)


def test_item_with_a_share_of_its_evidence_is_supported_by_that_share() -> None:
    one = making.shared("A-01", 5, evidence=["id='minutes', needed=4"])

    assert both(score_one(one, evidence=pieces(3, "A-01:minutes"))) == (5, Fraction("3.75"))


def test_full_item_needs_proof_for_its_start_points() -> None:
    one = full("A-01", 5, "measure='count', of='complaints', lose=1, each=1", evidence=ROW)

    assert both(score_one(one, figures={"complaints": 0})) == (5, 0)


def test_losses_count_in_full_whatever_is_proved() -> None:
    one = making.shared(
        "A-01",
        6,
        "measure='status', earn=6",
        "measure='count', of='complaints', lose=1, each=1",
        evidence=["id='minutes', needed=2"],
    )

    # Claimed 6 − 2; supported 6·½ − 2.
    assert both(score_one(one, figures={"complaints": 2}, evidence=pieces(1, "A-01:minutes"))) == (4, 1)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (None, ReasonCode.UNANSWERED),
        (answer("done", confirmed=False), ReasonCode.UNCONFIRMED),
        ("not_done", ReasonCode.NOT_DONE),
        (answer("not_applicable", confirmed=False), ReasonCode.UNCONFIRMED),
    ],
)
def test_full_item_that_nobody_stands_by_earns_nothing(said: object, code: ReasonCode) -> None:
    one = full("A-01", 5, "measure='count', of='complaints', lose=1, each=1", na=True)

    score = score_one(one, said, figures={"complaints": 0})  # type: ignore[arg-type]  # parametrized

    assert both(score) == (0, 0)
    assert code in codes(score)


def test_figures_alone_earn_nothing() -> None:
    assert (
        score_one(
            item("A-01", 5, "measure='count', of='visits', earn=5"), None, figures={"visits": 9}
        ).claimed
        == 0
    )


def test_figures_earn_as_much_where_the_item_is_partly_done() -> None:
    one = item("A-01", 5, "measure='count', of='visits', earn=5")

    assert score_one(one, "partial", figures={"visits": 9}).claimed == 5


def test_losses_count_where_the_item_is_not_answered() -> None:
    one = full("A-01", 5, "measure='count', of='complaints', lose=1, each=1", floor=Fraction(-3))

    assert score_one(one, None, figures={"complaints": 2}).claimed == -2


def test_status_that_loses_loses_where_the_item_is_not_answered() -> None:
    assert score_one(full("A-01", 5, "measure='status', lose=2"), None).claimed == 0
    assert score_one(full("A-01", 5, "measure='status', lose=2"), "partial").claimed == 4


def test_rules_add_up() -> None:
    one = item("A-01", 5, "measure='status', earn=2", "measure='count', of='visits', earn=3", cap=Fraction(5))

    score = score_one(one, figures={"visits": 1})

    assert score.claimed == 5
    assert [reason.claimed for reason in score.reasons] == [2, 3]


def test_score_stays_above_its_floor() -> None:
    score = score_one(full("A-01", 5, "measure='count', of='n', lose=3, each=1"), figures={"n": 4})

    assert both(score) == (0, 0)
    assert codes(score)[ReasonCode.FLOOR] == (7, 7)


def test_score_may_fall_to_a_negative_floor() -> None:
    one = full("A-01", 5, "measure='count', of='n', lose=3, each=1", floor=Fraction(-2))

    assert score_one(one, figures={"n": 4}).claimed == -2


def test_score_stays_below_its_cap() -> None:
    score = score_one(item("A-01", 5, "measure='count', of='n', earn=3, each=1"), figures={"n": 4})

    assert score.claimed == 5
    assert codes(score)[ReasonCode.CAP] == (-7, -7)


def test_score_may_rise_to_a_cap_above_its_points() -> None:
    one = item("A-01", 5, "measure='count', of='n', earn=3, each=1", cap=Fraction(8))

    assert score_one(one, figures={"n": 4}).claimed == 8


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.125", "0.13"),
        ("0.124", "0.12"),
        ("-0.125", "-0.13"),
        ("-0.124", "-0.12"),
        ("2", "2"),
        ("0.005", "0.01"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, expected: str) -> None:
    assert rounded(Fraction(value), 2) == Fraction(expected)


def test_item_is_rounded_once_and_the_remainder_is_a_reason() -> None:
    one = item("A-01", 2, *("measure='rate', of='a', to='b', earn=1",) * 2)

    score = score_one(one, figures={"a": 2, "b": 3})

    # Twice ⅔ is 1.333…: 1.33, though each reason reads 0.67.
    assert score.claimed == Fraction("1.33")
    assert codes(score)[ReasonCode.ROUNDING] == (Fraction("-0.01"), Fraction("-0.01"))


def test_item_is_rounded_as_the_checklist_says() -> None:
    one = item("A-01", 1, "measure='rate', of='a', to='b', earn=1")

    assert score_one(one, figures={"a": 2, "b": 3}, decimals=0).claimed == 1
    assert score_one(one, figures={"a": 2, "b": 3}, decimals=4).claimed == Fraction("0.6667")


# 0 of 0


def test_void_rule_takes_its_points_out_of_the_item() -> None:
    score = score_one(item("A-01", 5, "measure='status', earn=3", RATE), figures=NOTHING_HELD)

    assert score.columns[Column.CLAIMED] == (3, 3)
    assert score.columns[Column.SUPPORTED] == (3, 3)


def test_void_rule_of_an_unproved_item_earns_nothing_and_stays() -> None:
    score = score_one(item("A-01", 5, "measure='status', earn=3", RATE, evidence=ROW), figures=NOTHING_HELD)

    assert score.columns[Column.CLAIMED] == (3, 3)
    assert score.columns[Column.SUPPORTED] == (0, 5)


def test_item_whose_rules_are_all_void_does_not_apply() -> None:
    score = score_one(item("A-01", 2, RATE), figures=NOTHING_HELD)

    assert both(score) == (None, None)
    assert {reason.applied.outcome for reason in score.reasons if reason.applied} == {Outcome.VOID}


def test_unproved_item_whose_rules_are_all_void_stays_with_nothing() -> None:
    score = score_one(item("A-01", 2, RATE, evidence=ROW), figures=NOTHING_HELD)

    assert score.columns[Column.CLAIMED] == (None, 0)
    assert score.columns[Column.SUPPORTED] == (0, 2)


def test_partly_proved_full_item_whose_rules_are_all_void_stays_with_nothing() -> None:
    """Otherwise half the pieces would leave points of an item in which nothing was measured."""
    one = full(
        "A-01",
        5,
        "measure='rate', of='heard', to='held', lose=2, cap=2",
        proof=Proof.SHARE,
        evidence=["id='minutes', needed=2"],
    )

    score = score_one(one, figures=NOTHING_HELD, evidence=pieces(1, "A-01:minutes"))

    assert score.columns[Column.CLAIMED] == (None, 0)
    assert score.columns[Column.SUPPORTED] == (0, 5)
    assert ReasonCode.ROUNDING not in codes(score)


@pytest.mark.parametrize("said", [None, "not_done", answer("done", confirmed=False)])
def test_void_rule_takes_nothing_out_of_an_item_that_nobody_stands_by(said: object) -> None:
    """Figures alone gain nothing, and leaving the total would be a gain."""
    score = score_one(item("A-01", 2, RATE), said, figures=NOTHING_HELD)  # type: ignore[arg-type]  # parametrized

    assert score.columns[Column.CLAIMED] == (0, 2)
    assert score.columns[Column.SUPPORTED] == (0, 2)


def test_void_loss_takes_its_cap_out_of_a_full_item() -> None:
    one = full(
        "A-01",
        5,
        "measure='rate', of='heard', to='held', lose=1, each=1, below=100, cap=2",
        "measure='count', of='complaints', lose=1, each=1",
    )

    score = score_one(one, figures=NOTHING_HELD | {"complaints": 1})

    assert score.columns[Column.CLAIMED] == (2, 3)


def test_void_rule_never_hides_a_loss() -> None:
    one = full(
        "A-01",
        5,
        "measure='rate', of='heard', to='held', lose=1, each=1, below=100",
        "measure='count', of='complaints', lose=1, each=1",
    )

    assert score_one(one, figures=NOTHING_HELD | {"complaints": 2}).columns[Column.CLAIMED] == (0, 2)
    assert score_one(one, figures=NOTHING_HELD).columns[Column.CLAIMED] == (0, 5)


@pytest.mark.parametrize(
    "void",
    [
        "measure='rate', of='heard', to='held', lose=1, cap=1",
        "measure='rate', of='heard', to='held', earn=1, each=1",
    ],
)
def test_void_rule_never_leaves_an_item_with_more_than_it_is_worth(void: str) -> None:
    """Else rescaling would lift the group above its full points."""
    score = score_one(item("A-01", 5, "measure='status', earn=5", void), figures=NOTHING_HELD)

    assert score.columns[Column.CLAIMED] == (5, 5)


def test_void_loss_of_a_full_item_that_also_earns_leaves_what_is_within_reach() -> None:
    one = full(
        "A-01",
        5,
        "measure='rate', of='heard', to='held', lose=2, cap=2",
        "measure='count', of='prizes', earn=1",
    )

    assert score_one(one, figures=NOTHING_HELD | {"prizes": 1}).columns[Column.CLAIMED] == (4, 4)
    assert score_one(one, figures=NOTHING_HELD | {"prizes": 0}).columns[Column.CLAIMED] == (3, 4)


@pytest.mark.parametrize(
    "price",
    ["lose=2", "lose_by=[{below=50, points=2}, {below=90, points=1}]", "lose=2, none_at=90, all_at=60"],
)
def test_void_loss_takes_what_its_price_can_take_out_of_a_full_item(price: str) -> None:
    """Without a cap, too: only a price that no number ends stands for the whole item."""
    one = full("A-01", 5, f"measure='rate', of='heard', to='held', {price}", "measure='status', lose=3")

    assert score_one(one, figures=NOTHING_HELD).columns[Column.CLAIMED] == (3, 3)


@pytest.mark.parametrize(
    "price", ["lose=2, each=50, below=100", "lose=2, times='1'", "lose=2, per_period=true", "lose_all=true"]
)
def test_void_loss_without_an_end_takes_the_whole_item_out(price: str) -> None:
    one = full("A-01", 5, f"measure='rate', of='heard', to='held', {price}", "measure='status', lose=3")

    assert score_one(one, figures=NOTHING_HELD).columns[Column.CLAIMED] == (0, 0)


def test_void_loss_leaves_what_another_rule_loses_and_no_more_than_the_item() -> None:
    """What is lost stays in the item as points that were not reached, up to all that it is worth."""
    one = full(
        "A-01",
        5,
        "measure='rate', of='heard', to='held', lose=1, each=1, below=100",
        "measure='count', of='complaints', lose=1, each=1",
        floor=Fraction(-9),
    )
    empty = item("A-01", 5, RATE, "measure='count', of='complaints', lose=1, each=1", floor=Fraction(-9))

    found = [
        score_one(each, figures=NOTHING_HELD | {"complaints": complaints}).columns[Column.CLAIMED]
        for complaints in (3, 7)
        for each in (one, empty)
    ]

    assert found == [(0, 3), (-3, 3), (-2, 5), (-7, 5)]


def test_unproved_item_with_a_void_rule_keeps_all_its_points_in_supported() -> None:
    one = making.shared("A-01", 6, "measure='status', earn=4", RATE, evidence=["id='minutes', needed=2"])

    found = [score_one(one, figures=NOTHING_HELD, evidence=pieces(count, "A-01:minutes")) for count in (1, 2)]

    assert [score.columns[Column.SUPPORTED] for score in found] == [(2, 6), (4, 4)]


# Missing figures


def test_missing_figure_loses_the_cap_of_its_rule() -> None:
    assert score_one(full("A-01", 5, "measure='count', of='n', lose=1, each=1, cap=2")).claimed == 3


def test_missing_figure_loses_the_item_where_its_rule_has_no_cap() -> None:
    assert score_one(full("A-01", 5, "measure='count', of='n', lose=1, each=1")).claimed == 0


@pytest.mark.parametrize("said", [{}, {"n": "1+"}, {"n": "~1"}])
def test_figure_that_is_not_known_loses_as_much_as_any(said: dict[str, str | int]) -> None:
    """Below its points the item has a floor, above them bonus points: neither is out of reach."""
    one = full(
        "A-01",
        5,
        "measure='count', of='n', lose=1, each=1",
        "measure='count', of='prizes', earn=1, each=1",
        floor=Fraction(-3),
    )
    figures: dict[str, str | int] = {"prizes": 4}

    assert score_one(one, figures=figures | {"n": 1000}).claimed == -3
    assert score_one(one, figures=figures | said).claimed == -3


def test_losing_all_takes_what_was_earned_beyond_the_points_too() -> None:
    one = full(
        "A-01", 5, "measure='count', of='n', lose_all=true", "measure='count', of='prizes', earn=1, each=1"
    )

    assert score_one(one, figures={"n": 1, "prizes": 4}).claimed == 0


def test_losing_all_leaves_the_floor() -> None:
    one = full("A-01", 5, "measure='count', of='n', lose_all=true", floor=Fraction(-2))

    assert score_one(one, figures={"n": 1}).claimed == -2


def test_losing_all_falls_to_the_floor_of_an_item_without_points() -> None:
    one = full("A-01", 0, "measure='status', lose_all=true", floor=Fraction(-2))

    assert [score_one(one, status).claimed for status in ("not_done", "partial", "done")] == [-2, -2, 0]


def test_penalty_item_without_points_loses_down_to_its_floor() -> None:
    one = full("A-01", 0, "measure='count', of='n', lose=1, each=1", floor=Fraction(-3))

    assert score_one(one, figures={"n": 2}).claimed == -2
    assert score_one(one).claimed == -3


# Not applicable


def test_not_applicable_item_is_left_out() -> None:
    score = score_one(item("A-01", 5, na=True), "not_applicable")

    assert score.columns[Column.CLAIMED] == (None, 0)
    assert score.columns[Column.SUPPORTED] == (None, 0)


@pytest.fixture
def needs_proof() -> Item:
    return item("A-01", 5, evidence=ROW, na="id='na'")


def test_not_applicable_item_without_its_proof_stays_with_nothing_in_supported(needs_proof: Item) -> None:
    score = score_one(needs_proof, "not_applicable")

    assert score.columns[Column.CLAIMED] == (None, 0)
    assert score.columns[Column.SUPPORTED] == (0, 5)


def test_not_applicable_item_with_its_proof_is_left_out(needs_proof: Item) -> None:
    score = score_one(needs_proof, "not_applicable", evidence={"p": piece("A-01:na")})

    assert score.columns[Column.SUPPORTED] == (None, 0)


def test_not_applicable_item_is_not_proved_by_the_evidence_of_its_result(needs_proof: Item) -> None:
    assert score_one(needs_proof, "not_applicable", evidence=PROVED).supported == 0


def test_unconfirmed_not_applicable_item_stays_with_nothing(needs_proof: Item) -> None:
    unconfirmed = answer("not_applicable", confirmed=False)

    score = score_one(needs_proof, unconfirmed, evidence={"p": piece("A-01:na")})

    assert score.columns[Column.CLAIMED] == (0, 5)
    assert score.columns[Column.SUPPORTED] == (0, 5)


# Reviewed


def reviewed(one: Item, points: int | None, evidence: dict[str, Piece] | None = None) -> ItemScore:
    card = making.score(
        making.checklist(one), making.assessment({one.id: "done"}, evidence=evidence), grants={one.id: points}
    )
    return card.items[one.id]


def test_item_that_nobody_reviewed_has_no_reviewed_score() -> None:
    assert score_one(item("A-01", 5)).columns[Column.REVIEWED] == (None, 5)


def test_reviewer_grants_points_whatever_is_claimed() -> None:
    score = reviewed(item("A-01", 5, evidence=ROW), 3)

    assert (score.claimed, score.supported, score.reviewed) == (5, 0, 3)
    assert sum(reason.reviewed or 0 for reason in score.reasons) == 3


PENALTY = "measure='count', of='n', lose=2, each=1"


def unreviewed(one: Item, grants: dict[str, int | None] | None = None, **figures: str | int) -> ItemScore:
    """Score an item without points beside one that is reviewed."""
    both = making.checklist(one, item("B-01", 5))
    said = making.assessment({one.id: "done", "B-01": "done"}, figures)
    return making.score(both, said, grants={"B-01": 5, **(grants or {})}).items[one.id]


def test_admitted_loss_is_not_made_up_for_by_what_no_reviewer_granted() -> None:
    one = item("A-01", 0, "measure='count', of='prizes', earn=1, each=1", PENALTY, cap=9, floor=-8)

    score = unreviewed(one, n=1, prizes=3)

    assert (score.claimed, score.reviewed) == (1, -2)
    assert sum(one.reviewed or 0 for one in score.reasons) == -2


def test_admitted_loss_falls_no_lower_than_the_floor() -> None:
    score = unreviewed(item("A-01", 0, PENALTY, floor=-3), n=9)

    assert score.reviewed == -3
    assert sum(one.reviewed or 0 for one in score.reasons) == -3


def test_admitted_loss_is_rounded_as_a_score() -> None:
    one = item("A-01", 0, *["measure='count', of='n / 3', lose=1, each=1"] * 2, floor=-3)

    assert unreviewed(one, n=2).reviewed == Fraction("-1.33")


@pytest.mark.parametrize(("granted", "points"), [(None, None), (-1, -1), (0, 0)])
def test_reviewer_has_the_last_word_on_an_admitted_loss(granted: int | None, points: int | None) -> None:
    one = item("A-01", 0, PENALTY, floor=-8, na=True)

    assert unreviewed(one, {"A-01": granted}, n=1).reviewed == points


def test_item_without_points_or_losses_has_no_reviewed_score_of_its_own() -> None:
    one = item("A-01", 0, "measure='count', of='prizes', earn=1, each=1", cap=9)

    assert unreviewed(one, prizes=3).reviewed is None


def test_item_with_points_waits_for_its_reviewer_whatever_it_admits() -> None:
    assert unreviewed(item("A-01", 2, PENALTY, floor=-8), n=3).reviewed is None


def test_reviewer_may_agree_that_an_item_does_not_apply() -> None:
    assert reviewed(item("A-01", 5, na=True), None).columns[Column.REVIEWED] == (None, 0)
