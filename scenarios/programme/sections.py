"""The parts of a programme that are kept on a page each, by the word in their address."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from scenarios.programme import entries
from scenarios.programme.forms import FORMS, EntryForm
from wiki.territories.states import STATE_LABELS


@dataclass(frozen=True)
class Section:
    """One part; `add` is on its button, `empty` invites to begin."""

    key: str
    kind: type[entries.Entry]
    title: Any
    lead: Any
    add: Any
    empty: Any

    @property
    def model(self) -> Any:
        return self.kind.MODEL

    @property
    def form(self) -> type[EntryForm]:
        return FORMS[self.kind]


_ALL = (
    Section(
        "budget",
        entries.BudgetEntry,
        _l("Budget"),
        _l(
            "Le total et la part d'autofinancement de chaque année sont publics. Les lignes ne sont lues que par le "
            "collège et l'équipe nationale."
        ),
        _l("Ajouter une ligne"),
        _l("Aucune ligne pour l'instant. Commencez par ce que le collège local apporte lui-même."),
    ),
    Section(
        "jalons",
        entries.MilestoneEntry,
        _l("Jalons"),
        _l("Les étapes du projet, passées et à venir. Elles se rangent par date."),
        _l("Ajouter un jalon"),
        _l("Aucun jalon pour l'instant. Quelle est la prochaine étape du projet ?"),
    ),
    Section(
        "evenements",
        entries.EventEntry,
        _l("Événements"),
        _l("Ils paraissent dans l'agenda du territoire, et dans les calendriers de qui le suit."),
        _l("Ajouter un événement"),
        _l("Aucun événement pour l'instant. Quand vous retrouvez-vous la prochaine fois ?"),
    ),
    Section(
        "parrainages",
        entries.SponsorEntry,
        _l("Parrainages"),
        _l(
            "La Ruche de l'Apprenance : les personnes et organismes qui parrainent le projet, par leur expérience ou "
            "leur renommée. Nommez-les avec leur accord : tout le monde peut lire cette page."
        ),
        _l("Ajouter un parrainage"),
        _l("Aucun parrainage pour l'instant. Qui pourrait dire pourquoi ce projet compte ?"),
    ),
    Section(
        "etats",
        entries.StepEntry,
        _l("Étapes"),
        _l(
            "Du vivier au projet retenu : ce que l'équipe nationale a décidé, et quand. La dernière décision fait "
            "l'état."
        ),
        _l("Noter la décision"),
        _l("Aucune décision n'est notée."),
    ),
)
SECTIONS = {section.key: section for section in _ALL}
KEYS = ",".join(SECTIONS)
"""For the rules of addresses."""


def title_of(row: Any) -> str:
    """What a row is called in a list."""
    for name in ("title", "label", "name"):
        if hasattr(row, name):
            return str(getattr(row, name))
    return str(STATE_LABELS[row.state])
