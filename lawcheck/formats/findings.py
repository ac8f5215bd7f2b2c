"""Findings of a verification as text and as data."""

from collections.abc import Sequence
from typing import Any

from lawcheck.domain.findings import SENTENCES, Finding
from lawcheck.formats import wording
from lawcheck.i18n import tr


def render(found: Sequence[Finding]) -> str:
    """Return a line a finding, and one closing sentence."""
    lines = [
        f"{wording.labelled(f'{_level(one)} {_place(one)}', sentence(one))} [{one.code}]" for one in found
    ]
    errors = sum(one.level == "error" for one in found)
    edits = sum(one.code == "outside-edit" for one in found)
    if errors:
        lines.append(tr("{errors} differences from what was recorded", errors=errors))
    elif edits:
        lines.append(tr("sound; {edits} edits by hand wait to be recorded with the next save", edits=edits))
    else:
        lines.append(tr("everything is as it was recorded"))
    return "\n".join(lines) + "\n"


def table(found: Sequence[Finding]) -> dict[str, Any]:
    """Return the findings as JSON shows them."""
    return {
        "format": 1,
        "ok": not any(one.level == "error" for one in found),
        "findings": [
            {
                "code": one.code,
                "level": one.level,
                "file": one.file,
                "line": one.line,
                "text": sentence(one),
                "quote": one.quote,
            }
            for one in found
        ],
    }


def _level(one: Finding) -> str:
    return {"error": tr("differs"), "warning": tr("look"), "note": tr("note")}[one.level]


def _place(one: Finding) -> str:
    return one.file if one.line is None else f"{one.file}:{one.line}"


def sentence(one: Finding) -> str:
    """Return what a finding says."""
    fields = {name: wording.field(value) for name, value in one.fields.items()}
    return tr(SENTENCES.get(one.code, "{code}"), **{"code": one.code, **fields})
