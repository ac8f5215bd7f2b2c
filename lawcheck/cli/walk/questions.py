"""What the walk asks at one stop, by lines: figures, evidence, a note. Each answer is saved at once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from lawcheck.cli.filing import is_path, recognise
from lawcheck.cli.walk import stop
from lawcheck.cli.walk.dialogue import Dialogue
from lawcheck.cli.walk.paths import split_paths
from lawcheck.cli.walk.session import Given, Session
from lawcheck.domain.answering import Change
from lawcheck.domain.assessment import Status
from lawcheck.domain.checklist import EvidenceKind, EvidenceRow, Figure
from lawcheck.domain.registering import as_key, is_key
from lawcheck.domain.suggesting import suggested_status
from lawcheck.domain.undoing import Trace
from lawcheck.domain.walk_filter import figures_of
from lawcheck.domain.walk_keys import as_id, half
from lawcheck.errors import IntegrityError, LawcheckError, SupersededError, UsageError
from lawcheck.formats import story, text, wording
from lawcheck.formats.wording import said
from lawcheck.i18n import tr

Choice = TypeVar("Choice")

_CLEARS = frozenset({"-", "－", "—", "——"})
_LEAVES = frozenset({"b", "q", "返回", "退出"})


class Left(Exception):  # nothing went wrong: somebody goes back
    """A question was left without an answer."""


class Questions:
    """Asks and saves; `traces` are the saves that the walk has not yet taken note of."""

    def __init__(self, session: Session, dialogue: Dialogue) -> None:
        self.session = session
        self.dialogue = dialogue
        self.traces: list[Trace] = []
        self._hinted = False

    def attempt(self, deed: Callable[[], object], *beyond: type[LawcheckError]) -> bool:
        """Do what may be refused; tell why it was, and return whether it was done. `beyond` is passed on."""
        try:
            deed()
        except LawcheckError as error:
            if isinstance(error, (IntegrityError, *beyond)):
                raise
            # Nobody can try again where the answers come out of a pipe: what is not saved must be noticed.
            if not isinstance(error, UsageError) and not self.dialogue.asks:
                raise
            self.dialogue.tell(f"× {wording.error(error)}")
            return False
        return True

    def save(self, deed: Callable[[], Trace]) -> bool:
        """Save something and keep its trace; return whether it was saved."""
        return self.attempt(lambda: self.traces.append(deed()))

    def again(self, last: Trace, deed: Callable[[Trace], Trace], told: str) -> tuple[bool, Trace | None]:
        """Take a change back or make it again, and tell so.

        Return whether the walk is done with it, and the change that was made: none where somebody changed the
        same since, so that it never can be.
        """
        made: list[Trace] = []
        try:
            if not self.attempt(lambda: made.append(deed(last)), SupersededError):
                return False, None
        except SupersededError as error:
            self.dialogue.tell(f"× {wording.error(error)}")
            return True, None
        self.dialogue.tell(told)
        for line in story.describe_changes(made[0].changes, self.session.card.checklist):
            self.dialogue.tell(f"  {line}")
        return True, made[0]

    def change(self, id_: str, change: Change) -> bool:
        """Save a change to an item or veto; return whether it was allowed."""
        return self.save(lambda: self.session.answer(id_, change))

    def figures(self, id_: str, first: str = "") -> None:
        """Ask for the figures one by one; `first` is what was typed already for the first of them."""
        figures = figures_of(self.session.card.checklist, id_)
        if figures and not self._hinted and not first:
            self._hinted = True
            self.dialogue.tell(
                tr("figures: Enter keeps, - clears, b leaves; 10+ is at least 10, ~10 is about 10")
            )
        for figure in figures:
            if not self._figure(figure, first):
                break
            first = ""
        self._tell_checks({figure.name for figure in figures})

    def figure_prompt(self, figure: Figure, name: str) -> str:
        """Return the question for a figure, called `name`, and its present value."""
        stated = self.session.card.stated.quantities.get(figure.name)
        return tr("{figure} [{value}]: ", figure=name, value=stated.text if stated else wording.NOTHING)

    def asked(self, figure: Figure) -> str:
        """Return a figure's name, its unit and what is asked of it."""
        card = self.session.card
        return stop.asked(figure, card.checklist.items_by_id.get(figure.owner), card)

    def _figure(self, figure: Figure, given: str) -> bool:
        """Ask until there is a figure or none is wanted; return whether to ask for the next one."""
        while True:
            prompt = self.figure_prompt(figure, f"  {self.asked(figure)}")
            value = given or self.dialogue.ask(prompt).strip()
            given = ""
            if half(value) in _LEAVES:
                return False
            stated = "" if value in _CLEARS else value
            if not value or self.change(figure.owner, Change(figures={figure.name: stated})):
                return True

    def _tell_checks(self, names: set[str]) -> None:
        card = self.session.card
        for one in card.checks:
            if one.holds is False and one.formula.names & names:
                self.dialogue.tell(f"× {text.check_line(one.id, one.holds, card.checklist)}")

    def settle(self, id_: str) -> None:
        """Where the figures suggest another status, have a person take it or say why theirs stays."""
        score = self.session.card.items.get(id_)
        if score is None or score.status in (None, Status.NOT_APPLICABLE):
            return
        suggested = suggested_status(self.session.card, score.item)
        reason = (score.answer.reason if score.answer else None) or ""
        if suggested is None or suggested is score.status or reason:
            return
        theirs, mine = wording.status(suggested), wording.status(score.status)
        self.dialogue.tell(tr("the figures suggest: {status}", status=theirs))
        question = tr("  Enter takes “{theirs}”; why does “{mine}” stay? ", theirs=theirs, mine=mine)
        typed = self.dialogue.ask(question).strip()
        if half(typed) not in _LEAVES:
            self.change(id_, Change(reason=typed) if typed else Change(status=suggested))

    def missing_evidence(self, id_: str) -> None:
        """Offer every required row that is short, until it is filled or nothing is given."""
        while True:
            rows = self.session.card.of(id_).proof.rows
            short = next((state for state in rows if state.row.required and state.missing), None)
            if short is None:
                return
            self.dialogue.tell(tr("□ to be proved: {row}", row=wording.row(short)))
            what = self.piece()
            if not what:
                return
            self.evidence(id_, what, (short.row,))

    def piece(self) -> str:
        """Ask for a piece of evidence; empty where none is given now."""
        while True:
            with self.dialogue.paths_complete():
                what = self.dialogue.ask(tr("  path, address, document or record number (Enter: later): "))
            # Somebody wants to go elsewhere; taken as a record's number it would pass for proof.
            if not as_id(what):
                return "" if half(what) in _LEAVES else what.strip()
            self.dialogue.tell(
                tr("× {text} is an item, no evidence; Enter leaves this question", text=what.strip())
            )

    def evidence(self, id_: str, what: str, rows: Sequence[EvidenceRow]) -> bool:
        """Register `what` in one of `rows`, asking for kind and row where they are not plain."""
        register = self.session.card.assessment
        registered = as_key(what, register)
        if is_key(what) and not registered:
            self.dialogue.tell(tr("× there is no piece {key} in the register", key=what))
            return False
        given = [registered] if registered else split_paths(what)
        kind = register.evidence[registered].kind if registered else self._kind(given[0], rows)
        if kind is None:
            return False
        takers = [row for row in rows if kind in row.kinds]
        row = takers[0] if len(takers) == 1 else None
        if len(takers) > 1:
            try:
                row = self.choose(
                    takers, lambda one: said(one.title), tr("  which row? (Enter: the neediest) ")
                )
            except Left:
                return False
        row_id = row.id if row else None
        pieces = [Given(one, None if registered else kind) for one in given]
        return self.save(lambda: self.session.add(id_, row_id, pieces))

    def _kind(self, what: str, rows: Sequence[EvidenceRow]) -> EvidenceKind | None:
        kinds = [kind for kind in EvidenceKind if any(kind in row.kinds for row in rows)]
        try:
            plain = recognise(what)
            if plain in kinds:
                return plain
        except UsageError as error:
            if is_path(what):
                self.dialogue.tell(f"× {wording.error(error)}")
                return None
        if len(kinds) == 1:
            return kinds[0]
        try:
            return self.choose(kinds, wording.evidence_kind, tr("  what is it? (Enter: back) "))
        except Left:
            return None

    def choose(
        self, choices: Sequence[Choice], name: Callable[[Choice], str], question: str
    ) -> Choice | None:
        """List the choices and ask for the number of one; None where Enter leaves it open.

        Raises:
            Left: The question was left with b or q.
        """
        for number, one in enumerate(choices, 1):
            self.dialogue.tell(name(one), f"  {number} ")
        while True:
            typed = half(self.dialogue.ask(question))
            if not typed:
                return None
            if typed in _LEAVES:
                raise Left
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(choices):
                return choices[int(typed) - 1]
            self.dialogue.tell(tr("× a number from 1 to {last} is needed here", last=len(choices)))

    def note(self, id_: str) -> bool:
        """Ask for a note of several lines up to an empty one; return whether one was saved."""
        self.dialogue.tell(tr("note, as many lines as needed; an empty line ends it, - alone clears it:"))
        lines: list[str] = []
        try:
            while line := self.dialogue.ask("  │ ").rstrip():
                lines.append(line)
        except EOFError:
            # What was typed before the input ended is kept; the next question meets the end again.
            if not lines:
                raise
        if not lines:
            return False
        words = "" if len(lines) == 1 and lines[0].strip() in _CLEARS else "\n".join(lines)
        return self.change(id_, Change(note=words))
