"""The desk: head, tree and the present stop on a full screen. It takes a key, and does what the machine says.

Whatever reads or saves runs in another thread, one thing after another in the order in which it was asked
for; the screen goes on meanwhile, and takes the new scores when they come.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key, Resize
from textual.screen import Screen
from textual.widgets import Static, Tree

from lawcheck.cli.terminal import shown
from lawcheck.cli.walk import commands, drawing, page, stop
from lawcheck.cli.walk.answers import Answers
from lawcheck.cli.walk.contents import VETOES, Contents
from lawcheck.cli.walk.dialogs import Reading
from lawcheck.cli.walk.drawing import Tone
from lawcheck.cli.walk.finding import Finding
from lawcheck.cli.walk.keeping import Keeper
from lawcheck.cli.walk.keys_help import help_lines, screen_keys
from lawcheck.cli.walk.session import Session
from lawcheck.cli.walk.stop import Line
from lawcheck.cli.walk.tasks import Tasks
from lawcheck.cli.walk.waiting import Keys
from lawcheck.domain import advice, walk
from lawcheck.domain.scorecard import Scorecard
from lawcheck.domain.walk import Act, Action, Walk
from lawcheck.domain.walk_filter import ALL, stands_in
from lawcheck.domain.walk_keys import half
from lawcheck.errors import IntegrityError, LawcheckError
from lawcheck.formats import explanation, text, wording
from lawcheck.i18n import tr

TREE_FROM: Final = 90
"""Columns from which on the tree has room beside the item; below, a line says where it stands."""

_LOOK_SECONDS: Final = 2.0
_MARK_SECONDS: Final = 0.5
_BAR_CELLS: Final = 12
_MESSAGE_ROWS: Final = 3
_HINT_FROM: Final = 20
"""Rows from which on the hint leaves room for the item."""

_SIGNS: Final[Mapping[str, Tone]] = {"●": Tone.GOOD, "■": Tone.GOOD, "□": Tone.WARNING, "×": Tone.BAD}
_SAID: Final[Mapping[str, str]] = {
    "enter": "",
    "down": "",
    "up": "b",
    "right": "]",
    "left": "[",
    "home": "first",
    "end": "last",
    "f1": "?",
    "ctrl+z": "u",
    "ctrl+y": "r",
}
"""What keys without a sign of their own say to the machine."""


class Desk(Screen[None]):
    """The walk on a screen: head, tree, the present stop, what was said last, the keys."""

    def __init__(self, session: Session, begun: Walk, waiting: Keys) -> None:
        super().__init__()
        self._parts: dict[str, object] = {}
        self.tasks = Tasks(self, waiting)
        self.keeper = Keeper(session, begun, self.take_news)
        self.answers = Answers(self.keeper, self.tasks, self)
        self.finding = Finding(self.keeper, self.tasks, self.take)
        self._acts: dict[Act, Callable[[Action], object]] = {
            Act.MOVED: lambda _: self.show(),
            Act.ENDED: lambda _: self._ended(),
            Act.FILTERED: lambda _: self._filtered(),
            Act.FOUND: lambda action: self.tasks.start(self.finding.among(action.found)),
            Act.STATUS: lambda action: self.tasks.start(self.answers.rate(action)),
            Act.FIGURES: lambda action: self.tasks.start(self.answers.state(self.walk.here, action.text)),
            Act.EVIDENCE: lambda action: self.tasks.start(self.answers.prove(action.text)),
            Act.OPEN: lambda _: self.tasks.start(self.answers.open()),
            Act.NOTE: lambda action: self.tasks.start(self.answers.note(action.text)),
            Act.EXPLAIN: lambda _: self._explain(),
            Act.UNDO: lambda _: self.tasks.start(self.answers.undo()),
            Act.REDO: lambda _: self.tasks.start(self.answers.redo()),
            Act.HELP: lambda _: self._help(),
            Act.QUIT: lambda _: self.tasks.start(self.leave()),
            Act.ASK: lambda action: self.tasks.start(self.finding.ask(action.text)),
            Act.REFUSED: self._refused,
            Act.UNKNOWN: lambda action: self._unknown(action.text),
        }

    @property
    def walk(self) -> Walk:
        """Return where the walk is."""
        return self.keeper.walk

    @property
    def card(self) -> Scorecard:
        """Return the card that is shown."""
        return self.keeper.card

    def do(self, action: Action) -> None:
        """Do what the machine says."""
        self._acts[action.act](action)

    # ── laying out ──

    def compose(self) -> ComposeResult:
        """Lay out head, tree, stop, message and keys."""
        yield Static(id="head")
        yield Static(id="path")
        with Horizontal(id="middle"):
            yield Contents()
            with VerticalScroll(id="page", can_focus=False):
                yield Static(id="item")
        yield Static(id="hint")
        yield Static(id="message")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show the first stop, and begin to look whether others save."""
        self.query_one(Contents).fill(self.card, self._stops())
        last = self.keeper.session.last_stop()
        told = list(text.edit_lines(self.keeper.session.report))
        if last is None and not self.walk.trail and self.app.size.height >= _HINT_FROM:
            self._put("hint", self._broken("\n".join(commands.first_hint())))
            self.query_one("#hint").add_class("-said")
        elif last == self.walk.here:
            told.append(tr("last time you stopped at {id}; it goes on there", id=last))
        self.say("\n".join(told))
        self.set_interval(_LOOK_SECONDS, self.look)
        self.show()

    def on_resize(self, event: Resize) -> None:
        """Give the tree its room or take it, and break all lines anew."""
        self.set_class(event.size.width < TREE_FROM, "-narrow")
        self.call_after_refresh(self.show)

    def _stops(self) -> list[str]:
        found = walk.matching(self.walk, self.card)
        return [id_ for id_ in self.walk.order if id_ in found]

    def _put(self, id_: str, text: Text) -> None:
        """Show text in one part of the screen; what stands there already is not drawn again."""
        if self._parts.get(id_) != (now := (text.plain, text.style)):
            self._parts[id_] = now
            self.query_one(f"#{id_}", Static).update(text)

    def _broken(self, text: str, style: str = "") -> Text:
        return drawing.paragraph(text, self.size.width - 2, style)

    def _tone(self, name: Tone) -> str:
        return self.app.theme_variables.get(name, "")

    # ── showing ──

    def show(self) -> None:
        """Show the present stop; the tree only moves its bar."""
        here, card = self.walk.here, self.card
        self._show_head()
        self._put("path", self._broken(page.section(here, card), "bold"))
        self.query_one(Contents).stand_at(here)
        self._show_item()
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self._put("keys", drawing.keys(commands.keys_line(here, card), self.size.width - 2))
        self.set_timer(_MARK_SECONDS, lambda: self._mark(here))

    def _show_head(self) -> None:
        report, card = self.keeper.session.report, self.card
        progress = card.progress
        done = progress.answered - progress.unconfirmed
        answered = tr("answered {answered}/{items}", answered=done, items=progress.items)
        first = (page.whose(card), page.deadline(report), answered)
        second = (page.three_scores(card), page.gate(card), page.distance(card))
        width = self.size.width - 2
        lines = drawing.rows(first, " │ ", width)
        bar = f" {drawing.bar(done, progress.items, _BAR_CELLS)}"
        if cell_len(f"{lines[-1]}{bar}") <= width:
            lines[-1] += bar
        lines += drawing.rows(second, " │ ", width)
        self._put("head", drawing.words("\n".join(lines)))

    def _show_item(self) -> None:
        width = self.query_one("#page", VerticalScroll).scrollable_content_region.width
        title = drawing.paragraph(page.title(self.walk, self.card), width, "bold")
        sheet = Text(no_wrap=True, end="").append_text(title).append("\n")
        sheet.append_text(drawing.page(stop.sheet(self.walk.here, self.keeper.session), width))
        for sign, tone in _SIGNS.items():
            sheet.highlight_words([sign], self._tone(tone))
        self.query_one("#item", Static).update(sheet)

    def say(self, sentence: str, tone: Tone = Tone.NONE) -> None:
        """Say something below the stop, three lines of it at most."""
        lines = self._broken(sentence).plain.split("\n")
        if len(lines) > _MESSAGE_ROWS:
            lines = [*lines[: _MESSAGE_ROWS - 1], shown("…")]
        self._put("message", drawing.words("\n".join(lines), self._tone(tone)))

    def refuse(self, error: LawcheckError) -> None:
        """Say why something was not done."""
        self.say(f"× {wording.error(error)}", Tone.BAD)

    def remind(self) -> None:
        """Say what was not saved, if anything was not; else nothing."""
        unsaved = self.keeper.unsaved
        if not unsaved:
            self.say("")
            return
        *_, why = unsaved.values()
        ids = tr(", ").join(unsaved)
        self.say(tr("× not saved: {ids}; {why}", ids=ids, why=wording.error(why)), Tone.BAD)

    def _mark(self, here: str) -> None:
        """Keep the present stop for the next time, if it is the one where somebody stayed."""
        if here == self.walk.here:
            self.tasks.beside(self.keeper.run(lambda: self.keeper.session.mark(here)))

    # ── keys ──

    def take_key(self, event: Key) -> bool:
        """Do what a key says; return False where it has no meaning here."""
        character = event.character or ""
        if event.key in ("pagedown", "space", "pageup"):
            region = self.query_one("#page", VerticalScroll)
            scroll = region.scroll_page_up if event.key == "pageup" else region.scroll_page_down
            scroll(animate=False)
        elif event.key == "ctrl+p" or half(character) == ":":
            self.tasks.start(self.finding.command())
        elif event.key == "ctrl+t":
            self.take(commands.THEME)
        elif event.key == "escape":
            if self.walk.only != ALL:
                self.take("f all")
        elif event.key in _SAID:
            self.take(_SAID[event.key])
        elif character.isascii() and character.isupper() and self._begins_an_id(character):
            # Somebody types an id: none of its digits must become an answer.
            self.tasks.start(self.finding.jump(character))
        elif character and event.is_printable:
            self.take(character)
        else:
            return False
        return True

    def _begins_an_id(self, letter: str) -> bool:
        return any(id_.startswith(letter) for id_ in self.walk.order)

    def take(self, said: str) -> None:
        """Take what a key, or a command, says."""
        self.query_one("#hint").remove_class("-said")
        self.remind()
        if said == commands.THEME:
            self.switch_theme()
            return
        self.keeper.walk, action = walk.step(self.walk, said, self.card)
        self.do(action)

    def on_tree_node_selected(self, event: Tree.NodeSelected[str]) -> None:
        """Go to what was clicked in the tree: a stop, or the first one of a section."""
        id_ = event.node.data or ""
        vetoes = self.card.checklist.vetoes_by_id
        stops = [
            one
            for one in self._stops()
            if id_ == one or (one in vetoes if id_ == VETOES else stands_in(one, id_))
        ]
        if stops:
            self.take(stops[0])

    # ── moving ──

    def _ended(self) -> None:
        self.say(page.ended(self.walk, self.card))

    def _filtered(self) -> None:
        self.query_one(Contents).fill(self.card, self._stops())
        self.show()
        left = len(walk.matching(self.walk, self.card))
        name = page.filter_name(self.walk.only, self.card)
        self.say(tr("shown from here on: {filter} ({left})", filter=name, left=left))

    # ── what others save ──

    def take_news(self) -> None:
        """Take what the session holds now, and draw again what that changes."""
        before, card = self.keeper.card, self.keeper.session.card
        for sentence in self.keeper.session.news():
            self.say(sentence)
        if card is before:
            return
        self.keeper.card = card
        changed = [id_ for id_ in card.items if _looks_other(before, card, id_)]
        self.query_one(Contents).renew(card, changed)
        self._show_head()
        self._show_item()

    async def look(self) -> None:
        """Notice what others saved meanwhile."""
        if self.keeper.is_busy:
            return
        session = self.keeper.session
        try:
            theirs = await self.keeper.run(lambda: session.refresh() if session.is_stale() else None)
        except IntegrityError:
            raise
        except LawcheckError as error:
            # Somebody may be writing by hand right now; it is looked at again soon.
            self.refuse(error)
            return
        if theirs is not None and theirs.items:
            self.say(page.changed_by(theirs), Tone.WARNING)

    def _explain(self) -> None:
        here = self.walk.here
        if here not in self.card.items:
            self.say(tr("{id} is a veto: its figure alone decides", id=here))
            return
        told = explanation.render(advice.explain(self.card, here), self.keeper.session.report)
        self.tasks.start(self._read(f"{here} {page.name(here, self.card)}", [Line(told.rstrip("\n"))]))

    def _help(self) -> None:
        lines = [Line(meaning, keys) for keys, meaning in (*help_lines(), *screen_keys())]
        self.tasks.start(self._read(tr("the keys"), lines))

    async def _read(self, title: str, lines: Sequence[Line]) -> None:
        await self.tasks.ask(Reading(title, lines))

    def switch_theme(self) -> None:
        """Change between light and dark."""
        self.app.theme = "textual-light" if self.app.current_theme.dark else "textual-dark"
        self.query_one(Contents).fill(self.card, self._stops())
        self.show()

    def _refused(self, action: Action) -> None:
        assert action.error is not None
        self.refuse(action.error)

    def _unknown(self, typed: str) -> None:
        self.say(tr("× '{text}' is no key here; ? lists them", text=typed), Tone.BAD)

    async def leave(self) -> bool:
        """Leave once all is saved; where something was not, stay and return False."""
        here, failures = self.walk.here, self.keeper.failures
        await self.keeper.run(lambda: self.keeper.session.mark(here))
        if self.keeper.failures != failures:
            return False
        self.tasks.close()
        self.app.exit()
        return True


def _looks_other(before: Scorecard, after: Scorecard, id_: str) -> bool:
    """Whether the line of an item in the tree is another one now."""
    old, new = before.items.get(id_), after.items[id_]
    return old is None or (old.status, old.is_answered, old.proof.complete) != (
        new.status,
        new.is_answered,
        new.proof.complete,
    )
