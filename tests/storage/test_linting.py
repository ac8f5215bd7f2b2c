from pathlib import Path

import pytest

from lawcheck.storage.linting import lint_file, lint_path
from lawcheck.storage.toml import CHECKLIST_LIMIT, ITEM_LIMIT

DATA = Path(__file__).parents[1] / "data"
MINIMAL = (DATA / "good" / "minimal.toml").read_text(encoding="utf-8")
ASSESSMENT = 'format = 1\nunit = "x"\nchecklist = "minimal"\n'


@pytest.mark.parametrize("stem", ["gbk", "utf-16", "damaged-utf-8", "excel"])
def test_lint_file_tells_what_is_no_text_apart(stem: str) -> None:
    assert not lint_file((DATA / "bad" / f"{stem}.toml").read_bytes(), stem).readable


def test_lint_file_has_a_verdict_on_what_is_text() -> None:
    assert lint_file(b"x", "x.toml").readable


def test_lint_file_sees_sums_past_a_mistyped_key() -> None:
    text = MINIMAL.replace("points = 4", "points = 4\npionts = 4").replace('owner = "office"', 'owner = "x"')

    codes = [one.code for one in lint_file(text.encode(), "x.toml").problems]

    assert codes == ["unknown-key", "unknown-owner"]


def test_lint_file_takes_an_assessment_too() -> None:
    text = 'format = 1\nunit = "x"\nchecklist = "minimal"\n[answers.A-01]\nstatus = "don"\n'

    (found,) = lint_file(text.encode(), "assessment.toml").problems

    assert (found.code, found.line, found.column, found.key) == ("choice", 5, 1, "answers.A-01.status")


def test_lint_file_takes_a_good_assessment() -> None:
    assert lint_file(b'format = 1\nunit = "x"\nchecklist = "minimal"\n', "assessment.toml").ok


def test_lint_file_takes_an_assessment_of_more_bytes_than_a_checklist_may_have() -> None:
    assert lint_file(ASSESSMENT.encode().ljust(CHECKLIST_LIMIT + 1), "assessment.toml").ok


def test_lint_file_takes_an_assessment_of_more_entries_than_a_checklist_may_have() -> None:
    text = ASSESSMENT + "[figures]\n" + "".join(f"a{n} = 1\n" for n in range(ITEM_LIMIT + 1))

    assert lint_file(text.encode(), "assessment.toml").ok


def test_lint_file_refuses_a_checklist_beyond_its_own_limit() -> None:
    assert lint_file(MINIMAL.encode().ljust(CHECKLIST_LIMIT), "x.toml").ok

    result = lint_file(MINIMAL.encode().ljust(CHECKLIST_LIMIT + 1), "x.toml")

    assert [one.code for one in result.problems] == ["too-large"]
    assert not result.readable


def test_lint_file_takes_a_review_too() -> None:
    text = 'format = 1\n[grants.A-01]\nopinions = [{ points = 1, by = "王五" }]\n'

    (found,) = lint_file(text.encode(), "review.toml").problems

    assert (found.code, found.key) == ("missing-key", "grants.A-01.opinions[0].on")


def test_lint_path_reads_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(MINIMAL, encoding="utf-8")

    result = lint_path(tmp_path / "a.toml")

    assert (result.file, result.problems) == (str(tmp_path / "a.toml"), ())


def test_lint_path_says_that_there_is_no_file(tmp_path: Path) -> None:
    result = lint_path(tmp_path / "nothere.toml")

    assert [one.code for one in result.problems] == ["unreadable"]
    assert "no such file" in str(result.problems[0])
    assert not result.readable


def test_lint_path_says_that_a_folder_is_no_file(tmp_path: Path) -> None:
    result = lint_path(tmp_path)

    assert [one.code for one in result.problems] == ["unreadable"]
    assert not result.readable
