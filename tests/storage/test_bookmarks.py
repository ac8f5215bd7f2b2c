from pathlib import Path

from lawcheck.storage import bookmarks
from lawcheck.storage.lock import PRIVATE


def test_recall_gives_what_was_kept_last(root: Path) -> None:
    bookmarks.keep(root, "A-01")
    bookmarks.keep(root, "A-02")

    assert bookmarks.recall(root) == "A-02"


def test_recall_of_nothing_is_none(root: Path) -> None:
    assert bookmarks.recall(root) is None


def test_recall_of_what_is_no_text_is_none(root: Path) -> None:
    (root / PRIVATE / "walk").write_bytes(b"\xff\xfe")

    assert bookmarks.recall(root) is None


def test_keep_leaves_nothing_else_behind(root: Path) -> None:
    before = {path.name for path in (root / PRIVATE).iterdir()}

    bookmarks.keep(root, "A-01")

    assert {path.name for path in (root / PRIVATE).iterdir()} == before | {"walk"}


def test_keep_where_the_disk_refuses_does_no_harm(root: Path) -> None:
    (root / PRIVATE / "walk").mkdir()

    bookmarks.keep(root, "A-01")

    assert bookmarks.recall(root) is None
    assert not list((root / PRIVATE).glob("walk-*"))
