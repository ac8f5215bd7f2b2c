"""The JSON Schema of `score --format json`. The keys are relied upon; what is not named may be added."""

from typing import Any, Final

_SCORE: Final = {"type": ["number", "null"]}
_TEXT: Final = {"type": "string"}
_SCORES: Final = {"claimed": _SCORE, "supported": _SCORE, "reviewed": _SCORE}
_GRADE: Final = {"type": ["string", "null"]}
_NAME: Final = {"type": ["string", "null"]}
_SIDE: Final = {
    "type": ["object", "null"],
    "properties": {"min": _SCORE, "max": _SCORE, "text": _TEXT},
    "required": ["min", "max", "text"],
}
_STATUSES: Final = ["done", "partial", "not_done", "not_applicable", None]
_FORCES: Final = ["must", "must_party", "should", "may"]


def _table(**properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(**properties: object) -> dict[str, Any]:
    return {"type": "array", "items": _table(**properties)}


SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "lawcheck scorecard",
    **_table(
        format={"const": 1},
        checklist=_table(id=_TEXT, version=_TEXT, sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"}),
        unit=_TEXT,
        period=_table(first={"type": "string", "format": "date"}, last={"type": "string", "format": "date"}),
        total={"type": "number"},
        **_SCORES,
        grade=_table(claimed=_GRADE, supported=_GRADE, reviewed=_GRADE),
        progress=_table(
            items={"type": "integer"}, answered={"type": "integer"}, unconfirmed={"type": "integer"}
        ),
        vetoes=_list(id=_TEXT, strikes={"type": ["boolean", "null"]}, title=_TEXT),
        adjustments=_list(id=_TEXT, section={"type": ["string", "null"]}, **_SCORES, text=_TEXT),
        sections=_list(id=_TEXT, title=_TEXT, points={"type": "number"}, **_SCORES),
        items=_list(
            id=_TEXT,
            title=_TEXT,
            force={"enum": _FORCES},
            status={"enum": _STATUSES},
            points={"type": "number"},
            **_SCORES,
            reasons=_list(code=_TEXT, text=_TEXT, **_SCORES),
        ),
        checks=_list(id=_TEXT, holds={"type": ["boolean", "null"]}, left=_SIDE, right=_SIDE, text=_TEXT),
        parameters={"type": "object", "additionalProperties": _TEXT},
        cases={"type": "array", "items": _TEXT},
        case_differences=_list(figure=_TEXT, typed=_TEXT, counted=_SIDE, text=_TEXT),
        outside_edits={"type": "array", "items": _TEXT},
        signoff={
            "type": ["object", "null"],
            "properties": {
                "number": {"type": "integer"},
                "name": _NAME,
                "role": {"enum": ["handler", "deputy", "head", None]},
                "at": _NAME,
                "head": _NAME,
                "changed": {
                    "type": "array",
                    "items": {"enum": ["file", "values", "checklist", "evidence", "cases"]},
                },
                "entries": {"type": "integer"},
            },
            "required": ["number", "name", "role", "at", "head", "changed", "entries"],
        },
    ),
}
