"""What a text that is no TOML gets wrong, said so that it can be mended: tomli's words are few.

Looks at what people do: Chinese quotes, missing quotes, Windows paths, unclosed brackets, git's marks.
"""

import re
from typing import NamedTuple

import tomli

from lawcheck.domain.problems import Problem, problem

_CONFLICT = re.compile(r"^(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)", re.MULTILINE)
_JSON = re.compile(r"\s*(?:\{|\[\s*[\[{\"\d])")
_LONG_NUMBER = re.compile(r"[0-9][0-9_]{1000,}|[0-9.][0-9._]*[eE][-+]?[0-9_]{15,}")
_TOKEN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|#[^\n]*+"
    r'|("""|\'\'\'|["\'\[{\]}])',
    re.DOTALL,
)
_CHINESE = {
    "“": '"', "”": '"', "„": '"', "＂": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "＇": "'",
    "＝": "=", "：": "=", "，": ",", "、": ",", "；": ",", "。": ".", "．": ".", "＃": "#",
    "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}", "\u3000": "a space",
}  # fmt: skip
_WORD = re.compile(r"(?![\x00-\x7f])\w[\w-]*")
_KEY_MESSAGES = ("Invalid statement", "Invalid initial", "Expected '='")
_VALUE = re.compile(r"[^,\]}#]*")
_NO_VALUE = re.compile(r"\s*(?:$|[\w-]+\s*=)")
_LEFT_OVER = "Expected newline or end of document after a statement"
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{4}[/.]\d{1,2}[/.]\d{1,2}")


class _Spot(NamedTuple):
    """Where tomli gave up: the position, the rest of the line from there, and the whole line."""

    position: int
    rest: str
    line: str


def explain_error(text: str, error: Exception) -> Problem:
    """Return the problem that keeps `text` from being TOML, with its line and column."""
    # As tomli reads it, so that its positions fit.
    text = text.replace("\r\n", "\n")
    if not isinstance(error, tomli.TOMLDecodeError):
        return _explain_limit(text, error)
    spot = _spot(text, error.pos)
    for explain in (_foreign, _chinese, _strings, _doubles, _days, _brackets, _values):
        if found := explain(text, spot, error.msg):
            return found if found.line else _placed(found, text, spot.position)
    found = problem("this is not TOML; a line reads key = value, [table] or # comment", code="syntax")
    return _placed(found, text, spot.position)


def _spot(text: str, position: int) -> _Spot:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    return _Spot(position, text[position:end], text[start:end])


def _placed(found: Problem, text: str, position: int) -> Problem:
    line = text.count("\n", 0, position) + 1
    return found._replace(line=line, column=position - text.rfind("\n", 0, position))


def _explain_limit(text: str, error: Exception) -> Problem:
    if isinstance(error, RecursionError):
        return problem("brackets or dotted keys go too deep", code="too-deep")
    found = problem("a number here has too many digits; 10^12 is the largest", code="syntax")
    long = _LONG_NUMBER.search(text)
    return _placed(found, text, long.start()) if long else found


def _foreign(text: str, spot: _Spot, message: str) -> Problem | None:
    """Return the problem with a text that is something else altogether."""
    del message
    if mark := _CONFLICT.match(spot.line):
        return problem(
            "git left two versions here ({mark}); keep one of them and delete its marks",
            code="syntax",
            mark=mark[1],
        )
    if _JSON.match(text) and not text.lstrip().startswith("[["):
        return problem("this looks like JSON; a checklist is TOML: key = value", code="syntax")
    if "\r" in text and "\n" not in text:
        return problem("the line ends are those of an old Mac (CR); save with LF or CRLF", code="syntax")
    return None


def _chinese(text: str, spot: _Spot, message: str) -> Problem | None:
    del text
    char = spot.rest[:1]
    if not char or char.isascii():
        # `"text”` runs on to the end of its line, where tomli stops.
        last = next((one for one in reversed(spot.line.rstrip()) if one != ","), "")
        char = last if message.startswith("Illegal character '\\n'") else ""
    if char in _CHINESE:
        return problem(
            "{char} is Chinese punctuation; outside of text TOML takes {ascii} only",
            code="syntax",
            char=char,
            ascii=_CHINESE[char],
        )
    key = _WORD.match(spot.rest)
    if key and message.startswith(_KEY_MESSAGES):
        return problem(
            "'{key}' cannot be a key; keys are English words, only what stands after = may be Chinese",
            code="syntax",
            key=key[0],
        )
    return None


