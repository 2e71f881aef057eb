"""The filters of the results page: what each is called in addresses, in the box, in the index and on the page.

Values of one filter are alternatives, filters add up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

YES = "oui"
"""The one value of a filter that is either chosen or not."""
YES_CODE = "yes"
"""The same in the index."""


@dataclass(frozen=True)
class Facet:
    """One filter.

    Attributes:
        name: in the index, one of `search.query.FACETS`.
        argument: in addresses.
        label: on the page.
        spoken: folded words that stand for it before a colon in the box.
        is_flag: there is nothing to choose but yes.
    """

    name: str
    argument: str
    label: Any
    spoken: tuple[str, ...]
    is_flag: bool = False


FACETS: Mapping[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet("kind", "type", _l("Sorte de page"), ("type", "types", "kind", "sorte", "nature")),
        Facet("themes", "theme", _l("Thèmes"), ("theme", "themes", "famille", "family")),
        Facet("duration", "duree", _l("Durée"), ("duree", "durees", "duration")),
        Facet("publics", "public", _l("Public"), ("public", "publics")),
        Facet("territory", "territoire", _l("Territoires"), ("territoire", "territoires", "territory")),
        Facet("region", "region", _l("Régions"), ("region", "regions")),
        Facet("learning", "apprentissage", _l("Type d'apprentissage"), ("apprentissage", "learning")),
        Facet("modes", "modalite", _l("Modalité"), ("modalite", "modalites", "mode")),
        Facet("language", "langue", _l("Langue"), ("langue", "language")),
        Facet("featured", "en_avant", _l("Mises en avant"), ("avant", "featured"), is_flag=True),
        Facet("played", "jouees", _l("Déjà jouées"), ("jouees", "joue", "played"), is_flag=True),
        Facet("authors", "auteur", _l("Écrit par"), ("auteur", "auteurs", "autrice", "author")),
    )
}
"""By name in the index, in the order in which the page shows them."""

SPOKEN: Mapping[str, str] = {word: facet.name for facet in FACETS.values() for word in facet.spoken}
"""Folded word of the box → name in the index."""

BANDS: Mapping[str, tuple[str, Any]] = {
    "courte": ("short", _l("Jusqu'à 45 min")),
    "heure": ("hour", _l("De 45 min à 1 h 30")),
    "demi-journee": ("half-day", _l("De 1 h 30 à 4 h")),
    "journee": ("day", _l("De 4 h à 8 h")),
    "longue": ("longer", _l("Plus d'une journée")),
}
"""Duration band in addresses → in the index (`search.documents.DURATION_BANDS`), with its name."""
