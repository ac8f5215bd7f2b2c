"""A second reading of a workspace that shares no code with the first: TOML, JSON lines and SHA-256."""

import json
import tomllib
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any


def values(root: Path) -> dict[str, Any]:
    """Return the leaves of the assessment under their dotted paths, or the error that there are none."""
    try:
        return _leaves(tomllib.loads((root / "assessment.toml").read_text("utf-8-sig")), "")
    except ValueError as error:
        return {"error": str(error)}


def entries(root: Path) -> list[dict[str, Any]]:
    """Return the lines of the history."""
    return [json.loads(line) for line in (root / "history.jsonl").read_bytes().splitlines()]


def replayed(root: Path) -> dict[str, Any]:
    """Return the leaves that the history gives."""
    found: dict[str, Any] = {}
    for entry in entries(root):
        found |= {path: new for path, _, new in entry["changes"]}
    return {path: value for path, value in found.items() if value is not None}


def objections(root: Path) -> list[str]:
    """Return why the history is no chain, or does not replay to the assessment; nothing where all is well."""
    try:
        return _objections(root)
    except (OSError, ValueError, KeyError) as error:
        return [f"{type(error).__name__}: {error}"]


def _objections(root: Path) -> list[str]:
    found, head = [], "0" * 64
    replayed: dict[str, Any] = {}
    for number, line in enumerate((root / "history.jsonl").read_bytes().split(b"\n")[:-1], 1):
        entry, bare = json.loads(line), line[: line.rindex(b',"hash":"')]
        if entry["hash"] != sha256(bare).hexdigest():
            found.append(f"line {number}: hash")
        if entry["prev"] != head or entry["seq"] != number:
            found.append(f"line {number}: chain")
        head = entry["hash"]
        for path, old, new in entry["changes"]:
            if replayed.get(path) != old:
                found.append(f"line {number}: {path} was {replayed.get(path)}")
            replayed[path] = new
    if not (root / "history.jsonl").read_bytes().endswith(b"\n"):
        found.append("torn")
    standing = {path: value for path, value in replayed.items() if value is not None}
    if standing != values(root):
        found.append("replay differs from the assessment")
    return found


def _leaves(table: dict[str, Any], way: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in table.items():
        path = f"{way}{key}"
        if isinstance(value, dict):
            found |= _leaves(value, f"{path}.")
        elif isinstance(value, date):
            found[path] = value.isoformat()
        else:
            found[path] = str(value) if path.startswith("figures.") else value
    return found
