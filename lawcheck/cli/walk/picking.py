"""Picking by typing: an item, a filter, a command; what matches stands below the line."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList

from lawcheck.cli.walk.dialogs import Dialog, choices_of, line_of_input
from lawcheck.i18n import tr

_LISTED = 50
"""More than these are not listed; another letter narrows them down."""


class Candidate(NamedTuple):
    """Something that can be picked, and how it is shown."""

    value: str
    label: str


class Picking(Dialog[str | None]):
    """One line and what matches it; the value of what was picked, else the line as it was typed.

    `candidates` returns what matches a line. The arrows move the bar while the line keeps the cursor.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        candidates: Callable[[str], Sequence[Candidate]],
        *,
        placeholder: str = "",
        begun: str = "",
    ) -> None:
        super().__init__(title, tr("type to narrow down · arrows and Enter: choose · Esc: back"))
        self._candidates = candidates
        self._placeholder = placeholder
        self._begun = begun
        self._found: Sequence[Candidate] = ()

    def content(self) -> ComposeResult:
        """Yield the line and the list below it."""
        yield line_of_input(self._begun, self._placeholder)
        found = OptionList(compact=True)
        found.can_focus = False
        yield found

    def on_mount(self) -> None:
        """List what there is."""
        self._list(self._begun)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what matches."""
        self.complain("")
        self._list(event.value)

    def _list(self, typed: str) -> None:
        self._found = self._candidates(typed)[:_LISTED]
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options(choices_of([one.label for one in self._found], self.text_width - 2))
        found.highlighted = 0 if self._found else None
        if not self._found and typed.strip():
            self.complain(tr("nothing here is called so"))

    def action_move(self, by: int) -> None:
        """Move the bar, and stay within the list."""
        found = self.query_one(OptionList)
        if self._found:
            found.highlighted = min(max((found.highlighted or 0) + by, 0), len(self._found) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        self.leave(self._found[event.option_index].value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is under the bar, else the line itself."""
        at = self.query_one(OptionList).highlighted
        if self._found and at is not None:
            self.leave(self._found[at].value)
        elif event.value.strip():
            self.leave(event.value.strip())
        else:
            self.leave(None)
