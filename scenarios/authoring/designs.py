"""What is asked for each kind of page: a scenario whole, the others lightly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from scenarios.authoring import fields
from scenarios.authoring.fields import Field, Group, Widget
from wiki.messages import N_


@dataclass(frozen=True)
class Design:
    """What the designer asks for one kind: the head, the sections before and after objectives and activities."""

    head: tuple[Group, ...]
    before: tuple[Field, ...]
    between: tuple[Field, ...] = ()
    after: tuple[Field, ...] = ()
    has_activities: bool = False

    @property
    def sections(self) -> tuple[Field, ...]:
        return (*self.before, *self.between, *self.after)


def _light(*sections: tuple[str, Any]) -> Design:
    return Design(
        fields.OTHER_HEAD, tuple(Field(name, _l(name), Widget.AREA, words) for name, words in sections)
    )


DESIGNS: Mapping[str, Design] = {
    "scenario": Design(
        fields.SCENARIO_HEAD,
        fields.BEFORE_OBJECTIVES,
        fields.AFTER_OBJECTIVES,
        fields.AFTER_ACTIVITIES,
        has_activities=True,
    ),
    "tool": _light(
        (N_("À quoi ça sert"), _l("Ce que l'outil permet d'apprendre ou de faire, et à qui il s'adresse.")),
        (N_("Ce qu'il faut"), _l("Matériel, temps, personnes, coût.")),
        (N_("Comment s'en servir"), _l("Les gestes, dans l'ordre.")),
        (N_("Conseils et limites"), _l("Ce que vous auriez aimé savoir avant.")),
        (N_("Fichiers et liens"), _l("Ce que l'on télécharge ou imprime, avec la licence.")),
    ),
    "project": _light(
        (N_("D'où vient le projet"), _l("Le besoin, l'histoire, les personnes à l'origine.")),
        (N_("Qui y prend part"), _l("Chaque partenaire et ce qu'il apporte.")),
        (N_("Ce qui est prévu"), _l("Les étapes, avec leur date et qui s'en charge.")),
        (N_("Ce qu'il nous manque"), _l("Ce que d'autres pourraient apporter.")),
        (N_("Comment nous saurons que c'est réussi"), _l("Ce que l'on verra, ce que l'on comptera.")),
    ),
    "approach": _light(
        (N_("Pourquoi cette démarche"), _l("Le besoin auquel elle répond.")),
        (N_("Les étapes"), _l("Dans l'ordre, avec le temps que chacune demande.")),
        (N_("Les conditions"), _l("Ce qu'il faut réunir : personnes, temps, accords.")),
        (N_("Ce que nous avons appris"), _l("Ce qui marche, ce qui bloque.")),
        (N_("Pour aller plus loin"), _l("Liens, lectures, personnes à joindre.")),
    ),
    "enactment": _light(
        (N_("Ce qui a marché"), _l("Ce que vous referiez de même.")),
        (N_("À changer"), _l("Les consignes, le matériel, le moment.")),
        (N_("Durées vécues"), _l("Une ligne par activité : « - Mesurer : 45 min (prévu : 35 min) ».")),
        (N_("Les quatre fondements"), _l("Une ligne chacun, de 1 à 4 : « - Confiance : 3 — un mot ».")),
        (N_("Propositions d'amélioration"), _l("Une idée par ligne : « - **Mesurer** : prévoir 45 minutes ».")),
        (N_("Ce que les personnes en disent"), _l("Leurs mots, avec leur accord.")),
    ),
}  # fmt: skip
"""A kind that is not here is written in its text alone."""
