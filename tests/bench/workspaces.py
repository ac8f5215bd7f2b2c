"""Writes the workspaces that `start.py` measures: 2020 all answered and proved, and 1,000 generated items.

python tests/bench/workspaces.py FOLDER
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from lawcheck.domain.assessment import Answer, Assessment, Covers, Piece, Serving, Status
from lawcheck.domain.checklist import FORMAT, Checklist, EvidenceKind, Item
from lawcheck.domain.quantities import Kind
from lawcheck.storage import checklists, evidence, saving, workspace
from lawcheck.storage.toml import parse_document

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
FILES = 120


def answered(checklist: Checklist) -> Assessment:
    """Return an assessment in which every item is done and every figure stated."""
    answers = {
        item.id: Answer(status=Status.DONE, note="已按要求落实。")
        for item in checklist.items
        if not item.same_as
    }
    figures = {one.name: "2020-11-30" if one.kind is Kind.DATE else "2" for one in checklist.figures}
    return Assessment(
        format=1, unit="示范街道办事处", checklist=checklist.id, answers=answers, figures=figures
    )


def make(folder: Path, data: bytes) -> Checklist:
    checklist = parse_document(Checklist, data, "checklist.toml", newest=FORMAT)
    workspace.create(folder, data, answered(checklist), who="bench", at=AT)
    return checklist


def rows(checklist: Checklist) -> list[tuple[Item, str]]:
    return [
        (item, row.id) for item in checklist.items for row in item.evidence if EvidenceKind.FILE in row.kinds
    ]


def prove(folder: Path, checklist: Checklist) -> None:
    """Register small files for the first rows that take one."""
    pieces = {}
    for number, (item, row) in enumerate(rows(checklist)[:FILES], 1):
        source = folder.parent / f"佐证{number}.txt"
        source.write_text(f"第{number}份佐证材料\n" * 50, encoding="utf-8")
        target, sha256, size = evidence.adopt(folder, source)
        pieces[f"e{number:04d}"] = Piece(
            kind=EvidenceKind.FILE,
            name=source.name,
            target=target,
            serves=(Serving(item.id, row),),
            covers=Covers(date(2020, 6, 1), date(2020, 6, 1)),
            added=date(2020, 12, 1),
            sha256=sha256,
            size=size,
        )
    saving.change(
        folder,
        lambda opened: Assessment(
            format=1,
            unit=opened.assessment.unit,
            checklist=checklist.id,
            answers=opened.assessment.answers,
            figures=opened.assessment.figures,
            evidence=pieces,
        ),
        act="evidence-add",
        who="bench",
        at=AT,
    )


def generated(items: int) -> bytes:
    """Return a bilingual checklist of so many items in groups of 99, each with rules, evidence and a basis."""
    letters = "ABCDEFGHIJK"
    lines = [HEAD.format(total=items)]
    for place, letter in enumerate(letters):
        count = min(99, items - place * 99)
        if count > 0:
            lines.append(GROUP.format(letter=letter, points=count))
    for number in range(items):
        id_ = f"{letters[number // 99]}-{number % 99 + 1:02d}"
        lines.append(ITEM.format(id=id_, name=f"f{number}"))
    return "\n".join(lines).encode()


HEAD = """format = 1
id = "large"
version = "1"
language = "zh"
title = {{ zh = "大清单", en = "A large checklist" }}
about = {{ zh = "为测速生成。", en = "Generated to measure speed." }}
issuer = {{ zh = "测试", en = "a test" }}
sources = []
period = {{ first = 2020-01-01, last = 2020-12-31, label = {{ zh = "2020年", en = "2020" }} }}
scoring = {{ total = {total}, partial = 0.5 }}
grades = [{{ id = "pass", title = {{ zh = "合格", en = "pass" }}, at_least = 0 }}]
gate = {{ minimum = 0, score = "claimed" }}
owners = {{ office = {{ zh = "司法所", en = "Judicial office" }} }}
"""
GROUP = """[[groups]]
id = "{letter}"
title = {{ zh = "第{letter}部分", en = "Part {letter}" }}
points = {points}
"""
ITEM = """[[items]]
id = "{id}"
title = {{ zh = "第{id}项年度工作按要求落实", en = "Item {id} of the year's work is carried out" }}
requirement = {{ zh = "按照年度工作要点的安排，明确责任、期限和成果，并留存能够说明落实情况的材料。", en = "By the year's plan, fix duty, time and result, and keep material that shows how it was carried out." }}
force = "should"
points = 1
place = "一(一)"
owner = "office"
keywords = ["落实", "年度"]
rules = [
  {{ measure = "status", earn = 0.4 }},
  {{ measure = "short", of = "{name}", target = 2, earn_by = [{{ at_most = 0, points = 0.6 }}] }},
]
evidence = [{{ id = "record", title = {{ zh = "台账或者文号", en = "Ledger or document number" }}, kinds = ["file", "record", "number"] }}]
basis = [{{ instrument = "行政诉讼法", article = "67", version = "2017-06-27", read = true }}]

[[figures]]
name = "{name}"
owner = "{id}"
title = {{ zh = "第{id}项次数", en = "times of {id}" }}
unit = {{ zh = "次", en = "times" }}
names = ["次数"]
"""


def main() -> None:
    folder = Path(sys.argv[1])
    full = folder / "full-2020"
    prove(full, make(full, checklists.find("cixi-subdistrict-2020")))
    make(folder / "large", generated(1000))


if __name__ == "__main__":
    main()
