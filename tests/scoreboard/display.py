"""Display payloads: what a text out of a file says is shown, and obeyed by no terminal and no document."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from lawcheck.domain.values import FORBIDDEN
from lawcheck.formats import Format
from tests.scoreboard.stage import CHECKLIST, Tally, run, scratch

PAYLOADS = {
    "D01": "[bold]粗[/bold]",
    "D02": "[/]",
    "D03": "[/b]",
    "D04": "[link=file:///etc/passwd]点[/link]",
    "D05": "第三条[a]款",
    "D06": ":warning: :thumbs_up:",
    "D07": "末尾反斜杠\\",
    "D08": "\\[bold]",
    "D09": "[@click=app.quit]x[/]",
    "D10": "[red on black]x",
    "D11": '=HYPERLINK("http://x.example","点")',
    "D12": "=cmd|' /C calc'!A0",
    "D13": "+1+1",
    "D14": "-1-1",
    "D15": "@SUM(A1)",
    "D16": "＝1+1",
    "D17": "零\u200b宽\u200d字",
    "D18": "e" + "\u0301" * 60,
    "D19": "𠮷野家✓㐂",
    "D20": "<script>alert(1)</script>",
    "D21": '"><img src=x onerror=alert(1)>',
    "D22": "' onmouseover='alert(1)",
    "D23": "</script></style></title>",
    "D24": "[点](javascript:alert(1))",
    "D25": "javascript:alert(1)",
    "D26": "a|b|c",
    "D27": "# 标题",
    "D28": "```",
    "D29": "{{ 7*7 }} {% raw %}",
    "D30": "{0} {item} {} {{",
    "D31": "%s %d %(x)s",
    "D32": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
    "D33": "]]>&lt;&amp;",
    "D34": "<!-- x -->",
    "D35": "$(rm -rf /) `id`",
    "D36": "| --- |",
    "D37": "![图](http://x.example/a.png)",
    "D38": "长" * 400,
    "D39": "- [ ] 项",
    "D40": "'=1+1",
    "D41": "\u00a0\u3000空白\u00ad",
}  # fmt: skip
"""Texts that a checklist may hold, each the title of an item and the note to its answer."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ITEM = """
[[items]]
id = "A-{number:02}"
title = {{ zh = {text}, en = {text} }}
requirement = {{ zh = {text}, en = {text} }}
force = "should"
points = 1
place = {text}
rules = [{{ measure = "status", earn = 1 }}]
evidence = [{{ id = "proof", title = {{ zh = {text}, en = {text} }} }}]
"""


def _workspace(place: Path) -> Path:
    """Make a workspace in which every payload is a title, a requirement, a note, a row and a reason."""
    head = CHECKLIST.read_text("utf-8").partition("[[items]]")[0]
    head = re.sub(r"figures = \[.*?\n\]\n", "", head, flags=re.DOTALL)
    head = head.replace("points = 3", f"points = {len(PAYLOADS)}").replace(
        "total = 3", f"total = {len(PAYLOADS)}"
    )
    text = head + "".join(
        _ITEM.format(number=number, text=json.dumps(payload, ensure_ascii=False))
        for number, payload in enumerate(PAYLOADS.values(), 1)
    )
    (place / "payloads.toml").write_text(text, "utf-8")
    root = place / "unit"
    made = run("new", place / "payloads.toml", root, "--unit", PAYLOADS["D20"])
    assert made.code == 0, made.err
    for number, payload in enumerate(PAYLOADS.values(), 1):
        said = (f"--note={payload}", f"--why={payload}", f"--owner={payload}")
        ran = run("-C", root, "set", f"A-{number:02}", "--status", "done", *said)
        assert ran.code == 0, ran.err
    run("-C", root, "evidence", "add", PAYLOADS["D21"], "--kind", "statement", "--item", "A-01")
    return root


Judge = Callable[[bytes, str], str | None]
"""Tells how a document obeys a payload, None where it does not."""


def payloads(*, formats: Sequence[Format] = tuple(Format), tty: bool = True) -> Tally:
    """Show every payload in every way that there is: on a terminal, and as a document in each format."""
    tally = Tally()
    with scratch() as place:
        root = _workspace(place)
        outputs: dict[str, tuple[bytes, Judge]] = {}
        for name in ("show .", "score", "status", "gaps", "gate", "history", "evidence list", "verify"):
            outputs[name] = run("-C", root, *name.split()).spoke.encode(), _as_text
        told = [run("-C", root, "explain", f"A-{number:02}").spoke for number in range(1, len(PAYLOADS) + 1)]
        outputs["explain"] = "".join(told).encode(), _as_text
        for fmt in formats:
            target = place / f"report.{fmt}"
            ran = run("-C", root, "report", "--format", fmt, "--audience", "internal", "-o", target)
            assert ran.code == 0, (fmt, ran.err)
            outputs[f"report {fmt}"] = target.read_bytes(), JUDGES.get(fmt.value, _as_text)
        if tty and sys.platform != "win32":
            outputs["score, drawn"] = _drawn(root), _as_drawing
        for output, (document, judge) in outputs.items():
            for payload, text in PAYLOADS.items():
                leak = judge(document, text)
                tally.count(f"{payload} in {output}", [leak] if leak else [])
    tally.note = f"{len(PAYLOADS)} payloads, {len(outputs)} outputs"
    return tally


def _as_text(document: bytes, payload: str) -> str | None:
    del payload
    found = FORBIDDEN.search(document.decode())
    return f"the sign U+{ord(found[0]):04X}" if found else None


def _as_drawing(document: bytes, payload: str) -> str | None:
    del payload
    found = FORBIDDEN.search(_COLOUR.sub("", document.decode()).replace("\r\n", "\n"))
    return f"the sign U+{ord(found[0]):04X}" if found else None


def _as_json(document: bytes, payload: str) -> str | None:
    said = json.loads(document, parse_constant=_refuse)
    if payload in PAYLOADS.values() and "items" in said:
        titles = [item["title"] for item in said["items"]]
        return None if payload.strip() in titles else "the title is not what it was"
    return _as_text(document, payload)


def _refuse(word: str) -> None:
    raise ValueError(word)


class _Page(HTMLParser):
    """Collects what a page would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.script = tag == "script"
        for name, value in attrs:
            target = (value or "").strip().lower()
            outside = name in {"src", "href"} and not target.startswith(("#", "data:image/"))
            if name.startswith("on") or outside or (tag == "img" and target == "x"):
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_data(self, data: str) -> None:
        if self.script and "alert" in data:
            self.found.append(data)


