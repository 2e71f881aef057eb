"""The second step stands after the password, and on the page of the account."""

from typing import Any

from flask import Flask, render_template

from wiki.accounts.doors import doors
from wiki.accounts.models import User
from wiki.accounts.secondfactor import queries
from wiki.accounts.secondfactor.views import blueprint
from wiki.db import read_session
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    doors(app).second_steps.append(queries.has_factor)
    slots(app).fill("account.security", _row)


def _row(user: User, **_context: Any) -> str:
    session = read_session()
    return render_template(
        "secondfactor/fillings/row.html",
        is_on=queries.has_factor(session, user.id),
        left=queries.codes_left(session, user.id),
    )
