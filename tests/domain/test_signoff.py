from dataclasses import replace
from datetime import date

from lawcheck.domain.assessment import Answer, PieceState, Status
from lawcheck.domain.signoff import (
    CaseState,
    absent_evidence,
    count_evidence,
    digest_of_cases,
    digest_of_evidence,
    digest_of_values,
    groups,
)
from tests.making import assessment, piece

SAID = assessment({"A-01": "done"}, {"cases": "2"}, {"p1": piece("A-01:ledger", target="one")})


def test_values_are_signed_and_not_how_they_are_ordered() -> None:
    other = replace(SAID, evidence=dict(reversed(SAID.evidence.items())))

    assert digest_of_values(SAID) == digest_of_values(other)


def test_values_that_differ_have_another_digest() -> None:
    changed = [
        assessment({"A-01": "partial"}, {"cases": "2"}, dict(SAID.evidence)),
        assessment({"A-01": "done"}, {"cases": "3"}, dict(SAID.evidence)),
        assessment({"A-01": "done"}, {"cases": "2"}),
        replace(SAID, unit="乙街道"),
        replace(SAID, answers={"A-01": Answer(status=Status.DONE, due=date(2020, 12, 1))}),
    ]

    assert len({digest_of_values(one) for one in [SAID, *changed]}) == 6


def test_a_piece_that_serves_no_row_is_no_part_of_what_is_signed() -> None:
    filed = replace(SAID, evidence={**SAID.evidence, "p2": piece(target="scan")})

    assert digest_of_values(filed) == digest_of_values(SAID)
    assert digest_of_evidence(filed) == digest_of_evidence(SAID)
    assert count_evidence(filed) == 1


def test_a_piece_that_begins_to_serve_a_row_is_part_of_it() -> None:
    serving = replace(SAID, evidence={**SAID.evidence, "p2": piece("A-01:ledger", target="scan")})

    assert digest_of_values(serving) != digest_of_values(SAID)
    assert digest_of_evidence(serving) != digest_of_evidence(SAID)


def test_absent_are_pieces_with_a_row_and_without_their_file() -> None:
    pieces = {"p1": piece("A-01:ledger"), "p2": piece("A-01:ledger"), "p3": piece()}
    states = {"p1": PieceState.PRESENT, "p2": PieceState.CHANGED, "p3": PieceState.MISSING}

    assert absent_evidence(assessment(evidence=pieces), states) == ("p2",)


def test_cases_are_signed_by_their_names_values_and_files() -> None:
    present, missing = {"p1": PieceState.PRESENT}, {"p1": PieceState.MISSING}
    one = CaseState("001", SAID, "a" * 64, present)
    digests = [
        digest_of_cases([]),
        digest_of_cases([one]),
        digest_of_cases([one._replace(name="002")]),
        digest_of_cases([one._replace(pieces=missing)]),
        digest_of_cases([one, one._replace(name="002")]),
    ]

    assert digests[0] is None
    assert len(set(digests)) == 5


def test_a_hash_is_shown_in_eight_groups_of_eight() -> None:
    assert groups("0123456789abcdef" * 4) == ["01234567", "89abcdef"] * 4
