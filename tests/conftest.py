"""How hypothesis runs here, and what tests of commands and documents share."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
# For whoever hunts: pytest --hypothesis-profile=hunt
settings.register_profile("hunt", settings.get_profile("steady"), derandomize=False, max_examples=5_000)
settings.load_profile("steady")


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs one command in this process, as 张三, in English unless told otherwise."""
    from lawcheck.__main__ import main
    from lawcheck.i18n import use

    monkeypatch.setenv("LAWCHECK_USER", "张三")
    monkeypatch.delenv("LAWCHECK_LANG", raising=False)

    def run_one(*arguments: object, lang: str = "en") -> Ran:
        code = main(["--lang", lang, *map(str, arguments)])
        use("zh")
        out, err = capsys.readouterr()
        return Ran(int(code), out, err)

    return run_one


@pytest.fixture
def demo(run: Run, tmp_path: Path) -> Path:
    """Return the folder of a fresh demonstration."""
    folder = tmp_path / "demo"
    assert run("demo", folder).code == 0
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="accept documents as they are now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a document with its file under golden/."""

    def compare(name: str, document: str) -> None:
        file = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(document, encoding="utf-8", newline="\n")
        expected = file.read_text(encoding="utf-8") if file.exists() else ""
        assert document == expected, f"{file.name} differs; see tests/README.md"

    return compare
