"""The files that continuous integration takes from here: the action's own script, run, and the hooks."""

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from lawcheck.cli.app import COMMANDS

ROOT = Path(__file__).parents[1]
ACTION = (ROOT / "action.yml").read_text("utf-8")
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")


def script() -> str:
    """Return the script of the action's last step."""
    return dedent(ACTION.rpartition("run: |\n")[2])


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """Return what a runner calls RUNNER_TEMP, with lawcheck where the action's first step puts it."""
    program = tmp_path / "temp" / "lawcheck" / "bin" / "lawcheck"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lawcheck "$@"\n')
    program.chmod(0o755)
    return tmp_path / "temp"


def act(runner: Path, directory: Path, **inputs: str) -> tuple[int, str, dict[str, str], str]:
    """Run the script as a runner does; return exit code, log, outputs and job summary."""
    outputs, summary = runner / "outputs", runner / "summary"
    outputs.write_text("")
    summary.write_text("")
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "RUNNER_TEMP": str(runner), "LAWCHECK_LANG": "en",
        "GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(summary),
        "DIRECTORY": str(directory), "ARGUMENTS": "", "ANNOTATE": "true", **inputs,
    }  # fmt: skip
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script()],
        check=False, capture_output=True, text=True, encoding="utf-8", cwd=directory.parent, env=environment,
    )  # fmt: skip
    told = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    return ran.returncode, ran.stdout, told, summary.read_text("utf-8")


def test_action_judges_marks_and_sums_up(runner: Path, demo: Path) -> None:
    sarif = runner / "out.sarif"

    code, log, told, summary = act(runner, demo, ARGUMENTS=f"--max-unanswered=3\n--report=sarif={sarif}\n")

    assert (code, told) == (1, {"exit-code": "1", "passed": "false"})
    assert log.count("\n::error file=") == 10
    assert summary.startswith("# ")
    assert sarif.is_file()


def test_action_has_the_runner_obey_nothing_while_the_verdict_is_printed(runner: Path, demo: Path) -> None:
    _, log, _, _ = act(runner, demo)

    lines = log.splitlines()
    token = lines[0].removeprefix("::stop-commands::")
    assert len(token) >= 10
    end = lines.index(f"::{token}::")
    assert not [line for line in lines[1:end] if line.startswith("::")]
    assert all(line.startswith("::") for line in lines[end + 1 :])


def test_action_marks_nothing_if_told_so(runner: Path, demo: Path) -> None:
    assert "::error" not in act(runner, demo, ANNOTATE="false")[1]


def test_action_without_a_verdict_says_neither_passed_nor_failed(runner: Path, demo: Path) -> None:
    (demo / "checklist.toml").unlink()

    code, _, told, summary = act(runner, demo)

    assert code not in (0, 1)
    assert told == {"exit-code": str(code)}
    assert summary == ""


def test_action_never_writes_an_input_into_its_script() -> None:
    assert "${{" not in "".join(re.findall(r"run: \|\n((?:        .*\n|\n)+)", ACTION))


def test_hooks_run_commands_that_are_there() -> None:
    commands = re.findall(r"^  entry: lawcheck ([a-z]+)$", HOOKS, re.MULTILINE)

    assert len(commands) == HOOKS.count("- id:")
    assert set(commands) <= set(COMMANDS)


@pytest.mark.parametrize(
    ("hook", "taken", "left"),
    [
        (
            "lawcheck-lint",
            ["office/checklist.toml", "assessment.toml"],
            ["pyproject.toml", "xreview.toml"],
        ),
        ("lawcheck-gate", ["office/evidence/a.pdf", "history.jsonl"], ["README.md", "checklist.toml.bak"]),
    ],
)
def test_hooks_look_at_the_files_of_a_workspace(hook: str, taken: list[str], left: list[str]) -> None:
    block = HOOKS.partition(f"- id: {hook}\n")[2].partition("- id:")[0]
    pattern = re.search(r"^  files: (.*)$", block, re.MULTILINE)

    assert pattern is not None
    assert [name for name in [*taken, *left] if re.search(pattern[1], name)] == taken
