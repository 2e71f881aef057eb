"""Places in a template that upper features fill without the template knowing them."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import Flask
from markupsafe import Markup

Filling = Callable[..., str]


class Slots:
    """Who fills which place, for one application."""

    def __init__(self) -> None:
        self._fillings: dict[str, list[Filling]] = defaultdict(list)

    def fill(self, name: str, filling: Filling) -> None:
        """Show what `filling(**context)` returns, rendered by a template of the feature, at this place."""
        self._fillings[name].append(filling)

    def show(self, name: str, **context: Any) -> Markup:
        """Everything that fills a place, in the order of registration."""
        # What fills a slot was rendered by a template of ours, which escaped what it was given.
        return Markup("").join(Markup(filling(**context)) for filling in self._fillings[name])  # noqa: S704


def slots(app: Flask) -> Slots:
    """The slots of an application."""
    found: Slots = app.extensions["wiki.slots"]
    return found


def init_app(app: Flask) -> None:
    """Give templates `slot(name, …)`."""
    app.extensions["wiki.slots"] = Slots()
    app.jinja_env.globals["slot"] = app.extensions["wiki.slots"].show
