"""Evidence for an item as a form: files, several at once, addresses, numbers, records, registered pieces."""

import shlex
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.widgets import Input, OptionList, Static

from lawcheck.cli.filing import Filed, check_shape, is_path, recognise
from lawcheck.cli.walk import drawing
from lawcheck.cli.walk.dialogs import Choosing, Dialog, choices_of
from lawcheck.cli.walk.paths import as_typed, candidates, completed, split_paths
from lawcheck.cli.walk.session import Given
from lawcheck.domain.assessment import Piece
from lawcheck.domain.checklist import EvidenceKind, EvidenceRow
from lawcheck.domain.proof import RowState
from lawcheck.domain.registering import is_key
from lawcheck.domain.walk_keys import as_id, half
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.formats import wording
from lawcheck.formats.wording import said
from lawcheck.i18n import tr

_LISTED: Final = 30

_SHOWN: Final = 4
"""So many of the pieces taken last are shown; more would leave no room for the next."""

KeepEvidence = Callable[[str | None, Sequence[Given]], Awaitable[str | None]]
"""Saves pieces for a row, None for the neediest; returns why it was not saved, None where it was."""

Choose = Callable[[Choosing], Awaitable[int | None]]
"""Puts a question up above the form, and returns the place of what was chosen."""


class PathLine(Input):
    """A line in which several pasted lines become several paths."""

    def on_paste(self, event: Paste) -> None:
        """Write each line as a path of its own."""
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        if len(lines) > 1:
            event.prevent_default()
            event.stop()
            self.insert_text_at_cursor(" ".join(shlex.quote(as_typed(line)) for line in lines))


