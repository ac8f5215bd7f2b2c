"""Finding on the full screen: an id, an item by its words, a filter, a command; what is picked is said."""

from collections.abc import Callable, Sequence

from lawcheck.cli.walk import commands, page
from lawcheck.cli.walk.keeping import Keeper
from lawcheck.cli.walk.picking import Candidate, Picking
from lawcheck.cli.walk.tasks import Tasks
from lawcheck.domain import walk
from lawcheck.domain.walk_keys import hyphened
from lawcheck.i18n import tr

Say = Callable[[str], None]
"""Says something to the machine, as a key does."""


class Finding:
    """Lists what matches while somebody types. Each method runs as a task of a key."""

    def __init__(self, keeper: Keeper, tasks: Tasks, say: Say) -> None:
        self._keeper = keeper
        self._tasks = tasks
        self._say = say

    async def ask(self, key: str) -> None:
        """Ask for the text that a key lacks: `f`, `j` or `/`."""
        if key == "f":
            await self._filter()
        elif key == "j":
            await self.jump()
        else:
            stops = self._keeper.walk.order
            await self._pick(tr("find in ids, titles and keywords"), lambda typed: self._worded(stops, typed))

    async def jump(self, begun: str = "") -> None:
        """Ask for an id; `begun` is what was typed of it already."""
        await self._pick(tr("jump to which id?"), self._numbered, begun)

    async def among(self, ids: Sequence[str]) -> None:
        """Ask for one of the items that were found."""
        await self._pick(tr("which one?"), lambda typed: self._worded(ids, typed))

    async def command(self) -> None:
        """Ask for a command, by a word in either language."""
        placeholder = tr("a word in Chinese or English")
        picked = await self._tasks.ask(
            Picking(tr("what shall be done?"), commands.palette, placeholder=placeholder)
        )
        if picked:
            self._say(picked)

    async def _filter(self) -> None:
        placeholder = tr("open, unsupported, failing, A1, @office; several at once")
        typed = await self._tasks.ask(
            Picking(
                tr("only what?"),
                lambda typed: commands.filters(typed, self._keeper.card),
                placeholder=placeholder,
            )
        )
        if typed:
            self._say(f"f {typed}")

    async def _pick(
        self, title: str, candidates: Callable[[str], Sequence[Candidate]], begun: str = ""
    ) -> None:
        picked = await self._tasks.ask(Picking(title, candidates, begun=begun))
        if picked:
            self._say(f"j {picked}")

    def _worded(self, ids: Sequence[str], typed: str) -> list[Candidate]:
        found = walk.find(self._keeper.walk, typed, self._keeper.card.checklist)
        return [self._named(id_) for id_ in ids if id_ in found]

    def _numbered(self, typed: str) -> list[Candidate]:
        asked = hyphened(typed)
        return [self._named(id_) for id_ in self._keeper.walk.order if asked in id_.lower()]

    def _named(self, id_: str) -> Candidate:
        return Candidate(id_, f"{id_} {page.name(id_, self._keeper.card)}")
