"""The names of the head's keys: French is canonical, English is understood."""

from wiki.rendering.characters import normalised
from wiki.rendering.slugs import fold

# canonical name → other accepted names
_NAMES: dict[str, tuple[str, ...]] = {
    "format": (),
    "titre": ("title",),
    "type": ("kind",),
    "territoire": ("territory",),
    "thèmes": ("thème", "themes", "theme"),
    "mots-clés": ("mot-clé", "mots clés", "keywords", "keyword", "tags", "tag"),
    "public": ("audience",),
    "effectif": ("group size",),
    "niveau": ("level",),
    "durée": ("duration",),
    "modalité": ("mode",),
    "lieu": ("place",),
    "coordonnées": ("geo",),
    "saison": ("season",),
    "météo": ("weather fallback", "weather"),
    "projet": ("project",),
    "besoins": ("besoin", "needs", "need"),
    "ressources": ("ressource", "resources", "resource"),
    "solutions": ("solution",),
    "compétences": ("compétence", "competences", "competence"),
    "odd": ("sdg",),
    "partenaires": ("partenaire", "partners", "partner"),
    "patrimoines": ("patrimoine", "heritages", "heritage"),
    "langue": ("language", "lang"),
    "licence": ("license",),
    "auteurs": ("auteur", "autrice", "autrices", "auteur·rices", "auteurices", "authors", "author"),
    "référent": ("référente", "référents", "référentes", "referent"),
    "adapté de": ("based on",),
    "traduction-de": ("traduction de", "translation of"),
    "coût": ("cost",),
    "scénario": ("scenario played",),
    "joué le": ("joué-le", "played on"),
    "avec": ("with",),
}
_CANONICAL = {fold(name): canonical for canonical, others in _NAMES.items() for name in (canonical, *others)}


def canonical_key(key: str) -> str:
    """The French name of a key however it is written; an unknown key keeps its own name, folded.

    >>> canonical_key("THEMES"), canonical_key("Group size"), canonical_key("x-Atelier")
    ('thèmes', 'effectif', 'x-atelier')
    """
    folded = fold(key)
    return _CANONICAL.get(folded) or normalised(folded)
