"""Passkeys stand on the sign-in page, where proof is asked for, and on the page of the account."""

from typing import Any

from flask import Flask, render_template

from wiki.accounts.doors import doors
from wiki.accounts.models import User
from wiki.accounts.passkeys import queries
from wiki.accounts.passkeys.views import blueprint
from wiki.db import read_session
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    doors(app).passkeys.append(queries.has_passkey)
    slots(app).fill("signin.ways", _way_in)
    slots(app).fill("proof.ways", _proof)
    slots(app).fill("account.security", _row)


def _way_in(**context: Any) -> str:
    return render_template("passkeys/fillings/way.html", **context)


def _proof(passkey: bool, **context: Any) -> str:
    return render_template("passkeys/fillings/proof.html", **context) if passkey else ""


def _row(user: User, **_context: Any) -> str:
    return render_template("passkeys/fillings/row.html", keys=queries.passkeys_of(read_session(), user.id))
