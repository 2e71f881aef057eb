"""What filters are called: themes grouped by family, territories, kinds, between addresses and the index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from wiki.errors import NotFound
from wiki.finding.documents import family_code, theme_code
from wiki.finding.forms import Asked, Option
from wiki.pages.labels import KINDS
from wiki.rendering.slugs import slugify
from wiki.territories.queries import TerritorySummary
from wiki.themes import queries as themes
from wiki.themes.queries import FamilyChoice

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Vocabulary:
    """The names at the time of a request."""

    families: Sequence[FamilyChoice]
    territories: Sequence[TerritorySummary]

    def known(self, session: Session, asked: Asked) -> Asked:
        """The search with the filters that mean something: a theme's old address is its present one."""
        addresses = self._theme_codes()
        present = [name if name in addresses else _present(session, name) for name in asked.themes]
        there = {territory.slug for territory in self.territories}
        return Asked(
            text=asked.text,
            themes=tuple(dict.fromkeys(name for name in present if name in addresses)),
            territories=tuple(name for name in asked.territories if name in there),
            kinds=tuple(name for name in asked.kinds if name in KINDS),
            sort=asked.sort,
            page=asked.page,
        )

    def filters(self, asked: Asked) -> dict[str, tuple[str, ...]]:
        """The filters of a known search, as the index names them."""
        addresses = self._theme_codes()
        chosen = {
            "themes": tuple(addresses[name] for name in asked.themes),
            "territory": asked.territories,
            "kind": asked.kinds,
        }
        return {name: codes for name, codes in chosen.items() if codes}

    def family_options(self, asked: Asked, counts: Counts) -> list[Option]:
        """The families, each with its themes, without those that would leave nothing."""
        return _worth_showing(
            _option(
                family.slug,
                family.name.partition(" · ")[0],
                counts.get(family_code(family.id), 0),
                asked.themes,
                _worth_showing(
                    _option(theme.slug, theme.name, counts.get(theme_code(theme.id), 0), asked.themes)
                    for theme in family.themes
                ),
            )
            for family in self.families
        )

    def territory_options(self, asked: Asked, counts: Counts) -> list[Option]:
        """The territories by name."""
        return _worth_showing(
            _option(territory.slug, territory.name, counts.get(territory.slug, 0), asked.territories)
            for territory in self.territories
        )

    def kind_options(self, asked: Asked, counts: Counts) -> list[Option]:
        """The kinds in their usual order."""
        return _worth_showing(
            _option(kind, label, counts.get(kind, 0), asked.kinds) for kind, label in KINDS.items()
        )

    def _theme_codes(self) -> dict[str, str]:
        codes = {family.slug: family_code(family.id) for family in self.families}
        codes.update(
            (theme.slug, theme_code(theme.id)) for family in self.families for theme in family.themes
        )
        return codes


def _present(session: Session, name: str) -> str:
    try:
        return themes.theme(session, slugify(name)).slug
    except NotFound:
        return ""


def _option(
    code: str, label: Any, count: int, chosen: Sequence[str], within: Sequence[Option] = ()
) -> Option:
    return Option(code, str(label), count, code in chosen, tuple(within))


def _worth_showing(options: Iterable[Option]) -> list[Option]:
    return [option for option in options if option.count or option.chosen or option.within]
