"""Verification: everything that can be derived again is, and compared with what was recorded.

It reads only and repairs nothing, so it can be run on a copy that somebody else will look at.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from lawcheck.domain.assessment import EVIDENCE_FOLDER, Assessment
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.figures import as_counted
from lawcheck.domain.findings import Finding, Severity
from lawcheck.domain.history import Entry, changes, check_chain, decode, flatten, replay
from lawcheck.domain.personal import named_numbers
from lawcheck.domain.quantities import Interval
from lawcheck.domain.scoring import Granted
from lawcheck.errors import FileError, IntegrityError
from lawcheck.storage import evidence
from lawcheck.storage.cases import CASES, case_folders
from lawcheck.storage.disk import DISK, Disk
from lawcheck.storage.earlier import Earlier, compare
from lawcheck.storage.history import (
    ASSESSMENT,
    CHECKLIST,
    HISTORY,
    HISTORY_LIMIT,
    RECOVERED,
    State,
    digest,
    look,
    read_checklist,
    replayed,
    standing,
)
from lawcheck.storage.lock import PRIVATE
from lawcheck.storage.verify_signoffs import Ground, verify_signoffs
from lawcheck.storage.workspace import (
    REVIEW,
    assemble,
    fit,
    open_workspace,
    parse_assessment,
    read_grants,
    review_digest,
)

_KNOWN = frozenset(
    {ASSESSMENT, CHECKLIST, HISTORY, REVIEW, EVIDENCE_FOLDER, RECOVERED, PRIVATE}
    | {"signoff", CASES, "reports", ".git", ".gitattributes", ".gitignore"}
)

# A save is dated before it waits for the lock, so two of them may stand in the other order.
_WAITED = timedelta(minutes=1)

_CONTRADICTION: tuple[str, Severity] = ("history-contradicts", "error")
_EDIT: tuple[str, Severity] = ("outside-edit", "note")


def verify(
    root: Path,
    *,
    quick: bool = False,
    against: Earlier | None = None,
    signers: Path | None = None,
    disk: Disk = DISK,
) -> list[Finding]:
    """Return everything in the folder `root` that is not what was recorded, and notes on what is beside it.

    With `quick` no evidence is read, only looked at, and a note says so. `against` is an earlier state that
    today's history must extend. `signers` is a list of keys to which signatures are held.
    """
    history: bytes | None = None
    findings: list[Finding] = []
    try:
        history = disk.read(root / HISTORY, limit=HISTORY_LIMIT)
    except FileNotFoundError:
        findings.append(Finding("history-missing", "error", HISTORY))
    except FileError as error:
        findings.append(_unreadable(HISTORY, error))
    if history is not None:
        findings += _verify_chain(history)
    if not any(finding.level == "error" and finding.code != "history-torn" for finding in findings):
        findings += _verify_state(root, disk, quick=quick, signers=signers)
    if against is not None:
        findings += compare(against, history or b"")
    for folder in case_folders(root, disk):
        place = f"{CASES}/{folder.name}"
        findings += [
            one._replace(file=f"{place}/{one.file}")
            for one in verify(folder, quick=quick, signers=signers, disk=disk)
        ]
    if not any(finding.level == "error" for finding in findings):
        findings += _verify_figures(root, disk)
    return findings + list(_strangers(root, disk))


def _verify_figures(root: Path, disk: Disk) -> Iterator[Finding]:
    """Yield the figures that somebody typed and that the cases do not bear out."""
    if next(case_folders(root, disk), None) is None:
        return
    workspace = open_workspace(root, disk=disk)
    for one in workspace.score().differences:
        said = {"name": one.figure, "typed": one.typed.text, "counted": _plainly(one.counted)}
        yield Finding("case-figure", "warning", ASSESSMENT, None, said)


def _plainly(counted: Interval | None) -> str:
    return as_counted(counted).text if counted else "—"


def _verify_chain(data: bytes) -> Iterator[Finding]:
    chain = check_chain(data)
    if chain.broken:
        yield Finding(f"history-{chain.broken.code}", "error", HISTORY, chain.broken.line)
    elif not chain.entries:
        yield Finding("history-empty", "error", HISTORY)
    try:
        entries = decode(data[: chain.end])
        replay(entries)
    except IntegrityError as error:
        yield Finding("history-replay", "error", HISTORY, _line(error), {"problem": error})
    else:
        yield from _verify_clock(entries)


def _verify_clock(entries: list[Entry]) -> Iterator[Finding]:
    before: datetime | None = None
    for entry in entries:
        try:
            at = datetime.fromisoformat(entry.at)
            backwards = before is not None and at < before - _WAITED
        except (ValueError, TypeError):
            yield Finding("history-clock", "warning", HISTORY, entry.seq, {"at": entry.at})
            continue
        if backwards:
            yield Finding("history-clock", "warning", HISTORY, entry.seq, {"at": entry.at})
        before = at


def _verify_state(root: Path, disk: Disk, *, quick: bool, signers: Path | None) -> Iterator[Finding]:
    try:
        state = look(root, disk)
        checklist, checklist_sha256 = read_checklist(root, state, disk)
    except IntegrityError as error:
        yield Finding("checklist-changed", "error", CHECKLIST, None, {"problem": error})
        return
    except FileError as error:
        yield _unreadable(CHECKLIST, error)
        return
    assessment: Assessment | None = None
    try:
        data = standing(root, state, disk)
        parsed = parse_assessment(data)
        if parsed.parameters:
            checklist, _ = read_checklist(root, state, disk, parsed.parameters)
        assessment = fit(parsed, data, checklist)
        edits = changes(flatten(replayed(state)), flatten(assessment))
    except IntegrityError as error:
        yield Finding("assessment-missing", "error", ASSESSMENT, None, {"problem": error})
    except FileError as error:
        yield _unreadable(ASSESSMENT, error)
    else:
        # Bytes that the last entry itself names were not edited since: then it is the history that errs.
        erring = digest(data) == state.last.after
        for edit in edits:
            code, level = _CONTRADICTION if erring else _EDIT
            yield Finding(code, level, ASSESSMENT, None, edit._asdict())
    yield from _verify_save(state)
    grants: dict[str, Granted] = {}
    try:
        grants = read_grants(root, checklist, disk)
    except FileError as error:
        yield _unreadable(REVIEW, error)
    if assessment is not None:
        yield from _verify_evidence(root, assessment, disk, quick=quick)
        yield from verify_signoffs(
            Ground(
                root,
                decode(state.sound),
                assessment,
                checklist_sha256,
                lambda parameters: read_checklist(root, state, disk, parameters)[0],
                grants,
                review_digest(root, disk),
                signers,
                lambda: [assemble(case, look(case, disk), (), disk) for case in case_folders(root, disk)],
            ),
            disk,
        )


def _verify_save(state: State) -> Iterator[Finding]:
    if state.unfinished or state.lost:
        yield Finding("save-unfinished", "warning", ASSESSMENT)
    elif state.waiting is not None and digest(state.waiting) == state.last.after and not state.recorded:
        yield Finding("save-unapplied", "warning", ASSESSMENT)


def _verify_evidence(root: Path, assessment: Assessment, disk: Disk, *, quick: bool) -> Iterator[Finding]:
    registered = {
        piece.target: key for key, piece in assessment.evidence.items() if piece.kind is EvidenceKind.FILE
    }
    for key, piece in assessment.evidence.items():
        fields = {"key": key, "name": piece.name}
        code = evidence.examine(root, piece, disk=disk, quick=quick)
        if code:
            yield Finding(f"evidence-{code}", "error", piece.target, None, fields)
        elif piece.kind is EvidenceKind.FILE and piece.size == 0:
            yield Finding("evidence-empty", "warning", piece.target, None, fields)
        for kind, number in named_numbers(piece):
            yield Finding(f"evidence-{kind}", "warning", ASSESSMENT, None, {"key": key, "number": number})
    if quick and registered:
        yield Finding("evidence-not-read", "note", EVIDENCE_FOLDER, None, {"number": len(registered)})
    for path in evidence.listing(root, disk=disk):
        if path not in registered:
            yield Finding("evidence-unregistered", "note", path)


def _strangers(root: Path, disk: Disk) -> Iterator[Finding]:
    for name in disk.names(root):
        if name not in _KNOWN:
            yield Finding("unknown-file", "note", name)
    for name in disk.names(root / RECOVERED):
        yield Finding("recovered-file", "note", f"{RECOVERED}/{name}")


def _unreadable(file: str, error: FileError) -> Finding:
    return Finding("unreadable", "error", file, _line(error), {"problem": error})


def _line(error: FileError | IntegrityError) -> int | None:
    line = error.fields.get("line")
    return line if isinstance(line, int) else None
