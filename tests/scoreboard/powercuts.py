"""Power cuts, by enumeration: every state in which a disk may be found, and every one after a second cut.

The model is harsher than file systems are. What was not synced is lost or not, each name by itself; data is
lost, cut anywhere between two writes, torn in the middle of one, or zeroed. Only a rename is one step.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from lawcheck.storage.disk import Disk
from tests.scoreboard.crashes import WRITING, Checker, Scene, Values, aftermath, scenes, unsound, values_of
from tests.scoreboard.faults import Layer
from tests.scoreboard.stage import Tally, run, scratch

FOLDER = None
"""Stands for a folder where a file would have its bytes."""

Tree = dict[str, bytes | None]
"""What lies under a folder, by its path there."""

INERT = "unit/.lawcheck/lock"
"""The lock's content is a courtesy, so it is not varied."""


class Event(NamedTuple):
    """One step on the disk: add or drop a name, write or cut a file, sync a file or a folder.

    `node` is the file's or folder's identity; `with_` the step that a drop cannot do without (a rename).
    """

    kind: str
    node: int
    path: str = ""
    at: int = 0
    data: bytes = b""


class Recorder(Layer):
    """Notes what each operation means for the disk under `root`; only the model is really synced."""

    def __init__(self, root: Path, below: Disk | None = None) -> None:
        super().__init__(below)
        self.root = root
        self.events: list[Event] = []
        self.nodes: dict[str, int] = {}
        self.count = 0
        self.handles: dict[int, tuple[int, str, int]] = {}
        for path in sorted(read_tree(root)):
            self._name(path)
        self._name("")

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        name = operation.__name__
        if name in ("fsync", "fcntl"):
            if args[0] in self.handles:
                node, path, _ = self.handles[args[0]]
                self.events.append(Event("sync", node, path))
            return None
        before = self._before(name, args)
        done = super().call(operation, *args, **kwargs)
        self._note(operation, name, args, kwargs, done, before)
        return done

    def _before(self, name: str, args: tuple[Any, ...]) -> int:
        return os.fstat(args[0]).st_size if name == "write" else 0

    def _note(  # noqa: PLR0917  # one operation, before and after
        self, operation: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], done: Any, before: int
    ) -> None:
        match name:
            case "open":
                self._opened(args, kwargs, done)
            case "write" if args[0] in self.handles:
                node, path, _ = self.handles[args[0]]
                self.events.append(Event("write", node, path, before, bytes(args[1])[:done]))
            case "ftruncate" if args[0] in self.handles:
                node, path, _ = self.handles[args[0]]
                self.events.append(Event("cut", node, path, args[1]))
            case "replace":
                self._moved(*(self._inside(one) for one in args))
            case "unlink":
                gone = self._inside(operation.__self__)
                if gone in self.nodes and not (self.root / gone).exists():
                    self.events.append(Event("drop", self.nodes.pop(gone), gone))
            case "mkdir":
                if made := self._inside(args[0]):
                    self.events.append(Event("add", self._name(made), made, -1))
            case _:
                pass

    def _opened(self, args: tuple[Any, ...], kwargs: dict[str, Any], fd: int) -> None:
        self.handles.pop(fd, None)
        path = None if kwargs.get("dir_fd") is not None else self._inside(Path(args[0]))
        if path is None:
            return
        flags = args[1]
        if path not in self.nodes:
            self.events.append(Event("add", self._name(path), path))
        elif flags & os.O_TRUNC:
            self.events.append(Event("cut", self.nodes[path], path, 0))
        self.handles[fd] = self.nodes[path], path, flags

    def _moved(self, source: str | None, target: str | None) -> None:
        assert source is not None
        assert target is not None
        node = self.nodes.pop(source)
        self.nodes[target] = node
        # One step: the old name never goes without the new one.
        self.events.append(Event("add", node, target, 0, b"moved"))
        self.events.append(Event("drop", node, source, 1))

    def _inside(self, path: Path) -> str | None:
        if not Path(path).is_relative_to(self.root):
            return None
        inside = Path(path).relative_to(self.root).as_posix()
        return "" if inside == "." else inside

    def _name(self, path: str) -> int:
        node = self.nodes[path] = self.count
        self.count += 1
        return node


