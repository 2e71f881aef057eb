"""What the axes of the grid are called, and what each asks for, in the words of the founding document."""

from typing import Any

from flask_babel import lazy_gettext as _l

from scenarios.criteria.models import AXES

NAMES: dict[str, Any] = {
    "conception": _l("Conception"),
    "knowledge": _l("Connaissance"),
    "heritages": _l("Patrimoines"),
}
AIMS: dict[str, Any] = {
    "conception": _l("Prendre en compte tous les critères"),
    "knowledge": _l("Intégrer l'expérience territoriale"),
    "heritages": _l("Agir sur tous les patrimoines pour la transformation du territoire"),
}


def axis_name(axis: str) -> str:
    """The name of an axis in the language of the reader."""
    return str(NAMES[axis])


def axis_choices() -> list[tuple[str, str]]:
    """The axes as a list to choose from."""
    return [(axis, axis_name(axis)) for axis in AXES]
