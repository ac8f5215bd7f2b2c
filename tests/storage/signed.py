"""Signing a workspace as a test writes it."""

from datetime import UTC, datetime
from pathlib import Path

from lawcheck.domain.assessment import Answer, Assessment, Status
from lawcheck.domain.signing import Signer, compose
from lawcheck.domain.signoff import Role
from lawcheck.domain.workspace import Workspace
from lawcheck.storage.disk import DISK, Disk
from lawcheck.storage.saving import change
from lawcheck.storage.signing import sign

AT = datetime(2021, 1, 10, 9, 30, tzinfo=UTC)


def sign_off(root: Path, name: str = "李四", role: Role = Role.HEAD, *, disk: Disk = DISK) -> int:
    """Sign the state of `root`; return the number."""
    signer = Signer(name, role, "本单位对其真实性负责。")
    return sign(
        root,
        lambda opened, number, review: compose(opened, opened.score(), signer, number, AT, review),
        who="张三",
        at=AT,
        disk=disk,
    )


def answer(root: Path, **said: str) -> Workspace:
    """Answer items: `A_01="done"`."""

    def edit(opened: Workspace) -> Assessment:
        answers = {key.replace("_", "-"): Answer(status=Status(status)) for key, status in said.items()}
        return Assessment(
            format=1,
            unit=opened.assessment.unit,
            checklist=opened.assessment.checklist,
            answers={**opened.assessment.answers, **answers},
            evidence=opened.assessment.evidence,
        )

    return change(root, edit, act="set", who="张三", at=AT)


def rewrite(root: Path, old: bytes, new: bytes) -> None:
    """Write the whole history anew with `new` for `old`, chained as if nothing had happened."""
    from hashlib import sha256

    from lawcheck.domain.history import ROOT, hash_of

    head, lines = ROOT, []
    for line in (root / "history.jsonl").read_bytes().splitlines():
        bare = line[: line.rindex(b',"hash":"')].replace(old, new)
        place = bare.index(b'"prev":"') + len(b'"prev":"')
        bare = bare[:place] + head.encode() + bare[place + 64 :]
        lines.append(bare + b',"hash":"' + sha256(bare).hexdigest().encode() + b'"}\n')
        head = hash_of(lines[-1])
    (root / "history.jsonl").write_bytes(b"".join(lines))
