"""The filters and chips of the results page, out of a search, its counts and the names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from wiki.finding.facets import FACETS, Facet
from wiki.finding.forms import Asked, Option
from wiki.finding.vocabulary import Vocabulary
from wiki.themes.queries import FamilyChoice

FIRST = 6
"""Choices of a long filter that are shown at once."""
MOST = 400
"""Most choices of a filter: there may be thousands of authors."""
IN_ORDER = ("duration", "themes")
"""Filters that keep their usual order; in the others what is most used comes first."""
OPEN = ("kind", "themes", "duration")
"""Filters that are open though nothing of them is chosen."""

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Group:
    """One filter as the page shows it: its first choices, and the others behind « Tout voir »."""

    facet: Facet
    options: Sequence[Option]
    more: Sequence[Option] = ()

    @property
    def chosen(self) -> int:
        """How many of its choices are in force."""
        within = (theme for option in self.options for theme in option.within)
        return sum(option.chosen for option in (*self.options, *self.more, *within))

    @property
    def is_open(self) -> bool:
        return bool(self.chosen) or self.facet.name in OPEN

    @property
    def is_bare(self) -> bool:
        """A single yes, which needs no list of its own."""
        return self.facet.is_flag


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the search that lacks it."""

    facet: Any
    label: str
    without: Asked


def groups(asked: Asked, counts: Mapping[str, Counts], vocabulary: Vocabulary) -> list[Group]:
    """The filters that have anything to choose."""
    made = (_group(FACETS[name], asked, counts[name], vocabulary) for name in FACETS if name in counts)
    return [group for group in made if group.options]


def chips(asked: Asked, vocabulary: Vocabulary) -> list[Chip]:
    """Each choice in force."""
    return [*_choices(asked, vocabulary), *_bounds(asked)]


def title_of(asked: Asked, vocabulary: Vocabulary) -> str:
    """A search in a few words: what was typed, then its filters."""
    words = [asked.text, *(chip.label for chip in chips(asked, vocabulary))]
    return " · ".join(filter(None, words)) or str(_("Toutes les situations"))


def duration(minutes: int) -> str:
    """Minutes as people say them.

    >>> duration(90), duration(45)
    ('1 h 30', '45 min')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def _choices(asked: Asked, vocabulary: Vocabulary) -> Iterator[Chip]:
    for name, codes in asked.filters.items():
        names, facet = vocabulary.names(name), FACETS[name]
        for code in codes:
            label = facet.label if facet.is_flag else names[code]
            yield Chip(facet.label, str(label), asked.without(name, code))


def _bounds(asked: Asked) -> Iterator[Chip]:
    least, most = asked.minutes
    if least is None and most is None:
        return
    if least is None:
        said = _("%(most)s au plus", most=duration(most or 0))
    elif most is None:
        said = _("%(least)s au moins", least=duration(least))
    else:
        said = _("de %(least)s à %(most)s", least=duration(least), most=duration(most))
    yield Chip(FACETS["duration"].label, said, replace(asked, minutes=(None, None), page=1))


def _group(facet: Facet, asked: Asked, counts: Counts, vocabulary: Vocabulary) -> Group:
    if facet.name == "themes":
        return Group(facet, _family_options(asked, counts, vocabulary))
    names, chosen = vocabulary.names(facet.name), asked.chosen(facet.name)
    options = _worth_showing(
        Option(code, str(label), counts.get(vocabulary.code(facet.name, code), 0), code in chosen)
        for code, label in names.items()
    )
    if facet.name in IN_ORDER or len(options) <= FIRST + 1:
        return Group(facet, options if facet.name in IN_ORDER else _most_used(options))
    ordered = _most_used(options)
    return Group(facet, ordered[:FIRST], ordered[FIRST:MOST])


def _most_used(options: Iterable[Option]) -> list[Option]:
    """What is chosen, then what is on most pages; names of equals keep their order."""
    return sorted(options, key=lambda option: (not option.chosen, -option.count))


def _family_options(asked: Asked, counts: Counts, vocabulary: Vocabulary) -> list[Option]:
    codes, chosen = vocabulary.theme_codes(), asked.chosen("themes")

    def option(slug: str, name: str, within: Sequence[Option] = ()) -> Option:
        return Option(slug, name, counts.get(codes[slug], 0), slug in chosen, tuple(within))

    def themes(family: FamilyChoice) -> list[Option]:
        return _worth_showing(option(theme.slug, theme.name) for theme in family.themes)

    return _worth_showing(
        option(family.slug, family.name.partition(" · ")[0], themes(family)) for family in vocabulary.families
    )


def _worth_showing(options: Iterable[Option]) -> list[Option]:
    return [option for option in options if option.count or option.chosen or option.within]
