"""Lines of Chinese and English broken to a width in cells, by the rules of Chinese typesetting."""

from collections.abc import Iterator

from rich.cells import cell_len

_CLOSING = frozenset("。，；：！？、）》〉】〕」』”’…％,.;:!?)]}%")
_OPENING = frozenset("（《〈【〔「『“‘([{")


def wrap(text: str, width: int) -> list[str]:
    """Break `text` to `width` cells: no line begins with a closing sign or ends with an opening one."""
    lines = [""]
    for paragraph in text.split("\n"):
        lines += [""] if lines[-1] else []
        for piece in _pieces(paragraph):
            if lines[-1] and cell_len(lines[-1]) + cell_len(piece.rstrip()) > width:
                lines[-1] = lines[-1].rstrip()
                lines.append("")
            for part in _cut(piece, width):
                lines += [""] if cell_len(lines[-1]) + cell_len(part.rstrip()) > width else []
                lines[-1] += part
    return [line.rstrip() for line in lines]


def pad(text: str, width: int) -> str:
    """Fill `text` with blanks up to `width` cells."""
    return text + " " * (width - cell_len(text))


def _pieces(text: str) -> Iterator[str]:
    """Return the parts of `text` between which a line may be broken."""
    piece = ""
    for sign in text:
        if piece and _may_break(piece[-1], sign):
            yield piece
            piece = ""
        piece += sign
    yield piece


def _may_break(before: str, after: str) -> bool:
    if after in _CLOSING or before in _OPENING or after == " ":
        return False
    return before == " " or cell_len(before) > 1 or cell_len(after) > 1 or before in _CLOSING - {*".,:"}


def _cut(piece: str, width: int) -> list[str]:
    """Return `piece` in parts that fit; only one that is longer than a whole line is cut at all."""
    parts = [""]
    for sign in piece:
        if cell_len(parts[-1]) + cell_len(sign) > width and sign != " ":
            parts.append("")
        parts[-1] += sign
    return parts