def read_tree(root: Path) -> Tree:
    """Return everything under `root`."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else FOLDER
        for path in root.rglob("*")
    }


def write_tree(tree: Tree, root: Path) -> None:
    """Lay `tree` out under `root`, which must not exist."""
    root.mkdir()
    for path in sorted(tree):
        content = tree[path]
        if content is FOLDER:
            (root / path).mkdir()
        else:
            (root / path).write_bytes(content)


def states(before: Tree, events: list[Event]) -> Iterator[tuple[int, Tree]]:
    """Return every state in which the disk may be found, each with the number of steps that were made."""
    seen: set[bytes] = set()
    for made in range(len(events) + 1):
        for tree in _found_after(before, events[:made]):
            mark = fingerprint(tree) + bytes([made == len(events)])
            if mark not in seen:
                seen.add(mark)
                yield made, tree


def fingerprint(tree: Tree) -> bytes:
    """Return what two trees have in common exactly if they are the same, the lock's content aside."""
    said = sorted((path, None if path == INERT else content) for path, content in tree.items())
    return sha256(repr(said).encode()).digest()


def _found_after(before: Tree, events: list[Event]) -> Iterator[Tree]:
    nodes: dict[int, bytes | None] = {node: before[path] for node, path in enumerate(sorted(before))}
    names = {path: node for node, path in enumerate(sorted(before))}
    unsynced: dict[int, list[Event]] = {}
    pending: list[Event] = []
    for one in events:
        match one.kind:
            case "add" | "drop":
                if one.kind == "add":
                    nodes.setdefault(one.node, FOLDER if one.at == -1 else b"")
                pending.append(one)
            case "write" | "cut":
                unsynced.setdefault(one.node, []).append(one)
            case "sync":
                if one.node in unsynced:
                    nodes[one.node] = _written(nodes[one.node] or b"", unsynced.pop(one.node))
                settled = [step for step in pending if _folder(step.path) == one.path]
                for step in settled:
                    _rename(names, step)
                if one.path == "" or nodes.get(one.node) is FOLDER:
                    pending = [step for step in pending if step not in settled]
            case _:
                raise AssertionError(one.kind)
    yield from _variants(names, nodes, pending, unsynced)


def _variants(
    names: dict[str, int],
    nodes: dict[int, bytes | None],
    pending: list[Event],
    unsynced: dict[int, list[Event]],
) -> Iterator[Tree]:
    varied = [node for node in unsynced if node in nodes]
    contents = [_contents(nodes[node] or b"", unsynced[node]) for node in varied]
    for lasting in product((False, True), repeat=len(pending)):
        if not _possible(pending, lasting):
            continue
        standing = dict(names)
        for step, lasts in zip(pending, lasting, strict=True):
            if lasts:
                _rename(standing, step)
        for chosen in product(*contents):
            held = nodes | dict(zip(varied, chosen, strict=True))
            tree = {path: held[node] for path, node in standing.items()}
            # What lies in a folder whose own name was lost is lost with it.
            yield {path: content for path, content in tree.items() if _reachable(path, tree)}


def _possible(pending: list[Event], lasting: tuple[bool, ...]) -> bool:
    moved = {step.node for step, lasts in zip(pending, lasting, strict=True) if step.data and not lasts}
    return not any(
        lasts and step.kind == "drop" and step.at == 1 and step.node in moved
        for step, lasts in zip(pending, lasting, strict=True)
    )


def _rename(names: dict[str, int], step: Event) -> None:
    if step.kind == "add":
        names[step.path] = step.node
    elif names.get(step.path) == step.node:
        del names[step.path]


