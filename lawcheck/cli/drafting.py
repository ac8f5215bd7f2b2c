"""What the command line adds to the drafted yearly report, and what it tells of its gaps."""

from datetime import date

from lawcheck.cli.terminal import complain, say
from lawcheck.domain.report import Additions, Report
from lawcheck.domain.values import read_line
from lawcheck.errors import Refused, UsageError
from lawcheck.i18n import language, tr


def additions(to: str | None, dated: str | None, picks: list[str]) -> Additions:
    """Return the options as values.

    Raises:
        UsageError: One of them is no line of text, or no day.
    """
    try:
        signed = date.fromisoformat(dated) if dated else None
    except ValueError:
        raise UsageError("--dated is a day like 2020-12-31, not '{value}'", value=dated) from None
    chosen = {}
    for pick in picks:
        id_, sign, cause = pick.partition("=")
        chosen[id_.strip()] = _line("--pick", cause) if sign and cause.strip() else None
    return Additions(_line("--to", to) if to else None, signed, chosen)


def _line(option: str, text: str) -> str:
    try:
        return read_line(text)
    except Refused as error:
        raise UsageError("{option}: {problem}", option=option, problem=error) from None


def tell_gaps(report: Report, *, clean: bool) -> None:
    """List what the draft lacks.

    Raises:
        UsageError: A clean copy was asked for, and there are gaps.
    """
    from lawcheck.formats import draft_gaps
    from lawcheck.formats.drafting import draft_of

    draft = draft_of(report)
    if language() != "zh":
        say(tr("the yearly report is an official Chinese document: it is drafted in Chinese"))
    tell = complain if clean else say
    for line in draft_gaps.lines(draft, report.card.checklist) if draft.gaps else ():
        tell(line)
    if clean and draft.gaps:
        raise UsageError(
            "no clean copy while {count} gaps remain; fill them, or leave out --clean", count=len(draft.gaps)
        )
