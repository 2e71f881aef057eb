"""The provider of the settings, where there is one, on the sign-in page and on the page of the account."""

from typing import Any

from flask import Flask, render_template

from wiki.accounts.doors import doors
from wiki.accounts.models import User
from wiki.config import Settings
from wiki.db import read_session
from wiki.openid import queries
from wiki.openid.provider import Provider
from wiki.openid.views import EXTENSION, blueprint
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["wiki.settings"]
    app.extensions[EXTENSION] = provider_of(settings)
    app.register_blueprint(blueprint)
    if app.extensions[EXTENSION] is not None:
        doors(app).farewells["openid"] = "/deconnexion/openid"
        slots(app).fill("signin.ways", lambda **context: _way(settings, **context))
        slots(app).fill("account.security", lambda **context: _row(settings, **context))


def provider_of(settings: Settings) -> Provider | None:
    """The provider that the settings name."""
    if not settings.oidc_issuer:
        return None
    return Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)


def _way(settings: Settings, **context: Any) -> str:
    return render_template("openid/fillings/way.html", name=settings.oidc_name, **context)


def _row(settings: Settings, user: User) -> str:
    linked = queries.identities_of(read_session(), user.id)
    return render_template("openid/fillings/row.html", name=settings.oidc_name, identities=linked)
