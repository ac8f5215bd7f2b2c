"""The register of evidence (佐证材料目录) as text and as data."""

from typing import Any

from lawcheck.domain.assessment import PieceState
from lawcheck.domain.workspace import Workspace
from lawcheck.formats import wording
from lawcheck.i18n import tr


def render(workspace: Workspace) -> str:
    """Return one line a piece: key, kind, name, days, level, rows, and its state where it is no proof."""
    lines = []
    for key, piece in workspace.assessment.evidence.items():
        rows = ", ".join(map(str, piece.serves)) or wording.NOTHING
        parts = [wording.evidence_kind(piece.kind), piece.name, str(piece.covers or wording.NOTHING)]
        line = f"{key} {' · '.join([*parts, wording.level(piece.level), rows])}"
        state = workspace.pieces.get(key)
        if state is not PieceState.PRESENT:
            line = tr("{line} [{state}]", line=line, state=wording.piece_state(state))
        lines.append(line + "\n")
    return "".join(lines) or tr("no evidence is registered yet") + "\n"


def table(workspace: Workspace) -> dict[str, Any]:
    """Return the register as JSON shows it."""
    evidence = [
        {
            "id": key,
            "kind": str(piece.kind),
            "name": piece.name,
            "target": piece.target,
            "covers": None if piece.covers is None else str(piece.covers),
            "level": str(piece.level),
            "added": piece.added.isoformat(),
            "serves": [str(one) for one in piece.serves],
            "sha256": piece.sha256,
            "size": piece.size,
            "state": str(workspace.pieces.get(key, PieceState.MISSING)),
        }
        for key, piece in workspace.assessment.evidence.items()
    ]
    return {"format": 1, "evidence": evidence}
