"""Detached signatures of sign-offs: what `ssh-keygen -Y` says of `signoff/NNNN.toml.sig`.

The list of allowed signers ties keys to names; it is worth nothing where the unit itself could change it,
so it is named by whoever checks and lies outside the workspace.
"""

import subprocess
from pathlib import Path
from typing import NamedTuple

from lawcheck.errors import UsageError

NAMESPACE = "lawcheck-signoff"
"""What a signature is made for: one made for anything else does not count here."""

SUFFIX = ".sig"
_SECONDS = 20


class Checked(NamedTuple):
    """What is known of a signature, and whose key the list says it is.

    The codes: proved (the key is that of the name), other-name (the key is another's), unknown-key (not in
    the list), key-only (no list was named), signature (it does not fit), unchecked (no ssh-keygen).
    """

    code: str
    principal: str = ""


def check(data: bytes, signature: Path, name: str, signers: Path | None) -> Checked:
    """Return what `signature` proves of `data`, signed in the name of `name`."""
    try:
        if not _accepted(["check-novalidate"], data, signature):
            return Checked("signature")
        if signers is None:
            return Checked("key-only")
        if _accepted(["verify", "-f", str(signers), "-I", name], data, signature):
            return Checked("proved", name)
        for principal in _principals(signature, signers):
            if _accepted(["verify", "-f", str(signers), "-I", principal], data, signature):
                return Checked("other-name", principal)
    except (OSError, subprocess.TimeoutExpired):
        return Checked("unchecked")
    return Checked("unknown-key")


def expect_outside(signers: Path, root: Path) -> Path:
    """Return the list of allowed signers if it can be one.

    Raises:
        UsageError: There is no such file, or it lies in the workspace.
    """
    if not signers.is_file():
        raise UsageError("{file}: there is no such file; name the list of allowed signers", file=str(signers))
    if signers.resolve().is_relative_to(root.resolve()):
        raise UsageError(
            "{file} lies in the workspace, where whoever signs could change it; keep the list outside",
            file=str(signers),
        )
    return signers.resolve()


def _accepted(asked: list[str], data: bytes, signature: Path) -> bool:
    return _run([*asked, "-n", NAMESPACE, "-s", str(signature)], data).returncode == 0


def _principals(signature: Path, signers: Path) -> list[str]:
    found = _run(["find-principals", "-s", str(signature), "-f", str(signers)], b"")
    return found.stdout.decode("utf-8", "replace").splitlines() if found.returncode == 0 else []


def _run(arguments: list[str], data: bytes) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(  # noqa: S603  # a fixed program, no shell
        ["ssh-keygen", "-Y", *arguments],  # noqa: S607  # the system's own
        input=data,
        capture_output=True,
        check=False,
        timeout=_SECONDS,
    )
