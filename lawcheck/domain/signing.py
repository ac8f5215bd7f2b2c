"""Signing off: what a person signs of an open workspace, and whether it still stands."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from lawcheck import __version__
from lawcheck.domain.checklist import Checklist, Column
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.signoff import (
    FORMAT,
    CaseState,
    Part,
    Role,
    Signoff,
    Standing,
    absent_evidence,
    count_evidence,
    digest_of_cases,
    digest_of_evidence,
    digest_of_values,
)
from lawcheck.domain.workspace import Workspace


class Signer(NamedTuple):
    """Who signs, as whom, and the sentence under which the name stands."""

    name: str
    role: Role
    text: str


class Confirmation(NamedTuple):
    """The page for the seal: a sign-off, the checklist, and in whose name the same state was signed, by role.

    `sm3` is the SM3 digest of the sign-off's file, where this build of Python has it.
    """

    signoff: Signoff
    checklist: Checklist
    names: dict[Role, str]
    sm3: str | None


def compose(  # noqa: PLR0913, PLR0917  # a sign-off names all of these
    workspace: Workspace, card: Scorecard, signer: Signer, number: int, at: datetime, review: str | None
) -> Signoff:
    """Return what `signer` signs; `review` is the SHA-256 of review.toml, None without one."""
    columns = card.totals.columns
    return Signoff(
        format=FORMAT,
        number=number,
        unit=workspace.assessment.unit,
        name=signer.name,
        role=signer.role,
        at=at.isoformat(timespec="seconds"),
        text=signer.text,
        head=workspace.head,
        entries=workspace.entries,
        checklist=workspace.checklist.id,
        checklist_version=workspace.checklist.version,
        checklist_sha256=workspace.checklist_sha256,
        values=digest_of_values(workspace.assessment),
        evidence=digest_of_evidence(workspace.assessment),
        pieces=count_evidence(workspace.assessment),
        absent=absent_evidence(workspace.assessment, workspace.pieces),
        cases=cases_of(workspace.cases),
        review=review,
        items=card.progress.items,
        answered=card.progress.answered,
        claimed=columns[Column.CLAIMED],
        supported=columns[Column.SUPPORTED],
        reviewed=columns[Column.REVIEWED],
        passed=card.verdict.passed,
        tool=__version__,
    )


def names_of(signoff: Signoff, others: Iterable[Signoff]) -> dict[Role, str]:
    """Return who signed the state of `signoff`, by role; of two in one role the later."""
    state = (signoff.values, signoff.checklist_sha256, signoff.absent)
    same = [one for one in others if (one.values, one.checklist_sha256, one.absent) == state]
    return {one.role: one.name for one in [*sorted(same, key=lambda one: one.number), signoff]}


def standing(workspace: Workspace) -> Standing | None:
    """Return how the workspace stands to its newest sign-off, None if nobody signed.

    Undone changes leave no trace here: the same values are the same state.
    """
    signed = workspace.signed
    if signed is None:
        return None
    since = workspace.entries - signed.seq - signed.filed + (1 if workspace.outside_edits else 0)
    return Standing(signed, tuple(_changed(workspace)), since)


def cases_of(cases: Iterable[Workspace]) -> str | None:
    """Return the digest of open cases, None without any."""
    return digest_of_cases(
        [CaseState(one.name, one.assessment, one.checklist_sha256, one.pieces) for one in cases]
    )


def _changed(workspace: Workspace) -> list[Part]:
    assert workspace.signed is not None
    record = workspace.signed.record
    if record is None:
        return [Part.FILE]
    pairs = {
        Part.VALUES: (record.values, digest_of_values(workspace.assessment)),
        Part.CHECKLIST: (record.checklist_sha256, workspace.checklist_sha256),
        Part.CASES: (record.cases, cases_of(workspace.cases)),
        Part.EVIDENCE: (record.absent, absent_evidence(workspace.assessment, workspace.pieces)),
    }
    return [part for part, (then, now) in pairs.items() if then != now]
