"""Sign in again without leaving what one writes. Everything is JSON, for the dialog of the editor."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from wiki.accounts.secondfactor.arriving import awaits_code, come_in
from wiki.drafts.views import blueprint
from wiki.errors import Invalid
from wiki.web.actor import current_actor


@blueprint.get("/connexion/ici")
def who() -> ResponseReturnValue:
    """Who is signed in, and the token that forms of this session need."""
    return _told()


@blueprint.post("/connexion/ici")
def sign_in() -> ResponseReturnValue:
    """Sign in with address and password, then a code where the account asks for one (`asks_code`).

    Whoever signs in otherwise does so in another tab, and asks `who` again.
    """
    form = request.form
    try:
        come_in(form.get("email", ""), form.get("password", ""), form.get("code", ""))
    except Invalid as refused:
        told = " ".join(str(message) for message in refused.errors.values())
        answer = jsonify(status=422, title=_("Connexion refusée"), detail=told, asks_code=awaits_code())
        answer.content_type = "application/problem+json"
        return answer, 422
    return _told()


def _told() -> ResponseReturnValue:
    actor = current_actor()
    answer = jsonify(handle=actor.handle, name=actor.name, csrf_token=generate_csrf())
    answer.headers["Cache-Control"] = "no-store"
    return answer
