"""A finding: something that a check of files or of a report has to say, as a code and its fields."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


class Finding(NamedTuple):
    """One finding. `code` is stable; `fields` fill the sentence that the reader is shown for it.

    `file` is relative to the workspace; `line` counts from 1. An error is a difference from what was
    recorded; a warning and a note leave the whole sound.
    """

    code: str
    level: Severity
    file: str
    line: int | None = None
    fields: Mapping[str, object] = {}
    quote: str | None = None
