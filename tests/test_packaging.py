"""The shipped checklists are found from a wheel, from a zip, and from a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LISTED = b"cixi-subdistrict-2020"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
    ]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True, cwd=folder)
    return next(folder.glob("lawcheck-*.whl"))


def listed(path: Path, cwd: Path) -> bytes:
    environment = {**os.environ, "PYTHONPATH": str(path), "LAWCHECK_LANG": "en"}
    found = subprocess.run(
        [sys.executable, "-m", "lawcheck", "checklists"],
        check=True,
        capture_output=True,
        cwd=cwd,
        env=environment,
    )
    return found.stdout


def test_checklists_are_found_in_a_zip(wheel: Path, tmp_path: Path) -> None:
    assert LISTED in listed(wheel, tmp_path)


def test_checklists_are_found_in_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")

    assert LISTED in listed(tmp_path / "site", tmp_path)


def test_checklists_are_found_in_a_checkout(tmp_path: Path) -> None:
    assert LISTED in listed(ROOT, tmp_path)


def test_a_page_is_laid_out_from_a_zip(wheel: Path, tmp_path: Path) -> None:
    lawcheck = [sys.executable, "-m", "lawcheck", "-C", "demo"]
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    subprocess.run(
        [*lawcheck, "demo", "demo"], check=True, capture_output=True, cwd=tmp_path, env=environment
    )

    found = subprocess.run(
        [*lawcheck, "report", "--format", "html", "--audience", "public"],
        check=True,
        capture_output=True,
        cwd=tmp_path,
        env=environment,
    )

    assert found.stdout.startswith(b"<!doctype html>")
    assert b"@media print" in found.stdout


def test_wheel_holds_no_test_and_no_second_copy(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert not [name for name in names if name.startswith(("tests/", "checklists/"))]
    assert [name for name in names if name.endswith("cixi-subdistrict-2020.toml")] == [
        "lawcheck/_checklists/cixi-subdistrict-2020.toml"
    ]
