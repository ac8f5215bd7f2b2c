"""The page for the seal (自评结果确认表): what was signed, and the head of the history to compare with."""

from collections.abc import Iterator
from fractions import Fraction

from lawcheck.domain.signing import Confirmation
from lawcheck.domain.signoff import Role, groups
from lawcheck.formats import wording
from lawcheck.formats.signing import role
from lawcheck.formats.wording import points, said
from lawcheck.i18n import tr

BLANK = "_" * 16


def render(page: Confirmation) -> str:
    """Return the page as plain text."""
    lines = [title(), "", *(wording.labelled(label, value) for label, value in facts(page))]
    lines += ["", page.signoff.text, "", head_title(page)]
    lines += [f"    {' '.join(row)}" for row in head_rows(page)]
    lines += [*origin(page), "", *(_line(one, page) for one in Role), "", seal()]
    return "\n".join(lines) + "\n"


def title() -> str:
    """Return the page's title."""
    return tr("Confirmation of the self-assessment")


def facts(page: Confirmation) -> Iterator[tuple[str, str]]:
    """Return the rows of the page's table: what it is, and its value."""
    signoff, checklist = page.signoff, page.checklist
    yield tr("unit"), signoff.unit
    yield (
        tr("checklist"),
        tr(
            "{title} ({id}, version {version})",
            title=said(checklist.title),
            id=signoff.checklist,
            version=signoff.checklist_version,
        ),
    )
    yield tr("period"), said(checklist.period.label)
    yield tr("claimed"), _score(signoff.claimed, page)
    yield tr("supported"), _score(signoff.supported, page)
    yield tr("reviewed"), _score(signoff.reviewed, page)
    yield tr("answered"), tr("{answered} of {items} items", answered=signoff.answered, items=signoff.items)
    yield (
        tr("evidence"),
        tr(
            "{pieces} pieces, {absent} of them with a file that is missing or was changed",
            pieces=signoff.pieces,
            absent=len(signoff.absent),
        ),
    )
    yield tr("Gate"), tr("passed") if signoff.passed else tr("not passed")


def head_title(page: Confirmation) -> str:
    """Return what the groups of digits are."""
    return tr("The hash of entry {entries} of the history (history.jsonl):", entries=page.signoff.entries)


def head_rows(page: Confirmation) -> list[list[str]]:
    """Return the head of the history in eight groups of eight digits, four to a row."""
    eight = groups(page.signoff.head)
    return [eight[:4], eight[4:]]


def origin(page: Confirmation) -> Iterator[str]:
    """Return where the figures come from, and how the page is compared with the folder."""
    file = f"signoff/{page.signoff.number:04}.toml"
    when = page.signoff.at[:16].replace("T", " ")
    yield tr("Recorded as {file}, {when} by the clock of the unit's computer.", file=file, when=when)
    if page.sm3:
        yield tr("SM3 of {file}: {digest}", file=file, digest=page.sm3)
    yield tr("To compare: lawcheck verify --against, with the digits above in quotation marks.")


def person(one: Role, page: Confirmation) -> str:
    """Return a role, and in whose name it was recorded."""
    name = page.names.get(one)
    return role(one) if name is None else tr("{role} (recorded: {name})", role=role(one), name=name)


def seal() -> str:
    """Return the place of the seal."""
    return tr("(seal of the unit)")


def _line(one: Role, page: Confirmation) -> str:
    signature, day = tr("signature"), tr("date")
    return f"{person(one, page)}  {signature} {BLANK}  {day} {BLANK}"


def _score(value: Fraction | None, page: Confirmation) -> str:
    if value is None:
        return wording.NOTHING
    return tr("{points} of {full}", points=points(value), full=points(page.checklist.scoring.total))
