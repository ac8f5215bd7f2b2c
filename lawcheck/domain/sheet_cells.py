"""Single cells as clerks fill them: pasted blanks, full-width digits, units and days as people write them."""

import re
import unicodedata
from fractions import Fraction
from typing import Final

from lawcheck.domain.checklist import Figure
from lawcheck.domain.quantities import Kind, parse_quantity, plain
from lawcheck.errors import Refused

_BLANK: Final = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]+")
_MYRIAD: Final = {"万": 10**4, "亿": 10**8}
_MYRIADS: Final = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)([万亿])", re.ASCII)
_FRACTION: Final = re.compile(r"~?0\.\d+\+?", re.ASCII)
_TIME: Final = re.compile(r"(?<=\d)[ T]\d{1,2}:\d\d(?::\d\d)?$", re.ASCII)


def unspaced(text: str) -> str:
    """Return `text` without any blank, those of no width too."""
    return _BLANK.sub("", text)


def squeeze(text: str) -> str:
    """Return `text` as words are compared: half-width, lower case, without blanks."""
    return unspaced(unicodedata.normalize("NFKC", text)).casefold()


def is_same(one: str, other: str) -> bool:
    """Whether two texts are the same but for blanks and line ends: programs change those when they save."""
    return one == other or one.split() == other.split()


def read_value(text: str, figure: Figure) -> str:
    """Return the canonical text of a figure as clerks write it: `１０余`, `10 件`, `85％`, `6万余`.

    Raises:
        Refused: It is no figure of this kind.
    """
    if figure.kind is Kind.DATE:
        return read_day(text)
    said = unspaced(text)
    said = "".join(unicodedata.normalize("NFKC", one) if "\uff01" <= one <= "\uff5e" else one for one in said)
    percent = "%" in said
    for unit in (figure.unit.zh, figure.unit.en):
        said = said.replace(unspaced(unit), "", 1) if unit else said
    said = _MYRIADS.sub(lambda found: plain(Fraction(found[1]) * _MYRIAD[found[2]]), said.replace(",", ""))
    read = figure.read(said)
    if not percent and "%" in (figure.unit.zh, figure.unit.en) and _FRACTION.fullmatch(read.text):
        raise Refused("'{text}' may be a share or a percentage; write it with its % sign", text=text.strip())
    return read.text


def read_day(text: str) -> str:
    """Return a day as ISO text; a time behind it is dropped.

    Raises:
        Refused: It is no day.
    """
    return parse_quantity(unspaced(_TIME.sub("", text.strip())), Kind.DATE).text
