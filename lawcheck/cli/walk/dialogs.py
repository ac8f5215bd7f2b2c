"""Dialogs over the walk: something to read, to choose, to answer in a line, to write in several."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from lawcheck.cli.walk import drawing
from lawcheck.cli.walk.stop import Line
from lawcheck.cli.walk.waiting import Keys
from lawcheck.domain.walk_keys import half
from lawcheck.i18n import tr

Result = TypeVar("Result")

Check = Callable[[], str | None]
"""Says why an answer cannot be taken just now, None where it can."""

Keep = Callable[[str], Awaitable[str | None]]
"""Saves what was written; returns why it was not saved, None where it was."""

DIGITS: Final = "123456789"


class Dialog(ModalScreen[Result]):
    """A box over the walk: title, what is asked, what is wrong with the answer so far, the keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    _SAVING: ClassVar[object] = object()
    _NO_ANSWER: Any = None

    def __init__(self, title: str, keys: str) -> None:
        super().__init__()
        self._heading = title
        self._keys = keys
        self.leaving: Callable[[], None] = lambda: None
        """Called as the dialog is left, before any further key is looked at."""
        self.waiting: Keys | None = None
        """The keys, which wait while the dialog saves."""
        self._is_saving = False
        self._is_warned = False

    def compose(self) -> ComposeResult:
        """Lay the box out."""
        with Vertical(classes="box"):
            yield Static(drawing.paragraph(self._heading, self.text_width, "bold"), classes="heading")
            with VerticalScroll(classes="inside", can_focus=False):
                yield from self.content()
            yield Static("", classes="wrong")
            yield Static(drawing.keys(self._keys, self.text_width), classes="keys")

    def content(self) -> ComposeResult:
        """Yield what stands between the title and the keys; it scrolls where there is no room for all."""
        yield from ()

    def on_resize(self) -> None:
        """Leave room for the title, a complaint and the keys."""
        rows = self.app.size.height
        self.query_one(".inside").styles.max_height = max(rows - 10, 3)
        for listed in self.query(OptionList):
            listed.styles.max_height = min(max(rows - 12, 3), 10)
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    @property
    def text_width(self) -> int:
        """Return the cells that a line of the box may take."""
        return max(min(self.app.size.width - 2, 96) - 6, 20)

    def save(self, deed: Awaitable[str | None], answer: Result | None) -> None:
        """Save something, and leave with `answer` if that worked; the keys wait, and so does Escape."""
        self._is_saving = True
        if self.waiting is not None:
            self.waiting.hold(self._SAVING)
        self._say_keys(tr("saving …"))
        self.run_worker(self._save(deed, answer))

    async def _save(self, deed: Awaitable[str | None], answer: Result | None) -> None:
        wrong = await deed
        self._is_saving = False
        if wrong is None:
            self.leave(answer)
        else:
            self._say_keys(self._keys)
            self.complain(wrong)
        if self.waiting is not None:
            self.waiting.release(self._SAVING)

    def _say_keys(self, keys: str) -> None:
        self.query_one(".keys", Static).update(drawing.keys(keys, self.text_width))

    def complain(self, sentence: str) -> None:
        """Say in the box why the answer was not taken; whatever was warned of before is over."""
        self._is_warned = False
        wrong = self.query_one(".wrong", Static)
        style = self.app.theme_variables.get(drawing.Tone.BAD, "")
        wrong.update(drawing.paragraph(f"× {sentence}" if sentence else "", self.text_width, style))
        wrong.set_class(bool(sentence), "-said")

    def leave(self, answer: Result | None) -> None:
        """Leave with an answer."""
        self.leaving()
        self.dismiss(answer)

    def action_leave(self) -> None:
        """Leave without an answer, not while something is saved; what would be lost is asked about once."""
        if self._is_saving:
            return
        if self.holds_work() and not self._is_warned:
            self.complain(tr("not saved yet: Ctrl+S saves it, Esc once more throws it away"))
            self._is_warned = True
            return
        self.leave(self._NO_ANSWER)

    def holds_work(self) -> bool:
        """Whether something was written here that would be lost."""
        return False


