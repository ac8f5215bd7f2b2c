"""`doctor`: what this machine offers, for whoever has to help from afar."""

import os
import platform
import sys
from collections.abc import Callable
from datetime import date

import typer

from lawcheck import __version__
from lawcheck.cli import settings
from lawcheck.cli.options import Shape, ShapeOption
from lawcheck.cli.terminal import emit
from lawcheck.errors import LawcheckError
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
    import tomli

    from lawcheck.cli.walk.command import can_draw
    from lawcheck.storage.checklists import shelf

    parser = getattr(sys.modules.get("tomli._parser", tomli), "__file__", None) or ""
    return {
        "lawcheck": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "stdout": f"{sys.stdout.encoding}, {'terminal' if sys.stdout.isatty() else 'pipe'}",
        "file_names": sys.getfilesystemencoding(),
        "language": language(),
        "TERM": os.environ.get("TERM", ""),
        "walk": "screen" if can_draw() else "lines",
        "tomli": "pure Python, slow" if parser.endswith(".py") else "compiled",
        "public_holidays": _public_holidays(),
        "checklists": ", ".join(one.id for one in shelf()),
        "workspace": _said(lambda: str(settings.folder())),
        "user": _said(settings.user),
        "time": settings.now().isoformat(),
    }


def _public_holidays() -> str:
    """Return for which days public holidays are known, from where, and the newest notice behind them."""
    from importlib.metadata import version

    from lawcheck.domain.workdays import NOTICES, known

    first, last = (date.fromordinal(day) for day in known()[:2])
    library = f"chinesecalendar {version('chinesecalendar')}"
    return ", ".join((f"{first}..{last}", library, *NOTICES.get(last.year, ())))


def _said(ask: Callable[[], str]) -> str:
    """Return an answer, or why there is none."""
    from lawcheck.formats import wording

    try:
        return ask()
    except LawcheckError as error:
        return wording.error(error)
