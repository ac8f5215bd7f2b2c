"""Two languages: English stands in the code as the key, `words_zh` maps it to Chinese.

The language is chosen once, before the commands are built, since their help texts are fixed then.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Literal

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

_language: ContextVar[Language] = ContextVar("language", default="zh")


def tr(sentence: str, /, **fields: object) -> str:
    """Return `sentence`, an English literal with named fields, in the chosen language and filled."""
    if _language.get() == "zh":
        from lawcheck.words_zh import WORDS

        sentence = WORDS.get(sentence, sentence)
    return sentence.format(**fields)


def language() -> Language:
    """Return the chosen language."""
    return _language.get()


def use(chosen: Language) -> None:
    """Choose the language for the rest of the process."""
    _language.set(chosen)


@contextmanager
def using(chosen: Language) -> Iterator[None]:
    """Choose the language for a block."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


def choose(asked: str | None, environment: Mapping[str, str]) -> Language:
    """Return the language: what was asked, LAWCHECK_LANG, the locale where it names one, Windows, else zh."""
    named = (asked, *(environment.get(key) for key in ("LAWCHECK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")))
    for name in named:
        for known in LANGUAGES:
            if name and (name == known or name.lower().startswith((f"{known}_", f"{known}-", f"{known}."))):
                return known
    return _windows_language() or "zh"


def _windows_language() -> Language | None:
    if sys.platform == "win32":
        from ctypes import windll

        names: dict[int, Language] = {0x04: "zh", 0x09: "en"}
        return names.get(windll.kernel32.GetUserDefaultUILanguage() & 0x3FF)
    return None
