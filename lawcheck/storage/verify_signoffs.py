"""Verification of sign-offs: each is re-derived from the history as it was when somebody signed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from lawcheck import __version__
from lawcheck.domain.assessment import Assessment, PieceState
from lawcheck.domain.checklist import Checklist, Column
from lawcheck.domain.findings import Finding, Severity
from lawcheck.domain.history import Entry, rebuild, replay
from lawcheck.domain.parse import Off
from lawcheck.domain.quantities import plain
from lawcheck.domain.scorecard import score
from lawcheck.domain.scoring import Granted
from lawcheck.domain.signing import cases_of
from lawcheck.domain.signoff import (
    FILING_ACT,
    Recorded,
    Signoff,
    count_evidence,
    digest_of_evidence,
    digest_of_values,
    recorded,
)
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import FileError, IntegrityError
from lawcheck.storage import signatures
from lawcheck.storage.disk import Disk
from lawcheck.storage.signoff import FOLDER, SIGNOFF_LIMIT, content, number_of, path_of, read


class Ground(NamedTuple):
    """What sign-offs are compared with.

    `checklist` gives the frozen checklist as it is under certain parameters. `review` is the SHA-256 of
    review.toml, `signers` a list of keys. `cases` opens the nested workspaces.
    """

    root: Path
    entries: Sequence[Entry]
    assessment: Assessment
    checklist_sha256: str
    checklist: Callable[[Mapping[str, str]], Checklist]
    grants: Mapping[str, Granted]
    review: str | None
    signers: Path | None
    cases: Callable[[], Sequence[Workspace]]


def verify_signoffs(ground: Ground, disk: Disk) -> Iterator[Finding]:
    """Return what of the sign-offs is not what was recorded, and what each of them proves."""
    told = {one.number: one for entry in ground.entries if (one := recorded(entry))}
    for one in told.values():
        yield from _verify(one, ground, disk)
    for name in disk.names(ground.root / FOLDER):
        number = number_of(name.removesuffix(signatures.SUFFIX))
        if number is None:
            yield Finding("unknown-file", "note", f"{FOLDER}/{name}")
        elif number not in told:
            yield Finding("signoff-unrecorded", "warning", f"{FOLDER}/{name}")


def _verify(one: Recorded, ground: Ground, disk: Disk) -> Iterator[Finding]:
    file, fields = path_of(one.number), {"entry": one.seq}
    data = content(ground.root, one.number, disk)
    if data is None:
        yield Finding("signoff-missing", "error", file, None, fields)
        return
    if sha256(data).hexdigest() != one.sha256:
        yield Finding("signoff-changed", "error", file, None, fields)
        return
    try:
        signoff = read(data, one.number)
    except FileError as error:
        yield Finding("unreadable", "error", file, None, {"problem": error})
        return
    try:
        then = rebuild(replay(ground.entries[: one.seq - 1]))
    except Off:
        nothing = {"key": "values", "said": signoff.values, "found": None}
        yield Finding("signoff-contradicts", "error", file, None, nothing)
        return
    yield from _contradictions(signoff, one, then, ground)
    yield from _reckoned(signoff, then, ground)
    if signoff.values != digest_of_values(ground.assessment):
        since = sum(entry.act != FILING_ACT for entry in ground.entries[one.seq :])
        yield Finding("signoff-since", "note", file, None, {"entries": since})
    yield _signature(signoff, data, ground, disk)


def _contradictions(signoff: Signoff, one: Recorded, then: Assessment, ground: Ground) -> Iterator[Finding]:
    pairs: dict[str, tuple[object, object]] = {
        "number": (signoff.number, one.number),
        "head": (signoff.head, one.head),
        "entries": (signoff.entries, one.seq - 1),
        "unit": (signoff.unit, then.unit),
        "checklist": (signoff.checklist, then.checklist),
        "checklist_sha256": (signoff.checklist_sha256, one.checklist_sha256),
        "values": (signoff.values, digest_of_values(then)),
        "evidence": (signoff.evidence, digest_of_evidence(then)),
        "pieces": (signoff.pieces, count_evidence(then)),
    }
    if one.checklist_sha256 == ground.checklist_sha256:
        pairs["checklist_version"] = (signoff.checklist_version, ground.checklist(then.parameters).version)
    for key, (said, found) in pairs.items():
        if said != found:
            fields = {"key": key, "said": said, "found": found}
            yield Finding("signoff-contradicts", "error", path_of(one.number), None, fields)


def _reckoned(signoff: Signoff, then: Assessment, ground: Ground) -> Iterator[Finding]:
    """Compare the figures with those that the signed state has, where checklist and cases are still here."""
    try:
        cases = ground.cases() if signoff.cases else ()
    except (FileError, IntegrityError):
        return
    if signoff.checklist_sha256 != ground.checklist_sha256 or signoff.cases != cases_of(cases):
        return
    states = {
        key: PieceState.MISSING if key in signoff.absent else PieceState.PRESENT for key in then.evidence
    }
    grants = ground.grants if signoff.review == ground.review else {}
    taken = [case.score().as_case(case.name) for case in cases]
    card = score(ground.checklist(then.parameters), then, states, grants, cases=taken)
    columns = card.totals.columns
    pairs: dict[str, tuple[object, object]] = {
        "items": (signoff.items, card.progress.items),
        "answered": (signoff.answered, card.progress.answered),
        "claimed": (signoff.claimed, columns[Column.CLAIMED]),
        "supported": (signoff.supported, columns[Column.SUPPORTED]),
    }
    if signoff.review == ground.review:
        pairs["reviewed"] = (signoff.reviewed, columns[Column.REVIEWED])
        pairs["passed"] = (signoff.passed, card.verdict.passed)
    for key, (said, found) in pairs.items():
        if said != found:
            fields = {"key": key, "said": _shown(said), "found": _shown(found), "tool": signoff.tool}
            file = path_of(signoff.number)
            if signoff.tool == __version__:
                yield Finding("signoff-contradicts", "error", file, None, fields)
            else:
                yield Finding("signoff-other-version", "warning", file, None, fields)


def _signature(signoff: Signoff, data: bytes, ground: Ground, disk: Disk) -> Finding:
    file = path_of(signoff.number)
    place = ground.root / f"{file}{signatures.SUFFIX}"
    fields = {"name": signoff.name}
    try:
        disk.read(place, limit=SIGNOFF_LIMIT)
    except FileNotFoundError:
        return Finding("signoff-claimed", "note", file, None, fields)
    except FileError as error:
        return Finding("unreadable", "error", f"{file}{signatures.SUFFIX}", None, {"problem": error})
    found = signatures.check(data, place, signoff.name, ground.signers)
    fields["principal"] = found.principal
    if found.code == "signature":
        return Finding("signoff-signature", "error", f"{file}{signatures.SUFFIX}", None, fields)
    level: Severity = "note" if found.code in ("proved", "key-only") else "warning"
    return Finding(f"signoff-{found.code}", level, file, None, fields)


def _shown(value: object) -> object:
    from fractions import Fraction

    return plain(value) if isinstance(value, Fraction) else value
