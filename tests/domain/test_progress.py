"""Progress: what is open and unproved, by section and by who owes it."""

from datetime import date

from lawcheck.domain.progress import take_stock
from tests import making

CHECKLIST = making.checklist(
    making.item("A-01", 5, owner="law", evidence=["id='paper'"]),
    making.item("A1-02", 5, owner="law"),
    making.item("B-01", 5, owner="office"),
)


def test_sections_count_with_what_stands_in_them() -> None:
    stocks = take_stock(making.score(CHECKLIST, making.assessment({"A-01": "done"})))

    assert [(one.name, one.items, one.answered, one.unproved) for one in stocks.sections] == [
        ("A", 2, 1, ("A-01",)),
        ("B", 1, 0, ()),
    ]


def test_owners_are_those_that_the_unit_set() -> None:
    answers = {"A-01": making.answer(None, owner="张三", due=date(2020, 6, 1))}

    stocks = take_stock(making.score(CHECKLIST, making.assessment(answers)))

    assert {one.name: (one.open_items, one.due) for one in stocks.owners} == {
        "张三": (("A-01",), date(2020, 6, 1)),
        "law": (("A1-02",), None),
        "office": (("B-01",), None),
    }


def test_an_unconfirmed_answer_is_open() -> None:
    card = making.score(CHECKLIST, making.assessment({"B-01": making.answer("done", confirmed=False)}))

    assert take_stock(card).sections[1].open_items == ("B-01",)
