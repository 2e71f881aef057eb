"""What codes and head keys are called in the interface."""

from typing import Any

from flask_babel import lazy_gettext as _l

KINDS: dict[str, Any] = {
    "scenario": _l("Scénario"),
    "tool": _l("Outil"),
    "project": _l("Projet"),
    "approach": _l("Démarche"),
    "enactment": _l("Retour d'expérience"),
    "page": _l("Page"),
}
WRITE: dict[str, Any] = {
    "scenario": _l("Écrire un scénario"),
    "tool": _l("Écrire un outil"),
    "project": _l("Écrire un projet"),
    "approach": _l("Écrire une démarche"),
    "enactment": _l("Raconter un retour d'expérience"),
    "page": _l("Écrire une page"),
}
KIND_HELP: dict[str, Any] = {
    "scenario": _l("Une situation pédagogique, activité par activité, prête à être jouée."),
    "tool": _l("Un support, un jeu, une fiche : ce qui sert à apprendre."),
    "project": _l("Ce que le territoire entreprend, avec qui et pour quand."),
    "approach": _l("Une manière de faire que d'autres peuvent reprendre."),
    "enactment": _l(
        "Une situation a été jouée. Le plus simple : le bouton « Nous l'avons joué » de son scénario."
    ),
    "page": _l("Tout le reste : une présentation, un compte rendu, une aide."),
}
AUDIENCES: dict[str, Any] = {
    "public": _l("Tout le monde"),
    "members": _l("Les personnes qui ont un compte"),
    "territory": _l("Les membres du territoire"),
    "draft": _l("Moi, pour l'instant (brouillon privé)"),
}
FACTS: dict[str, Any] = {
    "durée": _l("Durée"),
    "public": _l("Public"),
    "effectif": _l("Effectif"),
    "lieu": _l("Lieu"),
    "modalité": _l("Modalité"),
    "scénario": _l("Scénario joué"),
    "joué le": _l("Joué le"),
    "avec": _l("Avec"),
    "niveau": _l("Niveau"),
    "saison": _l("Saison"),
    "météo": _l("Météo"),
    "coût": _l("Coût"),
    "projet": _l("Projet"),
    "besoins": _l("Besoins"),
    "compétences": _l("Compétences"),
    "odd": _l("Objectifs de développement durable"),
    "partenaires": _l("Partenaires"),
    "patrimoines": _l("Patrimoines"),
    "ressources": _l("Ressources"),
    "solutions": _l("Solutions"),
    "coordonnées": _l("Coordonnées"),
    "référent": _l("Personne référente"),
    "auteurs": _l("Écrit par"),
    "adapté de": _l("Adapté de"),
    "source": _l("Source"),
    "licence": _l("Licence"),
}
FIRST_FACTS = 5
"""Duration, audience, group size, place and mode: what tells at a glance whether a page serves."""
_HIDDEN = frozenset({"territoire", "mots-clés", "langue", "traduction-de"})


def split_facts(head: list[list[Any]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The facts that tell at a glance whether a page serves, and all the others."""
    rows = fact_rows(head)
    glance = {str(label) for label in list(FACTS.values())[:FIRST_FACTS]}
    return [row for row in rows if row[0] in glance], [row for row in rows if row[0] not in glance]


def fact_rows(head: list[list[Any]]) -> list[tuple[str, str]]:
    """The fact box: known facts in reading order, then the others as their authors named them."""
    values = {key: ", ".join(value) if isinstance(value, list) else str(value) for key, value in head}
    known = [(str(label), values[key]) for key, label in FACTS.items() if key in values]
    own = [
        (key.capitalize(), value)
        for key, value in values.items()
        if key not in FACTS and key not in _HIDDEN and not key.startswith("x-")
    ]
    return known + own
