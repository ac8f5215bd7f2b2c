"""What the TAB key offers: the candidates, and each shell's own script with a real shell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from lawcheck.cli.app import COMMANDS
from lawcheck.cli.completing import split
from tests.conftest import Run

FOLDER = Path(sys.executable).parent


def offered(run: Run, *words: object, lang: str = "en") -> list[str]:
    ran = run("completion", "fish", "--", *words, lang=lang)
    assert (ran.code, ran.err) == (0, "")
    return [line.partition("\t")[0] for line in ran.out.splitlines()]


def test_commands_are_all_offered(run: Run) -> None:
    assert sorted(offered(run, "")) == sorted(COMMANDS)
    assert offered(run, "ev") == ["evidence"]
    assert offered(run, "evidence", "v") == ["verify"]


def test_global_options_do_not_hide_the_command(run: Run, demo: Path) -> None:
    assert offered(run, "-C", demo, "--lang", "en", "ga") == ["gaps", "gate"]
    assert offered(run, "--lang", "") == ["zh", "en"]


def test_options_of_the_command_are_offered_with_the_global_ones(run: Run) -> None:
    assert offered(run, "gate", "--m") == ["--max-unanswered", "--max-unsupported", "--minimum"]
    assert "--lang" in offered(run, "gate", "--")
    assert "--minimum" not in offered(run, "score", "--")


def test_ids_are_those_of_the_workspace(run: Run, demo: Path) -> None:
    assert offered(run, "-C", demo, "set", "D1-1") == ["D1-10", "D1-11", "D1-12", "D1-13"]
    assert offered(run, "-C", demo, "explain", "V-") == ["V-01", "V-02"]
    assert offered(run, "set", "D1-1", "-C", demo) == []


def test_ids_come_with_their_titles_in_the_chosen_language(run: Run, demo: Path) -> None:
    lines = {
        lang: run("completion", "zsh", "--", "-C", demo, "set", "B-07", lang=lang).out
        for lang in ("zh", "en")
    }

    assert lines["zh"].startswith("B-07\t")
    assert lines["zh"] != lines["en"]


def test_ids_of_a_checklist_on_the_shelf_need_no_workspace(run: Run, tmp_path: Path) -> None:
    assert offered(run, "-C", tmp_path, "show", "cixi-subdistrict-2020", "D1-10") == ["D1-10"]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["set", "B-07", "--status", ""], ["done", "partial", "not_done", "not_applicable"]),
        (["set", "B-07", "--status=not"], ["--status=not_done", "--status=not_applicable"]),
        (["set", "D1-10", "--figure", "suits_r"], ["suits_received="]),
        (["evidence", "add", "x", "--item", "D1-10:"], ["D1-10:table", "D1-10:receipts"]),
        (["evidence", "add", "x", "--kind", "l"], ["link"]),
        (["gate", "--report", "s"], ["sarif="]),
        (["report", "--format", "gi"], ["github", "gitlab"]),
        (["new", "cixi"], ["cixi-subdistrict-2020"]),
        (["schema", "a"], ["assessment"]),
        (["completion", "z"], ["zsh"]),
    ],
    ids=" ".join,
)
def test_values_are_those_that_the_command_takes(
    run: Run, demo: Path, words: list[str], values: list[str]
) -> None:
    assert offered(run, "-C", demo, *words) == values


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense", "x"],
        ["evidence", "add", ""],
        ["set", "B-07", "--note", ""],
        ["new", "cixi-subdistrict-2020", ""],
        ["set", "B-07", "B-0"],
        ["-C", ""],
        ["gate", "--report", "junit="],
        ["set", "D1-10", "--figure", "suits_received="],
    ],
    ids=" ".join,
)
def test_nothing_is_offered_where_anything_may_stand(run: Run, demo: Path, words: list[str]) -> None:
    assert offered(run, "-C", demo, *words) == []


def test_nothing_is_offered_from_a_broken_workspace(run: Run, demo: Path) -> None:
    (demo / "checklist.toml").write_text("id = ")

    assert offered(run, "-C", demo, "set", "") == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("lawcheck ", [""]),
        ("lawcheck se", ["se"]),
        ("lawcheck -C 'a b", ["-C", "a b"]),
        ('lawcheck -C "a b" ', ["-C", "a b", ""]),
        ('lawcheck --note "a ', ["--note", "a "]),
        ("lawcheck 'a\" ", ['a" ']),
    ],
)
def test_line_is_split_as_bash_does(line: str, words: list[str]) -> None:
    assert split(line) == words


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_is_one_that_its_shell_reads(run: Run, tmp_path: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    script = tmp_path / "script"
    script.write_text(run("completion", shell).out, "utf-8")

    subprocess.run([shell, "-n", str(script)], check=True)


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{FOLDER}{os.pathsep}{os.environ['PATH']}", "LAWCHECK_LANG": "en"}


def bash_replies(line: str, folder: Path) -> list[str]:
    code = (
        "source <(lawcheck completion bash); COMP_LINE=$1; COMP_POINT=${#1}; compopt() { :; };"
        ' _lawcheck lawcheck; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    found = subprocess.run(
        ["bash", "--norc", "-c", code, "bash", line],
        check=True, capture_output=True, text=True, encoding="utf-8", cwd=folder, env=environment(),
    )  # fmt: skip
    return found.stdout.split()


def test_bash_is_given_only_what_follows_an_equals_sign_or_a_colon(demo: Path) -> None:
    assert bash_replies("lawcheck set B-07 --status=p", demo) == ["partial"]
    assert bash_replies("lawcheck evidence add x --item D1-10:t", demo) == ["table"]
    assert bash_replies("lawcheck set D1-1", demo) == ["D1-10", "D1-11", "D1-12", "D1-13"]


def test_bash_completes_at_the_tab_key(demo: Path) -> None:
    shell = pexpect.spawn(
        "bash", ["--norc", "--noprofile"], cwd=demo, env={**environment(), "PS1": "> ", "TERM": "dumb"},
        encoding="utf-8", timeout=30, dimensions=(24, 200),
    )  # fmt: skip
    shell.sendline("source <(lawcheck completion bash); echo rea''dy")
    shell.expect("ready")

    shell.send("lawcheck expl\t")
    shell.expect("lawcheck explain ")
    shell.send("D1-10\t --format j\t")
    shell.expect("D1-10  ?--format json ")

    shell.close(force=True)
