"""What a version of the grid changes, in sentences. Pure: two lists of criteria in, sentences out."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from scenarios.criteria.labels import axis_name
from scenarios.criteria.models import AXES, Criterion


def sentences(before: Sequence[Criterion], after: Sequence[Criterion]) -> list[str]:
    """What became of the criteria in use, the weightiest first; nothing when both say the same."""
    old, new = _by_key(before), _by_key(after)
    told = [_("« %(name)s » est ajouté (%(axis)s).", name=_name(new[key]), axis=axis_name(new[key].axis))
            for key in new if key not in old]  # fmt: skip
    told += [_("« %(name)s » est retiré.", name=_name(old[key])) for key in old if key not in new]
    for key in new:
        if key in old:
            told.extend(_of_one(old[key], new[key]))
    told.extend(_of_order(old, new))
    return told


def _of_one(old: Criterion, new: Criterion) -> Iterator[str]:
    """What became of one criterion that stays."""
    if old.name != new.name:
        yield _("« %(old)s » devient « %(new)s ».", old=_name(old), new=_name(new))
    if old.axis != new.axis:
        yield _("« %(name)s » passe de l'axe %(old)s à l'axe %(new)s.",
                name=_name(new), old=axis_name(old.axis), new=axis_name(new.axis))  # fmt: skip
    if old.help != new.help:
        yield _("« %(name)s » : la question est reformulée.", name=_name(new))
    levels = [
        str(mark) for mark, pair in enumerate(zip(old.levels, new.levels, strict=True)) if pair[0] != pair[1]
    ]
    if levels:
        yield _("« %(name)s » : le sens de %(marks)s est précisé.", name=_name(new), marks=", ".join(levels))
    if old.english != new.english:
        yield _("« %(name)s » : les mots anglais changent.", name=_name(new))


def _of_order(old: dict[str, Criterion], new: dict[str, Criterion]) -> Iterator[str]:
    """The axes on which the criteria that stay are in another order."""
    for axis in AXES:
        before = [key for key in old if old[key].axis == axis and key in new and new[key].axis == axis]
        after = [key for key in new if new[key].axis == axis and key in old and old[key].axis == axis]
        if before != after:
            yield _("L'ordre change sur l'axe %(axis)s.", axis=axis_name(axis))


def _name(found: Criterion) -> str:
    return found.told_in("fr").name


def _by_key(criteria: Sequence[Criterion]) -> dict[str, Criterion]:
    return {criterion.key: criterion for criterion in criteria}
