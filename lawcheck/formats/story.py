"""The history as a story: who did what, when, and what it changed, a block an entry."""

from collections.abc import Iterable, Iterator
from typing import Any

from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import Checklist
from lawcheck.domain.history import Change, Entry
from lawcheck.domain.signoff import recorded
from lawcheck.formats import wording
from lawcheck.formats.wording import said
from lawcheck.i18n import tr


def about(entries: Iterable[Entry], item: str | None, checklist: Checklist) -> list[Entry]:
    """Return the entries that touch `item`, cut to its answer, figures and evidence; all without one."""
    if item is None:
        return list(entries)
    figures = {f"figures.{one.name}" for one in checklist.asked_figures if one.owner == item}
    found = []
    for entry in entries:
        serving = tuple(f"{one.path.rpartition('.')[0]}." for one in entry.changes if _serves(one, item))
        changes = tuple(
            one
            for one in entry.changes
            if one.path.startswith((f"answers.{item}.", *serving)) or one.path in figures
        )
        if changes:
            found.append(entry._replace(changes=changes))
    return found


def _serves(change: Change, item: str) -> bool:
    if not change.path.startswith("evidence."):
        return False
    rows = [*_list(change.old), *_list(change.new)]
    return any(row.startswith(f"{item}:") for row in rows)


def _list(leaf: object) -> list[str]:
    return leaf if isinstance(leaf, list) else []


def render(entries: list[Entry], checklist: Checklist) -> str:
    """Return every entry with its changes, oldest first."""
    if not entries:
        return tr("nothing has been recorded of this") + "\n"
    lines = [line for entry in entries for line in _entry(entry, checklist)]
    return (
        "\n".join([*lines, "", tr("Names are as they were typed, times as this computer's clock said.")])
        + "\n"
    )


def _entry(entry: Entry, checklist: Checklist) -> Iterator[str]:
    yield describe_entry(entry)
    if entry.why:
        yield tr("   why: {why}", why=entry.why)
    for line in describe_changes(entry.changes, checklist):
        yield f"   {line}"


def describe_changes(changes: Iterable[Change], checklist: Checklist) -> Iterator[str]:
    """Return what changes did, a line for each answer, figure and piece of evidence."""
    together: dict[str, list[Change]] = {}
    for change in changes:
        folder, _, rest = change.path.partition(".")
        subject = f"{folder}.{rest.partition('.')[0]}" if folder in ("answers", "evidence") else change.path
        if subject != "format":
            together.setdefault(subject, []).append(change)
    for subject, ones in together.items():
        folder, _, key = subject.partition(".")
        if folder == "answers":
            found = checklist.items_by_id.get(key)
            yield " ".join((key, *([said(found.title)] if found else []), _leaves(ones)))
        elif folder == "evidence":
            yield _describe_piece(key, ones)
        else:
            yield describe_change(ones[0], checklist)


def _describe_piece(key: str, changes: list[Change]) -> str:
    new = {change.path.rpartition(".")[2]: change.new for change in changes}
    old = {change.path.rpartition(".")[2]: change.old for change in changes}
    if old.get("name") is None and "name" in old:
        rows = tr(", ").join(_list(new.get("serves"))) or wording.NOTHING
        return tr("evidence {key} “{name}” for {rows}", key=key, name=new["name"], rows=rows)
    if new.get("name") is None and "name" in new:
        return tr("evidence {key} “{name}” off the register", key=key, name=old["name"])
    return wording.labelled(tr("evidence {key}", key=key), _leaves(changes))


def _leaves(changes: list[Change]) -> str:
    return tr("; ").join(_change(_leaf(one.path.rpartition(".")[2]), one) for one in _status_first(changes))


def _status_first(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda one: not one.path.endswith(".status"))


def describe_entry(entry: Entry) -> str:
    """Return number, time, person and act of an entry."""
    when = entry.at[:16].replace("T", " ")
    return tr("{seq}. {at} {who}: {act}", seq=entry.seq, at=when, who=entry.who, act=_act(entry))


def _act(entry: Entry) -> str:
    acts = {
        "new": tr("made the workspace"),
        "demo": tr("made the demonstration"),
        "set": tr("answered"),
        "walk": tr("answered in the walk"),
        "evidence-add": tr("added evidence"),
        "import": tr("took in sheets"),
        "evidence-remove": tr("removed evidence"),
        "outside-edit": tr("edited by hand"),
        "sign-scan": tr("filed the scan of a signed page"),
    }
    if signed := recorded(entry):
        return tr("signed off: no. {number}", number=f"{signed.number:04}")
    verb, _, number = entry.act.partition("-")
    if verb == "undo":
        act = tr("took back no. {number}", number=number)
    elif verb == "redo":
        act = tr("made again what no. {number} took back", number=number)
    else:
        act = acts.get(entry.act, entry.act)
    return f"{act} {entry.item}" if entry.item else act


def describe_change(change: Change, checklist: Checklist) -> str:
    """Return what one change did, as `name: old → new`."""
    return _change(name_of(change.path, checklist), change)


def _change(name: str, change: Change) -> str:
    old, new = _value(change.path, change.old), _value(change.path, change.new)
    if change.old is None:
        return tr("{name}: {new}", name=name, new=new)
    if change.new is None:
        return tr("{name}: {old} taken back", name=name, old=old)
    return tr("{name}: {old} → {new}", name=name, old=old, new=new)


def name_of(path: str, checklist: Checklist) -> str:
    """Return what stands at a path of the history."""
    kind, _, rest = path.partition(".")
    if kind == "figures" and rest in checklist.figures_by_name:
        return tr("figure {title}", title=said(checklist.figures_by_name[rest].title))
    parameter = next((one for one in checklist.parameters if one.name == rest), None)
    if kind == "parameters" and parameter:
        return tr("parameter {title}", title=said(parameter.title))
    if kind == "answers":
        item, _, leaf = rest.partition(".")
        found = checklist.items_by_id.get(item)
        return f"{item} {said(found.title) if found else ''} {_leaf(leaf)}".replace("  ", " ")
    if kind == "evidence":
        key, _, leaf = rest.partition(".")
        return tr("evidence {key}, {leaf}", key=key, leaf=_leaf(leaf))
    return _leaf(path)


def _leaf(name: str) -> str:
    names = {
        "status": tr("status"),
        "note": tr("note"),
        "reason": tr("reason"),
        "owner": tr("owner"),
        "due": tr("due"),
        "confirmed": tr("confirmed"),
        "name": tr("name"),
        "kind": tr("kind"),
        "serves": tr("serves"),
        "covers": tr("covers"),
        "level": tr("level"),
        "target": tr("target"),
        "unit": tr("unit"),
        "checklist": tr("checklist"),
        "format": tr("format"),
        "added": tr("added"),
        "size": tr("size"),
    }
    return names.get(name, name)


def _value(path: str, leaf: object) -> str:
    if isinstance(leaf, list):
        return ", ".join(leaf)
    if path.endswith(".status") and isinstance(leaf, str) and leaf in list(Status):
        return wording.status(Status(leaf))
    return str(leaf)


def table(entries: list[Entry]) -> dict[str, Any]:
    """Return the entries as JSON shows them."""
    return {"format": 1, "entries": [_row(entry) for entry in entries]}


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "who": entry.who,
        "act": entry.act,
        "item": entry.item,
        "why": entry.why,
        "changes": [{"path": one.path, "old": one.old, "new": one.new} for one in entry.changes],
        "hash": entry.hash,
    }
