"""The report as one HTML file: no script, nothing from the network, for screen, phone and A4 paper.

`page` decides what is said and who may see it; the files in `pages/` only lay it out, every text escaped.
"""

from lawcheck.domain.report import Report
from lawcheck.domain.values import FORBIDDEN
from lawcheck.formats import page
from lawcheck.i18n import language, tr

_LANGUAGES = {"zh": "zh-CN", "en": "en"}


def render(report: Report) -> str:
    """Return the page for the report's audience; the same report gives the same bytes."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    layout = Environment(
        loader=PackageLoader("lawcheck.formats", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    ).get_template("report.html.j2")
    built = page.build(report)
    said = layout.render(page=built, words=_words(built), lang=_LANGUAGES[language()], first_gaps=FIRST_GAPS)
    # Nothing that a browser would obey or hide: what stood in a file is seen.
    return FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", said)


def _words(built: page.Page) -> dict[str, str]:
    """Return headings and labels under the names that the layout knows."""
    return {
        "as_of": tr("as of {day}", day=built.today),
        "scores": tr("Scores"),
        "gate": tr("Gate"),
        "sections": tr("Sections"),
        "section": tr("section"),
        "points": tr("points"),
        "all": tr("items"),
        "deadlines": tr("Deadlines"),
        "gaps": tr("Gaps"),
        "gaps_order": tr("gate items first, then what brings most points for a step"),
        "missing": tr("points missing"),
        "steps": tr("steps"),
        "to_do": tr("what to do"),
        "gate_item": tr("gate item"),
        "more": tr("the other {count}", count=max(len(built.gaps) - FIRST_GAPS, 0)),
        "way": tr("The cheapest way up"),
        "every": tr("Items"),
        "item": tr("item"),
        "status": tr("status"),
        "why": tr("Why these points"),
        "reason": tr("reason"),
        "sum": tr("together"),
        "figures": tr("Figures"),
        "evidence": tr("Evidence"),
        "no_evidence": tr("no evidence is registered yet"),
        "basis": tr("Basis"),
        "scored_with": tr("scored with"),
        "idle": tr("does not count"),
        "counting": tr(
            "A piece counts where it is present and unchanged, of a kind that its row takes, "
            "and about the days that the row asks for."
        ),
        "register": tr("Register of evidence"),
        "name": tr("name"),
        "target": tr("where it is found"),
        "serves": tr("serves"),
        "checks": tr("Checks"),
        "other_checks": tr("those that hold or cannot be decided"),
        "outcome": tr("outcome"),
        "found": tr("found"),
        "history": tr("History"),
        "closed": tr("This browser cannot open the items for print; open those that are needed first."),
        "made_from": tr("checklist {checklist}", checklist=built.checklist),
        "contents": tr("Contents"),
    }


FIRST_GAPS = 15
"""Gaps that stand open on the page; the others are folded away."""
