"""What a drafted report still lacks, and what a person may choose, a line each, for the terminal."""

from collections.abc import Iterator

from lawcheck.domain.checklist import Checklist
from lawcheck.domain.draft import Content, Draft, Gap, GapCode
from lawcheck.domain.shortfalls import Lack, Shortfall
from lawcheck.formats.wording import labelled, naming, said
from lawcheck.i18n import tr


def lines(draft: Draft, checklist: Checklist) -> Iterator[str]:
    """Return every gap with what fills it, and the candidates where none is chosen."""
    gaps = draft.gaps
    yield tr("gaps in the draft: {count}", count=len(gaps))
    yield from (f"  {_gap(gap, checklist)}" for gap in gaps)
    if not draft.shortfalls and draft.candidates:
        yield tr("candidates for what fell short; choose with --pick ID=CAUSE")
        yield from (f"  {_candidate(one)}" for one in draft.candidates)


def _gap(gap: Gap, checklist: Checklist) -> str:
    title = said(gap.title) if gap.title else ""
    figures = checklist.figures_by_name
    named = tr(", ").join(naming(name, [said(figures[name].title)]) for name in gap.names)
    if gap.code is GapCode.EMPTY:
        return (
            tr("nothing to say on the heads' own duty")
            if gap.content is Content.DUTY
            else tr("nothing to say under other matters; write it in by hand")
        )
    sentences = {
        GapCode.ADDRESSEE: tr("addressee: say it with --to NAME"),
        GapCode.SIGNED: tr("day of signature: say it with --dated DATE"),
        GapCode.UNANSWERED: tr("{id} {title}: not answered", id=gap.id, title=title),
        GapCode.UNCONFIRMED: tr("{id} {title}: from last year, not confirmed", id=gap.id, title=title),
        GapCode.FIGURES: tr("{id} {title}: state {figures}", id=gap.id, title=title, figures=named),
        GapCode.CONTRADICTION: tr("check {id}: {title}: does not hold", id=gap.id, title=title),
        GapCode.UNDECIDED: tr(
            "veto {id}: {title} (not stated: {names})", id=gap.id, title=title, names=named
        ),
        GapCode.NOT_CHOSEN: tr("no shortcoming is chosen: a person does that, with --pick"),
        GapCode.CAUSE: tr("{id}: no cause; say it with --pick {id}=CAUSE", id=gap.id),
    }
    return sentences[gap.code]


def _candidate(one: Shortfall) -> str:
    title = said(one.group.title) if one.group else said(one.parts[0].clauses[0].title)
    parts = (naming(_lack(part.lack), (clause.id for clause in part.clauses)) for part in one.parts)
    return labelled(f"{one.id} {title}", tr("; ").join(parts))


def _lack(lack: Lack) -> str:
    names = {
        Lack.STRUCK: tr("it happened"),
        Lack.NOT_DONE: tr("not done"),
        Lack.SHORT: tr("short of what is asked"),
        Lack.UNDER_WAY: tr("in progress"),
        Lack.UNPROVED: tr("records not complete"),
        Lack.NAMED: tr("named by a person"),
    }
    return names[lack]
