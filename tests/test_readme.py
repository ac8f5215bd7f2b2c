"""The README says what the program does: its commands, its exit codes, its two set-up commands."""

import re
from pathlib import Path

import pytest

from lawcheck.cli.app import COMMANDS
from lawcheck.errors import ExitCode

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_readme_is_short(name: str) -> None:
    assert len(text(name).splitlines()) <= 200


@pytest.mark.parametrize("name", READMES)
def test_readme_names_every_command_and_no_other(name: str) -> None:
    named = re.findall(r"^\| `lawcheck ([a-z]+)", text(name), re.MULTILINE)

    assert set(named) == set(COMMANDS)


@pytest.mark.parametrize("name", READMES)
def test_readme_names_every_exit_code(name: str) -> None:
    table = re.findall(r"^\| (\d+) \|", text(name), re.MULTILINE)

    assert [int(code) for code in table] == [int(code) for code in ExitCode]


def test_readme_has_the_two_commands() -> None:
    assert re.search(r"<!-- demo command -->\n```sh\n[^\n]+ demo\n```", text("README.md"))
    assert re.search(r"<!-- test command -->\n```sh\n[^\n]+pytest\n```", text("README.md"))


@pytest.mark.parametrize(
    "name", [*READMES, "CHANGELOG.md", "lawcheck/README.md", "checklists/README.md", "tests/README.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text(name)):
        assert (ROOT / name).parent.joinpath(target).exists(), target


def test_house_plan_names_every_module_of_the_domain() -> None:
    plan = text("lawcheck/README.md")
    modules = {path.stem for path in (ROOT / "lawcheck" / "domain").glob("*.py")} - {"__init__", "report"}

    assert {name for name in modules if f"`{name}`" not in plan and not name.startswith("lint_")} == set()


def test_format_manual_names_every_key() -> None:
    from dataclasses import fields

    from lawcheck.domain import checklist, pricing, rules

    manual = text("checklists/README.md")
    records = [value for value in vars(checklist).values() if hasattr(value, "__dataclass_fields__")]
    records += [value for value in vars(rules).values() if hasattr(value, "__dataclass_fields__")]
    records += [value for value in vars(pricing).values() if hasattr(value, "__dataclass_fields__")]
    keys = {field.name for kind in records for field in fields(kind)}

    assert {key for key in keys if not re.search(rf"`[^`]*\b{key}\b[^`]*`", manual)} == set()
