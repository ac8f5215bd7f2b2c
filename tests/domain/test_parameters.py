from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.domain.checklist import Checklist, Choice, ItemVariant, Parameter, ParameterKind
from lawcheck.domain.fitting import misfits
from lawcheck.domain.formulas import parse_formula
from lawcheck.domain.parameters import constants, fill, read_parameter, settle
from lawcheck.domain.quantities import exactly
from lawcheck.errors import Refused
from tests import making

CLASS = Parameter(
    id="P-01",
    name="class",
    title=making.WORDS,
    kind=ParameterKind.CHOICE,
    choices=(Choice(name="town", title=making.WORDS), Choice(name="street", title=making.WORDS)),
)
YEAR = Parameter(id="P-02", name="year", title=making.WORDS, kind=ParameterKind.YEAR, default="2020")
ENFORCES = Parameter(id="P-03", name="enforces", title=making.WORDS, kind=ParameterKind.YES_NO)
STAFF = Parameter(id="P-04", name="staff", title=making.WORDS, kind=ParameterKind.NUMBER)
TABLE: dict[str, Any] = {"parameters": [{"name": "year", "kind": "year", "default": 2020}]}


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [(CLASS, " town ", "town"), (YEAR, "2021", "2021"), (ENFORCES, "no", "no"), (STAFF, "１２", "12")],
)
def test_parameter_is_read(parameter: Parameter, text: str, value: str) -> None:
    assert read_parameter(parameter, text) == value


@pytest.mark.parametrize(
    ("parameter", "text"),
    [(CLASS, "city"), (YEAR, "20"), (YEAR, "２０２１"), (ENFORCES, "true"), (STAFF, "10+"), (STAFF, "~3")],
)
def test_parameter_refuses_what_it_cannot_be(parameter: Parameter, text: str) -> None:
    with pytest.raises(Refused):
        read_parameter(parameter, text)


def test_constants_number_choices_from_one_and_no_and_yes_from_zero() -> None:
    found = constants((CLASS, ENFORCES), {"class": "street", "enforces": "yes"})

    assert found == {
        "town": exactly(1),
        "street": exactly(2),
        "class": exactly(2),
        "no": exactly(0),
        "yes": exactly(1),
        "enforces": exactly(1),
    }


def test_parameter_that_nobody_states_is_not_known() -> None:
    assert constants((CLASS,), {})["class"] is None
    assert constants((YEAR,), {})["year"] == exactly(2020)


def test_fill_writes_years_into_texts_and_days() -> None:
    table = {**TABLE, "title": "{year}年度", "rows": [{"by": "{year+1}-03-01", "from": "{year-1}-12-31"}]}

    assert fill(table, {"year": "2021"}) == {
        **TABLE,
        "title": "2021年度",
        "rows": [{"by": date(2022, 3, 1), "from": date(2020, 12, 31)}],
    }


def test_fill_takes_the_default_year() -> None:
    assert fill({**TABLE, "title": "{year}"}, {})["title"] == "2020"


def test_fill_leaves_other_braces_and_days_that_no_year_has() -> None:
    assert fill({**TABLE, "a": "{unit}", "b": "{year+1}-02-29"}, {}) == {
        **TABLE,
        "a": "{unit}",
        "b": "2021-02-29",
    }


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_fill_changes_nothing_without_a_year(value: object) -> None:
    assert fill({"value": value}, {}) == {"value": value}


def varied(*variants: ItemVariant) -> Checklist:
    one = replace(making.item("A-01", 5), variants=variants)
    return replace(making.checklist(one), parameters=(CLASS,))


def test_settle_takes_the_first_variant_that_holds() -> None:
    street = ItemVariant(when=parse_formula("class = street"), points=Fraction(3))
    always = ItemVariant(when=parse_formula("class >= town"), points=Fraction(4))
    checklist = varied(street, always)

    points = [settle(checklist, {"class": name}).items[0].points for name in ("street", "town")]

    assert points == [3, 4]
    assert settle(checklist, {}).items[0].points == 5


def test_variant_leaves_what_it_does_not_name() -> None:
    checklist = varied(ItemVariant(when=parse_formula("class = street"), points=Fraction(3)))

    assert settle(checklist, {"class": "street"}).items[0].rules == checklist.items[0].rules


def test_parameters_are_asked_for_known_and_fit() -> None:
    checklist = replace(making.checklist(making.item("A-01")), parameters=(CLASS, YEAR))

    def found(**stated: str) -> list[tuple[object, ...]]:
        return [one.path for one in misfits(checklist, replace(making.assessment(), parameters=stated))]

    assert found(**{"class": "town"}) == []
    assert found() == [("parameters",)]
    assert found(**{"class": "city"}) == [("parameters", "class")]
    assert found(**{"class": "town", "size": "3"}) == [("parameters", "size")]
