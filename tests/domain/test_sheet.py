"""The sheet's rows and canonical texts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain import sheet
from lawcheck.domain.checklist import Group, Item
from lawcheck.domain.sheet import CELL_LIMIT, Column, base_of, fitted, is_cut, lay_out, stated, units
from lawcheck.domain.values import Phrase
from tests.making import answer, assessment, checklist, item, same, veto

TWO = item("A1-01", 5, "measure='rate', of='settled', to='cases', earn=5")


def test_an_item_has_a_row_for_each_figure_and_says_the_rest_in_the_first() -> None:
    rows = lay_out(checklist(TWO), assessment())

    assert [(row.id, row.first, row.figure and row.figure.name) for row in rows] == [
        ("A", True, None),
        ("A1", True, None),
        ("A1-01", True, "cases"),
        ("A1-01", False, "settled"),
    ]
    assert rows[2].inputs == set(sheet.INPUTS)
    assert rows[3].inputs == {Column.VALUE}
    assert rows[0].inputs == set()


def test_a_veto_has_a_figure_and_no_status() -> None:
    *_, last = lay_out(checklist(item("A-01", 1), vetoes=(veto("forged > 0"),)), assessment())

    assert last.id == "V-01"
    assert last.inputs == {Column.VALUE, Column.NOTE, Column.OWNER, Column.DUE}


def test_a_row_answered_elsewhere_asks_for_nothing() -> None:
    *_, last = lay_out(checklist(item("A-01", 1), same("A-02", "A-01")), assessment())

    assert last.id == "A-02"
    assert last.inputs == set()


def test_the_headings_of_an_office_are_those_of_its_items() -> None:
    made = checklist(item("A-01", 1), item("B-01", 1, owner="other"), item("B-02", 1))

    rows = lay_out(made, assessment(), "other")

    assert [row.id for row in rows] == ["B", "B-01"]
    assert [type(row.about) for row in rows] == [Group, Item]


def test_who_was_named_owes_the_item() -> None:
    made = checklist(item("A-01", 1, owner="other"))
    named = assessment({"A-01": answer(None, owner="张三")})

    assert lay_out(made, named, "other") == ()
    assert [row.id for row in lay_out(made, named, "张三")] == ["A", "A-01"]


def test_an_office_is_one_in_any_language() -> None:
    offices = {"legal": Phrase(zh="司法所", en="Judicial office")}
    made = replace(checklist(item("A-01", 1)), owners=offices)

    for name in ("legal", "司法所", "司 法 所", "judicial OFFICE"):
        assert stated(made, assessment({"A-01": answer(None, owner=name)}), "answers.A-01.owner") == "legal"


def test_the_base_holds_what_is_not_empty() -> None:
    made = checklist(TWO)
    says = assessment({"A1-01": answer("done", note="x", confirmed=False)}, {"cases": "１０余"})

    assert base_of(lay_out(made, says), made, says) == {
        "answers.A1-01.status": "?done",
        "answers.A1-01.note": "x",
        "figures.cases": "10+",
    }


@given(st.text(st.sampled_from("a一𠮷"), min_size=1).map(lambda text: text * 3_000))
def test_a_text_fits_into_a_cell_or_is_marked_as_cut(text: str) -> None:
    short = fitted(text)

    assert units(short) == len(short.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert is_cut(short) == (short != text) == (units(text) > CELL_LIMIT)
    assert text.startswith(short.removesuffix("…") if is_cut(short) else short)
