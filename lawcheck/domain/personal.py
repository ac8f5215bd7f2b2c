"""Personal numbers in names: identity cards (GB 11643) and mobile phones.

Only what can hardly be anything else is found: 18 digits whose date exists and whose check digit fits, and
11 digits that begin like a mobile number. A case number or a date is neither.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from lawcheck.domain.assessment import Piece
from lawcheck.domain.checklist import EvidenceKind

# Neither part of a longer number nor of a word: 1a3800001111 is no phone.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])", re.ASCII)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:86)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![0-9A-Za-z])", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


class Personal(StrEnum):
    """What a number is."""

    IDENTITY = "identity"
    MOBILE = "mobile"


def personal_numbers(text: str) -> Iterator[tuple[Personal, str]]:
    """Return what personal numbers `text` holds, most digits as stars; full-width digits count as digits."""
    text = unicodedata.normalize("NFKC", text)
    for found in _IDENTITY.finditer(text):
        if _is_identity(found[0].upper()):
            yield Personal.IDENTITY, _masked(found[0])
    for found in _MOBILE.finditer(text):
        yield Personal.MOBILE, _masked(re.sub(r"[ -]", "", found[1]))


def named_numbers(piece: Piece) -> Iterator[tuple[Personal, str]]:
    """Return the personal numbers in the name of a piece, or of its file; each once."""
    names = [piece.name]
    if piece.kind is EvidenceKind.FILE:
        names.append(piece.target.rpartition("/")[2])
    yield from dict.fromkeys(found for name in names for found in personal_numbers(name))


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born.year >= 1900 and _CHECK[total % 11] == number[17]


def _masked(number: str) -> str:
    return number[:3] + "*" * (len(number) - 5) + number[-2:]
