"""Kills, I/O errors and Ctrl-C at every file operation of every command, until a run meets none."""

import errno
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from lawcheck.storage.disk import Disk
from lawcheck.storage.verify import verify
from tests.scoreboard import witness
from tests.scoreboard.faults import Dying, Failing, Interrupted, Killed
from tests.scoreboard.stage import Ran, Tally, fill_sheet, furnish, run, scratch

Values = dict[str, Any] | None
"""The values of an assessment; None where there is no workspace yet."""

Checker = Callable[[Path], list[str]]

IO_ERRORS = (
    (errno.ENOSPC, False),
    (errno.EIO, False),
    (errno.EACCES, False),
    (errno.EROFS, False),
    (errno.ENOSPC, True),
    (errno.EROFS, True),
)
"""Errors, and whether all later operations fail as well: a disk stays full, and stays read-only."""


class Scene(NamedTuple):
    """A command, the folder that it is run in, and the values before and after."""

    name: str
    template: Path
    arguments: tuple[str, ...]
    old: Values
    new: Values
    edited: bool = False

    def spoken(self, folder: Path) -> list[str]:
        return [one.replace("{}", str(folder)) for one in self.arguments]


_IN = ("-C", "{}/unit")
WRITING: dict[str, tuple[str, ...]] = {
    "new": ("new", "{}/small.toml", "{}/unit", "--unit", "甲"),
    "set": (*_IN, "set", "A-01", "--status", "partial", "--note", "改", "--why", "补充"),
    "set --clear": (*_IN, "set", "A-01", "--clear"),
    "evidence add": (*_IN, "evidence", "add", "{}/台账.xlsx", "--item", "A-01:ledger"),
    "evidence remove": (*_IN, "evidence", "remove", "e0003"),
    "evidence add, a folder": (*_IN, "evidence", "add", "{}/材料"),
    "sheet import": (*_IN, "sheet", "import", "{}/自评表.xlsx"),
    "undo": (*_IN, "undo"),
    "set, edited by hand": (*_IN, "set", "A-01", "--status", "partial", "--note", "改"),
    "sign": (*_IN, "sign", "--name", "张三", "--role", "head"),
    "repair, edited by hand": (*_IN, "repair", "--yes"),
}
READING: dict[str, tuple[str, ...]] = {
    name: (*_IN, *name.split()) for name in ("score", "gate", "status", "explain A-01", "history", "verify")
} | {
    "evidence list": (*_IN, "evidence", "list"),
    "report": (*_IN, "report", "--format", "json", "-o", "{}/report.json"),
}


def values_of(root: Path) -> Values:
    """Return the values of a workspace, None where there is none."""
    return witness.values(root) if (root / "assessment.toml").exists() else None


def scenes(folder: Path, commands: Iterable[str] = WRITING) -> list[Scene]:
    """Lay out the folders for `commands` and find out what each makes of its own."""
    laid = []
    for number, name in enumerate(commands):
        template, edited = folder / f"template-{number}", name.endswith("by hand")
        furnish(template, edited=edited)
        if name == "sheet import":
            fill_sheet(template / "unit", template / "自评表.xlsx")
        if name == "new":
            shutil.rmtree(template / "unit")
        arguments = WRITING.get(name) or READING[name]
        scene = Scene(name, template, arguments, values_of(template / "unit"), None, edited)
        tried = copied(scene, folder / "once")
        ran = run(*scene.spoken(tried))
        assert ran.code in (0, 1), (name, ran)
        laid.append(scene._replace(new=values_of(tried / "unit")))
        shutil.rmtree(tried)
    return laid


def copied(scene: Scene, folder: Path) -> Path:
    """Copy the scene's folder; times too, so that nothing looks older or newer than it is."""
    shutil.copytree(scene.template, folder)
    return folder


def unsound(root: Path) -> list[str]:
    """Return what `verify` finds differing; what it only notes is no fault."""
    return [f"{one.code} {one.file}" for one in verify(root) if one.level == "error"]


def aftermath(
    scene: Scene, folder: Path, check: Checker = unsound, *, expected: tuple[Values, ...] | None = None
) -> list[str]:
    """Return what is wrong after a fault: the next command must just work, on the old state or the new."""
    root, faults = folder / "unit", []
    allowed = expected or (scene.old, scene.new)
    if scene.name != "new":
        faults += _spoken_well(run("-C", root, "score"), (0,))
    # A workspace that was only begun is no workspace: the same command makes it.
    now = values_of(root) if scene.name != "new" or run("-C", root, "score").code == 0 else None
    if now not in allowed:
        return [*faults, "neither the old values nor the new"]
    if now is not None:
        faults += _sound(root, check, edited=scene.edited and now == scene.old)
    again = run(*scene.spoken(folder))
    faults += _spoken_well(again, (0,) if now == scene.old else (0, 2))
    if now == scene.old and values_of(root) != scene.new:
        faults.append("the same command, run again, gives other values")
    return faults + _sound(root, check, edited=scene.edited and now == scene.old and again.code != 0)