def _strings(text: str, spot: _Spot, message: str) -> Problem | None:
    if message in ("Invalid hex value", "Unescaped '\\' in a string") or message.startswith("Escaped"):
        return problem(
            "a backslash in double quotes begins an escape; put a Windows path into single quotes",
            code="syntax",
        )
    if message == "Unterminated string" or message.startswith("Expected \"'"):
        found = problem("the text that begins here is never closed", code="syntax")
        return _placed(found, text, _last_open(text, len(text), quotes=True) or spot.position)
    if message.startswith(("Illegal character '\\n'", "Found invalid character '\\n'")):
        return problem("the text of this line is not closed; add the missing quote", code="syntax")
    if message.startswith(("Illegal character", "Found invalid character")):
        return problem(
            "the file holds the control character U+{point:04X}; delete it",
            code="syntax",
            point=ord(text[spot.position]),
        )
    return None


def _doubles(text: str, spot: _Spot, message: str) -> Problem | None:
    if not message.startswith(("Cannot", "Duplicate")):
        return None
    found = problem(
        "what this line names stands here for the second time: {line}",
        code="syntax",
        line=spot.line.strip(),
    )
    blanks = len(spot.line) - len(spot.line.lstrip())
    return _placed(found, text, text.rfind("\n", 0, spot.position) + 1 + blanks)


def _days(text: str, spot: _Spot, message: str) -> Problem | None:
    if message not in ("Invalid date or datetime", "Unclosed array", "Unclosed inline table", _LEFT_OVER):
        return None
    # A short month stops the parser in the middle of the day.
    start = max(text.rfind(char, 0, spot.position) for char in " \t\n,=[{") + 1
    written = _DAY.match(text, start)
    if written is None:
        return None
    found = problem(
        "there is no day {value}; days are written like 2020-01-31", code="syntax", value=written[0]
    )
    return _placed(found, text, start)


def _brackets(text: str, spot: _Spot, message: str) -> Problem | None:
    header = spot.line.startswith("[")
    # A header inside of a list reads as a list itself: what is open above it is meant.
    end = text.rfind("\n", 0, spot.position) + 1 if header else spot.position
    inside = _last_open(text, end, quotes=False)
    if inside is not None and (message.startswith("Unclosed") or header or _NO_VALUE.match(spot.rest)):
        return problem(
            "a comma is missing before this, or the {bracket} of line {opened} is not closed",
            code="syntax",
            bracket=text[inside],
            opened=text.count("\n", 0, inside) + 1,
        )
    if header:
        return problem(
            "this is no table's header; write [name] or [[name]], with nothing else on the line",
            code="syntax",
        )
    return None


def _last_open(text: str, end: int, *, quotes: bool) -> int | None:
    """Return the position of the innermost bracket that is open at `end`, or of the open quote."""
    opened: list[int] = []
    for found in _TOKEN.finditer(text, 0, end):
        mark = found[1]
        if mark is None:
            continue
        if mark[0] in "\"'":
            if quotes:
                return found.start()
        elif mark in "[{":
            opened.append(found.start())
        elif opened:
            opened.pop()
    return opened[-1] if opened and not quotes else None


def _values(text: str, spot: _Spot, message: str) -> Problem | None:
    del text
    value = _VALUE.match(spot.rest)
    written = value[0].strip() if value else ""
    if message.startswith("Expected '='"):
        return problem("= is needed after the key", code="syntax")
    if message == _LEFT_OVER:
        return problem(
            "{rest} is left over after the value; each line holds one key = value",
            code="syntax",
            rest=spot.rest.strip(),
        )
    if message != "Invalid value":
        return None
    if not written:
        return problem("there is no value after =", code="syntax")
    if written.lower() in ("true", "false"):
        return problem("write true or false in small letters", code="syntax")
    return problem(
        "{value} is no value; text stands in double quotes, numbers are written like 0.5",
        code="syntax",
        value=written,
    )
