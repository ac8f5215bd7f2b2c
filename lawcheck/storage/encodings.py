"""Why bytes are not UTF-8 text, as far as they show it."""

import re

from lawcheck.domain.problems import Problem, problem

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF"
_THREE_BYTES = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")


def explain_binary(data: bytes) -> Problem | None:
    """Return the problem with bytes that are no text at all, or text of two bytes a character."""
    if data.startswith((_ZIP, _OLD_OFFICE, _PDF)):
        return problem(
            "this is an Excel, Word, PDF or zip file; a TOML text file is needed here", code="not-text"
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:200].count(0) > len(data[:200]) // 4:
        return problem(
            "the file is saved as UTF-16 (“Unicode” in Notepad); save it as UTF-8", code="not-utf8"
        )
    return None


def explain_bytes(data: bytes, error: UnicodeDecodeError) -> Problem:
    """Return the problem with text that does not decode as UTF-8."""
    if _is_gbk(data):
        found = problem("the file is not UTF-8 and looks like GBK (ANSI); save it as UTF-8", code="not-utf8")
    else:
        found = problem("here are bytes that are not UTF-8; save the file as UTF-8", code="not-utf8")
    line = data.count(b"\n", 0, error.start) + 1
    return found._replace(line=line, column=error.start - data.rfind(b"\n", 0, error.start))


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    # In GBK text hardly any three bytes form a UTF-8 character; in damaged UTF-8 nearly all do.
    return data.decode("utf-8", "replace").count("\ufffd") > len(_THREE_BYTES.findall(data))
