"""The address of a search, read: text in, typed values out. Nonsense is what it would be if it were not there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from werkzeug.datastructures import MultiDict

from search.query import Match, Minutes, Sort
from wiki.finding.box import LONGEST, Typed, read_minutes
from wiki.finding.facets import FACETS
from wiki.web.forms import tidy

MAX_TEXT = 400
MAX_VALUES = 30
LAST_PAGE = 50
SORTS: Mapping[str, Sort] = {
    "pertinence": "relevance",
    "recents": "newest",
    "jouees": "most_played",
    "courtes": "shortest",
}
VIEWS = ("liste", "carte")
ANY_WORD = "un"
"""Value of `mots`: pages that hold some of the words are wanted."""


def _no_filters() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Asked:
    """A search as the address says it; `filters` holds codes of addresses by name of facet."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=_no_filters)
    minutes: Minutes = (None, None)
    sort: str = "pertinence"
    match: Match = "all"
    view: str = "liste"
    page: int = 1

    @property
    def narrowed(self) -> int:
        """How many choices narrow the search."""
        return sum(map(len, self.filters.values())) + (self.minutes != (None, None))

    @property
    def order(self) -> Sort:
        """The order of the index; without words no page is nearer than another."""
        return "newest" if self.sort == Asked.sort and not self.text else SORTS[self.sort]

    def chosen(self, name: str) -> tuple[str, ...]:
        """What is chosen of a facet."""
        return self.filters.get(name, ())

    def without(self, name: str, code: str) -> "Asked":
        """The same search with one choice less."""
        left = tuple(chosen for chosen in self.chosen(name) if chosen != code)
        return replace(self, filters=_filled({**self.filters, name: left}), page=1)

    def having(self, name: str, *codes: str) -> "Asked":
        """The same search with these choices of a facet and no others of it."""
        return replace(self, filters=_filled({**self.filters, name: codes}), page=1)

    def wide(self) -> "Asked":
        """The same words without any filter."""
        return replace(self, filters={}, minutes=(None, None), page=1)

    def understood(self, typed: Typed) -> "Asked":
        """The search with what its box says beside words among the filters, as if it had been chosen there."""
        names = {*self.filters, *typed.filters}
        both = {name: (*self.chosen(name), *typed.filters.get(name, ())) for name in names}
        minutes = self.minutes if typed.minutes == (None, None) else typed.minutes
        return replace(self, text=typed.words, filters=_filled(both), minutes=minutes)

    def address(self, **changes: Any) -> dict[str, Any]:
        """The arguments of the address of this search with some changes; its first page unless told."""
        asked = replace(self, **{"page": 1, **changes})
        least, most = asked.minutes
        values = {
            "q": asked.text,
            **{facet.argument: list(asked.chosen(name)) for name, facet in FACETS.items()},
            "duree_min": least,
            "duree_max": most,
            "tri": asked.sort if asked.sort != Asked.sort else "",
            "mots": ANY_WORD if asked.match == "any" else "",
            "vue": asked.view if asked.view != Asked.view else "",
            "page": asked.page if asked.page > 1 else "",
        }
        return {name: value for name, value in values.items() if value not in ("", [], None)}


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
    sort, view = arguments.get("tri", ""), arguments.get("vue", "")
    return Asked(
        text=" ".join(tidy(arguments.get("q", "")[:MAX_TEXT]).split()),
        filters=_filled({name: _several(arguments, facet.argument) for name, facet in FACETS.items()}),
        minutes=_minutes(arguments),
        sort=sort if sort in SORTS else Asked.sort,
        match="any" if arguments.get("mots") == ANY_WORD else "all",
        view=view if view in VIEWS else Asked.view,
        page=_page(arguments.get("page", "")),
    )


def _filled(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Filters in the order of the facets, each value once, without those of which nothing is chosen."""
    return {name: tuple(dict.fromkeys(filters[name])) for name in FACETS if filters.get(name)}


def _several(arguments: MultiDict[str, str], name: str) -> tuple[str, ...]:
    values = (tidy(value[:MAX_TEXT]) for value in arguments.getlist(name)[:MAX_VALUES])
    return tuple(dict.fromkeys(filter(None, values)))


def _minutes(arguments: MultiDict[str, str]) -> Minutes:
    """The bounds of the duration; the wrong way round, they are turned."""
    least, most = _bound(arguments.get("duree_min", "")), _bound(arguments.get("duree_max", ""))
    return (most, least) if least is not None and most is not None and least > most else (least, most)


def _bound(text: str) -> int | None:
    """Minutes, or a duration as people write it; zero is no bound."""
    least, most = read_minutes(tidy(text[:40])) or (None, None)
    return min(most or least or 0, LONGEST) or None


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), LAST_PAGE)
