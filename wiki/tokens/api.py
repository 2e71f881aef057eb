"""The API's own addresses: what there is, and who asks."""

from pathlib import Path

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from wiki.accounts import queries as accounts
from wiki.accounts.models import User
from wiki.db import read_session
from wiki.errors import Forbidden
from wiki.tokens.scopes import ACCOUNT
from wiki.web.actor import current_actor

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
_DESCRIPTION = Path(__file__).with_name("openapi.json")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Where to begin."""
    return jsonify(openapi="/api/v1/openapi.json", pages="/api/v1/pages", me="/api/v1/me")


@blueprint.get("/openapi.json")
def description() -> Response:
    """The API described for programs (OpenAPI 3.1)."""
    return Response(_DESCRIPTION.read_text(encoding="utf-8"), mimetype="application/json")


@blueprint.get("/me")
def me() -> ResponseReturnValue:
    """Who asks, as far as the token lets it be known."""
    actor = current_actor()
    if actor.user_id is None:
        raise Forbidden
    told: dict[str, object] = {
        "handle": actor.handle,
        "name": actor.name,
        "locale": actor.locale or "fr",
        "scopes": sorted(actor.scopes) if actor.scopes is not None else None,
    }
    if actor.scopes is None or ACCOUNT in actor.scopes:
        session = read_session()
        told["email"] = session.get_one(User, actor.user_id).email
        told["site_role"] = actor.site_role
        told["territories"] = [
            {"slug": place.slug, "name": place.name, "role": place.role}
            for place in accounts.places_of(session, actor.user_id)
        ]
    return jsonify(told)