def _contents(durable: bytes, steps: list[Event]) -> list[bytes]:
    found = [_written(durable, steps[:count]) for count in range(len(steps) + 1)]
    last = steps[-1]
    if last.kind == "write":
        before, size = _written(durable, steps[:-1]), len(last.data)
        torn = [last.data[:1], last.data[: size // 2], last.data[:-1]]
        torn += [bytes(size), last.data[: size // 2] + bytes(size - size // 2)]
        found += [_written(before, [last._replace(data=data)]) for data in torn]
    return list(dict.fromkeys(found))


def _written(content: bytes, steps: list[Event]) -> bytes:
    for step in steps:
        if step.kind == "cut":
            content = content[: step.at].ljust(step.at, b"\0")
        else:
            content = content.ljust(step.at, b"\0")
            content = content[: step.at] + step.data + content[step.at + len(step.data) :]
    return content


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _reachable(path: str, tree: Tree) -> bool:
    folder = _folder(path)
    return not folder or (tree.get(folder, b"") is FOLDER and _reachable(folder, tree))


Planted = Callable[[], Disk]


def power_cuts(
    *,
    stride: int = 1,
    planted: Planted = Disk,
    check: Checker = unsound,
    only: tuple[str, ...] = (),
    twice: bool = True,
) -> Tally:
    """Cut every writing command at every step, and what recovers from that once more."""
    tally = Tally()
    with scratch() as place:
        for scene in scenes(place, only or WRITING):
            _Cuts(scene, place, tally, planted, check, stride).all(twice=twice)
    tally.note = f"{len(only or WRITING)} commands"
    return tally


class _Cuts:
    """The cuts of one command."""

    def __init__(  # noqa: PLR0917  # what a cut needs to know
        self, scene: Scene, place: Path, tally: Tally, planted: Planted, check: Checker, stride: int
    ) -> None:
        self.scene, self.place, self.tally = scene, place, tally
        self.planted, self.check, self.stride = planted, check, stride
        self.met: set[bytes] = set()
        self.turn = 0

    def all(self, *, twice: bool) -> None:
        """Try every state after a first cut, and after a second one while the next command runs."""
        scene = self.scene
        before = read_tree(scene.template)
        first, _ = self._recorded(before, scene.spoken(self.place / "trial"))
        for made, tree in states(before, first):
            finished = made == len(first)
            self._try(tree, (scene.new,) if finished else (scene.old, scene.new), f"step {made}")
            if not twice:
                continue
            for name, arguments in self._next().items():
                events, final = self._recorded(tree, arguments)
                for again, later in states(tree, events):
                    finished = again == len(events)
                    expected = (final,) if finished else (scene.old, scene.new, final)
                    self._try(later, expected, f"step {made}, then {name}, step {again}")

    def _next(self) -> dict[str, list[str]]:
        folder = self.place / "trial"
        if self.scene.name == "new":
            return {"new": self.scene.spoken(folder)}
        return {"score": ["-C", str(folder / "unit"), "score"], "again": self.scene.spoken(folder)}

    def _recorded(self, tree: Tree, arguments: list[str]) -> tuple[list[Event], Values]:
        folder = self.place / "trial"
        write_tree(tree, folder)
        recorder = Recorder(folder, None)
        disk = self.planted()
        # The planted fault stands above: what is recorded is what it makes of each operation.
        if isinstance(disk, Layer):
            disk.below = recorder
        run(*arguments, disk=disk if isinstance(disk, Layer) else recorder)
        final = values_of(folder / "unit")
        shutil.rmtree(folder)
        return recorder.events, final

    def _try(self, tree: Tree, expected: tuple[Values, ...], case: str) -> None:
        mark = fingerprint(tree) + repr(expected).encode()
        if mark in self.met:
            return
        self.met.add(mark)
        self.turn += 1
        if self.turn % self.stride:
            return
        folder = self.place / "trial"
        write_tree(tree, folder)
        found = aftermath(self.scene, folder, self.check, expected=expected)
        self.tally.count(f"{self.scene.name}, {case}", found)
        shutil.rmtree(folder)
