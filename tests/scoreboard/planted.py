"""Broken ways to save: the program's own operations in another order, or with some left out.

Whoever says that the power cuts prove something must see them catch each of these.
"""

import os
from pathlib import Path
from typing import Any

from tests.scoreboard.crashes import Checker, unsound
from tests.scoreboard.faults import InPlace, Layer
from tests.scoreboard.powercuts import power_cuts
from tests.scoreboard.stage import Tally


class _Watching(Layer):
    """Knows which file a handle belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[int, Path] = {}

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        done = super().call(operation, *args, **kwargs)
        if operation is os.open:
            self.files[done] = Path(args[0])
        return done

    def name(self, fd: int) -> str:
        return self.files[fd].name if fd in self.files else ""

    def around(self, operation: Any, *args: Any) -> Any:
        """Do an operation that nobody holds back."""
        return Layer.call(self, operation, *args)


class Unsynced(_Watching):
    """Syncs no file."""

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation is os.fsync and not self.files[args[0]].is_dir():
            return None
        return super().call(operation, *args, **kwargs)


class HistoryUnsynced(_Watching):
    """Does not sync the history, and says that it is saved."""

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation is os.fsync and self.name(args[0]) == "history.jsonl":
            return None
        return super().call(operation, *args, **kwargs)


class AssessmentUnsynced(_Watching):
    """Moves an assessment into place that was not synced."""

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation is os.fsync and self.name(args[0]) == "next.toml":
            return None
        return super().call(operation, *args, **kwargs)


class FoldersUnsynced(_Watching):
    """Syncs no folder: names are lost, that of new evidence among them."""

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation is os.fsync and self.files[args[0]].is_dir():
            return None
        return super().call(operation, *args, **kwargs)


class MovedFirst(_Watching):
    """Moves the assessment before the line is in the history."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[bytes] = []
        self.history: Path | None = None

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation is os.write and self.name(args[0]) == "history.jsonl":
            self.history = self.files[args[0]]
            self.held.append(bytes(args[1]))
            return len(args[1])
        done = super().call(operation, *args, **kwargs)
        if operation is os.replace and args[1].name == "assessment.toml" and self.history:
            fd = super().call(os.open, self.history, os.O_WRONLY | os.O_APPEND)
            self.around(os.write, fd, b"".join(self.held))
            self.around(os.fsync, fd)
            os.close(fd)
        return done


class HistoryRewritten(_Watching):
    """Writes the whole history anew for each line."""

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation is os.write and self.name(args[0]) == "history.jsonl":
            path = self.files[args[0]]
            whole = path.read_bytes() + bytes(args[1])
            fd = super().call(os.open, path, os.O_WRONLY | os.O_TRUNC)
            self.around(os.write, fd, whole)
            self.around(os.fsync, fd)
            os.close(fd)
            return len(args[1])
        return super().call(operation, *args, **kwargs)


class EvidenceLast(_Watching):
    """Moves evidence into place after it was registered."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[tuple[Path, Path]] = []

    def call(self, operation: Any, /, *args: Any, **kwargs: Any) -> Any:
        if operation is os.replace and args[1].parent.name == "evidence":
            self.held.append((args[0], args[1]))
            return None
        if getattr(operation, "__name__", "") == "unlink" and any(
            operation.__self__ == source for source, _ in self.held
        ):
            return None
        done = super().call(operation, *args, **kwargs)
        if operation is os.replace and args[1].name == "assessment.toml":
            for source, target in self.held:
                super().call(os.replace, source, target)
        return done


Orders = dict[str, tuple[type[Layer], tuple[str, ...]]]

BROKEN: Orders = {
    "written in place": (InPlace, ("set",)),
    "no file is synced": (Unsynced, ("set",)),
    "the history is not synced": (HistoryUnsynced, ("set",)),
    "the assessment is not synced": (AssessmentUnsynced, ("set",)),
    "no folder is synced": (FoldersUnsynced, ("evidence add",)),
    "moved before the line is written": (MovedFirst, ("set",)),
    "the whole history written anew": (HistoryRewritten, ("set",)),
    "evidence moved after it is registered": (EvidenceLast, ("evidence add",)),
}


def broken_orders(*, stride: int = 1, check: Checker = unsound, orders: Orders = BROKEN) -> Tally:
    """Plant each broken order and see that power cuts find at least one bad state."""
    tally = Tally()
    for name, (layer, only) in orders.items():
        found = power_cuts(stride=stride, planted=layer, check=check, only=only, twice=False)
        tally.count(name, [] if found.bad else [f"{found.tried} states, and nothing found"])
    return tally
