"""What is wrong with a checklist that can be read: sums, references, order, words. Codes are stable.

Each problem's path leads to the very key. Ids that differ by case alone need no rule: the shape of an id
leaves no choice of case.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass

from lawcheck.domain.checklist import Checklist
from lawcheck.domain.lint_formulas import Known
from lawcheck.domain.lint_gate import lint_gate
from lawcheck.domain.lint_groups import lint_groups, lint_precision
from lawcheck.domain.lint_items import lint_item
from lawcheck.domain.lint_parameters import know_parameters, lint_parameters, lint_places, of_unit, units
from lawcheck.domain.lint_references import lint_figures, lint_references
from lawcheck.domain.problems import Nearest, Path, Problem, problem
from lawcheck.domain.quantities import DECIMAL_PLACES_LIMIT
from lawcheck.domain.values import Words

_LANGUAGES = ("zh", "en")
_YEARS_LIMIT = 10


def lint(checklist: Checklist) -> list[Problem]:
    """Return all problems, none for a checklist that may be used."""
    known = _know(checklist)
    return [
        *_lint_head(checklist),
        *_lint_words(checklist),
        *_lint_ids(checklist),
        *_lint_units(checklist, _lint_points),
        *lint_parameters(checklist, known),
        *lint_references(checklist, known.nearest),
        *lint_figures(checklist, known),
        *lint_gate(checklist, known),
        *_lint_units(checklist, lambda one: _lint_items(one, known)),
    ]


def _lint_units(
    checklist: Checklist, lint_unit: Callable[[Checklist], Iterator[Problem]]
) -> Iterator[Problem]:
    """Yield what is wrong for any kind of unit, said of the first one of which it is so."""
    seen: set[tuple[str, Path]] = set()
    for unit in units(checklist):
        found = list(lint_unit(unit.checklist))
        yield from (of_unit(unit, one) for one in found if (one.code, one.path) not in seen)
        seen |= {(one.code, one.path) for one in found}


def _lint_points(checklist: Checklist) -> Iterator[Problem]:
    yield from lint_groups(checklist)
    yield from lint_precision(checklist)


def _lint_items(checklist: Checklist, known: Known) -> Iterator[Problem]:
    for number, item in enumerate(checklist.items):
        yield from lint_item(item, ("items", number), known)


def _know(checklist: Checklist) -> Known:
    if _is_long(checklist):
        kinds = {figure.name: figure.kind for figure in checklist.figures}
        return Known({**know_parameters(checklist), **kinds}, Nearest())
    kinds = {name: figure.kind for name, figure in checklist.figures_by_name.items()}
    return Known({**know_parameters(checklist), **kinds}, Nearest(), checklist.periodic_figures)


def _is_long(checklist: Checklist) -> bool:
    # The parts of a periodic figure are counted out, and a mistyped year would make thousands of each.
    return checklist.period.last.year - checklist.period.first.year >= _YEARS_LIMIT


def _lint_head(checklist: Checklist) -> Iterator[Problem]:
    if checklist.language not in _LANGUAGES:
        yield problem(
            'the language is "zh" or "en", not \'{language}\'',
            code="language",
            path=("language",),
            language=checklist.language,
        )
    if checklist.period.last < checklist.period.first:
        yield problem("the period ends before it begins", code="period-order", path=("period", "last"))
    if _is_long(checklist):
        yield problem(
            "the period is longer than {limit} years; correct its days",
            code="period-long",
            path=("period", "last"),
            limit=_YEARS_LIMIT,
        )
    if checklist.scoring.decimals > DECIMAL_PLACES_LIMIT:
        yield problem(
            "an item is rounded to at most {limit} decimals",
            code="decimals",
            path=("scoring", "decimals"),
            limit=DECIMAL_PLACES_LIMIT,
        )


def _lint_words(checklist: Checklist) -> Iterator[Problem]:
    for path, words in _all_words(checklist, ()):
        for language in _LANGUAGES:
            text = getattr(words, language)
            if not text.strip():
                yield problem(
                    "the words are missing in the language '{language}'",
                    code="language-missing",
                    level="warning" if language == "en" else "error",
                    path=(*path, language),
                    language=language,
                )
            yield from lint_places(text, checklist, (*path, language))


def _all_words(value: object, path: Path) -> Iterator[tuple[Path, Words]]:
    if isinstance(value, Words):
        yield path, value
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _all_words(one, (*path, number))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _all_words(one, (*path, key))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _all_words(getattr(value, field.name), (*path, field.name))


def _lint_ids(checklist: Checklist) -> Iterator[Problem]:
    # Items, notes and vetoes share their ids: a figure's owner may be any of the last two's kind.
    rows = [
        (row.id, (kind, number, "id"))
        for kind in ("items", "notes", "vetoes", "parameters")
        for number, row in enumerate(getattr(checklist, kind))
    ]
    for single in ("grades", "groups", "deadlines", "checks"):
        yield from _twice((row.id, (single, n, "id")) for n, row in enumerate(getattr(checklist, single)))
    yield from _twice(rows)
    yield from _twice((entry.id, ("gate", "items", n, "id")) for n, entry in enumerate(checklist.gate.items))
    yield from _twice((figure.name, ("figures", n, "name")) for n, figure in enumerate(checklist.figures))


def _twice(rows: Iterable[tuple[str, Path]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, path in rows:
        if name in seen:
            yield problem(
                "'{id}' stands here for the second time; an id is used once",
                code="id-twice",
                path=path,
                id=name,
            )
        seen.add(name)