def _sound(root: Path, check: Checker, *, edited: bool) -> list[str]:
    faults = check(root)
    if not edited:
        faults = faults + witness.objections(root)
        faults += [f"unexpected {one.code}" for one in verify(root) if one.code == "outside-edit"]
    return faults


def _spoken_well(ran: Ran, codes: tuple[int, ...]) -> list[str]:
    faults = []
    if ran.code not in codes:
        faults.append(f"exit {ran.code}: {ran.err.strip()[:200]}")
    if "Traceback" in ran.spoke:
        faults.append("a traceback")
    return faults


def kills(
    *,
    stride: int = 1,
    planted: Callable[[Disk], Disk] = lambda disk: disk,
    check: Checker = unsound,
    only: tuple[str, ...] = (),
) -> Tally:
    """Kill every writing command at every operation; every `stride`th in the short form."""
    tally = Tally()
    with scratch() as place:
        for scene in scenes(place, only or WRITING):
            for left in range(0, 10_000, stride):
                folder = copied(scene, place / "trial")
                try:
                    run(*scene.spoken(folder), disk=planted(Dying(left)))
                except Killed:
                    tally.count(f"{scene.name}, operation {left}", aftermath(scene, folder, check))
                    done = False
                else:
                    done = True
                shutil.rmtree(folder)
                if done:
                    break
    tally.note = f"{len(only or WRITING)} commands"
    return tally


def interrupts(*, stride: int = 1) -> Tally:
    """Press Ctrl-C during every operation of every writing command: exit 130, old state or new."""
    tally = Tally()
    with scratch() as place:
        for scene in scenes(place):
            for left in range(0, 10_000, stride):
                folder, disk = copied(scene, place / "trial"), Interrupted(left)
                ran = run(*scene.spoken(folder), disk=disk)
                if disk.left < 0:
                    faults = _spoken_well(ran, (130,)) + aftermath(scene, folder)
                    tally.count(f"{scene.name}, operation {left}", faults)
                shutil.rmtree(folder)
                if disk.left >= 0:
                    break
    return tally


def io_errors(*, stride: int = 1) -> Tally:
    """Fail every operation of every command with every error, once and lastingly."""
    tally = Tally()
    with scratch() as place:
        for scene in scenes(place, [*WRITING, *READING]):
            for code, lasting in IO_ERRORS:
                _fail_all(scene, place, code, tally, stride=stride, lasting=lasting)
    tally.note = f"{len(IO_ERRORS)} errors; {len(WRITING)} writing commands, {len(READING)} reading"
    return tally


def _fail_all(scene: Scene, place: Path, code: int, tally: Tally, *, stride: int, lasting: bool) -> None:
    for left in range(0, 10_000, stride):
        folder, disk = copied(scene, place / "trial"), Failing(left, code, lasting=lasting)
        ran = run(*scene.spoken(folder), disk=disk)
        if disk.fired:
            how = "lasting" if lasting else "once"
            case = f"{scene.name}, {errno.errorcode[code]} {how} at {left} ({disk.operation})"
            reading = scene.name in READING
            tally.count(case, _reading(scene, folder, ran) if reading else _writing(scene, folder, ran))
        shutil.rmtree(folder)
        if not disk.fired:
            return


def _writing(scene: Scene, folder: Path, ran: Ran) -> list[str]:
    """Return what is wrong with a failed save: it says so and changes nothing, or says that it may have."""
    if ran.code == 0:
        # An error that the command can do without, as when it signs the lock or looks for a leftover.
        return aftermath(scene, folder, expected=(scene.new,))
    # `repair` looks twice, and takes what it cannot read the second time for a change in between.
    faults = _spoken_well(ran, (3, 4, 5, 6) if scene.name.startswith("repair") else (3, 5, 6))
    if not ran.err.strip():
        faults.append("says nothing")
    unsure = "is recorded" in ran.err or "may have been saved" in ran.err
    # What is left of a workspace that could not be made may be a whole one, with nothing in it yet.
    unsure = unsure or scene.name == "new"
    return faults + aftermath(scene, folder, expected=(scene.old, scene.new) if unsure else (scene.old,))


def _reading(scene: Scene, folder: Path, ran: Ran) -> list[str]:
    faults = _spoken_well(ran, (0, 1, 3, 5, 6))
    if ran.code in (3, 5) and not ran.err.strip():
        faults.append("says nothing")
    if values_of(folder / "unit") != scene.old:
        faults.append("a reading command changed the values")
    return faults + _sound(folder / "unit", unsound, edited=False)
