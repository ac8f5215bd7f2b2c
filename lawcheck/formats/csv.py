"""The items as CSV, for a spreadsheet: UTF-8 with a byte order mark, CRLF, and no cell that is a formula."""

import re
from collections.abc import Iterator

from lawcheck.domain.checklist import Column
from lawcheck.domain.progress import owner_of
from lawcheck.domain.report import Report
from lawcheck.domain.scoring import ItemScore
from lawcheck.formats import wording
from lawcheck.formats.annotations import visible
from lawcheck.formats.wording import said
from lawcheck.i18n import tr

# What makes a spreadsheet compute, also as a Chinese keyboard types it: full width stands 0xFEE0 higher.
_SIGNS = "=+-@"
_WIDE = "".join(chr(ord(sign) + 0xFEE0) for sign in _SIGNS)
_FORMULA = re.compile(rf"[\t\r\n]|\s*[{re.escape(_SIGNS)}{_WIDE}]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)


def render(report: Report) -> bytes:
    """Return one row an item under a head in the chosen language; the first column is the id."""
    import csv
    from io import StringIO

    page = StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in _head()])
    for score in report.card.items.values():
        writer.writerow([safe(cell) for cell in _row(score, report)])
    return page.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """Return a cell as text that a spreadsheet shows: an apostrophe before what begins like a formula."""
    shown = visible(cell)
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown


def _head() -> list[str]:
    columns = [wording.column(column) for column in Column]
    return [
        tr("id"), tr("section"), tr("item"), tr("force"), tr("status"), tr("points"), *columns,
        tr("share proved"), tr("owner"), tr("due"), tr("note"),
    ]  # fmt: skip


def _row(score: ItemScore, report: Report) -> Iterator[str]:
    item, answer = score.item, score.answer
    yield item.id
    yield item.group
    yield said(item.title)
    yield wording.force(item.force)
    yield wording.status(score.status)
    yield wording.points(item.points)
    for column in Column:
        held = score.columns[column].score
        yield "" if held is None else wording.points(held)
    yield (
        wording.percent(score.proof.share * 100) if any(one.row.required for one in score.proof.rows) else ""
    )
    yield _owner(score, report)
    yield str(answer.due) if answer and answer.due else ""
    yield (answer.note if answer else None) or ""


def _owner(score: ItemScore, report: Report) -> str:
    name, owners = owner_of(score), report.card.checklist.owners
    return said(owners[name]) if name in owners else name
