"""What the figures of an item say of its status."""

from dataclasses import replace

import pytest

from lawcheck.domain.assessment import Answer, Status
from lawcheck.domain.checklist import Every, Figure, Item
from lawcheck.domain.suggesting import suggested_status
from tests.making import WORDS, answer, assessment, checklist, full, item, same, score

RATE = "measure='rate', of='held', to='due', earn=5"


def suggested(one: Item, status: str | Answer | None = None, **figures: str) -> Status | None:
    card = score(checklist(one), assessment({one.id: status} if status else None, figures))
    return suggested_status(card, one)


@pytest.mark.parametrize(
    ("held", "status"),
    [("10", Status.DONE), ("9", Status.PARTIAL), ("1", Status.PARTIAL), ("0", Status.NOT_DONE)],
)
def test_suggested_status_is_what_the_figures_earn_of_all_there_is(held: str, status: Status) -> None:
    assert suggested(item("A-01", 5, RATE), held=held, due="10") is status


@pytest.mark.parametrize("said", [None, "done", "partial", "not_done"])
def test_suggested_status_does_not_depend_on_the_answer(said: str | None) -> None:
    assert suggested(item("A-01", 5, RATE), said, held="9", due="10") is Status.PARTIAL


def test_suggested_status_does_not_wait_for_evidence() -> None:
    assert suggested(item("A-01", 5, RATE, evidence=["id='paper'"]), held="10", due="10") is Status.DONE


@pytest.mark.parametrize(
    ("late", "status"), [("0", Status.DONE), ("2", Status.PARTIAL), ("9", Status.NOT_DONE)]
)
def test_suggested_status_of_an_item_that_starts_full_is_what_is_left(late: str, status: Status) -> None:
    assert suggested(full("A-01", 5, "measure='count', of='late', lose=1, each=1"), late=late) is status


def test_suggested_status_is_none_without_a_rule_on_a_figure() -> None:
    assert suggested(item("A-01", 5), "done") is None


@pytest.mark.parametrize("figures", [{}, {"due": "10"}, {"held": "0"}])
def test_suggested_status_is_none_where_a_figure_is_missing(figures: dict[str, str]) -> None:
    assert suggested(item("A-01", 5, RATE), "done", **figures) is None


@pytest.mark.parametrize(("held", "due"), [("~10", "10"), ("10", "~10"), ("10", "0"), ("11", "10")])
def test_suggested_status_is_none_where_figures_cannot_be_compared(held: str, due: str) -> None:
    assert suggested(item("A-01", 5, RATE), "done", held=held, due=due) is None


def test_suggested_status_takes_a_figure_of_at_least_so_many_where_the_rest_changes_nothing() -> None:
    assert suggested(item("A-01", 5, "measure='count', of='visits', earn=5"), visits="10+") is Status.DONE


def test_suggested_status_is_none_where_there_was_nothing_to_measure() -> None:
    assert suggested(item("A-01", 5, RATE), "done", held="0", due="0") is None


def test_suggested_status_is_none_where_the_item_does_not_apply() -> None:
    absent = answer("not_applicable", reason="本年度没有")

    assert suggested(item("A-01", 5, RATE, na=True), absent, held="10", due="10") is None


def test_suggested_status_is_none_for_an_item_without_points() -> None:
    assert suggested(item("A-01", 0, "measure='count', of='visits', lose=1"), "done", visits="3") is None


def test_suggested_status_is_none_for_a_row_that_shares_an_answer() -> None:
    shared = replace(same("A-02", "A-01"), points=item("A-01").points, rules=item("A-01", 5, RATE).rules)
    card = score(checklist(item("A-01", 5, RATE), shared), assessment(None, {"held": 10, "due": 10}))

    assert suggested_status(card, shared) is None


@pytest.mark.parametrize(("held", "status"), [("10", Status.DONE), ("5", Status.PARTIAL)])
def test_suggested_status_leaves_what_the_status_itself_earns_to_the_person(
    held: str, status: Status
) -> None:
    both = item("A-01", 7, "measure='status', earn=2", RATE)

    assert suggested(both, "not_done", held=held, due="10") is status


def test_suggested_status_looks_at_figures_that_another_item_asks_for() -> None:
    one, other = item("A-01", 5, RATE), item("B-01", 5, RATE)
    card = score(
        checklist(one, other, owners_of={"held": "B-01", "due": "B-01"}),
        assessment(None, {"held": 10, "due": 10}),
    )

    assert suggested_status(card, one) is Status.DONE


@pytest.mark.parametrize("measured", ["of='posts', earn=1, per_period=true", "of='posts', earn=1, each=1"])
@pytest.mark.parametrize(
    ("posts", "status"),
    [
        (("1", "1", "1", "1"), Status.DONE),
        (("1", "0", "1", "0"), Status.PARTIAL),
        (("0", "0", "0", "0"), Status.NOT_DONE),
        (("1", "1", "1"), None),
        (("1", "1", "1", "~1"), None),
    ],
)
def test_suggested_status_needs_every_part_of_a_periodic_figure(
    measured: str, posts: tuple[str, ...], status: Status | None
) -> None:
    one = item("A-01", 4, f"measure='count', {measured}")
    quarterly = Figure(name="posts", owner="A-01", title=WORDS, unit=WORDS, every=Every.QUARTER)
    stated = {f"posts_{number:02d}": text for number, text in enumerate(posts, 1)}
    card = score(replace(checklist(one), figures=(quarterly,)), assessment({"A-01": "done"}, stated))

    assert suggested_status(card, one) is status


@pytest.mark.parametrize(
    ("held", "status"), [("0", Status.NOT_DONE), ("5", Status.PARTIAL), ("10", Status.DONE)]
)
def test_suggested_status_looks_at_the_rules_on_figures_alone(held: str, status: Status) -> None:
    both = item("A-01", 7, "measure='status', earn=2", RATE)

    assert suggested(both, "done", held=held, due="10") is status


def test_suggested_status_counts_only_the_points_that_a_void_rule_leaves() -> None:
    rules = ("measure='rate', of='held', to='due', earn=3", "measure='count', of='visits', earn=2")

    assert suggested(item("A-01", 5, *rules), held="0", due="0", visits="3") is Status.DONE


def test_suggested_status_is_none_where_no_rule_counts() -> None:
    assert (
        suggested(item("A-01", 5, "measure='count', of='visits', earn=5, when='w > 0'"), visits="3", w="0")
        is None
    )


@pytest.mark.parametrize(("held", "status"), [("10+", Status.DONE), ("8+", None)])
def test_suggested_status_is_none_where_a_bound_does_not_decide(held: str, status: Status | None) -> None:
    assert suggested(item("A-01", 5, RATE), held=held, due="10") is status


def test_suggested_status_is_none_for_an_item_not_applicable_whose_figures_another_asks_for() -> None:
    one, other = item("A-01", 5, RATE, na=True), item("B-01", 5, RATE)
    card = score(
        checklist(one, other, owners_of={"held": "B-01", "due": "B-01"}),
        assessment({"A-01": answer("not_applicable", reason="没有")}, {"held": 10, "due": 10}),
    )

    assert suggested_status(card, one) is None
