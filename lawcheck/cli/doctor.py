"""`doctor`: what this machine offers, for whoever has to help from afar."""

import os
import platform
import sys
from importlib.util import find_spec
from pathlib import Path

import typer

from lawcheck import __version__
from lawcheck.cli import settings
from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.i18n import language, tr


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", help=tr("Show versions, terminal, encodings and paths."))(doctor)


def doctor(fmt: ShapeOption = Shape.TEXT) -> None:
    """Print what is there; exit 0 even where something is missing."""
    facts = _facts()
    if fmt is Shape.JSON:
        from lawcheck.formats import json

        emit(json.dumps(facts))
        return
    for name, value in facts.items():
        emit(f"{name}: {value}\n")
    # A person sees at once whether wide signs take two cells: the bars must stand in one column.
    emit("12345678|\n汉字汉字|\n●○×√■□→│\n")


def _facts() -> dict[str, str]:
    from platformdirs import user_config_dir

    from lawcheck.storage.checklists import shelf

    workspace = _workspace()
    return {
        "lawcheck": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "stdout": f"{sys.stdout.encoding} {'terminal' if sys.stdout.isatty() else 'pipe'}",
        "file names": sys.getfilesystemencoding(),
        "language": language(),
        "TERM": os.environ.get("TERM", ""),
        "tomli compiled": "yes" if find_spec("tomli._parser") is None or _is_compiled() else "no",
        "checklists": ", ".join(one.id for one in shelf()),
        "settings": user_config_dir("lawcheck", appauthor=False),
        "workspace": workspace,
        "user": settings.user(),
        "time": settings.now().isoformat(),
        "advice": tr("nothing to mend") if find_spec("typer") else tr("install typer"),
    }


def _is_compiled() -> bool:
    import tomli

    return not str(getattr(sys.modules.get("tomli._parser", tomli), "__file__", "")).endswith(".py")


def _workspace() -> str:
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "assessment.toml").is_file():
            return str(folder)
    return tr("none here or above")
