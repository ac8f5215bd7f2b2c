"""A small checklist and workspaces made from it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lawcheck.domain.assessment import FORMAT, Assessment
from lawcheck.domain.workspace import Workspace
from lawcheck.storage.workspace import create

CHECKLIST = """
format = 1
id = "small-2020"
version = "1"
language = "zh"
title = { zh = "小清单", en = "Small checklist" }
about = { zh = "供测试", en = "For tests" }
issuer = { zh = "测试", en = "Tests" }
sources = []
period = { first = 2020-01-01, last = 2020-12-31, label = { zh = "2020年", en = "2020" } }
scoring = { total = 3, partial = 0.5 }
grades = [{ id = "all", title = { zh = "全部", en = "all" }, at_least = 0 }]
gate = { minimum = 1 }
owners = { general = { zh = "综合", en = "General" } }
groups = [{ id = "A", title = { zh = "甲", en = "A" }, points = 3 }]
figures = [
  { name = "cases", owner = "A-01", title = { zh = "案件", en = "cases" }, unit = { zh = "件", en = "" } },
  { name = "day", owner = "A-02", title = { zh = "日", en = "day" }, unit = { zh = "日", en = "" }, kind = "date" },
]

[[items]]
id = "A-02"
title = { zh = "二", en = "Two" }
requirement = { zh = "做二。", en = "Do two." }
force = "must"
points = 1
place = "一"
rules = [{ measure = "status", earn = 1 }]
evidence = [{ id = "minutes", title = { zh = "纪要", en = "Minutes" } }]

[[items]]
id = "A-01"
title = { zh = "一", en = "One" }
requirement = { zh = "做一。", en = "Do one." }
force = "should"
points = 2
place = "一"
rules = [{ measure = "status", earn = 2 }]
evidence = [{ id = "ledger", title = { zh = "台账", en = "Ledger" } }]
not_applicable = { when = { zh = "没有", en = "none" } }
""".encode()

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
