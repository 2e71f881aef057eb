"""What one process remembers of the texts found lately: a revision never changes, and reading one takes time."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from wiki.pages.traits import Traits


class KnownText(NamedTuple):
    """A text read: without marks, and what it tells about its use."""

    plain: str = ""
    traits: Traits = Traits()


class KnownTexts:
    """Texts by revision and kind of page, the least recently used forgotten first."""

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._lock = Lock()
        self._texts: OrderedDict[tuple[int, str], KnownText] = OrderedDict()

    def get(self, revision_id: int, kind: str) -> KnownText | None:
        """The text, when it is still known."""
        key = revision_id, kind
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
            return self._texts.get(key)

    def keep(self, revision_id: int, kind: str, text: KnownText) -> None:
        """Keep a text for the next search."""
        with self._lock:
            self._texts[revision_id, kind] = text
            if len(self._texts) > self._limit:
                self._texts.popitem(last=False)
