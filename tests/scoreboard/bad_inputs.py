"""Bad inputs: each is refused in one clear sentence, in time, or taken where it is harmless.

A refusal has the right exit code, names the file, shows no traceback and no control character, changes
nothing, and takes at most two seconds and 300 MB.
"""

import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from lawcheck.domain.values import FORBIDDEN
from tests.scoreboard.powercuts import read_tree
from tests.scoreboard.stage import Ran, Tally, furnish, run, scratch

DATA = Path(__file__).parents[1] / "data"
MINIMAL = (DATA / "good" / "minimal.toml").read_text("utf-8")
SECONDS = 2.0
MEGABYTES = 300.0

_IN = ("-C", "{}/unit")
_SCORE = (*_IN, "score")
_LINT = ("lint", "{}/bad.toml")
_NEW = ("new", "{}/bad.toml", "{}/made", "--unit", "甲")


class Case(NamedTuple):
    """What is laid into the folder of an office, what is run then, the exit codes, and what must be named."""

    name: str
    lay: Callable[[Path], object]
    arguments: tuple[str, ...]
    codes: tuple[int, ...]
    names: str = ""


def cases() -> Iterator[Case]:
    """Return all cases."""
    yield from _kept_files()
    yield from _checklists()
    yield from _assessments()
    yield from _reviews()
    yield from _evidence()
    yield from _words()


def _kept_files() -> Iterator[Case]:
    """Every file under tests/data/bad, as somebody would check it."""
    for path in sorted((DATA / "bad").glob("*.toml")):
        yield Case(f"bad/{path.stem}", _nothing, ("lint", str(path)), (1, 3), path.name)


def _nothing(folder: Path) -> None:
    """Lay nothing."""


