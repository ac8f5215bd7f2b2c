"""The walk by lines: it shows a stop, takes a line, and does what the pure machine makes of it."""

from collections.abc import Callable
from contextlib import suppress

from rich.cells import cell_len

from lawcheck.cli.terminal import complain
from lawcheck.cli.walk import page, stop, viewer
from lawcheck.cli.walk.dialogue import Dialogue
from lawcheck.cli.walk.keys_help import help_lines, line_keys
from lawcheck.cli.walk.questions import Left, Questions
from lawcheck.cli.walk.session import Session
from lawcheck.cli.walk.wrapping import pad
from lawcheck.domain import advice, walk
from lawcheck.domain.answering import Change
from lawcheck.domain.assessment import Piece, Status
from lawcheck.domain.walk import Act, Action, Walk
from lawcheck.domain.walk_filter import figures_of
from lawcheck.formats import explanation, wording
from lawcheck.i18n import tr

_LISTED = 9
_WIDEST_RULE = 100


class Lines:
    """One walk by lines, from its head to its summary."""

    def __init__(self, session: Session, dialogue: Dialogue, begun: Walk) -> None:
        self.session = session
        self.dialogue = dialogue
        self.walk = begun
        self.questions = Questions(session, dialogue)
        self._acts: dict[Act, Callable[[Action], None]] = {
            Act.MOVED: lambda _: self._show(),
            Act.ENDED: lambda _: self._end(),
            Act.FILTERED: lambda _: self._filtered(),
            Act.FOUND: self._found,
            Act.STATUS: self._status,
            Act.FIGURES: self._figures,
            Act.EVIDENCE: self._evidence,
            Act.NOTE: self._note,
            Act.EXPLAIN: lambda _: self._explain(),
            Act.OPEN: lambda _: self._open(),
            Act.UNDO: self._undo,
            Act.REDO: self._redo,
            Act.HELP: lambda _: self._help(),
            Act.ASK: self._ask,
            Act.REFUSED: self._refused,
            Act.UNKNOWN: self._unknown,
        }

    @property
    def _here(self) -> str:
        return self.walk.here

    @property
    def _is_veto(self) -> bool:
        return self._here in self.session.card.checklist.vetoes_by_id

    def run(self) -> None:
        """Walk until somebody leaves or no further line comes."""
        try:
            for line in page.head(self.session.report):
                self.dialogue.tell(line)
            if self._here == self.session.last_stop():
                self.dialogue.tell(tr("last time you stopped at {id}; it goes on there", id=self._here))
            self._show()
            while self._take(self.dialogue.ask(self._prompt())):
                pass
        except EOFError:
            self.dialogue.tell()
        except KeyboardInterrupt:
            # Typer leaves with 130 and says nothing, on the line where the question stands.
            self.dialogue.tell()
            self.dialogue.tell(page.interrupted(self._here))
            raise
        self.dialogue.tell(page.farewell(self.session.card, self._here))

    def _take(self, line: str) -> bool:
        """Do what a line asks for; return False if it asks to leave."""
        self.walk, action = walk.step(self.walk, line, self.session.card)
        if action.act is Act.QUIT:
            return False
        self._do(action)
        return True

    def _do(self, action: Action) -> None:
        self._acts[action.act](action)
        for trace in self.questions.traces:
            self.walk = walk.remember(self.walk, trace)
        self.questions.traces.clear()

    def _go_on(self) -> None:
        self.walk, action = walk.onward(self.walk, self.session.card)
        self._do(action)

    def _prompt(self) -> str:
        if not self._is_veto:
            return f"{self._here}> "
        first, *_ = figures_of(self.session.card.checklist, self._here)
        return self.questions.figure_prompt(first, f"{self._here} {self.questions.asked(first)}")

    def _show(self) -> None:
        self.questions.attempt(self._notice)
        self.session.mark(self._here)
        width = self.dialogue.width
        rule = f"── {page.section(self._here, self.session.card)} "
        self.dialogue.tell()
        rest = min(width, _WIDEST_RULE) - cell_len(rule) if width else 2
        self.dialogue.tell(rule + "─" * rest)
        self.dialogue.tell(page.title(self.walk, self.session.card), bold=True)
        lines = list(stop.body(self._here, self.session))
        column = max(cell_len(line.label) for line in lines)
        for line in lines:
            self.dialogue.tell(line.text, pad(line.label, column) + "  ")
        self._tell_keys()

    def _notice(self) -> None:
        """Read again what another program saved meanwhile, and tell what became of the files."""
        if self.session.is_stale():
            theirs = self.session.refresh()
            if theirs.items:
                self.dialogue.tell(page.changed_by(theirs))
        for sentence in self.session.news():
            complain(sentence)

    def _tell_keys(self) -> None:
        moves = tr("Enter skip, b back, n next open, ? help, q quit")
        if self._is_veto:
            self.dialogue.tell(tr("type the figure │ {moves}", moves=moves))
            return
        keys = [tr("1 done"), tr("2 in progress"), tr("3 not done")]
        if self.session.card.checklist.items_by_id[self._here].not_applicable:
            keys.append(tr("0 not applicable"))
        self.dialogue.tell(f"{' '.join(keys)} │ {moves}")

    def _tell_saved(self) -> None:
        card = self.session.card
        score = card.items.get(self._here)
        if score is None:
            self.dialogue.tell(tr("√ saved: {id}", id=self._here))
        else:
            first, *_ = stop.score_lines(score, card)
            status = wording.status(score.status)
            saved = tr("√ saved: {id} {status}; {score}", id=self._here, status=status, score=first)
            self.dialogue.tell(saved)
        self.dialogue.tell(tr("in all: {scores}", scores=page.standing(card)), "  ")

    def _status(self, action: Action) -> None:
        assert action.status is not None
        absent = action.status is Status.NOT_APPLICABLE
        reason = action.text if absent else ""
        if absent and not reason:
            reason = self.dialogue.ask(tr("  why does it not apply? (Enter: back) ")).strip()
            if not reason:
                return
        note = action.text if action.text and not absent else None
        rating = walk.rating(self._here, self.session.card, action.status, reason, note)
        if not self.questions.change(self._here, rating):
            return
        if not absent:
            self.questions.figures(self._here)
            self.questions.settle(self._here)
        if self.session.card.items[self._here].status is not Status.NOT_DONE:
            self.questions.missing_evidence(self._here)
        self._tell_saved()
        self._go_on()

    def _figures(self, action: Action) -> None:
        if not figures_of(self.session.card.checklist, self._here):
            self.dialogue.tell(tr("{id} asks for no figure", id=self._here))
            return
        self.questions.figures(self._here, action.text)
        self.questions.settle(self._here)
        self._tell_saved()
        if self._is_veto:
            self._go_on()
        elif self.session.card.items[self._here].status is None:
            self.dialogue.tell(tr("{id} has no status yet: figures alone gain nothing", id=self._here))

    def _evidence(self, action: Action) -> None:
        score = self.session.card.items.get(self._here)
        rows = [state.row for state in score.proof.rows] if score else []
        if not rows:
            self.dialogue.tell(tr("{id} asks for no evidence", id=self._here))
            return
        what = action.text or self.questions.piece()
        if what and self.questions.evidence(self._here, what, rows):
            self._tell_saved()

    def _note(self, action: Action) -> None:
        if self._is_veto:
            self.dialogue.tell(tr("{id} takes no note", id=self._here))
        elif action.text:
            if self.questions.change(self._here, Change(note=action.text)):
                self._tell_saved()
        elif self.questions.note(self._here):
            self._tell_saved()

    def _open(self) -> None:
        pieces = stop.pieces_of(self._here, self.session.card)
        if not pieces:
            self.dialogue.tell(tr("{id} has no evidence yet", id=self._here))
            return
        chosen: tuple[str, Piece] | None = pieces[0]
        if len(pieces) > 1:
            chosen = None
            with suppress(Left):
                chosen = self.questions.choose(
                    pieces[:_LISTED], lambda one: f"{one[0]} {one[1].name}", tr("  which one? (Enter: back) ")
                )
        if chosen:
            self.questions.attempt(lambda: self.dialogue.tell(viewer.view(self.session.root, chosen[1])))

    def _undo(self, action: Action) -> None:
        assert action.trace is not None
        told = tr("√ undone: the last change to {id}", id=action.trace.id)
        done, back = self.questions.again(action.trace, self.session.undo, told)
        if done:
            self.walk = walk.forget(self.walk, back)
            self._show()

    def _redo(self, action: Action) -> None:
        assert action.trace is not None
        told = tr("√ made again: the last change to {id}", id=action.trace.id)
        done, again = self.questions.again(action.trace, self.session.redo, told)
        if done:
            self.walk = walk.restore(self.walk, again)
            self._show()

    def _explain(self) -> None:
        if self._is_veto:
            self._show()
            return
        explained = advice.explain(self.session.card, self._here)
        self.dialogue.tell(explanation.render(explained, self.session.report).rstrip("\n"))

    def _found(self, action: Action) -> None:
        card = self.session.card
        if len(action.found) > _LISTED:
            self.dialogue.tell(
                tr("{found} are called so; the first {shown}:", found=len(action.found), shown=_LISTED)
            )
        chosen = None
        with suppress(Left):
            chosen = self.questions.choose(
                action.found[:_LISTED],
                lambda id_: f"{id_} {page.name(id_, card)}",
                tr("  which one? (Enter: back) "),
            )
        if chosen:
            self._take(chosen)

    def _ask(self, action: Action) -> None:
        questions = {
            "j": tr("  which id? "),
            "/": tr("  find what? "),
            "f": tr("  only what? open, unstated, unsupported, failing, short, a section, @office, all: "),
        }
        typed = self.dialogue.ask(questions[action.text]).strip()
        if typed:
            self._take(f"{action.text} {typed}")

    def _filtered(self) -> None:
        left = len(walk.matching(self.walk, self.session.card))
        name = page.filter_name(self.walk.only, self.session.card)
        self.dialogue.tell(tr("shown from here on: {filter} ({left})", filter=name, left=left))
        self._show()

    def _end(self) -> None:
        self.dialogue.tell(page.ended(self.walk, self.session.card))

    def _refused(self, action: Action) -> None:
        assert action.error is not None
        self.dialogue.tell(f"× {wording.error(action.error)}")

    def _unknown(self, action: Action) -> None:
        self.dialogue.tell(tr("× '{text}' is no key here; ? lists them", text=action.text))

    def _help(self) -> None:
        for keys, meaning in (*help_lines(), *line_keys()):
            self.dialogue.tell(meaning, pad(keys, 10) + " ")
