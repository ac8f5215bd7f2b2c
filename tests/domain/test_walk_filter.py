"""The filters of the walk: the words that name one, and the stops that each lets through."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lawcheck.domain.assessment import Answer
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.values import Phrase
from lawcheck.domain.walk_filter import ALL, Filter, Only, owners, passing, read_filter
from lawcheck.errors import UsageError
from tests.making import answer, assessment, checklist, gate, gate_item, item, piece, same, score, veto

OFFICES = {
    "legal": Phrase(zh="司法所", en="Judicial office"),
    "general": Phrase(zh="党政综合办公室", en="General office"),
    "safety": Phrase(zh="平安法治办公室", en="Safety office"),
    "economy": Phrase(zh="经济发展办公室", en="Economic office"),
}
ORDER = ("A1-01", "A1-02", "A2-01", "B-01", "V-01")


def rows() -> Checklist:
    made = checklist(
        item("A1-01", owner="legal"),
        item(
            "A1-02",
            5,
            "measure='count', of='visits', earn=5",
            evidence=["id='paper'"],
            na=True,
            owner="general",
        ),
        same("A1-03", "A1-02"),
        item("A2-01", owner="safety"),
        item("B-01"),
        vetoes=(veto("forgeries > 0"),),
        gate=gate(0, gate_item("B-01", "A1-03")),
    )
    return replace(made, owners=OFFICES)


def card(
    answers: Mapping[str, str | Answer] | None = None,
    figures: Mapping[str, str] | None = None,
    *proving: str,
) -> Scorecard:
    evidence = {f"e{number:04d}": piece(row) for number, row in enumerate(proving, 2)}
    return score(rows(), assessment(answers, figures, evidence))


def let_through(which: Filter, scored: Scorecard) -> list[str]:
    return sorted(passing(ORDER, which, scored))


@pytest.mark.parametrize(
    ("word", "only"),
    [
        ("all", Only.ALL),
        ("全部", Only.ALL),
        ("open", Only.OPEN),
        ("未答", Only.OPEN),
        ("未作答", Only.OPEN),
        ("unstated", Only.UNSTATED),
        ("未填", Only.UNSTATED),
        ("unsupported", Only.UNSUPPORTED),
        ("待佐证", Only.UNSUPPORTED),
        ("failing", Only.FAILING),
        ("底线", Only.FAILING),
        ("不过", Only.FAILING),
        ("short", Only.SHORT),
        ("缺分", Only.SHORT),
        ("ＯＰＥＮ", Only.OPEN),
    ],
)
def test_read_filter_knows_a_state_in_both_languages(word: str, only: Only) -> None:
    assert read_filter(word, card()) == Filter(only)


@pytest.mark.parametrize(("word", "section"), [("A", "A"), ("a1", "A1"), ("Ａ１", "A1"), ("b", "B")])
def test_read_filter_knows_a_section_however_it_is_written(word: str, section: str) -> None:
    assert read_filter(word, card()) == Filter(section=section)


@pytest.mark.parametrize(
    ("word", "owner"),
    [
        ("@legal", "legal"),
        ("legal", "legal"),
        ("＠ＬＥＧＡＬ", "legal"),
        ("@司法所", "legal"),
        ("司法", "legal"),
        ("@judicial", "legal"),
        ("@党政综合办公室", "general"),
        ("@李四", "李四"),
        ("李四", "李四"),
    ],
)
def test_read_filter_knows_an_office_by_key_title_part_or_the_name_that_the_unit_set(
    word: str, owner: str
) -> None:
    scored = card({"B-01": answer(None, owner="李四")})

    assert read_filter(word, scored) == Filter(owner=owner)


def test_read_filter_takes_a_whole_name_before_a_part_of_another() -> None:
    scored = card({"B-01": answer(None, owner="legal desk")})

    assert read_filter("@legal", scored) == Filter(owner="legal")


@pytest.mark.parametrize("text", ["open A1 @legal", "@司法所 a1 未答", "  A1　open　legal "])
def test_read_filter_takes_state_section_and_office_in_any_order(text: str) -> None:
    assert read_filter(text, card()) == Filter(Only.OPEN, "A1", "legal")


def test_read_filter_of_nothing_lets_everything_through() -> None:
    assert read_filter(" ", card()) == ALL


@pytest.mark.parametrize("word", ["什么", "A3", "A1-01", "@", "@nobody"])
def test_read_filter_refuses_an_unknown_word_and_names_it(word: str) -> None:
    with pytest.raises(UsageError, match="is no state, no section and no office") as refused:
        read_filter(f"open {word}", card())

    assert refused.value.fields["word"] == word


def test_read_filter_refuses_an_office_that_owes_nothing() -> None:
    with pytest.raises(UsageError, match="'@economy' is no state"):
        read_filter("@economy", card())


def test_read_filter_refuses_a_part_that_several_offices_have() -> None:
    with pytest.raises(UsageError, match="'@办公室' is no state"):
        read_filter("@办公室", card())


@pytest.mark.parametrize(
    ("text", "word"),
    [("open short", "short"), ("A1 open B", "B"), ("@legal @general", "@general"), ("open all", "all")],
)
def test_read_filter_refuses_words_that_contradict_each_other(text: str, word: str) -> None:
    with pytest.raises(UsageError, match="contradicts") as refused:
        read_filter(text, card())

    assert refused.value.fields["word"] == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open 未答", Filter(Only.OPEN)),
        ("A1 a1", Filter(section="A1")),
        ("@legal 司法所 @judicial", Filter(owner="legal")),
    ],
)
def test_read_filter_takes_the_same_said_twice(text: str, expected: Filter) -> None:
    assert read_filter(text, card()) == expected


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (Only.ALL, "A1-01 A1-02 A2-01 B-01 V-01"),
        (Only.OPEN, "A1-01 A2-01 V-01"),
        (Only.UNSTATED, "A1-02 V-01"),
        (Only.UNSUPPORTED, "A1-02"),
        (Only.FAILING, "A1-02 B-01 V-01"),
        (Only.SHORT, "A1-01 A1-02 A2-01 B-01"),
    ],
)
def test_passing_by_state(only: Only, expected: str) -> None:
    scored = card({"A1-02": "done", "B-01": "partial"})

    assert let_through(Filter(only), scored) == expected.split()


def test_passing_takes_an_answer_that_nobody_confirmed_for_open() -> None:
    scored = card({"A1-02": answer("done", confirmed=False)})

    assert "A1-02" in let_through(Filter(Only.OPEN), scored)
    assert "A1-02" not in let_through(Filter(Only.UNSUPPORTED), scored)


def test_passing_asks_for_no_figure_of_what_does_not_apply() -> None:
    scored = card({"A1-02": answer("not_applicable", reason="本年度没有")})

    assert let_through(Filter(Only.UNSTATED), scored) == ["V-01"]


def test_passing_leaves_out_of_unsupported_what_is_proved() -> None:
    scored = card({"A1-02": "done"}, {"visits": "1"}, "A1-02:paper")

    assert let_through(Filter(Only.UNSUPPORTED), scored) == []


def test_passing_leaves_out_of_short_what_has_all_its_points() -> None:
    scored = card({"A1-01": "done", "A1-02": "done"}, {"visits": "1"}, "A1-02:paper")

    assert let_through(Filter(Only.SHORT), scored) == ["A2-01", "B-01"]


@pytest.mark.parametrize(
    ("section", "expected"),
    [("A", "A1-01 A1-02 A2-01"), ("A1", "A1-01 A1-02"), ("A2", "A2-01"), ("B", "B-01")],
)
def test_passing_by_section_takes_the_sections_within(section: str, expected: str) -> None:
    assert let_through(Filter(section=section), card()) == expected.split()


def test_passing_by_owner_follows_the_name_that_the_unit_set() -> None:
    scored = card({"A1-01": answer("done", owner="李四")})

    assert let_through(Filter(owner="李四"), scored) == ["A1-01"]
    assert let_through(Filter(owner="legal"), scored) == []


def test_passing_asks_for_state_section_and_owner_together() -> None:
    scored = card(
        {
            "A1-01": answer(None, owner="李四"),
            "A1-02": answer("done", owner="李四"),
            "B-01": answer(None, owner="李四"),
        }
    )

    assert let_through(Filter(Only.OPEN, "A1", "李四"), scored) == ["A1-01"]


@pytest.mark.parametrize("only", [Only.OPEN, Only.UNSTATED])
def test_passing_takes_a_veto_for_open_until_its_figure_is_stated(only: Only) -> None:
    assert "V-01" in let_through(Filter(only), card())
    assert "V-01" not in let_through(Filter(only), card(figures={"forgeries": "0"}))


@pytest.mark.parametrize(("forgeries", "fails"), [("0", False), ("~1", True), ("1", True)])
def test_passing_takes_a_veto_for_failing_unless_it_certainly_does_not_strike(
    forgeries: str, *, fails: bool
) -> None:
    scored = card(figures={"forgeries": forgeries})

    assert ("V-01" in let_through(Filter(Only.FAILING), scored)) is fails


@pytest.mark.parametrize(
    "which", [Filter(Only.UNSUPPORTED), Filter(Only.SHORT), Filter(section="A"), Filter(owner="legal")]
)
def test_passing_leaves_vetoes_out_of_what_only_items_have(which: Filter) -> None:
    assert "V-01" not in let_through(which, card(figures={"forgeries": "1"}))


def test_owners_are_those_who_owe_items_with_all_that_may_be_typed_for_them() -> None:
    scored = card({"A2-01": answer(None, owner="李四（Ｌ）")})

    assert owners(scored) == {
        "legal": ("legal", "司法所", "judicial office"),
        "general": ("general", "党政综合办公室", "general office"),
        "李四（Ｌ）": ("李四(l)",),
    }


@pytest.mark.parametrize(
    "typed", ["General office", "@General office", "open general OFFICE", "A1 @Judicial office"]
)
def test_read_filter_knows_an_office_by_a_title_of_several_words(typed: str) -> None:
    found = read_filter(typed, card())

    assert found.owner == ("legal" if "Judicial" in typed else "general")


def test_passing_keeps_sections_apart_whose_ids_begin_alike() -> None:
    scored = score(checklist(item("A1-01"), item("A10-01")), assessment())

    assert passing(("A1-01", "A10-01"), Filter(section="A1"), scored) == {"A1-01"}
    assert passing(("A1-01", "A10-01"), Filter(section="A"), scored) == {"A1-01", "A10-01"}
