"""The report as a workbook: overview, items, materials, and inside the unit the gaps.

`page` decides what is said and who may see it; every cell is text.
"""

from collections.abc import Iterator

from lawcheck.domain.report import Report
from lawcheck.formats import page, wording
from lawcheck.formats.page_items import ItemBlock
from lawcheck.formats.workbook import BAND, TITLE, Page, Width, Workbook
from lawcheck.i18n import tr


def render(report: Report) -> bytes:
    """Return the workbook for the report's audience; the same report gives the same bytes."""
    built = page.build(report)
    book = Workbook(f"{built.unit} {built.title}")
    _overview(book.page(tr("overview")), built)
    _items(book.page(tr("Items")), built)
    _materials(book.page(tr("materials")), built)
    if built.gaps:
        _gaps(book.page(tr("Gaps")), built)
    return book.close()


def _overview(sheet: Page, built: page.Page) -> None:
    sheet.sheet.set_column(0, 0, 44)
    sheet.sheet.set_column(1, 6, 14)
    unwrapped = {"text_wrap": False}
    sheet.write(0, 0, built.title, {**TITLE, **unwrapped})
    heading = [
        tr("{unit}, {period}", unit=built.unit, period=built.period),
        built.copy,
        *built.caution,
        built.about,
        *filter(None, (built.limits, built.hidden)),
        *built.facts,
    ]
    row = sheet.rows(1, ([line] for line in heading), unwrapped) + 1
    for score in built.scores:
        found = tr("{points} of {full}, {grade}", points=score.points, full=score.of, grade=score.grade)
        row = sheet.rows(row, [(score.name, found if score.known else wording.NOTHING)], unwrapped)
    last = tr("points") if built.columns else tr("items")
    row = sheet.rows(row + 1, [(tr("section"), *built.section_heads, last)], BAND)
    row = sheet.rows(row, ((f"{one.id} {one.title}", *one.numbers) for one in built.sections)) + 1
    row = sheet.rows(row, ([line] for line in (*built.adjustments, *_verdict(built))), unwrapped)
    sheet.rows(row, ((one.title, one.timing) for one in built.deadlines), unwrapped)
    sheet.print_on_a4()


def _verdict(built: page.Page) -> Iterator[str]:
    if built.verdict:
        yield built.verdict.closing
        for one in built.verdict.failures:
            yield f"× {wording.naming(one.text, one.items) if one.items else one.text}"


def _items(sheet: Page, built: page.Page) -> None:
    columns = [Width(tr("item no."), 8), Width(tr("requirement"), 42), Width(tr("status"), 10)]
    columns += [Width(name, 9) for name in built.columns]
    if built.columns:
        columns += [Width(tr("points"), 7), Width(tr("figures"), 36), Width(tr("remarks"), 36)]
    sheet.head(0, columns)
    row = 1
    for part in built.parts:
        scores = (*part.scores, part.full) if built.columns else ()
        title = [part.id, part.title, "", *scores]
        row = sheet.rows(row, [[*title, *[""] * (len(columns) - len(title))]], BAND)
        row = sheet.rows(row, (_item(one, len(built.columns)) for one in part.items))
    sheet.sheet.autofilter(0, 0, max(row - 1, 1), len(columns) - 1)
    sheet.print_on_a4()


def _item(one: ItemBlock, columns: int) -> list[str]:
    demand = "\n".join([one.title, *one.demand])
    shared = tr("scored with {id}", id=one.same_as) if one.same_as else one.status_name
    texts = [one.id, demand, shared]
    if not columns:
        return texts
    scores = one.scores or ("",) * columns
    figures = "\n".join(wording.labelled(title, value) for title, value in one.figures)
    return [*texts, *scores, one.full, figures, "\n".join(one.remarks)]


def _materials(sheet: Page, built: page.Page) -> None:
    columns = [
        Width(tr("item no."), 8),
        Width(tr("name"), 36),
        Width(tr("kind"), 22),
        Width(tr("where it is found"), 40),
    ]
    sheet.head(0, [*columns, Width(tr("serves"), 24), Width("SHA-256", 34)])
    lines = (
        (one.key, one.name, one.facts, one.target, "\n".join(map(str, one.serves)), one.sha256 or "")
        for one in built.register
    )
    sheet.rows(1, lines)
    sheet.print_on_a4()


def _gaps(sheet: Page, built: page.Page) -> None:
    columns = [Width(tr("item no."), 8), Width(tr("item"), 44), Width(tr("points missing"), 10)]
    sheet.head(0, [*columns, Width(tr("what to do"), 90)])
    sheet.rows(1, ((one.id, one.title, one.missing, "\n".join(one.steps)) for one in built.gaps))
    sheet.print_on_a4()
