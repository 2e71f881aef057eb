"""Stop mails of notices by the link that stands in them, without signing in."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from wiki.accounts.models import User
from wiki.db import read_session, transaction
from wiki.digests.stopping import StopLinks
from wiki.errors import NotFound
from wiki.watching import service
from wiki.web.csrf import keeps_typed_text

blueprint = Blueprint("digests", __name__)
PREFIX = "/desabonnement"
EXTENSION = "wiki.digests.stop"


@blueprint.route(f"{PREFIX}/<token>", methods=("GET", "POST"))
@keeps_typed_text
def stop(token: str) -> ResponseReturnValue:
    """Ask, then send less or nothing; a mail program posts here by itself (RFC 8058).

    The token stands for the person, so that neither a session nor a form of ours is needed.
    """
    user_id = _whose(token)
    if request.method == "GET":
        return render_template("digests/stop.html", done="")
    is_less = request.form.get("action") == "moins"
    with transaction() as session:
        if is_less:
            service.slow_down(session, user_id)
        else:
            service.stop_mails(session, user_id)
    return render_template("digests/stop.html", done="moins" if is_less else "rien")


@blueprint.after_request
def keep_to_oneself(response: Response) -> Response:
    """The address is a key."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _whose(token: str) -> int:
    links: StopLinks = current_app.extensions[EXTENSION]
    user_id = links.read(token)
    user = read_session().get(User, user_id) if user_id is not None else None
    if user is None or user.deleted_at is not None:
        raise NotFound
    return user.id