class EvidenceForm(Dialog[None]):
    """Collects pieces one after another, and saves them together as one change before the box closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("ctrl+s,f2", "keep", show=False, priority=True),
        Binding("ctrl+d", "drop", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        rows: Sequence[RowState],
        register: dict[str, Piece],
        keep: KeepEvidence,
        choose: Choose,
        first: str = "",
    ) -> None:
        keys = tr(
            "Tab completes · arrows: pick below · Enter: take, again: save · Ctrl+D: drop last · Esc: back"
        )
        super().__init__(title, keys)
        self._rows = rows
        self._register = register
        self._keep = keep
        self._choose = choose
        self._first = first
        self._taken: list[Given] = []
        self._found: list[tuple[str, str]] = []

    def content(self) -> ComposeResult:
        """Yield the rows to be filled, what was taken so far, the line, and what it may mean."""
        for state in self._rows:
            mark = "□" if state.missing else "■"
            yield Static(drawing.paragraph(f"{mark} {wording.row(state)}", self.text_width))
        yield Static("", classes="taken")
        placeholder = tr("path, address, document or record number, or a word of the register")
        yield PathLine(self._first, placeholder=placeholder, select_on_focus=False, compact=True)
        found = OptionList(compact=True)
        found.can_focus = False
        yield found

    def on_mount(self) -> None:
        """Offer what is registered."""
        self._list(self._first)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what the line may mean."""
        self.complain("")
        self._list(event.value)

    def _list(self, typed: str) -> None:
        """List paths that begin so, and registered pieces that bear the word."""
        asked = half(typed)
        paths = candidates(typed) if typed else []
        known = [
            (key, tr("registered: {key} {name}", key=key, name=piece.name))
            for key, piece in self._register.items()
            if asked in half(f"{key} {piece.name} {piece.target}")
        ]
        # A long folder would leave no room for the name; it stands in the line already.
        named = [(path, f"{Path(path).name}{'/' if path.endswith('/') else ''}") for path in paths[:_LISTED]]
        self._found = [*named, *known[:_LISTED]]
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options(choices_of([label for _, label in self._found], self.text_width - 2))
        found.highlighted = None

    def action_move(self, by: int) -> None:
        """Move the bar; above the first it is on the line itself."""
        found = self.query_one(OptionList)
        at = -1 if found.highlighted is None else found.highlighted
        at = min(at + by, len(self._found) - 1)
        found.highlighted = at if at >= 0 else None

    def action_complete(self) -> None:
        """Take the path under the bar into the line, else all that the paths have in common."""
        at = self.query_one(OptionList).highlighted
        self._write(self._found[at][0] if at is not None else completed(self.query_one(Input).value))

    def action_drop(self) -> None:
        """Leave out the piece that was taken last."""
        if self._taken:
            self._taken.pop()
            self._show_taken()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        self._take(self._found[event.option_index][0])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is under the bar, else the line; an empty line saves."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self._take(self._found[at][0])
        elif event.value.strip():
            self._take(event.value.strip())
        elif self._taken:
            self.action_keep()
        else:
            self.leave(None)

    def _take(self, what: str) -> None:
        """Take in what is named: a registered piece, or what is plain; else ask what it is."""
        if what.endswith("/"):
            # A folder is gone into, not taken.
            self._write(what)
        elif (key := half(what)) in self._register:
            self._take_in([Given(key, None)])
        elif is_key(what):
            self.complain(tr("there is no piece {key} in the register", key=what))
        elif as_id(what):
            # Taken as a record's number it would pass for proof.
            self.complain(tr("{text} is an item, no evidence", text=what))
        else:
            self._take_new(split_paths(what))

    def _write(self, text: str) -> None:
        """Put text into the line, the cursor behind it."""
        line = self.query_one(Input)
        line.value = text
        line.cursor_position = len(text)

    def _take_new(self, what: Sequence[str]) -> None:
        kinds = [kind for kind in EvidenceKind if any(kind in state.row.kinds for state in self._rows)]
        try:
            plain = recognise(what[0])
        except LawcheckError as error:
            if is_path(what[0]):
                self.complain(wording.error(error))
                return
        else:
            kinds = [plain] if plain in kinds else kinds
        if len(kinds) == 1:
            self._take_in([Given(one, kinds[0]) for one in what])
        else:
            self.run_worker(self._ask_kind(what, kinds))

    async def _ask_kind(self, what: Sequence[str], kinds: Sequence[EvidenceKind]) -> None:
        labels = [wording.evidence_kind(kind) for kind in kinds]
        at = await self._choose(Choosing(tr("what is “{text}”?", text=what[0]), labels))
        if at is not None:
            self._take_in([Given(one, kinds[at]) for one in what])

    def _take_in(self, fresh: Sequence[Given]) -> None:
        try:
            for one in fresh:
                if one.kind is EvidenceKind.FILE and not Path(one.what).is_file():
                    raise UsageError("there is no file {what}; check the path", what=one.what)
                if one.kind is not None:
                    check_shape(Filed(one.what, one.kind))
        except LawcheckError as error:
            self.complain(wording.error(error))
            return
        self._taken += [one for one in fresh if one not in self._taken]
        self._write("")
        self._show_taken()

    def _show_taken(self) -> None:
        lines = [
            wording.naming(self._register[one.what].name, [tr("registered")])
            if one.kind is None
            else wording.naming(one.what, [wording.evidence_kind(one.kind)])
            for one in self._taken
        ]
        taken = self.query_one(".taken", Static)
        told = [f"+ {line}" for line in lines[-_SHOWN:]]
        if len(lines) > _SHOWN:
            told.insert(0, tr("+ {more} more before these", more=len(lines) - _SHOWN))
        taken.update(drawing.paragraph("\n".join(told), self.text_width))
        taken.set_class(bool(lines), "-said")

    def holds_work(self) -> bool:
        """Whether pieces were taken."""
        return bool(self._taken)

    def action_keep(self) -> None:
        """Save what was taken, asking for the row where several take it."""
        if self._taken:
            self.run_worker(self._ask_row(), exclusive=True)
        else:
            self.complain(tr("nothing has been taken so far; name a piece and press Enter"))

    async def _ask_row(self) -> None:
        row = await self._row()
        if row is not False:
            row_id = row.id if isinstance(row, EvidenceRow) else None
            self.save(self._keep(row_id, tuple(self._taken)), None)

    async def _row(self) -> EvidenceRow | bool | None:
        """Return the row that takes all of it: None for the neediest, False where somebody goes back."""
        kinds = {one.kind or self._register[one.what].kind for one in self._taken}
        takers = [state.row for state in self._rows if kinds <= set(state.row.kinds)]
        if len(takers) < 2:
            return takers[0] if takers else None
        labels = [tr("the row that needs it most"), *(said(row.title) for row in takers)]
        at = await self._choose(Choosing(tr("which row is it for?"), labels))
        if at is None:
            return False
        return None if at == 0 else takers[at - 1]
