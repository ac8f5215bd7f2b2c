"""What may follow a command line so far: commands, options, ids, statuses, checklists.

All of it is read off the commands themselves: an option's choices, else the kind of thing its metavar names.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lawcheck.cli import settings
from lawcheck.cli.app import program
from lawcheck.domain.assessment import FORMAT as ASSESSMENT_FORMAT
from lawcheck.domain.assessment import Assessment
from lawcheck.domain.checklist import Checklist
from lawcheck.errors import LawcheckError
from lawcheck.formats import FOR_AN_AUDIENCE, Format
from lawcheck.formats.wording import said

_CHOICES = re.compile(r"[a-z_]+(?:\|[a-z_]+)+")
"""A metavar that names all there is, like zh|en."""


class Candidate(NamedTuple):
    """A word that may stand at the cursor, and what it is."""

    value: str
    description: str = ""


def split(line: str) -> list[str]:
    """Return the words of a line up to the cursor without the program's name; the last is the one begun."""
    for closing in ("", '"', "'"):
        try:
            words = shlex.split(line + closing)
        except ValueError:
            continue
        return words[1:] if not line[-1:].isspace() or closing else [*words[1:], ""]
    return [""]


def cut(value: str, begun: str) -> str:
    """Return the part of a candidate that stands for what bash takes for the word: behind the last = or :."""
    return value[max(begun.rfind("="), begun.rfind(":")) + 1 :]


def complete(words: list[str]) -> list[Candidate]:
    """Return what may stand in the place of the last word, in a fixed order; nothing where files may."""
    *before, begun = words or [""]
    if directory := settings.value_of("-C", before) or settings.value_of("--directory", before):
        settings.current.directory = Path(directory).expanduser()
    try:
        found = list(_Line(before).follow(begun))
    except LawcheckError:
        # A workspace that cannot be read completes nothing; the command itself will say why.
        return []
    # What ends in = and stands there already is followed by something that nobody can offer.
    done = begun if begun.endswith("=") else None
    return [one for one in found if one.value.startswith(begun) and one.value != done]


class _Line:
    """A command line before the word that is begun."""

    def __init__(self, before: list[str]) -> None:
        self.before = before
        self.command: Any = program(None)
        self.options = {name: one for one in self.command.params for name in one.opts}
        self.arguments: list[Any] = []
        self.given: list[str] = []
        waiting = iter(before)
        for word in waiting:
            if word.startswith("-"):
                if self._takes_value(word):
                    next(waiting, None)
            else:
                self._take(word)

    def _takes_value(self, word: str) -> bool:
        option = self.options.get(word)
        return option is not None and not option.is_flag

    def _take(self, word: str) -> None:
        inner = getattr(self.command, "commands", {}).get(word)
        if inner is None:
            self.given.append(word)
            return
        self.command = inner
        options = [one for one in inner.params if one.param_type_name == "option"]
        self.arguments = [one for one in inner.params if one.param_type_name == "argument"]
        self.options |= {name: one for one in options for name in one.opts}

    def follow(self, begun: str) -> Iterator[Candidate]:
        """Return what may follow, whether or not it begins as the word does."""
        option, equals, _ = begun.partition("=")
        if self.before and self._takes_value(self.before[-1]):
            yield from self._values(self.options[self.before[-1]], begun)
        elif equals and option in self.options:
            for value, description in self._values(self.options[option], begun.partition("=")[2]):
                yield Candidate(f"{option}={value}", description)
        elif begun.startswith("-"):
            yield from (Candidate(name, one.help or "") for name, one in sorted(self.options.items()))
        elif commands := getattr(self.command, "commands", {}):
            yield from (Candidate(name, one.help or "") for name, one in commands.items())
        elif self.arguments:
            place = min(len(self.given), len(self.arguments) - 1)
            if place == len(self.given) or self.arguments[place].nargs == -1:
                yield from self._values(self.arguments[place], begun)

    def _values(self, parameter: Any, begun: str) -> Iterator[Candidate]:
        """Return what a parameter takes: its choices, else what its metavar stands for."""
        if choices := getattr(parameter.type, "choices", None):
            yield from (Candidate(str(getattr(one, "value", one))) for one in choices)
            return
        metavar = (parameter.metavar or "").strip("[]")
        if _CHOICES.fullmatch(metavar):
            yield from (Candidate(one) for one in metavar.split("|"))
        elif metavar.startswith("CHECKLIST"):
            from lawcheck.storage.checklists import shelf

            yield from (Candidate(one.id, said(one.title)) for one in shelf())
        elif metavar == "FORMAT=FILE":
            yield from (Candidate(f"{one}=") for one in Format if one not in FOR_AN_AUDIENCE)
        elif metavar == "ID[:ROW":
            yield from self._rows(begun) if ":" in begun else self._items()
        elif metavar == "ID":
            yield from self._items()
        elif metavar == "NAME=VALUE":
            yield from (Candidate(f"{one.name}=", said(one.title)) for one in self._checklist().asked_figures)
        elif metavar == "KEY":
            yield from self._pieces()

    def _items(self) -> Iterator[Candidate]:
        checklist = self._checklist()
        yield from (Candidate(one.id, said(one.title)) for one in checklist.items)
        yield from (Candidate(one.id, said(one.title)) for one in checklist.vetoes)

    def _rows(self, begun: str) -> Iterator[Candidate]:
        item = self._checklist().items_by_id.get(begun.partition(":")[0])
        if item is not None:
            yield from (Candidate(f"{item.id}:{row.id}", said(row.title)) for row in item.evidence)

    def _pieces(self) -> Iterator[Candidate]:
        from lawcheck.storage.toml import ASSESSMENT_LIMIT, parse_document, read_bytes

        file = settings.folder() / "assessment.toml"
        data = read_bytes(file, ASSESSMENT_LIMIT)
        stated = parse_document(Assessment, data, str(file), newest=ASSESSMENT_FORMAT)
        yield from (Candidate(key, piece.name) for key, piece in stated.evidence.items())

    def _checklist(self) -> Checklist:
        """Return the checklist that the line names, else the workspace's."""
        from lawcheck.cli.loading import load_checklist

        named = [one for one in self.arguments if (one.metavar or "").startswith("CHECKLIST")]
        if named and self.given and self.given[0] != ".":
            return load_checklist(self.given[0])
        return load_checklist(str(settings.folder() / "checklist.toml"))
