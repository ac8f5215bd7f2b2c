"""The house rules that no reader should have to check: floors, circles, and who may import what."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "lawcheck"
FLOORS = {
    "ground": {"ground"},
    "domain": {"domain", "ground"},
    "storage": {"storage", "domain", "ground"},
    "formats": {"formats", "domain", "ground"},
    "cli": {"cli", "storage", "formats", "domain", "ground"},
    "__main__": {"cli", "formats", "ground"},
}
HOMES = {
    "typer": {"cli", "__main__"},
    "rich": {"cli"},
    "pydantic": {"domain"},
    "tomli_w": {"storage"},
    "jinja2": {"formats"},
    "docx": {"formats"},
    "xlsxwriter": {"formats"},
    "openpyxl": {"storage"},
    "textual": {"cli"},
    "chinese_calendar": {"domain"},
}


def modules() -> dict[str, ast.Module]:
    return {
        ".".join(("lawcheck", *path.relative_to(PACKAGE).with_suffix("").parts)): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in sorted(PACKAGE.rglob("*.py"))
        if "_checklists" not in path.parts
    }


MODULES = modules()


def floor(module: str) -> str:
    second = module.split(".")[1] if "." in module else ""
    return second if second in FLOORS else "ground"


def imports(tree: ast.Module, *, top_only: bool = False) -> set[str]:
    found = set()
    for node in tree.body if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def own(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith("lawcheck.") and name in MODULES}


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module: str) -> None:
    allowed = FLOORS[floor(module)]

    assert {name for name in own(imports(MODULES[module])) if floor(name) not in allowed} == set()


@pytest.mark.parametrize("module", MODULES)
def test_libraries_stay_at_home(module: str) -> None:
    strangers = {
        library
        for library, homes in HOMES.items()
        for name in imports(MODULES[module])
        if name.split(".")[0] == library and floor(module) not in homes
    }

    assert strangers == set()


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name: own(imports(tree)) for name, tree in MODULES.items()}
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join([*above, name])
        if name not in done:
            for below in graph[name]:
                visit(below, (*above, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("module", [name for name in MODULES if floor(name) == "domain"])
def test_domain_reads_no_file_no_clock_and_no_language(module: str) -> None:
    calls = [node.func for node in ast.walk(MODULES[module]) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    methods = {call.attr for call in calls if isinstance(call, ast.Attribute)}

    assert not names & {"open", "tr", "print", "input"}
    assert not methods & {"open", "read_bytes", "read_text", "write_bytes", "write_text", "today", "now"}


@pytest.fixture(scope="module")
def shared_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("floors") / "demo"
    subprocess.run([sys.executable, "-m", "lawcheck", "demo", str(folder)], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("arguments", [["gate"], ["score"], ["status"]])
def test_the_verdict_needs_neither_pydantic_nor_rich(arguments: list[str], shared_demo: Path) -> None:
    code = (
        "import sys; from lawcheck.__main__ import main; code = main(sys.argv[1:]);"
        "print(code, sorted({name.split('.')[0] for name in sys.modules}"
        " & {'pydantic', 'rich', 'textual', 'tomli_w', 'jinja2', 'docx', 'openpyxl', 'chinese_calendar'}),"
        " file=sys.stderr)"
    )

    found = subprocess.run(
        [sys.executable, "-c", code, "-C", str(shared_demo), *arguments],
        check=True, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip

    assert found.stderr.splitlines()[-1] == ("1 []" if arguments == ["gate"] else "0 []")
