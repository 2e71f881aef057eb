"""The address of a search, read: text in, typed values out. Nonsense is what it would be if it were not there."""

from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from wiki.web.forms import tidy

MAX_TEXT = 400
MAX_VALUES = 30
LAST_PAGE = 50
SORTS = {"pertinence": "relevance", "recents": "newest"}


@dataclass(frozen=True)
class Asked:
    """A search as the address says it."""

    text: str = ""
    themes: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sort: str = "pertinence"
    page: int = 1

    @property
    def filters(self) -> int:
        """How many choices narrow the search."""
        return len(self.themes) + len(self.territories) + len(self.kinds)

    def address(self, **changes: Any) -> dict[str, Any]:
        """The arguments of the address of this search with some changes; its first page unless told."""
        asked = replace(self, **{"page": 1, **changes})
        values = {
            "q": asked.text,
            "theme": list(asked.themes),
            "territoire": list(asked.territories),
            "type": list(asked.kinds),
            "tri": asked.sort if asked.sort != Asked.sort else "",
            "page": asked.page if asked.page > 1 else "",
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Option:
    """One choice of a filter: its code in addresses, its name, and how many pages it would leave."""

    code: str
    label: str
    count: int
    chosen: bool
    within: tuple["Option", ...] = field(default=())


def read(arguments: MultiDict[str, str]) -> Asked:
    """Read the arguments of an address."""
    sort = arguments.get("tri", "")
    return Asked(
        text=" ".join(tidy(arguments.get("q", "")[:MAX_TEXT]).split()),
        themes=_several(arguments, "theme"),
        territories=_several(arguments, "territoire"),
        kinds=_several(arguments, "type"),
        sort=sort if sort in SORTS else Asked.sort,
        page=_page(arguments.get("page", "")),
    )


def _several(arguments: MultiDict[str, str], name: str) -> tuple[str, ...]:
    values = (tidy(value[:MAX_TEXT]) for value in arguments.getlist(name)[:MAX_VALUES])
    return tuple(dict.fromkeys(filter(None, values)))


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), LAST_PAGE)
