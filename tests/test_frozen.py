"""Workspaces as earlier versions wrote them: they stay here for ever, and are opened, verified and scored.

A folder bears its format's name. Nothing in it is ever changed: where one of these tests turns red, it is
the program that no longer reads what people have.
"""

import json
import shutil
from pathlib import Path

import pytest

from lawcheck.domain.checklist import Column
from lawcheck.storage.verify import verify
from lawcheck.storage.workspace import open_workspace
from tests.conftest import Run

WORKSPACES = Path(__file__).parent / "data" / "workspaces"
SCORED = {"format-1": ("4", "1", "fb73267635ffbfd6928fa8dfbe2753e4783e5436d39742c75c0db1d59e709772")}


def snapshot(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_every_frozen_workspace_has_its_figures() -> None:
    assert {path.name for path in WORKSPACES.iterdir() if path.is_dir()} == set(SCORED)


@pytest.mark.parametrize("name", SCORED)
def test_a_frozen_workspace_is_sound_and_scores_the_same(name: str) -> None:
    root = WORKSPACES / name
    claimed, supported, head = SCORED[name]
    before = snapshot(root)

    workspace = open_workspace(root)
    columns = workspace.score().totals.columns

    assert [one for one in verify(root) if one.level == "error"] == []
    assert (str(columns[Column.CLAIMED]), str(columns[Column.SUPPORTED])) == (claimed, supported)
    assert workspace.signed is not None
    assert workspace.signed.record is not None
    assert workspace.signed.record.head == head
    assert snapshot(root) == before


@pytest.mark.parametrize("name", SCORED)
def test_a_frozen_workspace_can_be_worked_on(run: Run, tmp_path: Path, name: str) -> None:
    shutil.copytree(WORKSPACES / name, tmp_path / name)

    assert run("-C", tmp_path / name, "set", "B-08", "--status", "done").code == 0
    assert run("-C", tmp_path / name, "verify", "--against", WORKSPACES / name).code == 0


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH")
@pytest.mark.parametrize("name", SCORED)
def test_the_signature_in_a_frozen_workspace_still_proves_the_name(run: Run, name: str) -> None:
    ran = run(
        "-C", WORKSPACES / name, "verify", "--signers", WORKSPACES / "allowed_signers", "--format", "json"
    )

    assert "signoff-proved" in [one["code"] for one in json.loads(ran.out)["findings"]]


@pytest.mark.parametrize("file", ["assessment.toml", "checklist.toml", "review.toml", "history.jsonl"])
@pytest.mark.parametrize("command", [["score"], ["gate"], ["set", "B-08", "--status", "done"], ["undo"]])
def test_a_newer_format_is_refused_and_nothing_is_touched(
    run: Run, tmp_path: Path, file: str, command: list[str]
) -> None:
    root = tmp_path / "newer"
    shutil.copytree(WORKSPACES / "format-1", root)
    path = root / file
    if file == "review.toml":
        path.write_text("format = 9\n", encoding="utf-8")
    elif file == "history.jsonl":
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join([*lines, lines[-1].replace(b'{"v":1', b'{"v":2')]))
    else:
        path.write_bytes(path.read_bytes().replace(b"format = 1", b"format = 9", 1))
    before = snapshot(root)

    ran = run("-C", root, *command)

    # The checklist is bound by its hash: one that was put in its place is no newer one.
    assert ran.code == (6 if file == "checklist.toml" else 3)
    assert "install" in ran.err or file == "checklist.toml"
    assert {path: data for path, data in snapshot(root).items() if ".lawcheck" not in path.parts} == before
