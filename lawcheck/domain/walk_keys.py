"""The keys and words of the walk: what a line means before anybody knows whether it can be done.

With a Chinese keyboard in Chinese mode the same physical keys give full-width or ideographic signs; they
mean the same here. Digits come first, since letters may open the input method instead of arriving.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from lawcheck.domain.assessment import Status
from lawcheck.domain.values import ITEM_ID


class Word(StrEnum):
    """What a key or word asks for, before it is known whether that can be done."""

    NEXT = "next"
    BACK = "back"
    FIRST = "first"
    LAST = "last"
    NEXT_SECTION = "next_section"
    SECTION_BEFORE = "section_before"
    NEXT_OPEN = "next_open"
    NEXT_UNSUPPORTED = "next_unsupported"
    FILTER = "filter"
    JUMP = "jump"
    FIND = "find"
    FIGURES = "figures"
    EVIDENCE = "evidence"
    OPEN = "open"
    NOTE = "note"
    EXPLAIN = "explain"
    UNDO = "undo"
    REDO = "redo"
    HELP = "help"
    QUIT = "quit"


KEYS: Final[Mapping[str, Word]] = {
    key: word
    for word, keys in {
        Word.NEXT: ("", "s", "skip", "next", "跳过", "下一项"),
        Word.BACK: ("b", "back", "返回", "上一项"),
        Word.FIRST: ("first", "第一项"),
        Word.LAST: ("last", "最后一项"),
        Word.NEXT_SECTION: ("]", "】", "下一部分"),
        Word.SECTION_BEFORE: ("[", "【", "上一部分"),
        Word.NEXT_OPEN: ("n", "下一未答"),
        Word.NEXT_UNSUPPORTED: ("p", "下一待佐证"),
        Word.FILTER: ("f", "filter", "只看", "筛选"),
        Word.JUMP: ("j", "jump", "跳到", "跳转"),
        Word.FIND: ("/", "find", "查找"),
        Word.FIGURES: ("m", "figures", "指标", "数字"),
        Word.EVIDENCE: ("e", "evidence", "佐证"),
        Word.OPEN: ("o", "open", "打开"),
        Word.NOTE: ("c", "note", "备注"),
        Word.EXPLAIN: ("x", "explain", "说明"),
        Word.UNDO: ("u", "undo", "撤销"),
        Word.REDO: ("r", "redo", "恢复"),
        Word.HELP: ("?", "h", "help", "帮助"),
        Word.QUIT: ("q", "quit", "exit", "退出"),
    }.items()
    for key in keys
}
STATUSES: Final[Mapping[str, Status]] = {
    "1": Status.DONE,
    "2": Status.PARTIAL,
    "3": Status.NOT_DONE,
    "0": Status.NOT_APPLICABLE,
    "已完成": Status.DONE,
    "推进中": Status.PARTIAL,
    "未完成": Status.NOT_DONE,
    "不适用": Status.NOT_APPLICABLE,
}
# The keys of ideographic punctuation lie where / and - lie when a Chinese keyboard is in Chinese mode.
_SLASHES: Final = "/／、"
_DASHES: Final = str.maketrans("—–－_.", "-----")
_GLUED: Final = ("查找", "跳到", "跳转", "只看", "筛选")
_ID: Final = re.compile(ITEM_ID, re.ASCII | re.IGNORECASE)


def half(text: str) -> str:
    """Return `text` as it compares: half-width, lower case, no blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def hyphened(text: str) -> str:
    """Return `text` as ids compare: as `half`, every dash, dot and underscore a hyphen."""
    return half(text).translate(_DASHES)


def as_id(text: str) -> str | None:
    """Return `text` in the shape of an id, None where it has another; a dot or a long dash is a hyphen."""
    shaped = hyphened(text)
    return shaped if _ID.fullmatch(shaped) else None


def read(said: str) -> tuple[Word | Status | None, str]:
    """Return what the first word means, None for no key, and the text behind it as it was typed."""
    said = said.strip()
    if said[:1] and said[0] in _SLASHES:
        return Word.FIND, said[1:].strip()
    head, *rest = said.split(maxsplit=1) or [""]
    word = STATUSES.get(half(head)) or KEYS.get(half(head))
    if word is None:
        for glued in _GLUED:
            if said.startswith(glued):
                return KEYS[glued], said.removeprefix(glued).strip()
    return word, rest[0].strip() if rest else ""
