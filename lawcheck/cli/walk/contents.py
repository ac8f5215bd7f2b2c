"""The checklist as a tree: sections with how far they are, items with glyph and letter of their status."""

from collections.abc import Collection
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text, TextType
from textual.binding import BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from lawcheck.cli.walk import drawing, page
from lawcheck.domain.scorecard import Scorecard
from lawcheck.formats.wording import said
from lawcheck.i18n import tr

VETOES: Final = "vetoes"
"""What the section of the vetoes is called in the tree; no group has such an id."""
_NO_LABEL: Final = Text()


class Contents(Tree[str]):
    """All stops below their sections; a stop that the filter leaves out is not there.

    Labels are made when they are drawn, from the card that is current then, so that a save redraws only the
    lines that it changed.
    """

    BINDINGS: ClassVar[list[BindingType]] = []  # the keys belong to the walk
    can_focus = False

    def __init__(self) -> None:
        super().__init__("", id="contents")
        self.show_root = False
        self.show_guides = False
        self.guide_depth = 2
        self.auto_expand = False
        self._card: Scorecard | None = None
        self._titles: dict[str, str] = {}
        self._places: dict[str, TreeNode[str]] = {}
        self._answered: dict[str, tuple[int, int]] = {}

    def fill(self, card: Scorecard, stops: Collection[str]) -> None:
        """Show `stops`, in the checklist's order, below their sections."""
        self._card = card
        self._answered = _count(card)
        self._titles = {group.id: f"{group.id} {said(group.title)}" for group in card.checklist.groups}
        self._titles[VETOES] = tr("Vetoes")
        self.clear()
        self._places = {}
        for id_ in stops:
            parent = self._section(id_.partition("-")[0] if id_ in card.items else VETOES)
            self._places[id_] = parent.add_leaf("", id_)

    def _section(self, id_: str) -> TreeNode[str]:
        if id_ not in self._places:
            parent = self._section(id_[0]) if id_ != VETOES and len(id_) > 1 else self.root
            self._places[id_] = parent.add("", id_, expand=True, allow_expand=False)
        return self._places[id_]

    def stand_at(self, id_: str) -> None:
        """Mark a stop as the present one, and bring it into view."""
        node = self._places.get(id_)
        if node is None:
            self.cursor_line = -1
            return
        self.move_cursor(node)

    def renew(self, card: Scorecard, changed: Collection[str]) -> None:
        """Take a new card, and redraw the stops that changed and the sections that count otherwise."""
        before, self._card = self._answered, card
        self._answered = _count(card)
        sections = {id_ for id_, count in self._answered.items() if before.get(id_) != count}
        for id_ in (*changed, *sections):
            if id_ in self._places:
                self._places[id_].refresh()

    def process_label(self, label: TextType) -> Text:  # noqa: ARG002  # labels are made when they are drawn
        """Return no label."""
        return _NO_LABEL

    def get_label_width(self, node: TreeNode[str]) -> int:  # noqa: ARG002  # all are as wide as the tree
        """Return a width that never scrolls sideways."""
        return 1

    def render_label(self, node: TreeNode[str], base_style: Style, style: Style) -> Text:  # noqa: ARG002  # our own
        """Return the line of a section or stop, cut to the width of the tree."""
        card, id_ = self._card, node.data
        if card is None or id_ is None:
            return Text()
        depth = len(self._path(node)) - 1
        width = self.scrollable_content_region.width - depth * self.guide_depth
        if id_ in card.items or id_ in card.checklist.vetoes_by_id:
            return self._stop(id_, width, style, is_here=node is self.cursor_node)
        answered, items = self._answered.get(id_, (0, 0))
        count = f" {answered}/{items}" if items else ""
        title = self._titles.get(id_, id_)
        line = Text(no_wrap=True, end="").append(drawing.fitted(title, width - cell_len(count)), "bold")
        return line.append(count, "dim")

    def _stop(self, id_: str, width: int, style: Style, *, is_here: bool) -> Text:
        card = self._card
        assert card is not None
        score = card.items.get(id_)
        status = score.status if score else None
        tone = self._tone(id_) if status else ""
        # The bar alone would be lost where there is no colour.
        line = Text(">" if is_here else " ", no_wrap=True, end="").append_text(
            drawing.words(f"{page.sign(status)}{page.letter(status)} ", tone)
        )
        unproved = score is not None and score.is_answered and not score.proof.complete
        mark = " □" if unproved else ""
        rest = width - line.cell_len - cell_len(mark)
        line.append(drawing.fitted(f"{id_} {page.name(id_, card)}", rest))
        line.append_text(drawing.words(mark, self.app.theme_variables.get(drawing.Tone.WARNING, "")))
        line.stylize(style)
        return line

    def _tone(self, id_: str) -> str:
        assert self._card is not None
        return self.app.theme_variables.get(drawing.tone(self._card.items[id_].status), "")

    def _path(self, node: TreeNode[str]) -> list[TreeNode[str]]:
        found = []
        here: TreeNode[str] | None = node
        while here is not None and here is not self.root:
            found.append(here)
            here = here.parent
        return found


def _count(card: Scorecard) -> dict[str, tuple[int, int]]:
    """Return of each section how many items are answered, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    for score in card.items.values():
        group = score.item.group
        for id_ in dict.fromkeys((group[0], group)):
            answered, items = found.get(id_, (0, 0))
            found[id_] = (answered + score.is_answered, items + 1)
    return found
