"""A small checklist and workspaces made from it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lawcheck.domain.assessment import FORMAT, Assessment
from lawcheck.domain.workspace import Workspace
from lawcheck.storage.workspace import create

CHECKLIST = Path(__file__).with_name("small.toml").read_bytes()

AT = datetime(2020, 12, 1, 10, 3, tzinfo=UTC)


@pytest.fixture
def checklist_bytes() -> bytes:
    return CHECKLIST


@pytest.fixture
def empty() -> Assessment:
    return Assessment(format=FORMAT, unit="白沙路街道", checklist="small-2020")


@pytest.fixture
def make(tmp_path: Path, empty: Assessment) -> Callable[..., Path]:
    """Make a workspace and return its folder."""

    def made(name: str = "unit-2020") -> Path:
        workspace: Workspace = create(tmp_path / name, CHECKLIST, empty, who="张三", at=AT)
        assert workspace.entries == 1
        return tmp_path / name

    return made


@pytest.fixture
def root(make: Callable[..., Path]) -> Path:
    return make()
