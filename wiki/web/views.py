"""Pages that belong to no feature: language switch, health, style guide."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from wiki.db import read_session
from wiki.web.i18n import COOKIE, LOCALES
from wiki.web.styleguide import samples

blueprint = Blueprint("web", __name__)
developer = Blueprint("developer", __name__)
_ONE_YEAR = 31536000


def local_path(target: str) -> str:
    """The path if it stays on this site, else the home page: a link must not lead people elsewhere."""
    try:
        parts = urlsplit(target.replace("\\", "/"))
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        return "/"
    return target if target.isprintable() else "/"


@blueprint.get("/langue")
def language() -> str:
    """Ask which language; a form, because choosing changes something."""
    return render_template("web/language.html", target=local_path(request.args.get("retour", "/")))


@blueprint.post("/langue")
def choose_language() -> ResponseReturnValue:
    """Remember the language in a cookie and go back."""
    chosen = request.form.get("langue", "fr")
    response = redirect(local_path(request.form.get("retour", "/")), 303)
    if chosen in LOCALES:
        response.set_cookie(COOKIE, chosen, max_age=_ONE_YEAR, samesite="Lax", httponly=True)
    return response


@blueprint.get("/sante")
def health() -> Response:
    """For machines that watch: the process answers and the database can be read."""
    read_session().execute(text("SELECT 1"))
    response = make_response("ok\n")
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


@developer.get("/styleguide")
def styleguide() -> str:
    """Every component on one page, in debug mode only."""
    return render_template("styleguide.html", **samples())