def _file(name: str, data: bytes | str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def _changed(old: str, new: str) -> str:
    assert old in MINIMAL, old
    return MINIMAL.replace(old, new, 1)


_ONE = '[[items]]\nid = "A-{:03}"\ntitle = {{ zh = "a" }}\n'
_HEAD = MINIMAL.partition("[[items]]")[0]
CHECKLISTS: dict[str, bytes | str] = {
    "T01 empty": b"",
    "T01 blanks": b" \n\t\n",
    "T03 GBK": MINIMAL.encode("gbk"),
    "T04 UTF-16": MINIMAL.encode("utf-16"),
    "T04 UTF-16 without a mark": MINIMAL.encode("utf-16-le"),
    "T04 UTF-32": MINIMAL.encode("utf-32"),
    "T06 old Mac": MINIMAL.replace("\n", "\r"),
    "T07 zero bytes": MINIMAL.encode() + b"\0" * 10,
    "T08 an encoded surrogate": MINIMAL.encode() + b'x = "\xed\xa0\x80"\n',
    "T08 cut in a character": MINIMAL.encode()[: MINIMAL.encode().index("最".encode()) + 1],
    "T09 lists in lists": "x = " + "[" * 1_000_000,
    "T09 500 lists, closed": MINIMAL + "x = " + "[" * 500 + "]" * 500,
    "T10 tables in tables": "x = " + "{a=" * 100_000,
    "T11 a key of 10,000 parts": ".".join("a" * 10_000) + " = 1",
    "T11 2,000,000 parts": "a." * 2_000_000,
    "T12 5,000 digits": MINIMAL + "x = " + "1" * 5_000,
    "T12 a long exponent": "x = 1e" + "9" * 30,
    "T13 a hexadecimal monster": _changed("points = 10", "points = 0x" + "f" * 5_000),
    "T14 30 MB": b"# 0123456789\n" * 2_300_000,
    "T15 a list of a million": "x = [" + "1," * 1_000_000 + "]",
    "T16 unclosed": "x = [" + "1," * 190_000,
    "T17 a key twice": _changed('id = "minimal"', 'id = "minimal"\nid = "other"'),
    "T18 git's marks": f"<<<<<<< HEAD\n{MINIMAL}=======\n{MINIMAL}>>>>>>> other\n",
    "T19 a zip": b"PK\x03\x04" + bytes(range(256)),
    "T19 a PDF": b"%PDF-1.7\n" + bytes(range(256)),
    "T19 an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "T19 a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "T20 JSON": '{"format": 1, "id": "minimal"}',
    "T20 YAML": "format: 1\nid: minimal\n",
    "T20 a page": "<!DOCTYPE html><html></html>",
    "T21 cut short": MINIMAL[: len(MINIMAL) // 2],
    "T22 a text without end": _changed('"least', '"""least') if '"least' in MINIMAL else MINIMAL + 'x = """',
    "T23 full-width equals": _changed("format = 1", "format ＝ 1"),
    "T24 deep headers": "[" + ".".join("a" * 10_000) + "]",
    "S01 points NaN": _changed("points = 4", "points = nan"),
    "S02 points infinite": _changed("points = 4", "points = inf"),
    "S03 points negative": _changed("points = 4", "points = -4"),
    "S05 points of 40 decimals": _changed("points = 4", "points = 4." + "0" * 39 + "1"),
    "S06 true for a number": _changed("points = 4", "points = true"),
    "S07 text for a number": _changed("points = 4", 'points = "4"'),
    "S08 beyond 64 bits": _changed("points = 4", "points = 99999999999999999999"),
    "S10 a list for a text": _changed('force = "must"', 'force = ["must"]'),
    "S11 a table for a list": _changed("[[groups]]", "[groups]"),
    "S12 a day that is none": _changed("2020-12-31", "2020-02-30"),
    "S20 a mistyped key": _changed("force =", "froce ="),
    "S21 no id": _changed('id = "A-01"\ntitle', "title"),
    "S21 an empty id": _changed('id = "A-01"', 'id = ""'),
    "S22 a path for an id": _changed('id = "A-01"', 'id = "../../etc/passwd"'),
    "S23 an id of 10,000 signs": _changed('id = "A-01"', f'id = "A-{"0" * 10_000}"'),
    "S25 an id in other digits": _changed('id = "A-02"', 'id = "A-０２"'),
    "S25 an id in another A": _changed('id = "A-02"', 'id = "А-02"'),
    "S26 a format of the future": _changed("format = 1", "format = 99"),
    "S26 no format": _changed("format = 1\n", ""),
    "S27 the year as text": _changed("first = 2020-01-01", 'first = "2020"'),
    "S28 year 0": _changed("2020-01-01", "0000-01-01"),
    "S29 20,000 items": _HEAD + "".join(_ONE.format(n % 1000) for n in range(20_000)),
    "S30 5,000 spoiled items": _HEAD + "".join(_ONE.format(n % 1000) for n in range(5_000)),
    "S31 190,000 unknown keys": "".join(f"a{n} = 1\n" for n in range(190_000)),
    "S32 a formula of 100,000 brackets": _changed('of = "handled"', f'of = "{"(" * 100_000}handled"'),
    "S33 a formula of 20,000 sums": _changed('of = "handled"', f'of = "{"handled+" * 20_000}handled"'),
    "S35 a formula that imports": _changed('of = "handled"', "of = \"__import__('os')\""),
    "S36 a group that is its own item": _changed('id = "A"', 'id = "A-01"'),
    "D38 a text of 40,000 signs": _changed("报告全年工作。", "长" * 40_000),
    "D20 a reordering mark": _changed("报告全年工作。", "报告\u202e全年"),
    "D21 an isolate": _changed("报告全年工作。", "报告\u2067全年"),
    "D22 a line separator": _changed("报告全年工作。", "报告\u2028全年"),
    "D23 an escape": _changed("报告全年工作。", "报告\\u001B[31m全年"),
    "D24 an eight-bit escape": _changed("报告全年工作。", "报告\u009b31m全年"),
    "D25 a bell": _changed("报告全年工作。", "报告\\u0007"),
    "D26 zero": _changed("报告全年工作。", "报告\\u0000"),
    "D27 a noncharacter": _changed("报告全年工作。", "报告\ufffe"),
    "D28 a vertical tab": _changed("报告全年工作。", "报告\\u000B"),
    "D29 next line": _changed("报告全年工作。", "报告\u0085"),
    "D30 a line in a title": _changed(
        'zh = "报告", en = "Report" }\nreq', 'zh = "报\\n告", en = "Report" }\nreq'
    ),
    "D31 an escape in a key": MINIMAL + '\n["\\u001b[31mx"]\na = 1\n',
    "D32 an escape in a value that is asked for": _changed('force = "must"', 'force = "\\u001b]0;x\\u0007"'),
}
"""Checklists that `new` refuses."""

LINTED: dict[str, str] = {
    "S13 the end before the beginning": _changed("2020-12-31", "2019-12-31"),
    "S24 an id twice": _changed('id = "A-02"', 'id = "A-01"'),
}
"""Checklists whose shape is sound: it is `lint` that finds them wrong."""

_GOOD = {
    "T00 as it is": MINIMAL,
    "T02 a mark in front": "\ufeff" + MINIMAL,
    "T05 Windows line ends": MINIMAL.replace("\n", "\r\n"),
    "S04 points as 4.0": _changed("points = 4", "points = 4.0"),
    "S34 a formula that divides by nothing": _changed('of = "handled"', 'of = "handled/0"'),
}


def _checklists() -> Iterator[Case]:
    for name, data in CHECKLISTS.items():
        yield Case(name, _file("bad.toml", data), _NEW, (3,), "bad.toml")
        yield Case(f"{name}, linted", _file("bad.toml", data), _LINT, (1, 3), "bad.toml")
    for name, data in LINTED.items():
        yield Case(name, _file("bad.toml", data), _LINT, (1, 3), "bad.toml")
    for name, data in _GOOD.items():
        yield Case(name, _file("bad.toml", data), _NEW, (0,))
    yield Case("T25 no such file", _nothing, _NEW, (3,), "bad.toml")
    yield Case("T26 a folder", lambda folder: (folder / "bad.toml").mkdir(), _NEW, (3,), "bad.toml")
    yield Case(
        "T27 a checklist that is not on the shelf", _nothing, ("new", "nope", "{}/made", "--unit", "甲"), (2,)
    )
    if os.name != "nt":
        yield Case("T28 a pipe", lambda folder: os.mkfifo(folder / "bad.toml"), _NEW, (3,), "bad.toml")
        yield Case(
            "T29 a device", _nothing, ("new", "/dev/zero", "{}/made", "--unit", "甲"), (3,), "/dev/zero"
        )


def _edited(old: str, new: str) -> Callable[[Path], object]:
    def lay(folder: Path) -> None:
        path = folder / "unit" / "assessment.toml"
        text = path.read_text("utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")

    return lay


def _target(path: str) -> Callable[[Path], object]:
    return _edited('target = "evidence/纪要.pdf"', f"target = {path}")


_STATUS = 'status = "done"'
ASSESSMENTS: dict[str, Callable[[Path], object]] = {
    "A01 a figure beyond the limit": _edited("cases = 3", "cases = 1e30"),
    "A02 a figure that is a word": _edited("cases = 3", 'cases = "many"'),
    "A03 a figure NaN": _edited("cases = 3", "cases = nan"),
    "A04 a figure infinite": _edited("cases = 3", "cases = inf"),
    "A05 a float that becomes infinite": _edited("cases = 3", "cases = 1e999999999999999999999"),
    "A05 a hexadecimal monster": _edited("cases = 3", "cases = 0x" + "f" * 5_000),
    "A05 thirteen decimals": _edited("cases = 3", "cases = 0.1234567890123"),
    "A06 a status with a blank": _edited(_STATUS, 'status = "done "'),
    "A06 a status in Chinese": _edited(_STATUS, 'status = "已完成"'),
    "A06 a status as a number": _edited(_STATUS, "status = 1"),
    "A07 not applicable where it may not be": _edited(_STATUS, 'status = "not_applicable"'),
    "A08 an item that there is not": _edited("[answers.A-01]", "[answers.A-99]"),
    "A08 an item as a path": _edited("[answers.A-01]", '[answers."../A-01"]'),
    "A08 a figure that there is not": _edited("cases = 3", "csaes = 3"),
    "A09 a score by hand": _edited("format = 1", "format = 1\nscore = 100"),
    "A09 points by hand": _edited(_STATUS, f"{_STATUS}\npoints = 100"),
    "A11 an absolute path": _target('"/etc/passwd"'),
    "A11 a drive": _target("'C:\\Windows\\win.ini'"),
    "A12 a path that climbs": _target('"evidence/../../x"'),
    "A13 a share": _target("'\\\\server\\share\\x'"),
    "A14 zero in a path": _target('"evidence/\\u0000x"'),
    "A15 a device": _target('"evidence/CON"'),
    "A15 a device with an ending": _target('"evidence/aux.txt"'),
    "A16 a stream": _target('"evidence/x.txt:hidden"'),
    "A17 an empty path": _target('""'),
    "A18 the folder itself": _target('"evidence"'),
    "A18 the folder with a slash": _target('"evidence/"'),
    "A19 a hash too short": _edited('sha256 = "', 'sha256 = "x'),
    "A20 a hash that is none": _edited('sha256 = "9', 'sha256 = "g'),
    "A21 a sign-off smuggled in": _edited("format = 1", 'format = 1\nsigned_by = "张三"'),
    "A21 a grant smuggled in": _edited("format = 1", "format = 1\ngrants = { A-01 = 2 }"),
    "A22 an empty unit": _edited('unit = "白沙路街道"', 'unit = ""'),
    "A22 a unit of two lines": _edited('unit = "白沙路街道"', 'unit = "白沙路\\n街道"'),
    "A23 an escape in a note": _edited("第一行", "\\u001b[2J"),
    "A24 a note of 20,001 signs": _edited("第一行", "长" * 20_001),
    "A25 a row that there is not": _edited('"A-02:minutes"', '"A-02:nope"'),
    "A26 a negative size": _edited("size = 7", "size = -7"),
    "A27 git's marks": _edited("[figures]", "<<<<<<< HEAD\n[figures]"),
    "A28 empty": lambda folder: (folder / "unit" / "assessment.toml").write_bytes(b""),
    "A28 GBK": lambda folder: (folder / "unit" / "assessment.toml").write_bytes(
        "unit = '街道'".encode("gbk")
    ),
    "A29 20 MB": lambda folder: (folder / "unit" / "assessment.toml").write_bytes(b"# xxxxxxx\n" * 2_000_000),
    "A29 600,000 answers": lambda folder: (folder / "unit" / "assessment.toml").write_bytes(
        b"".join(b"[answers.A-%06d]\n" % n for n in range(600_000))
    ),
    "A30 another checklist's": _edited('checklist = "small-2020"', 'checklist = "other-2020"'),
    "A31 of a newer program": _edited("format = 1", "format = 99"),
    "A33 an unknown key": _edited(_STATUS, f"{_STATUS}\nstutas = 1"),
}
"""What is done to the assessment by hand; every command refuses it, those that write as well."""


def _assessments() -> Iterator[Case]:
    writing = (*_IN, "set", "A-02", "--status", "partial")
    for name, lay in ASSESSMENTS.items():
        yield Case(name, lay, _SCORE, (3,), "assessment.toml")
        yield Case(f"{name}, set", lay, writing, (3,), "assessment.toml")
    yield Case("A00 as it is", _nothing, _SCORE, (0,))
    yield Case("A10 evidence by hand that is not there", _target('"evidence/nope.pdf"'), _SCORE, (0,))
    yield Case("A32 a comment", _edited(_STATUS, f"{_STATUS}  # 待核"), _SCORE, (0,))
    if os.name != "nt":
        yield Case("A34 a link", _linked("assessment.toml"), _SCORE, (3,), "assessment.toml")
        yield Case("A34 the history a link", _linked("history.jsonl"), _SCORE, (3,), "history.jsonl")
        yield Case("A34 the checklist a link", _linked("checklist.toml"), _SCORE, (3,), "checklist.toml")
        yield Case("A35 a pipe", _piped("assessment.toml"), _SCORE, (3,), "assessment.toml")
        yield Case("A35 the history a pipe", _piped("history.jsonl"), _SCORE, (3,), "history.jsonl")


def _linked(name: str) -> Callable[[Path], object]:
    def lay(folder: Path) -> None:
        (folder / "unit" / name).rename(folder / name)
        (folder / "unit" / name).symlink_to(folder / name)

    return lay


def _piped(name: str) -> Callable[[Path], object]:
    def lay(folder: Path) -> None:
        (folder / "unit" / name).unlink()
        os.mkfifo(folder / "unit" / name)

    return lay


_GRANT = 'format = 1\n[grants.A-01]\nopinions = [{{ points = {}, by = "{}", on = 2021-01-01 }}]\n'
REVIEWS = {
    "R01 empty": "",
    "R02 an unknown item": "format = 1\n[grants.A-99]\nnot_applicable = true\n",
    "R03 more than the points": _GRANT.format("9", "王"),
    "R04 negative points": _GRANT.format("-1", "王"),
    "R05 an escape in a name": _GRANT.format("1", "\\u001b[1m"),
    "R06 of a newer program": "format = 9\n",
    "R07 not TOML": "{}",
    "R08 NaN": _GRANT.format("nan", "王"),
}


def _reviews() -> Iterator[Case]:
    for name, data in REVIEWS.items():
        yield Case(name, _file("unit/review.toml", data), _SCORE, (3,), "review.toml")


def _add(name: str) -> tuple[str, ...]:
    return (*_IN, "evidence", "add", f"{{}}/{name}", "--kind", "file", "--item", "A-01:ledger")


def _evidence() -> Iterator[Case]:
    yield Case("E00 a file", _file("x.pdf", b"x"), _add("x.pdf"), (0,))
    yield Case("E01 empty", _file("x.pdf", b""), _add("x.pdf"), (2, 3), "x.pdf")
    yield Case("E08 a folder", lambda folder: (folder / "x.pdf").mkdir(), _add("x.pdf"), (2, 3), "x.pdf")
    yield Case("E09 not there", _nothing, _add("x.pdf"), (2, 3), "x.pdf")
    yield Case("E13 a line in the name", _file("x\ny.pdf", b"x"), _add("x\ny.pdf"), (0,))
    yield Case("E15 a long name", _file("长" * 80 + ".pdf", b"x"), _add("长" * 80 + ".pdf"), (0,))
    yield Case("E18 a name like an option", _file("--help", b"x"), _add("--help"), (0,))
    if os.name == "nt":
        return
    yield Case("E02 a link", _link_beside, _add("x.pdf"), (3,), "x.pdf")
    yield Case(
        "E03 a folder link on the way", _link_on_the_way, (*_IN, "evidence", "verify"), (6,), "纪要.pdf"
    )
    yield Case("E04 a link in its place", _link_inside, (*_IN, "evidence", "verify"), (6,), "纪要.pdf")
    yield Case("E05 a pipe", lambda folder: os.mkfifo(folder / "x.pdf"), _add("x.pdf"), (3,), "x.pdf")
    yield Case("E05 a pipe in its place", _piped("evidence/纪要.pdf"), (*_IN, "verify"), (6,), "纪要.pdf")
    yield Case("E06 a socket", _socket, _add("s.pdf"), (3,), "s.pdf")
    yield Case(
        "E07 a device",
        _nothing,
        (*_IN, "evidence", "add", "/dev/zero", "--kind", "file", "--item", "A-01:ledger"),
        (3,),
        "zero",
    )
    yield Case("E10 4 TB", _sparse, _add("x.pdf"), (3,), "x.pdf")
    yield Case(
        "E12 an escape in the name", _file("\x1b[31m\u202efdp.x", b"x"), _add("\x1b[31m\u202efdp.x"), (0,)
    )
    strange = os.fsdecode(b"\xbc\xcd.pdf")
    yield Case("E14 a name that is not UTF-8", _file(strange, b"x"), _add(strange), (2, 3))


def _link_beside(folder: Path) -> None:
    (folder / "x.pdf").symlink_to(folder / "台账.xlsx")


def _link_on_the_way(folder: Path) -> None:
    (folder / "unit" / "evidence").rename(folder / "evidence")
    (folder / "unit" / "evidence").symlink_to(folder / "evidence")


def _link_inside(folder: Path) -> None:
    (folder / "unit" / "evidence" / "纪要.pdf").rename(folder / "x")
    (folder / "unit" / "evidence" / "纪要.pdf").symlink_to(folder / "x")


def _socket(folder: Path) -> None:
    here = Path.cwd()
    # A socket's path is short by law, so it is made from within the folder.
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("s.pdf")
    finally:
        os.chdir(here)


def _sparse(folder: Path) -> None:
    (folder / "x.pdf").touch()
    os.truncate(folder / "x.pdf", 2**42)


def _words() -> Iterator[Case]:
    """Bad words on the command line, where a file's name is no matter."""
    said = {
        "U01 an escape in a note": ("set", "A-01", "--note", "\x1b[31m"),
        "U02 zero in a reason": ("set", "A-01", "--note", "x", "--why", "a\x00b"),
        "U03 a reordering mark in a name": ("--by", "张\u202e三", "set", "A-01", "--note", "x"),
        "U04 a name of two lines": ("--by", "a\nb", "set", "A-01", "--note", "x"),
        "U05 a lone surrogate": ("set", "A-01", "--note", "\udcff"),
        "U06 a path for an item": ("set", "../../x", "--note", "x"),
        "U07 a status that is none": ("set", "A-01", "--status", "完美"),
        "U08 a figure that is none": ("set", "A-01", "--figure", "cases=1e99"),
        "U09 a note of 20,001 signs": ("set", "A-01", "--note", "长" * 20_001),
        "U10 an escape in an item": ("explain", "\x1b]0;x\x07"),
        "U11 a day that is none": ("set", "A-01", "--due", "2020-02-30"),
        "U12 a formula for a figure": ("set", "A-01", "--figure", "cases==1+1"),
        "U13 an address that is none": (
            "evidence",
            "add",
            "javascript:alert(1)",
            "--kind",
            "link",
            "--item",
            "A-01",
        ),
        "U14 a row that there is not": ("evidence", "add", "x〔2020〕1号", "--item", "A-01:../../x"),
        "U15 a key that there is not": ("evidence", "remove", "../e0003"),
    }
    for name, words in said.items():
        yield Case(name, _nothing, (*_IN, *words), (2, 3))
    yield Case("U16 an empty unit", _nothing, ("new", "{}/small.toml", "{}/made", "--unit", "  "), (2, 3))
    yield Case(
        "U17 an escape in a unit", _nothing, ("new", "{}/small.toml", "{}/made", "--unit", "\x1b[1m"), (2, 3)
    )


class Measured(NamedTuple):
    """What a command left behind, and what it cost."""

    ran: Ran
    seconds: float
    megabytes: float


def measured(*arguments: str) -> Measured:
    """Run one command; where the system can fork, in a process of its own, so that its memory is known."""
    if not hasattr(os, "fork"):
        begun = time.perf_counter()
        return Measured(run(*arguments), time.perf_counter() - begun, 0.0)
    return _forked(arguments)


if sys.platform != "win32":
    import pickle
    import resource

    def _forked(arguments: tuple[str, ...]) -> Measured:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
            try:
                ran = run(*arguments)
            except BaseException as error:  # noqa: BLE001  # the parent must hear of it
                ran = Ran(-1, "", repr(error))
            seconds = time.perf_counter() - begun
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump((ran, seconds, grown / (1024 * (1024 if sys.platform == "darwin" else 1))), pipe)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            result = pickle.load(pipe)
        os.waitpid(child, 0)
        return Measured(*result)


Command = Callable[..., Measured]
"""Runs one command; a stand-in for it shows whether the proof proves anything."""


def bad_inputs(*, stride: int = 1, command: Command = measured) -> Tally:
    """Try every case; the note tells the slowest and the hungriest."""
    tally = Tally()
    slowest, hungriest = (0.0, ""), (0.0, "")
    with scratch() as place:
        furnish(place / "office")
        for case in list(cases())[::stride]:
            folder = place / "trial"
            shutil.copytree(place / "office", folder)
            result, faults = _tried(case, folder, command)
            tally.count(case.name, faults)
            slowest = max(slowest, (result.seconds, case.name))
            hungriest = max(hungriest, (result.megabytes, case.name))
            shutil.rmtree(folder)
    tally.note = (
        f"slowest {slowest[0]:.2f} s ({slowest[1]}), most memory +{hungriest[0]:.0f} MB ({hungriest[1]})"
    )
    return tally


def _tried(case: Case, folder: Path, command: Command) -> tuple[Measured, list[str]]:
    case.lay(folder)
    before = _quiet_tree(folder)
    result = command(*(one.replace("{}", str(folder)) for one in case.arguments))
    ran, faults = result.ran, []
    if ran.code not in case.codes:
        faults.append(f"exit {ran.code}, not {case.codes}: {ran.spoke.strip()[:200]}")
    if case.names not in ran.spoke:
        faults.append(f"{case.names} is not named: {ran.spoke.strip()[:200]}")
    if "Traceback" in ran.spoke or FORBIDDEN.search(ran.spoke):
        faults.append(f"a traceback, or a sign that a terminal obeys: {ran.spoke[:200]!r}")
    if case.codes != (0,) and not ran.spoke.strip():
        faults.append("says nothing")
    if case.codes != (0,) and case.arguments[0] != "lint" and len(ran.err) > 2_000:
        faults.append(f"says {len(ran.err)} characters")
    if case.codes != (0,) and _quiet_tree(folder) != before:
        faults.append("something was written")
    if result.seconds > SECONDS or result.megabytes > MEGABYTES - 60:
        faults.append(f"{result.seconds:.2f} s, +{result.megabytes:.0f} MB")
    return result, faults


def _quiet_tree(folder: Path) -> dict[str, bytes | None]:
    """Return what lies in the folder; what is no regular file, or is huge, only by its name."""
    if any(path.is_file() and path.stat().st_size > 2**32 for path in folder.iterdir()):
        return {path.name: None for path in folder.rglob("*")}
    found = read_tree(folder)
    return {name: data for name, data in found.items() if not re.search(r"\.lawcheck/(lock|walk)$", name)}
