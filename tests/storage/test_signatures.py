import shutil
import subprocess
from pathlib import Path

import pytest

from lawcheck.errors import UsageError
from lawcheck.storage.signatures import expect_outside
from lawcheck.storage.verify import verify
from tests.storage.signed import sign_off

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return make_key(tmp_path, "key")


def make_key(folder: Path, name: str) -> Path:
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True, capture_output=True
    )
    return folder / name


def sign_with(key: Path, root: Path, namespace: str = "lawcheck-signoff") -> None:
    file = root / "signoff" / "0001.toml"
    subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", namespace, "-f", key, file], check=True, capture_output=True
    )


def signers(key: Path, name: str, options: str = 'namespaces="lawcheck-signoff"') -> Path:
    path = key.with_name(f"signers of {name}")
    path.write_text(f"{name} {options} {key.with_suffix('.pub').read_text()}", encoding="utf-8")
    return path


def found(root: Path, allowed: Path | None = None) -> list[tuple[str, str]]:
    findings = verify(root, signers=allowed)
    return [(one.code, one.level) for one in findings if one.code.startswith("signoff-")]


def test_a_name_without_a_signature_is_claimed(root: Path) -> None:
    sign_off(root)

    assert found(root) == [("signoff-claimed", "note")]


def test_a_name_is_proved_by_the_key_that_the_list_gives_for_it(root: Path, key: Path) -> None:
    sign_off(root, "李四")
    sign_with(key, root)

    assert found(root) == [("signoff-key-only", "note")]
    assert found(root, signers(key, "李四")) == [("signoff-proved", "note")]


def test_the_key_of_another_proves_another(root: Path, key: Path) -> None:
    sign_off(root, "李四")
    sign_with(key, root)

    assert found(root, signers(key, "王五")) == [("signoff-other-name", "warning")]


def test_a_key_that_the_list_does_not_hold_proves_nobody(root: Path, key: Path, tmp_path: Path) -> None:
    sign_off(root, "李四")
    sign_with(key, root)

    assert found(root, signers(make_key(tmp_path, "other"), "李四")) == [("signoff-unknown-key", "warning")]


def test_a_signature_made_for_something_else_does_not_count(root: Path, key: Path) -> None:
    sign_off(root, "李四")
    sign_with(key, root, "git")

    assert found(root, signers(key, "李四", "")) == [("signoff-signature", "error")]


def test_a_signature_over_another_sign_off_does_not_fit(root: Path, key: Path) -> None:
    sign_off(root, "李四")
    sign_with(key, root)
    sign_off(root, "李四")
    (root / "signoff" / "0001.toml.sig").rename(root / "signoff" / "0002.toml.sig")

    assert ("signoff-signature", "error") in found(root, signers(key, "李四"))


def test_a_signature_is_not_checked_without_openssh(
    root: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_off(root, "李四")
    sign_with(key, root)
    monkeypatch.setenv("PATH", "")

    assert found(root) == [("signoff-unchecked", "warning")]


def test_a_list_in_the_workspace_is_refused(root: Path) -> None:
    inside = root / "signers"
    inside.write_bytes(b"")

    with pytest.raises(UsageError, match="keep the list outside"):
        expect_outside(inside, root)


def test_a_list_that_is_not_there_is_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        expect_outside(tmp_path / "nobody", root)
