"""Keys in their order: while one's work is about to open or close a dialog, the next ones wait.

So what is typed fast goes into the dialog that it was meant for, and never answers the item below it.
"""

from collections import deque
from collections.abc import Callable, Iterator

from textual.events import Key, Paste


class Keys:
    """Keys that were pressed, and texts that were pasted, not yet handed on.

    `wake` has somebody call `ready` again soon.
    """

    def __init__(self, wake: Callable[[], object]) -> None:
        self._waiting: deque[Key | Paste] = deque()
        self._holders: set[object] = set()
        self._wake = wake
        self._is_closed = False

    def __bool__(self) -> bool:
        """Whether any key waits, or would."""
        return bool(self._waiting or self._holders) and not self._is_closed

    def put(self, key: Key | Paste) -> None:
        """Add a key behind all that wait."""
        self._waiting.append(key)

    def hold(self, holder: object) -> None:
        """Have keys wait until `holder` releases them."""
        self._holders.add(holder)

    def release(self, holder: object) -> None:
        """Let keys go on, unless somebody else holds them."""
        self._holders.discard(holder)
        self._wake()

    def close(self) -> None:
        """Hand nothing on any more."""
        self._is_closed = True
        self._waiting.clear()

    def ready(self) -> Iterator[Key | Paste]:
        """Return the keys that may be handed on, one by one, until one of them has the rest wait."""
        while self._waiting and not self._holders and not self._is_closed:
            yield self._waiting.popleft()
