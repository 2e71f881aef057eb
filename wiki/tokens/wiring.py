"""Tokens come with requests to the API, and stand on the page of the account."""

from typing import Any

from flask import Flask, render_template

from wiki.accounts.models import User
from wiki.tokens import api, bearing, views
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    bearing.init_app(app)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(views.blueprint)
    slots(app).fill("account.links", _row)


def _row(user: User, **_context: Any) -> str:
    return render_template("tokens/fillings/row.html")
