"""The words for sign-offs: who signed as what, and how the state stands to it now."""

from collections.abc import Iterator
from typing import Any

from lawcheck.domain.signoff import Part, Role, Standing
from lawcheck.i18n import tr


def role(value: Role) -> str:
    """Return as whom somebody signs."""
    names = {
        Role.HANDLER: tr("handling officer"),
        Role.DEPUTY: tr("deputy in charge"),
        Role.HEAD: tr("principal"),
    }
    return names[value]


def standing_lines(one: Standing) -> Iterator[str]:
    """Return who signed last, in whose name only, and what is different since."""
    number, record = f"{one.signed.number:04}", one.signed.record
    if record is None:
        yield tr("sign-off {number}: its file is not the one recorded; see `lawcheck verify`", number=number)
        return
    who = {"number": number, "name": record.name, "role": role(record.role), "day": record.at[:10]}
    yield tr("signed off: no. {number} in the name of {name}, {role}, {day}", **who)
    if Part.VALUES in one.changed or Part.CHECKLIST in one.changed:
        yield tr("changed since sign-off ({entries} entries)", entries=one.entries)
    if Part.CASES in one.changed:
        yield tr("since sign-off, cases were changed, added or taken out")
    if Part.EVIDENCE in one.changed:
        yield tr("since sign-off, files of evidence went missing, were changed, or came back")


def standing_table(one: Standing) -> dict[str, Any]:
    """Return the newest sign-off as JSON shows it; `changed` names what is different since."""
    record = one.signed.record
    return {
        "number": one.signed.number,
        "name": record.name if record else None,
        "role": str(record.role) if record else None,
        "at": record.at if record else None,
        "head": record.head if record else None,
        "changed": [str(part) for part in one.changed],
        "entries": one.entries,
    }
