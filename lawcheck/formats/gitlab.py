"""GitLab's code quality report: a list of what falls short, each with a fingerprint free of line numbers."""

from typing import Any

from lawcheck.domain.annotations import Annotation, annotate
from lawcheck.domain.report import Report
from lawcheck.formats import json
from lawcheck.formats.annotations import Level, fingerprint, is_veto, level, sentence

_SEVERITIES = {Level.ERROR: "critical", Level.WARNING: "major", Level.NOTE: "minor"}


def render(report: Report) -> str:
    """Return the list; a veto is a blocker, another unmet rule critical, an open item major, else minor."""
    return json.dumps([_row(one, report) for one in annotate(report)])


def _row(one: Annotation, report: Report) -> dict[str, Any]:
    point = one.at[0]
    return {
        "description": sentence(one, report),
        "check_name": f"lawcheck/{one.id}",
        "fingerprint": fingerprint(one, report),
        "severity": "blocker" if is_veto(one) else _SEVERITIES[level(one)],
        "location": {"path": point.file, "lines": {"begin": point.line}},
    }
