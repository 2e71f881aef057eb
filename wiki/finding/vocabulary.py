"""What filters are called: from names and addresses to codes of the index, and back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from wiki.errors import NotFound
from wiki.finding.box import read_box
from wiki.finding.documents import family_code, theme_code
from wiki.finding.facets import BANDS, YES, YES_CODE
from wiki.finding.forms import Asked
from wiki.pages.labels import KINDS
from wiki.pages.traits import trait_names
from wiki.rendering.slugs import slugify
from wiki.territories.queries import TerritorySummary
from wiki.themes import queries as themes
from wiki.themes.queries import FamilyChoice

MOST_MEANT = 5
"""A beginning that more names have is too short to mean one."""
TRAITS = ("publics", "learning", "modes")


@dataclass(frozen=True)
class Vocabulary:
    """The names at the time of a request; `written` tells the authors and languages that this person may find."""

    families: Sequence[FamilyChoice]
    territories: Sequence[TerritorySummary]
    written: Callable[[str], Iterable[str]]
    _compared: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def names(self, facet: str) -> Mapping[str, Any]:
        """The codes of a facet in addresses, in their usual order, with what they are called."""
        match facet:
            case "kind":
                return KINDS
            case "themes":
                return self._theme_names()
            case "territory":
                return {territory.slug: territory.name for territory in self.territories}
            case "region":
                regions = sorted({territory.region for territory in self.territories} - {""})
                return {region: region for region in regions}
            case "duration":
                return {code: label for code, (_code, label) in BANDS.items()}
            case "language":
                return {code: language_name(code) for code in sorted(self.written("language"))}
            case "authors":
                return {name: name for name in sorted(self.written("authors"))}
            case "featured" | "played":
                return {YES: _("Oui")}
        return trait_names(facet)

    def code(self, facet: str, code: str) -> str:
        """A code of an address as the index knows it."""
        match facet:
            case "themes":
                return self.theme_codes()[code]
            case "duration":
                return BANDS[code][0]
            case "featured" | "played":
                return YES_CODE
        return code

    def theme_codes(self) -> dict[str, str]:
        """Addresses of families and themes → codes of the index."""
        codes = {family.slug: family_code(family.id) for family in self.families}
        codes.update(
            (theme.slug, theme_code(theme.id)) for family in self.families for theme in family.themes
        )
        return codes

    def known(self, session: Session, asked: Asked) -> Asked:
        """The search with what its box says among its filters, and of these only those that mean something.

        A theme's old address is its present one.
        """
        asked = asked.understood(read_box(asked.text, self.meant))
        for name in asked.filters:
            there = self.names(name)
            codes = (self._present(session, name, code, there) for code in asked.chosen(name))
            asked = replace(asked.having(name, *filter(None, codes)), page=asked.page)
        return asked

    def meant(self, facet: str, typed: str) -> Sequence[str]:
        """The codes of what a person may have meant by a name: the very name, or all that begin so."""
        wanted = slugify(typed)
        named = self._as_compared(facet)
        same = [code for code, name in named.items() if wanted and wanted in (name, code)]
        if same or not wanted:
            return same[:1]
        alike = [code for code, name in named.items() if f"-{name}".find(f"-{wanted}") >= 0]
        return alike if len(alike) <= MOST_MEANT else ()

    def _as_compared(self, facet: str) -> dict[str, str]:
        """The codes of a facet with their names as they are compared, worked out once for a request."""
        if facet not in self._compared:
            named = {code: slugify(str(label)) for code, label in self.names(facet).items()}
            self._compared[facet] = named
        return self._compared[facet]

    def filters(self, asked: Asked) -> dict[str, tuple[str, ...]]:
        """The filters of a known search, as the index names them."""
        return {name: tuple(self.code(name, code) for code in codes) for name, codes in asked.filters.items()}

    def _present(self, session: Session, facet: str, code: str, there: Mapping[str, Any]) -> str:
        """A code as it is, that of a name, or the present one of a theme that was renamed; else nothing."""
        if code in there:
            return code
        wanted = slugify(code)
        named = (known for known, name in self._as_compared(facet).items() if name and name == wanted)
        found = next(named, "") or (_renamed(session, code) if facet == "themes" else "")
        return found if found in there else ""

    def _theme_names(self) -> dict[str, str]:
        names = {family.slug: family.name.partition(" · ")[0] for family in self.families}
        for family in self.families:
            names.update((theme.slug, theme.name) for theme in family.themes)
        return names


def language_name(code: str) -> str:
    """A language in the language of the reader; its code where that is not known."""
    return str(get_locale().languages.get(code, code)).capitalize()


def _renamed(session: Session, name: str) -> str:
    try:
        return themes.theme(session, slugify(name)).slug
    except NotFound:
        return ""
