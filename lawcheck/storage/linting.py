"""Linting of files: every problem of one at once, whatever kind of file it is."""

from pathlib import Path
from typing import NamedTuple

from lawcheck.domain import assessment as assessments
from lawcheck.domain import checklist as checklists
from lawcheck.domain import review as reviews
from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.parameters import fill
from lawcheck.domain.parse import Off, parse
from lawcheck.domain.problems import Problem
from lawcheck.domain.review import Review
from lawcheck.storage.toml import (
    ASSESSMENT_LIMIT,
    Document,
    beyond_limits,
    content,
    in_order,
    read_document,
    refusal,
)

UNREADABLE = frozenset({"unreadable", "too-large", "not-utf8", "not-text"})
"""Codes of what is no text that could be looked at."""

_NEWEST = {Checklist: checklists.FORMAT, Assessment: assessments.FORMAT, Review: reviews.FORMAT}


class LintResult(NamedTuple):
    """All problems of one file, in its order."""

    file: str
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing at all was found."""
        return not self.problems

    @property
    def readable(self) -> bool:
        """Whether the file is text; if not, there is no verdict on it."""
        return not any(found.code in UNREADABLE for found in self.problems)


def refuse_faulty(data: bytes, file: str) -> None:
    """Raise FileError if a checklist's bytes hold anything that `lint` calls an error."""
    if errors := [found for found in lint_file(data, file).problems if found.level == "error"]:
        raise refusal(file, errors)


def lint_path(path: Path) -> LintResult:
    """Return all problems of a file; that it is not there, or cannot be read, is one of them."""
    data = content(path, ASSESSMENT_LIMIT)
    return LintResult(str(path), (data,)) if isinstance(data, Problem) else lint_file(data, str(path))


def lint_file(data: bytes, file: str) -> LintResult:
    """Return all problems of a checklist's bytes; of another file's, those that need no checklist."""
    # What is meant to be read is known only when it has been: the widest limits come first.
    document = read_document(data, Assessment)
    if isinstance(document, Problem):
        return LintResult(file, (document,))
    kind = _kind_of(document)
    if too_much := beyond_limits(data, document, kind):
        return LintResult(file, (too_much,))
    from lawcheck.domain.schema import problems

    if kind is Checklist:
        document = document._replace(table=fill(document.table, {}))
    found = problems(kind, document.table, newest=_NEWEST[kind])
    if kind is Checklist:
        found += _sense_problems(document, found)
    return LintResult(file, tuple(in_order(found, document.text)))


def _kind_of(document: Document) -> type:
    """Return what the file is meant to be: a checklist, unless it speaks as one of the others does."""
    keys = document.table.keys()
    if "items" in keys:
        return Checklist
    if {"unit", "answers"} & keys:
        return Assessment
    return Review if "grants" in keys else Checklist


def _sense_problems(document: Document, found: list[Problem]) -> list[Problem]:
    """Return what is wrong beyond the shape, as far as the shape's problems leave it to be seen."""
    from lawcheck.domain.lint import lint
    from lawcheck.domain.mending import mend, untouched

    mended = mend(document.table, found)
    if mended is None:
        return []
    try:
        checklist = parse(Checklist, mended)
    except Off:
        return []
    return untouched(lint(checklist), found)
