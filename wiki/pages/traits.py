"""What a page tells about its use, read out of its text by the tools of its kind: what filters and counts go by.

Codes are words that never change; what they are called is told by the feature that knows the kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app

EXTENSION = "wiki.pages.traits"

Names = Mapping[str, Mapping[str, Any]]
"""A trait (`publics`, `learning`, `modes`) → its codes in their usual order → what each is called."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a text tells.

    Attributes:
        minutes: how long it takes; None when it does not say.
        publics: codes of those it is for.
        modes: codes of the modes it is led in.
        learning: minutes by code of learning type; a type whose length nobody knows counts 0.
    """

    minutes: int | None = None
    publics: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    learning: Mapping[str, int] = field(default_factory=dict)


def name_traits(app: Flask, names: Names) -> None:
    """Tell what the codes are called, for one application."""
    app.extensions[EXTENSION] = {**app.extensions.get(EXTENSION, {}), **names}


def trait_names(trait: str) -> Mapping[str, Any]:
    """The codes of a trait in the current application, in their usual order, with their names."""
    found: Names = current_app.extensions.get(EXTENSION, {})
    return found.get(trait, {})
