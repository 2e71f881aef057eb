"""What a field may offer: words of the controlled lists, and what pages that this person may read say already."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, select
from sqlalchemy.orm import Session

from scenarios.script.vocabulary import KEY_COMPETENCES
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.territories.categories import LABELS, ActorCategory
from wiki.territories.models import CollegeSeat, Territory
from wiki.themes.queries import families

Suggestion = tuple[str, Any]
"""A value, and what explains it where the value alone does not."""

PAGES_READ = 200
MOST = 40
LONGEST = 120

_LISTED = (
    "public", "effectif", "lieu", "auteurs", "référent", "projet", "partenaires", "patrimoines", "saison", "météo",
    "coût",
)  # fmt: skip
_DURATIONS = ("5 min", "10 min", "15 min", "20 min", "30 min", "45 min", "1 h", "1 h 30", "2 h", "1 jour")
_COMPETENCE_NAMES = {
    "lecture-écriture": _l("lire et écrire"),
    "multilingue": _l("parler plusieurs langues"),
    "stem": _l("mathématiques, sciences, technologies"),
    "numérique": _l("compétences numériques"),
    "personnelle-sociale-apprendre": _l("se connaître, vivre avec les autres, apprendre"),
    "citoyenneté": _l("citoyenneté"),
    "entrepreneuriat": _l("esprit d'entreprise"),
    "culture": _l("sensibilité et expression culturelles"),
}
GOALS = (
    _l("Pas de pauvreté"), _l("Faim « zéro »"), _l("Bonne santé et bien-être"), _l("Éducation de qualité"),
    _l("Égalité entre les sexes"), _l("Eau propre et assainissement"), _l("Énergie propre et d'un coût abordable"),
    _l("Travail décent et croissance économique"), _l("Industrie, innovation et infrastructure"),
    _l("Inégalités réduites"), _l("Villes et communautés durables"), _l("Consommation et production responsables"),
    _l("Lutte contre les changements climatiques"), _l("Vie aquatique"), _l("Vie terrestre"),
    _l("Paix, justice et institutions efficaces"), _l("Partenariats pour la réalisation des objectifs"),
)  # fmt: skip
"""The seventeen sustainable development goals of the United Nations, in order."""


def suggestions(session: Session, actor: Actor, territory: Territory) -> Mapping[str, list[Suggestion]]:
    """Lists of suggestions by name; what the pages of the territory say comes first."""
    offered = {
        name: [(value, "") for value in values]
        for name, values in _said_already(session, actor, territory).items()
    }
    seats = session.scalars(
        select(CollegeSeat).where(CollegeSeat.territory_id == territory.id).order_by(CollegeSeat.position)
    )
    partners = [(f"{seat.name} ({LABELS[ActorCategory(seat.category)]})", "") for seat in seats]
    categories = [(str(label), "") for label in LABELS.values()]
    return {
        **offered,
        "partenaires": [*partners, *offered.get("partenaires", [])][:MOST],
        "acteurs": categories,
        "themes": [(theme.name, "") for family in families(session) for theme in family.themes],
        "durees": [(text, "") for text in _DURATIONS],
        "niveaux": [(f"CEC {level}", "") for level in range(1, 9)],
        "competences": [(f"clé:{key}", _COMPETENCE_NAMES[key]) for key in KEY_COMPETENCES],
        "odd": [(str(number), name) for number, name in enumerate(GOALS, 1)],
    }


def _said_already(session: Session, actor: Actor, territory: Territory) -> dict[str, list[str]]:
    """What the heads of the latest pages that this person may read say, each value once."""
    here_first = case((Page.territory_id == territory.id, 0), else_=1)
    facts = session.scalars(
        select(Page.facts)
        .where(visible_to(actor))
        .order_by(here_first, Page.changed_at.desc(), Page.id.desc())
        .limit(PAGES_READ)
    )
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for fact in facts:
        for name, value in _values(fact):
            if len(found[name]) < MOST:
                found[name][value] = None
    return {name: list(values) for name, values in found.items()}


def _values(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in facts.get("head", ()):
        if key in _LISTED:
            said = value if isinstance(value, list) else [value]
            yield from ((key, text) for text in said if len(text) <= LONGEST)
    yield from (("mots-clés", name) for _slug, name in facts.get("tags", ()))
