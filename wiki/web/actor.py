"""The person behind the current request."""

from typing import Any

from flask import Flask, g

from wiki.permissions import VISITOR, Actor, Permission, can


def current_actor() -> Actor:
    """The actor, put in place before every request by the accounts feature; a visitor where there is none."""
    actor: Actor = g.get("actor", VISITOR)
    return actor


def _can(permission: str, thing: Any = None) -> bool:
    return can(current_actor(), Permission(permission), thing)


def init_app(app: Flask) -> None:
    """Give templates `can("page:text:edit", page)`, to show or hide; services ask again."""
    app.jinja_env.globals["can"] = _can