def _as_html(document: bytes, payload: str) -> str | None:
    page = _Page()
    page.feed(document.decode())
    return "; ".join(page.found) or _as_text(document, payload)


def _as_office(document: bytes, payload: str) -> str | None:
    del payload
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        for name in parts.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            tree = ET.fromstring(parts.read(name))
            for one in tree.iter():
                tag = one.tag.rpartition("}")[2]
                if "worksheets/" in name and tag in {"f", "hyperlink"}:
                    return f"{name}: <{tag}>"
                if tag == "Relationship" and one.get("TargetMode") == "External":
                    return f"{name}: {one.get('Target')}"
                if FORBIDDEN.search(one.text or ""):
                    return f"{name}: a control character"
    return None


def _as_csv(document: bytes, payload: str) -> str | None:
    del payload
    for row in csv.reader(io.StringIO(document.decode("utf-8-sig"))):
        for cell in row:
            if cell[:1] in set("=@＝＋＠\t\r") or re.match(r"[+\-－][^\d.]", cell):
                return f"a live cell: {cell[:40]}"
    return None


def _as_xml(document: bytes, payload: str) -> str | None:
    ET.fromstring(document)
    return _as_text(document, payload)


JUDGES: dict[str, Judge] = {
    "json": _as_json,
    "sarif": _as_json,
    "html": _as_html,
    "docx": _as_office,
    "docx-table": _as_office,
    "xlsx": _as_office,
    "csv": _as_csv,
    "junit": _as_xml,
}


def _drawn(root: Path) -> bytes:
    """Return what `score` draws on a terminal."""
    import pexpect

    env = {
        **os.environ,
        "TERM": "xterm-256color",
        "COLUMNS": "200",
        "LC_ALL": "C.UTF-8",
        "LAWCHECK_LANG": "en",
    }
    child = pexpect.spawn(
        sys.executable,
        ["-m", "lawcheck", "-C", str(root), "score"],
        env=env,
        timeout=60,
        dimensions=(50, 200),
        encoding="utf-8",
    )
    drawn = child.read()
    child.close()
    return drawn.encode()


LOCALES: dict[str, dict[str, str]] = {
    "UTF-8": {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    "C": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "GBK": {"PYTHONIOENCODING": "gbk"},
    "cp936": {"PYTHONIOENCODING": "cp936"},
    "GB18030": {"PYTHONIOENCODING": "gb18030"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
}
COMMANDS = (
    ("--help",), ("score",), ("status",), ("gaps",), ("explain", "A-19"), ("history",), ("verify",),
    ("set", "A-19", "--note", "x"), ("report", "--format", "md"), ("evidence", "list"), ("explain", "没有"),
)  # fmt: skip


def locales(*, stride: int = 1) -> Tally:
    """Run commands as processes of their own under every encoding: no crash, and it can be read."""
    tally = Tally()
    with scratch() as place:
        root = _workspace(place)
        pairs = [(locale, words) for words in COMMANDS for locale in LOCALES]
        for locale, words in pairs[::stride]:
            kept = {
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("LC_", "LANG", "PYTHON"))
            }
            paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
            done = subprocess.run(
                [sys.executable, "-m", "lawcheck", "-C", root, *words],
                env=kept | paths | LOCALES[locale], capture_output=True, timeout=60, check=False,
            )  # fmt: skip
            # typer itself takes no ASCII console for true and writes its help in UTF-8.
            encoding = LOCALES[locale].get("PYTHONIOENCODING", "utf-8")
            encoding = "utf-8" if words == ("--help",) and encoding == "ascii" else encoding
            faults = []
            if done.returncode != (2 if words[-1] == "没有" else 0):
                faults.append(f"exit {done.returncode}: {done.stderr.decode(encoding, 'replace')[-300:]}")
            try:
                said = (done.stdout + done.stderr).decode(encoding)
            except UnicodeDecodeError as error:
                faults.append(str(error))
            else:
                faults += ["a traceback"] if "Traceback" in said else []
            tally.count(f"{' '.join(words)} in {locale}", faults)
    tally.note = f"{len(LOCALES)} encodings, {len(COMMANDS)} commands"
    return tally
