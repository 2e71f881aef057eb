"""What things of a programme are called."""

from datetime import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel import Locale
from flask_babel import format_currency, format_percent, format_time, get_locale
from flask_babel import lazy_gettext as _l

from scenarios.programme.models import Source
from wiki.web.i18n import language

SOURCES: dict[str, Any] = {
    Source.OWN: _l("Autofinancement du collège local"),
    Source.PUBLIC: _l("Fonds publics"),
    Source.PRIVATE: _l("Fonds privés"),
    Source.IN_KIND: _l("Apports en nature"),
}

ZONES: dict[str, Any] = {
    "Europe/Paris": _l("Heure de Paris"),
    "America/Martinique": _l("Heure de la Martinique"),
    "America/Guadeloupe": _l("Heure de la Guadeloupe"),
    "America/Cayenne": _l("Heure de la Guyane"),
    "America/Miquelon": _l("Heure de Saint-Pierre-et-Miquelon"),
    "Indian/Reunion": _l("Heure de La Réunion"),
    "Indian/Mayotte": _l("Heure de Mayotte"),
    "Pacific/Noumea": _l("Heure de la Nouvelle-Calédonie"),
    "Pacific/Tahiti": _l("Heure de Tahiti"),
    "Pacific/Wallis": _l("Heure de Wallis-et-Futuna"),
}
"""IANA names; the first is offered."""

MILESTONE_STATES: dict[str, Any] = {
    "done": _l("Fait"),
    "late": _l("En retard"),
    "now": _l("En cours"),
    "ahead": _l("À venir"),
}

ITEMS: dict[str, tuple[Any, str]] = {
    "project": (_l("Le projet du territoire, en une phrase"), "fiche#project"),
    "place": (_l("La région et le lieu"), "fiche#region"),
    "map": (_l("La position sur la carte"), "fiche#coordinates"),
    "presentation": (_l("Une page qui présente le territoire"), "presentation"),
    "referent": (_l("Une personne référente"), "membres"),
    "ambassador": (_l("Une personne ambassadrice"), "membres"),
    "college": (_l("Les catégories du collège représentées"), "college"),
    "stewards": (_l("Les maîtres d'usage désignés dans le collège"), "college"),
    "sponsors": (_l("Un parrainage de La Ruche de l'Apprenance"), "programme/parrainages"),
    "budget": (_l("Un budget"), "programme/budget"),
    "self_financing": (_l("Une part d'autofinancement"), "programme/budget"),
    "milestones": (_l("Un jalon du projet"), "programme/jalons"),
    "events": (_l("Un événement"), "programme/evenements"),
}
"""What a sheet should say, by the keys of `completeness`, and where it is written, below the territory's address."""

ACTS: dict[str, Any] = {
    "programme.added": _l("a ajouté au programme de %(thing)s"),
    "programme.changed": _l("a changé le programme de %(thing)s"),
    "programme.removed": _l("a retiré du programme de %(thing)s"),
    "programme.restored": _l("a remis dans le programme de %(thing)s"),
    "programme.cancelled": _l("a annulé un événement de %(thing)s"),
    "programme.kept": _l("a rétabli un événement annulé de %(thing)s"),
}


def euros(cents: int) -> str:
    """An amount as the reader's language writes it, without cents where there are none."""
    if cents % 100:
        return str(format_currency(Decimal(cents) / 100, "EUR"))
    whole = (get_locale() or Locale("fr")).currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(cents // 100, "EUR", format=whole, currency_digits=False))


def percent(share: Fraction) -> str:
    """A part in whole percents, rounded down but for what is less than one."""
    if 0 < share < Fraction(1, 100):
        return f"< {format_percent(0.01)}"
    return str(format_percent(int(share * 100) / 100))


def hour(moment: time) -> str:
    """The hour on the clock of the place, whatever the reader's own zone; « 9 h » and « 9 h 30 » in French."""
    if language() != "fr":
        return str(format_time(moment, "short", rebase=False))
    minutes = f"\u00a0{moment:%M}" if moment.minute else ""
    return f"{moment.hour}\u00a0h{minutes}"
