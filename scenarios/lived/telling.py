"""What changed from version to version, in sentences."""

from collections.abc import Sequence
from itertools import pairwise

from flask_babel import format_decimal
from flask_babel import gettext as _

from scenarios.enactments.forms import FOUNDATION_LABELS
from scenarios.lived.numbers import Change, Edition, changes_between
from scenarios.script.durations import write_duration


def sentences(editions: Sequence[Edition]) -> dict[int | None, list[str]]:
    """For each version that was played: how it differed from the one played before."""
    return {
        newer.version: [sentence(change) for change in changes_between(newer, older)]
        for newer, older in pairwise(editions)
    }


def sentence(change: Change) -> str:
    """« Mesurer » : 45 min en version 4, 35 min en version 5."""
    name, write = f"« {change.name} »", _minutes
    if change.kind == "rating":
        name, write = str(FOUNDATION_LABELS[change.name]), _rating
    return str(
        _(
            "%(name)s : %(before)s en version %(former)s, %(after)s en version %(version)s.",
            name=name,
            before=write(change.before),
            former=change.former,
            after=write(change.after),
            version=change.version,
        )
    )


def _minutes(value: float) -> str:
    return write_duration(round(value))


def _rating(value: float) -> str:
    return str(_("%(value)s sur 4", value=format_decimal(value)))
