"""Annotations of a GitHub workflow: a command a line, which the runner turns into a mark at that line."""

from collections.abc import Iterator

from lawcheck.domain.annotations import Annotation, annotate
from lawcheck.domain.report import Report
from lawcheck.formats.annotations import Level, level, sentence
from lawcheck.i18n import tr

LIMIT = 10
"""The service shows so many of a kind for each step and drops the rest."""

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def render(report: Report) -> str:
    """Return the commands, the dearest first within a kind; the rest is counted in a notice."""
    found = annotate(report)
    kinds: dict[Level, list[Annotation]] = {
        kind: [one for one in found if level(one) is kind] for kind in Level
    }
    shown = {kind: sorted(kinds[kind], key=lambda one: -one.missing)[:LIMIT] for kind in Level}
    # One notice is kept for the count.
    shown[Level.NOTE] = shown[Level.NOTE][: LIMIT - 1]
    lines = [_command(one, report) for kind in Level for one in shown[kind]]
    lines += _rest(len(found), len(lines), report)
    return "".join(f"{line}\n" for line in lines)


def _command(one: Annotation, report: Report) -> str:
    point = one.at[0]
    properties = {"file": point.file, "line": point.line, "col": point.column, "title": one.id}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[level(one)]} {listed}::{_data(sentence(one, report))}"


def _rest(found: int, shown: int, report: Report) -> Iterator[str]:
    if found > shown:
        sentence = tr(
            "{shown} of {found} findings are marked; `lawcheck report` shows all", shown=shown, found=found
        )
        yield f"::notice title={_property(report.card.checklist.id)}::{_data(sentence)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
