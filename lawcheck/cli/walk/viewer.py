"""Evidence opened in the system's own viewer; what is no document is only named, never started."""

import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from lawcheck.domain.assessment import Piece
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.errors import UsageError
from lawcheck.i18n import tr

# Opening a program would start it. Pages are left out, too: their scripts may read what lies beside them.
_DOCUMENTS: Final = re.compile(
    r"\.(pdf|ofd|docx?|wps|rtf|od[tsp]|xlsx?|et|csv|pptx?|dps|txt|md|log|eml"
    r"|jpe?g|png|gif|bmp|tiff?|webp|heic|mp[34]|mov|avi|mkv|wav|m4a|zip|rar|7z)",
    re.IGNORECASE,
)


# A file that was written by hand may call anything a link.
_ADDRESS: Final = re.compile(r"https?://")


def view(root: Path, piece: Piece) -> str:
    """Open a piece, and return what was done, or where it is if nothing here can open it.

    Raises:
        UsageError: The file is not there.
    """
    if piece.kind is EvidenceKind.LINK and _ADDRESS.match(piece.target):
        return _open(piece.target, piece.target)
    if piece.kind is not EvidenceKind.FILE:
        return tr("there is nothing to open, it says: {text}", text=piece.target)
    path = root / piece.target
    if path.is_symlink() or not path.is_file():
        raise UsageError("{file} is not there; `lawcheck evidence verify` tells more", file=piece.target)
    if not _DOCUMENTS.fullmatch(path.suffix):
        return tr("only documents, pictures and recordings are opened from here: {path}", path=path)
    return _open(str(path), piece.name)


def _open(target: str, name: str) -> str:
    """Hand `target`, a path or an address, to the system; no shell sees it."""
    if sys.platform == "win32":
        os.startfile(target)  # noqa: S606  # a document or an address checked above
        return tr("opened: {name}", name=name)
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    has_display = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if opener is None or not has_display:
        return tr("nothing here can open it: {path}", path=target)
    opened = subprocess.Popen(  # noqa: S603  # the system's opener, and a document or an address checked above
        [opener, target],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Some openers live as long as the viewer; whoever started one must wait for its end.
    threading.Thread(target=opened.wait, daemon=True).start()
    return tr("opened: {name}", name=name)
