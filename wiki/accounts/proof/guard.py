"""What is dangerous is done by who has just proved to be the person, not by whoever finds a session open."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts import browser
from wiki.errors import Forbidden
from wiki.web.actor import current_actor

View = Callable[..., ResponseReturnValue]


def freshly_proved(view: View) -> View:
    """Let a view be reached within ten minutes of a proof only; else ask for one, and come back."""

    @wraps(view)
    def guarded(*address: object, **named: object) -> ResponseReturnValue:
        if not current_actor().is_authenticated:
            raise Forbidden
        if browser.is_fresh():
            return view(*address, **named)
        if request.method == "POST":
            flash(
                _("Du temps a passé : prouvez d'abord que c'est bien vous. Rien n'a encore changé."), "info"
            )
        return redirect(f"/compte/preuve?next={quote(request.path, safe='/')}", 303)

    return guarded
