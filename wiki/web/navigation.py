"""Where header, footer and account menu lead beside what the wiki itself has: features above add their doors."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask

EXTENSION = "wiki.navigation"


@dataclass(frozen=True)
class Door:
    """A link: a literal address, and what it is called, lazily translated."""

    address: str
    label: Any


@dataclass
class Navigation:
    """The doors of one application, in the order in which features add them."""

    header: list[Door] = field(default_factory=list)
    footer: list[Door] = field(default_factory=list)
    account: list[Door] = field(default_factory=list)


def navigation(app: Flask) -> Navigation:
    """The navigation of an application."""
    found: Navigation = app.extensions[EXTENSION]
    return found


def init_app(app: Flask) -> None:
    """Give templates `navigation`."""
    app.extensions[EXTENSION] = app.jinja_env.globals["navigation"] = Navigation()
