"""The first grid, read from the file beside this module."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from scenarios.criteria.models import AXES, Criterion

STARTER = Path(__file__).parent / "starter.yaml"


def first_criteria() -> Iterator[Criterion]:
    """What the founding document says of each axis, as criteria."""
    told = yaml.safe_load(STARTER.read_text(encoding="utf-8"))
    for axis in AXES:
        for position, each in enumerate(told[axis]):
            yield Criterion(
                axis=axis, key=each["key"], position=position,
                name=each["name"], help=each["help"], levels=each["levels"],
                name_en=each["en"]["name"], help_en=each["en"]["help"], levels_en=each["en"]["levels"],
            )  # fmt: skip
