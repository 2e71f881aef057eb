"""Who reads a feed: whom the key in its address stands for, else who is signed in."""

from flask import current_app, request
from sqlalchemy.orm import Session

from wiki.accounts.browser import as_far_as_proved
from wiki.errors import NotFound
from wiki.notifications.people import readers
from wiki.permissions import Actor
from wiki.watching.keys import is_key, owner_in
from wiki.watching.queries import settings_of
from wiki.web.actor import current_actor

ARGUMENT = "cle"


def reader_of_request(session: Session) -> Actor:
    """The person, with the rights of this very moment.

    Raises:
        NotFound: the key is none, was taken back, or its owner's account may not be used.
    """
    if ARGUMENT not in request.args:
        return current_actor()
    key = request.args[ARGUMENT]
    user_id = owner_in(key)
    if user_id is None:
        raise NotFound
    serial = settings_of(session, user_id).feed_serial
    found = readers(session, [user_id], current_app.extensions["wiki.rules"]).get(user_id)
    if found is None or not is_key(str(current_app.config["SECRET_KEY"]), user_id, serial, key):
        raise NotFound
    # Whoever finds the address shows no second step, and has no role that wants one.
    return as_far_as_proved(found.actor, current_app.extensions["wiki.settings"], is_strong=False)
