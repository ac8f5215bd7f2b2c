"""The figures of a stop as a form: each by its name, with unit and target."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Input, Static

from lawcheck.cli.walk import drawing
from lawcheck.cli.walk.dialogs import Dialog, line_of_input
from lawcheck.domain.checklist import Figure
from lawcheck.errors import Refused
from lawcheck.formats import wording
from lawcheck.i18n import tr


class Asked(NamedTuple):
    """A figure, what to call it, and the text that states it so far."""

    figure: Figure
    name: str
    stated: str


KeepFigures = Callable[[Mapping[str, str]], Awaitable[str | None]]
"""Saves figures under their names, "" takes one back; returns why it was not saved, None where it was."""


class FiguresForm(Dialog[bool]):
    """Asks for figures; they are read as they are left, and saved together before the box closes.

    True where they were saved, or where all stays as it was.
    """

    _NO_ANSWER = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "keep", show=False, priority=True),
        Binding("down", "go(1)", show=False, priority=True),
        Binding("up", "go(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, asked: Sequence[Asked], keep: KeepFigures, first: str = "") -> None:
        super().__init__(
            title,
            tr("Enter: next, at the end save · Ctrl+S: save · Esc: back · 10+ at least 10, ~10 about 10"),
        )
        self._asked = asked
        self._keep = keep
        self._first = first

    def content(self) -> ComposeResult:
        """Yield a line for each figure."""
        for number, one in enumerate(self._asked):
            initial = self._first if self._first and number == 0 else one.stated
            placeholder = tr("a day, like 2020-12-31") if one.figure.kind == "date" else tr("a number")
            with Vertical(classes="figure"):
                yield Static(drawing.paragraph(one.name, self.text_width - 2))
                yield line_of_input(initial, placeholder, f"figure-{number}")

    def on_mount(self) -> None:
        """Begin at the first figure that is not stated."""
        places = [number for number, one in enumerate(self._asked) if not one.stated]
        at = 0 if self._first else next(iter(places), 0)
        self.set_focus(self._lines[at], scroll_visible=False)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Bring the figure into view with its name, not the line alone."""
        if isinstance(event.widget, Input) and event.widget.parent is not None:
            cast("Widget", event.widget.parent).scroll_visible(animate=False)

    @property
    def _lines(self) -> list[Input]:
        return list(self.query(Input))

    def on_input_changed(self, _event: Input.Changed) -> None:
        """What was wrong may be right now."""
        self.complain("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read the figure; go to the next one, or save at the end."""
        lines = self._lines
        place = lines.index(event.input)
        if not self._reads(place):
            return
        if place + 1 < len(lines):
            lines[place + 1].focus(scroll_visible=False)
        else:
            self.action_keep()

    def action_go(self, by: int) -> None:
        """Go to the figure above or below."""
        lines = self._lines
        at = next((number for number, line in enumerate(lines) if line.has_focus), 0)
        lines[min(max(at + by, 0), len(lines) - 1)].focus(scroll_visible=False)

    def _reads(self, place: int) -> bool:
        """Whether the figure can be read; if not, say why and stay there."""
        value = self._lines[place].value.strip()
        try:
            if value:
                self._asked[place].figure.read(value)
        except Refused as error:
            self.complain(wording.error(error))
            self._lines[place].focus(scroll_visible=False)
            return False
        return True

    def holds_work(self) -> bool:
        """Whether a figure is another than it is stated."""
        return bool(self._changed())

    def _changed(self) -> dict[str, str]:
        typed = [line.value.strip() for line in self._lines]
        pairs = zip(self._asked, typed, strict=True)
        return {one.figure.name: text for one, text in pairs if text != one.stated}

    def action_keep(self) -> None:
        """Save what was changed, and leave if that worked."""
        if not all(self._reads(place) for place in range(len(self._asked))):
            return
        if changed := self._changed():
            self.save(self._keep(changed), True)  # noqa: FBT003  # the answer of this dialog
        else:
            self.leave(True)  # noqa: FBT003  # the answer of this dialog
