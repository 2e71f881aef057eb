"""What kinds, states and audiences of items are called; codes of addresses."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from scenarios.inventory.models import (
    ADDED,
    ANSWERED,
    CHANGED,
    CLOSED,
    NEED,
    OPEN,
    REMOVED,
    RESOURCE,
    RETURNED,
    SKILL,
    SOLUTION,
    STATED,
)

KIND_NAMES: Mapping[str, Any] = {
    NEED: _l("Besoin"),
    SKILL: _l("Compétence"),
    RESOURCE: _l("Ressource"),
    SOLUTION: _l("Solution"),
}
KIND_TITLES: Mapping[str, Any] = {
    NEED: _l("Besoins"),
    SKILL: _l("Compétences"),
    RESOURCE: _l("Ressources"),
    SOLUTION: _l("Solutions"),
}
KIND_CODES: Mapping[str, str] = {
    "besoins": NEED,
    "competences": SKILL,
    "ressources": RESOURCE,
    "solutions": SOLUTION,
}
"""Kinds as addresses name them."""
KIND_ICONS: Mapping[str, str] = {NEED: "flag", SKILL: "people", RESOURCE: "tools", SOLUTION: "lightbulb"}

NEED_STATES: Mapping[str, Any] = {
    OPEN: _l("Sans réponse"),
    ANSWERED: _l("Une réponse existe"),
    CLOSED: _l("Clos"),
}
OFFER_STATES: Mapping[str, Any] = {OPEN: _l("Disponible"), CLOSED: _l("Plus disponible")}
STATE_CODES: Mapping[str, str] = {"sans-reponse": OPEN, "avec-reponse": ANSWERED, "clos": CLOSED}
STATE_ICONS: Mapping[str, str] = {OPEN: "circle-half", ANSWERED: "check-circle", CLOSED: "lock"}

AUDIENCES: Mapping[str, Any] = {
    "public": _l("Tout le monde"),
    "members": _l("Les personnes qui ont un compte"),
    "territory": _l("Les membres du territoire"),
}
ACTS: Mapping[str, Any] = {
    ADDED: _l("a ajouté cette fiche"),
    CHANGED: _l("a modifié cette fiche"),
    STATED: _l("a changé son état"),
    REMOVED: _l("a retiré cette fiche"),
    RETURNED: _l("a remis cette fiche"),
}
AUDITED: Mapping[str, Any] = {
    "inventory.taken_out": _l("a écarté une fiche de l'inventaire de %(thing)s"),
    "inventory.brought_back": _l("a rétabli une fiche de l'inventaire de %(thing)s"),
    "inventory.kept": _l("a gardé une fiche signalée de l'inventaire de %(thing)s"),
    "contact.ended": _l("a mis fin à une mise en relation signalée de %(thing)s"),
    "contact.left": _l("a laissé une mise en relation signalée de %(thing)s"),
}


def state_name(kind: str, state: str) -> Any:
    """A state in the words of its kind: a need is answered, a resource is there."""
    return NEED_STATES[state] if kind == NEED else OFFER_STATES.get(state, NEED_STATES[state])
