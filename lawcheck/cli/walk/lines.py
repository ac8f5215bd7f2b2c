"""The walk by lines: it shows a stop, takes a line, and does what the pure machine makes of it."""

from collections.abc import Callable
from contextlib import suppress

from rich.cells import cell_len

from lawcheck.cli.walk import page
from lawcheck.cli.walk.dialogue import Dialogue, pad
from lawcheck.cli.walk.questions import Left, Questions
from lawcheck.cli.walk.session import Session
from lawcheck.domain import advice, walk
from lawcheck.domain.answering import Change
from lawcheck.domain.assessment import Status
from lawcheck.domain.walk import Act, Action, Walk
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
            Act.UNDO: self._undo,
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
            self.dialogue.tell(
                tr("interrupted; what was answered is saved, it goes on at {id}", id=self._here)
            )
            raise
        card = self.session.card
        self.dialogue.tell(
            tr("all is saved: answered {answered} of {items}; next time it goes on at {id}",
               answered=card.progress.answered, items=card.progress.items, id=self._here)
        )  # fmt: skip

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
        first, *_ = walk.figures_of(self.session.card.checklist, self._here)
        return self.questions.figure_prompt(first, f"{self._here} {wording.said(first.title)}")

    def _show(self) -> None:
        self.questions.attempt(self.session.refresh)
        self.session.mark(self._here)
        width = self.dialogue.width
        rule = f"── {page.section(self.walk, self.session.card)} "
        self.dialogue.tell()
        rest = min(width, _WIDEST_RULE) - cell_len(rule) if width else 2
        self.dialogue.tell(rule + "─" * rest)
        self.dialogue.tell(page.title(self.walk, self.session.card), bold=True)
        lines = list(page.body(self.walk, self.session))
        column = max(cell_len(line.label) for line in lines)
        for line in lines:
            self.dialogue.tell(line.text, pad(line.label, column) + "  ")
        self._tell_keys()

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
            first, *_ = page.score_lines(score, card)
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
        if not self.questions.change(self._here, Change(action.status, note, reason)):
            return
        if not absent:
            self.questions.figures(self._here)
        if action.status is not Status.NOT_DONE:
            self.questions.missing_evidence(self._here)
        self._tell_saved()
        self._go_on()

    def _figures(self, action: Action) -> None:
        if not walk.figures_of(self.session.card.checklist, self._here):
            self.dialogue.tell(tr("{id} asks for no figure", id=self._here))
            return
        self.questions.figures(self._here, action.text)
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

    def _undo(self, action: Action) -> None:
        assert action.trace is not None
        if self.questions.undo(action.trace):
            self.walk = walk.forget(self.walk)
            self._show()

    def _explain(self) -> None:
        if self._is_veto:
            self._show()
            return
        explained = advice.explain(self.session.card, self._here)
        self.dialogue.tell(explanation.render(explained, self.session.report).rstrip("\n"))

    def _found(self, action: Action) -> None:
        checklist = self.session.card.checklist
        named = {item.id: wording.said(item.title) for item in checklist.items}
        named |= {veto.id: wording.said(veto.title) for veto in checklist.vetoes}
        if len(action.found) > _LISTED:
            self.dialogue.tell(
                tr("{found} are called so; the first {shown}:", found=len(action.found), shown=_LISTED)
            )
        chosen = None
        with suppress(Left):
            chosen = self.questions.choose(
                action.found[:_LISTED],
                lambda id_: f"{id_} {named[id_]}",
                tr("  which one? (Enter: back) "),
            )
        if chosen:
            self._take(chosen)

    def _ask(self, action: Action) -> None:
        question = tr("  which id? ") if action.text == "j" else tr("  find what? ")
        typed = self.dialogue.ask(question).strip()
        if typed:
            self._take(f"{action.text} {typed}")

    def _filtered(self) -> None:
        left = walk.remaining(self.walk, self.session.card, self.walk.only)
        name = page.filter_name(self.walk.only)
        self.dialogue.tell(tr("shown from here on: {filter} ({left})", filter=name, left=left))
        self._show()

    def _end(self) -> None:
        left = walk.remaining(self.walk, self.session.card)
        if left:
            self.dialogue.tell(
                tr("this was the last one; {left} are still open, n goes there, q leaves", left=left)
            )
        else:
            self.dialogue.tell(tr("this was the last one, and nothing is open any more; q leaves"))

    def _refused(self, action: Action) -> None:
        assert action.error is not None
        self.dialogue.tell(f"× {wording.error(action.error)}")

    def _unknown(self, action: Action) -> None:
        self.dialogue.tell(tr("× '{text}' is no key here; ? lists them", text=action.text))

    def _help(self) -> None:
        for keys, meaning in _help():
            self.dialogue.tell(meaning, pad(keys, 10) + " ")


def _help() -> tuple[tuple[str, str], ...]:
    return (
        (
            "1 2 3 0",
            tr("done, in progress, not done, not applicable; words behind it: note, or the reason"),
        ),
        ("Enter s", tr("skip: leave it as it is and go on")),
        ("b", tr("back")),
        ("n", tr("the next open one, round the end")),
        ("o", tr("only open ones, or all again")),
        ("A1-04 j", tr("jump to that item")),
        ("/ f", tr("find in ids, titles and keywords: /appeal")),
        ("m", tr("the figures again")),
        ("e", tr("add evidence: a file, an address, a document number, a record, a statement")),
        ("c", tr("a note")),
        ("x", tr("why these points, and what earns the rest")),
        ("u", tr("undo the last change of this walk; again, the one before")),
        ("q", tr("leave; everything is saved already")),
    )
