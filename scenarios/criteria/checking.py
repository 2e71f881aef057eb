"""What a criterion may say, and what a version needs before it is published."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from scenarios.criteria.labels import axis_name
from scenarios.criteria.models import AXES, MARKS, MAX_HELP, MAX_LEVEL, MAX_NAME, Criterion, Grid, Wording
from wiki.errors import Invalid
from wiki.rendering.slugs import slugify


def refuse_words(axis: str, french: Wording, english: Wording) -> None:
    """Refuse words that cannot be kept.

    Raises:
        Invalid: by the names of the form's fields.
    """
    errors: dict[str, Any] = {}
    if axis not in AXES:
        errors["axis"] = _l("Choisissez un axe.")
    if not slugify(french.name):
        errors["name"] = _l("Écrivez le nom du critère.")
    if not french.help:
        errors["help"] = _l("Écrivez la question qui aide à lire un scénario.")
    for mark in MARKS:
        if not french.levels[mark]:
            errors[f"level_{mark}"] = _l("Dites ce que veut dire cette note.")
    errors |= _too_long(french, "") | _too_long(english, "_en")
    if errors:
        raise Invalid(errors)


def refuse_name(criteria: Sequence[Criterion], name: str, but: Criterion | None = None) -> None:
    """Refuse the name of another criterion, in use or not.

    Raises:
        Invalid: it is one's already.
    """
    taken = slugify(name)
    if any(other is not but and slugify(other.name) == taken for other in criteria):
        raise Invalid({"name": _l("Un autre critère porte déjà ce nom : voyez aussi les critères retirés.")})


def refuse_unready(draft: Grid) -> None:
    """Refuse to publish a grid by which nobody could read a scenario.

    Raises:
        Invalid: an axis is empty.
    """
    empty = [axis_name(axis) for axis in AXES if not draft.on_axis(axis)]
    if empty:
        message = _l("Il faut au moins un critère sur chaque axe : rien sur %(axes)s.", axes=", ".join(empty))
        raise Invalid({"": message})


def _too_long(words: Wording, ending: str) -> dict[str, Any]:
    limits = {f"name{ending}": (words.name, MAX_NAME), f"help{ending}": (words.help, MAX_HELP)}
    limits |= {f"level_{mark}{ending}": (level, MAX_LEVEL) for mark, level in enumerate(words.levels)}
    return {
        field: _l("C'est trop long : %(limit)s caractères au plus.", limit=most)
        for field, (text, most) in limits.items()
        if len(text) > most
    }
