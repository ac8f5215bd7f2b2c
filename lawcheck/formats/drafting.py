"""The yearly report's text: a draft as paragraphs of traced spans, in the order of an official document."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from lawcheck.domain.checklist import Checklist, Item
from lawcheck.domain.draft import Content, Draft, Gap, GapCode, Passage, compose
from lawcheck.domain.report import Report
from lawcheck.domain.shortfalls import Shortfall
from lawcheck.domain.statements import Clause, Sentence, Voice, evenly
from lawcheck.formats import official_zh as zh
from lawcheck.formats.stated_zh import day_text, figure_name, figures_text


class Role(StrEnum):
    """What a paragraph or span is, and so its face, size and place."""

    TITLE = "title"
    ADDRESSEE = "addressee"
    FIRST = "first"
    SECOND = "second"
    BODY = "body"
    UNIT = "unit"
    DAY = "day"
    NOTE = "note"


class Span(NamedTuple):
    """Text with the items that it rests on; a `gap` is highlighted, `role` sets it off from its paragraph."""

    text: str
    ids: tuple[str, ...] = ()
    gap: bool = False
    role: Role | None = None


class Block(NamedTuple):
    """One paragraph."""

    role: Role
    spans: tuple[Span, ...]


_SENTENCES_A_PARAGRAPH = 3


def draft_of(report: Report) -> Draft:
    """Return the report's draft.

    Raises:
        UsageError: Something was picked that is no candidate.
    """
    return compose(report.card, report.additions, _is_duty)


def _is_duty(item: Item) -> bool:
    return any(word in text for word in zh.DUTY_WORDS for text in (item.title.zh, *item.keywords))


def blocks(draft: Draft, checklist: Checklist) -> tuple[Block, ...]:
    """Return the document from title to day."""
    return tuple(_Author(draft, checklist).write())


def numbered(level: int, number: int) -> str:
    """Return the mark of heading `number`, from 1 to 99, on `level`, from 1 to 4."""
    tens, ones = divmod(number, 10)
    numeral = zh.NUMERALS[ones] if ones or not tens else ""
    if tens:
        numeral = ("" if tens == 1 else zh.NUMERALS[tens]) + zh.NUMERALS[10] + numeral
    return zh.NUMBERED[level - 1].format(numeral=numeral, number=number)


class _Author:
    """Writes paragraphs, and never takes the same phrase twice in a row."""

    def __init__(self, draft: Draft, checklist: Checklist) -> None:
        self.draft = draft
        self.checklist = checklist
        self.period = {"period": draft.period.zh, "matter": zh.MATTER}
        self.places = {item.id: place for place, item in enumerate(checklist.items)}
        self.last: dict[Sequence[str], int] = {}

    def write(self) -> Iterator[Block]:
        draft = self.draft
        yield from self._head()
        yield self._heading(Content.RESULTS, 1)
        yield from self._results()
        yield self._heading(Content.SHORTFALLS, 2)
        yield from self._shortfalls()
        yield self._heading(Content.DUTY, 3)
        yield from self._paragraphs(draft.duty, None)
        yield self._heading(Content.NEXT_YEAR, 4)
        yield from self._next_year()
        yield self._heading(Content.OTHER, 5)
        yield from self._paragraphs(draft.other, None)
        yield Block(Role.BODY, (Span(zh.CLOSING),))
        yield Block(Role.UNIT, (Span(draft.unit),))
        yield Block(Role.DAY, (_known(day_text(draft.signed) if draft.signed else None, zh.MISSING_DAY),))
        if draft.later:
            said = zh.SEMICOLON.join(
                self._sentence(one).text.removesuffix(zh.FULL_STOP) for one in draft.later
            )
            ids = tuple(id_ for one in draft.later for id_ in one.ids)
            yield Block(Role.NOTE, (Span(zh.NOTE.format(note=said), ids),))

    def _head(self) -> Iterator[Block]:
        draft = self.draft
        title = zh.TITLE.format(unit=draft.unit, **self.period)
        yield Block(Role.TITLE, (Span(title if len(title) > zh.SHORT_TITLE else title.replace("\n", "")),))
        mark = zh.ADDRESSED.format(addressee="")
        yield Block(Role.ADDRESSEE, (_known(draft.addressee, zh.MISSING_ADDRESSEE), Span(mark)))
        # A source that nobody read is not cited: the checklist may be no more than a copy of an answer to it.
        sources = zh.SEPARATOR.join(
            zh.SOURCE.format(title=one.title.zh, number=one.number)
            for one in self.checklist.sources
            if one.read and one.number
        )
        opening = zh.OPENING_WITH_SOURCE if sources else zh.OPENING
        yield Block(Role.BODY, (Span(opening.format(unit=draft.unit, sources=sources, **self.period)),))

    def _heading(self, content: Content, number: int) -> Block:
        return Block(Role.FIRST, (Span(numbered(1, number) + zh.HEADINGS[content].format(**self.period)),))

    def _results(self) -> Iterator[Block]:
        first = second = 0
        for passage in self.draft.results:
            assert passage.group is not None
            if passage.group.parent is None:
                first, second = first + 1, 0
                yield Block(Role.SECOND, (Span(numbered(2, first) + passage.group.title.zh),))
                yield from self._paragraphs(passage, None)
            else:
                second += 1
                yield from self._paragraphs(passage, numbered(3, second) + passage.group.title.zh)

    def _paragraphs(self, passage: Passage, heading: str | None) -> Iterator[Block]:
        """Write a passage: under its heading in one paragraph, or, where it is long, in several."""
        parts = list(evenly(passage.sentences, _SENTENCES_A_PARAGRAPH))
        level = 3 if heading is None else 4
        if heading is not None and len(parts) != 1:
            yield Block(Role.BODY, (Span(heading),))
        for number, part in enumerate(parts, 1):
            spans = [self._sentence(one) for one in part]
            if len(parts) > 1 and passage.group is not None:
                spans.insert(0, Span(numbered(level, number)))
            elif heading is not None:
                spans.insert(0, Span(heading + zh.FULL_STOP))
            yield Block(Role.BODY, tuple(spans))
        if passage.gaps:
            listed = zh.SEMICOLON.join(self._gap(gap) for gap in passage.gaps)
            ids = tuple(gap.id for gap in passage.gaps if gap.id)
            yield Block(Role.BODY, (Span(zh.TO_SUPPLY.format(what=listed), ids, gap=True),))

    def _sentence(self, sentence: Sentence) -> Span:
        if not any(clause.figures for clause in sentence.clauses):
            return Span(
                self._listed(zh.TITLES[sentence.voice], sentence.clauses) + zh.FULL_STOP, sentence.ids
            )
        lead = ""
        if sentence.voice is Voice.MEASURED:
            lead = self._vary(zh.MEASURED_LEADS, sentence.clauses[0])
        said = zh.SEMICOLON.join(self._clause(clause, sentence.voice) for clause in sentence.clauses)
        return Span(lead + said + zh.FULL_STOP, sentence.ids)

    def _clause(self, clause: Clause, voice: Voice) -> str:
        figures = figures_text(clause.figures, self.checklist.period)
        if voice is Voice.MEASURED and _is_plain(clause):
            return figures
        return self._vary(zh.MEASURED[voice], clause).format(title=clause.title.zh, figures=figures)

    def _listed(self, phrases: Sequence[str], clauses: Sequence[Clause]) -> str:
        phrase = self._vary(phrases, clauses[0])
        if len(clauses) == 1:
            phrase = phrase.replace("{titles}" + zh.AND_OTHERS, "{titles}")
        return phrase.format(titles=_titles(clauses))

    def _vary(self, phrases: Sequence[str], clause: Clause) -> str:
        """Return the phrase that falls to the item: not the last one again, nor one that doubles its verb."""
        first = self.places.get(clause.id, 0)
        order = [(first + step) % len(phrases) for step in range(len(phrases))]
        fit = [
            one
            for one in order
            if one != self.last.get(phrases) and not _doubles(phrases[one], clause.title.zh)
        ]
        chosen = (fit or order)[0]
        self.last[phrases] = chosen
        return phrases[chosen]

    def _gap(self, gap: Gap) -> str:
        title = gap.title.zh if gap.title else ""
        if gap.code is GapCode.FIGURES:
            names = zh.SEPARATOR.join(figure_name(self.checklist.figures_by_name[name]) for name in gap.names)
            return zh.MISSING_FIGURES.format(id=gap.id, figures=names)
        if gap.code is GapCode.CONTRADICTION:
            return zh.CONTRADICTED.format(title=title)
        if gap.code is GapCode.UNDECIDED:
            return zh.NOT_TOLD.format(id=gap.id, title=title)
        if gap.code is GapCode.EMPTY:
            other = gap.content is Content.OTHER or gap.content is None
            return zh.NOTHING_OTHER if other else zh.HEADINGS[Content.DUTY]
        phrase = zh.UNCONFIRMED if gap.code is GapCode.UNCONFIRMED else zh.UNANSWERED
        text = phrase.format(id=gap.id, title=title)
        if gap.said:
            figures = figures_text(gap.said, self.checklist.period)
            text = zh.WITH_FIGURES.format(gap=text, figures=figures)
        return text

    def _shortfalls(self) -> Iterator[Block]:
        draft = self.draft
        for number, one in enumerate(draft.shortfalls, 1):
            title = one.group.title.zh if one.group else ""
            heading = (
                self._vary(zh.SHORTFALL_HEADINGS, one.parts[0].clauses[0]) if one.group else zh.STRUCK_HEADING
            )
            mark = Span(numbered(2, number) + heading.format(title=title), role=Role.SECOND)
            yield Block(Role.BODY, (mark, Span(self._lacks(one), one.ids), _cause(one)))
        if not draft.shortfalls:
            yield from self._candidates(zh.TO_CHOOSE, zh.NO_CANDIDATE, map(self._lacks, draft.candidates))

    def _next_year(self) -> Iterator[Block]:
        draft = self.draft
        for number, one in enumerate(draft.shortfalls, 1):
            title = one.group.title.zh if one.group else ""
            heading = (
                self._vary(zh.MEASURE_HEADINGS, one.parts[0].clauses[0])
                if one.group
                else zh.STRUCK_MEASURE_HEADING
            )
            mark = Span(numbered(2, number) + heading.format(title=title), role=Role.SECOND)
            yield Block(Role.BODY, (mark, Span(self._measures(one), one.ids)))
        if not draft.shortfalls:
            yield from self._candidates(
                zh.TO_CHOOSE_MEASURE, zh.NO_MEASURE, map(self._measures, draft.candidates)
            )

    def _candidates(self, invitation: str, missing: str, texts: Iterable[str]) -> Iterator[Block]:
        if not self.draft.candidates:
            yield Block(Role.BODY, (Span(zh.TO_SUPPLY.format(what=missing), gap=True),))
            return
        yield Block(Role.BODY, (Span(invitation, gap=True),))
        for one, text in zip(self.draft.candidates, texts, strict=True):
            yield Block(Role.BODY, (Span(zh.CANDIDATE.format(id=one.id, text=text), one.ids, gap=True),))

    def _lacks(self, one: Shortfall) -> str:
        said = (self._listed(zh.LACKS[part.lack], part.clauses) for part in one.parts)
        return zh.SEMICOLON.join(said) + zh.FULL_STOP

    def _measures(self, one: Shortfall) -> str:
        said = zh.SEMICOLON.join(self._listed(zh.MEASURES[part.lack], part.clauses) for part in one.parts)
        if one.due:
            said = zh.UNTIL.format(measure=said, day=day_text(one.due))
        return said + zh.FULL_STOP


def _is_plain(clause: Clause) -> bool:
    """Whether the figures say all that the title would."""
    title, name = clause.title.zh, figure_name(clause.figures[0].figure)
    return len(clause.figures) == 1 or title in name or name in title


def _doubles(phrase: str, title: str) -> bool:
    before = phrase.partition("{title")[0]
    return bool(before) and title.startswith(before[-2:])


def _known(text: str | None, missing: str) -> Span:
    return Span(text) if text else Span(zh.TO_SUPPLY.format(what=missing), gap=True)


def _cause(one: Shortfall) -> Span:
    if one.cause is None:
        return Span(zh.TO_SUPPLY.format(what=zh.MISSING_CAUSE), gap=True)
    return Span(zh.CAUSE.format(cause=one.cause.rstrip(zh.FULL_STOP)), one.ids)


def _titles(clauses: Sequence[Clause]) -> str:
    titles = [clause.title.zh for clause in clauses]
    # A list inside a title is told from the list of titles by the sign between them.
    sign = zh.COMMA if len(titles) > 1 and any(zh.SEPARATOR in title for title in titles) else zh.SEPARATOR
    return sign.join(titles)
