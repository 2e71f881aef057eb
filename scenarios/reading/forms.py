"""What people choose above a sheet: when they start, how many they are. Text in, typed values out."""

import re
from dataclasses import dataclass

from flask_babel import gettext as _

from wiki.web.forms import tidy

MOST_PEOPLE = 2000
_LONGEST = 20
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice as it was typed, what it means (None: nothing, or nothing readable), and what is wrong with it."""

    text: str = ""
    value: int | None = None
    fault: str = ""


def read_start(text: str | None) -> Choice:
    """An hour of the day, as minutes from midnight: `14:00`, `14h30`, `9 h`."""
    typed = _typed(text)
    if not typed:
        return Choice()
    clock = _CLOCK.fullmatch(typed)
    hours, minutes = (int(clock[1]), int(clock[2] or 0)) if clock else (24, 0)
    if hours > 23 or minutes > 59:
        return Choice(typed, None, _("Écrivez une heure comme 14:00 ou 9 h 30."))
    return Choice(f"{hours:02}:{minutes:02}", 60 * hours + minutes)


def read_group_size(text: str | None) -> Choice:
    """A number of people."""
    typed = _typed(text)
    if not typed:
        return Choice()
    if typed.isascii() and typed.isdigit() and 0 < int(typed) <= MOST_PEOPLE:
        return Choice(str(int(typed)), int(typed))
    return Choice(
        typed, None, _("Écrivez un nombre de personnes, en chiffres, de 1 à %(most)s.", most=MOST_PEOPLE)
    )


def _typed(text: str | None) -> str:
    return tidy(text)[:_LONGEST]