class Reading(Dialog[None]):
    """Something long to read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q,question_mark,f1", "leave", show=False)]

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__(title, tr("arrows and PageDown scroll · Esc, Enter: back"))
        self._lines = lines

    def content(self) -> ComposeResult:
        """Yield the text, which scrolls."""
        yield Static(drawing.page(self._lines, self.text_width - 2))

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        inside = self.query_one(".inside", VerticalScroll)
        inside.can_focus = True
        self.set_focus(inside)


class Choosing(Dialog[int | None]):
    """One of several, by its digit or by the arrows; the place that was chosen, None where none was."""

    def __init__(self, title: str, choices: Sequence[str], *, at: int = 0) -> None:
        super().__init__(title, tr("digit, or arrows and Enter: choose · Esc: back"))
        self._choices = choices
        self._at = at

    def content(self) -> ComposeResult:
        """Yield the choices with their digits."""
        digits = [
            f"{number} " if number <= len(DIGITS) else "  " for number in range(1, len(self._choices) + 1)
        ]
        yield OptionList(
            *(
                Option(drawing.words(drawing.fitted(digit + one, self.text_width - 2)))
                for digit, one in zip(digits, self._choices, strict=True)
            ),
            compact=True,
        )

    def on_mount(self) -> None:
        """Put the bar on the choice to begin with."""
        self.query_one(OptionList).highlighted = self._at

    def on_key(self, event: Key) -> None:
        """Take a digit, full-width or not."""
        typed = half(event.character or "")
        if typed and typed in DIGITS and int(typed) <= len(self._choices):
            event.stop()
            self.leave(int(typed) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the one under the bar."""
        self.leave(event.option_index)


class Asking(Dialog[str | None]):
    """An answer in one line; None where it was left without one. With `must` an empty line is no answer."""

    def __init__(self, title: str, check: Check, *, must: str = "", lines: Sequence[Line] = ()) -> None:
        super().__init__(title, tr("Enter: take it · Esc: back"))
        self._check = check
        self._must = must
        self._lines = lines

    def content(self) -> ComposeResult:
        """Yield what explains the question, and the line."""
        if self._lines:
            yield Static(drawing.page(self._lines, self.text_width))
        yield line_of_input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line."""
        answer = event.value.strip()
        if wrong := (self._must if not answer else "") or self._check():
            self.complain(wrong)
        else:
            self.leave(answer)


class Writing(Dialog[None]):
    """A text of several lines, saved before the box closes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s,f2", "keep", show=False, priority=True)]

    def __init__(self, title: str, initial: str, keep: Keep) -> None:
        super().__init__(title, tr("Ctrl+S or F2: save · Enter: new line · Esc: back without saving"))
        self._initial = initial
        self._keep = keep

    def content(self) -> ComposeResult:
        """Yield the text."""
        yield TextArea(self._initial, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False)

    def on_mount(self) -> None:
        """Go to the end of what is there."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def on_text_area_changed(self) -> None:
        """What was wrong, or warned of, was about the text before."""
        self.complain("")

    def holds_work(self) -> bool:
        """Whether the text is another than at the beginning."""
        return self.query_one(TextArea).text.rstrip() != self._initial.rstrip()

    def action_keep(self) -> None:
        """Save, and leave if that worked."""
        self.save(self._keep(self.query_one(TextArea).text.rstrip()), None)


def line_of_input(initial: str = "", placeholder: str = "", id_: str | None = None) -> Input:
    """Return a line to type in. What stands in it stays until it is changed: no first key wipes it."""
    return Input(initial, placeholder=placeholder, select_on_focus=False, compact=True, id=id_)


def choices_of(labels: Sequence[str], width: int) -> list[Option]:
    """Return options that are shown literally, each on one line."""
    return [Option(drawing.words(drawing.fitted(label, width))) for label in labels]
