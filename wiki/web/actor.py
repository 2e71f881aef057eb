"""The person behind the current request."""

from flask import g

from wiki.permissions import VISITOR, Actor


def current_actor() -> Actor:
    """The actor, put in place before every request by the accounts feature; a visitor where there is none."""
    actor: Actor = g.get("actor", VISITOR)
    return actor
