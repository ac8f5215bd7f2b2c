"""What `lint` found, as text and as data."""

from collections.abc import Sequence
from typing import Any

from lawcheck.domain.problems import Problem
from lawcheck.formats import wording
from lawcheck.i18n import tr

Results = Sequence[tuple[str, Sequence[Problem]]]
"""Files with their problems."""


def render(results: Results) -> str:
    """Return a line a problem as `file:line:column`, and one closing sentence."""
    lines = [
        f"{file}:{_place(one)} {_level(one)}: {wording.problem(one)} [{one.code}]"
        for file, problems in results
        for one in problems
    ]
    found = sum(len(problems) for _, problems in results)
    lines.append(
        tr("{found} problems in {files} files", found=found, files=len(results))
        if found
        else tr("no problems in {files} files", files=len(results))
    )
    return "\n".join(lines) + "\n"


def _place(one: Problem) -> str:
    return f"{one.line}:{one.column}:" if one.line else ""


def _level(one: Problem) -> str:
    return tr("error") if one.level == "error" else tr("warning")


def table(results: Results) -> dict[str, Any]:
    """Return the problems as JSON shows them."""
    return {
        "format": 1,
        "ok": not any(problems for _, problems in results),
        "problems": [
            {
                "code": one.code,
                "level": one.level,
                "file": file,
                "line": one.line,
                "column": one.column,
                "path": one.key,
                "text": wording.problem(one),
            }
            for file, problems in results
            for one in problems
        ],
    }
