"""Errors become pages, or problem documents for programs (RFC 9457), in this one place."""

import logging
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from wiki.errors import Conflict, Forbidden, Invalid, NotFound, WikiError
from wiki.web.actor import current_actor
from wiki.web.clock import exact_time

log = logging.getLogger(__name__)
STATUS_OF = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}

_PROGRAMS = ("application/json", "application/problem+json")
_BARE_PAGE = Markup("<!doctype html><title>{}</title><h1>{}</h1><p>{}</p>")
_TOLD_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
API = "/api/"
"""Under this path programs ask, whatever they say they accept."""


@dataclass(frozen=True)
class _Words:
    """What an error is called and what can be done, lazily translated: of all words those of one are needed."""

    title: Any
    message: Any


_WORDS = {
    400: _Words(
        _l("Cette demande n'est pas complète"),
        _l(
            "Elle ne vient pas d'un formulaire ouvert récemment ici. Revenez en arrière : votre texte est "
            "encore dans la page. Rechargez-la, puis recommencez."
        ),
    ),
    401: _Words(_l("Connectez-vous pour continuer"), _l("Cette page demande un compte.")),
    403: _Words(
        _l("Vous ne pouvez pas faire cela ici"),
        _l("Votre compte n'a pas ce droit. La personne référente du territoire peut vous l'ouvrir."),
    ),
    404: _Words(
        _l("Cette page n'existe pas"),
        _l("L'adresse a peut-être changé, ou la page n'est pas encore écrite. Cherchez-la par ses mots."),
    ),
    405: _Words(_l("Cette adresse ne répond pas à cette demande"), _l("Revenez en arrière et réessayez.")),
    409: _Words(
        _l("Quelqu'un est passé avant vous"),
        _l("Ce que vous vouliez changer vient d'être changé. Rechargez la page pour voir où elle en est."),
    ),
    413: _Words(
        _l("C'est trop long pour être reçu"),
        _l(
            "Rien n'a été enregistré. Revenez en arrière : votre texte est encore dans la page. "
            "Partagez-le en plusieurs pages."
        ),
    ),
    422: _Words(_l("Il manque quelque chose"), _l("Revenez en arrière et vérifiez ce que vous avez écrit.")),
    429: _Words(
        _l("Trop d'essais"),
        _l("Attendez quelques minutes avant de recommencer."),
    ),
}
_OTHER_WORDS = _Words(
    _l("Quelque chose s'est mal passé de notre côté"),
    _l("Ce qui était enregistré est intact. Réessayez dans un instant ; si cela dure, prévenez l'équipe."),
)


def _words_for_suspended(until: datetime) -> _Words:
    return _Words(
        _("L'écriture est suspendue"),
        _(
            "Vous pouvez tout lire. Écrire est suspendu jusqu'au %(moment)s. Si c'est une erreur, "
            "demandez à l'équipe nationale ce qui s'est passé.",
            moment=exact_time(until),
        ),
    )


def problem(status: int, title: str, detail: str, **more: object) -> Response:
    """What is wrong, for a program (RFC 9457); `more` are members of its own."""
    response = jsonify(title=title, detail=detail, status=status, **more)
    response.status_code, response.content_type = status, "application/problem+json"
    if status == HTTPStatus.UNAUTHORIZED and request.path.startswith(API):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _answer(status: int, words: _Words | None = None, **more: object) -> Response:
    words = words or _WORDS.get(status, _OTHER_WORDS)
    title, message = str(words.title), str(words.message)
    if request.path.startswith(API) or request.accept_mimetypes.best in _PROGRAMS:
        response = problem(status, title, message, **more)
    else:
        response = make_response(_page(status, title, message), status)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _page(status: int, title: str, message: str) -> str:
    try:
        return render_template("errors/error.html", code=status, title=title, message=message)
    # The frame of a page may need the very thing that is broken, such as the database.
    except Exception:
        log.exception("the page of error %s could not be made", status)
        return str(_BARE_PAGE.format(title, title, message))


def wiki_error(error: WikiError) -> Response:
    """A refusal by a service or a query."""
    status = next((code for kind, code in STATUS_OF.items() if isinstance(error, kind)), 500)
    actor = current_actor()
    if status == 403 and actor.suspended_until is not None and actor.is_suspended:
        return _answer(status, _words_for_suspended(actor.suspended_until))
    # A visitor who is refused may simply not have signed in yet.
    if status == 403 and not actor.is_authenticated:
        status = 401
    if isinstance(error, Invalid) and request.path.startswith(API):
        return _answer(status, errors={name: str(message) for name, message in error.errors.items()})
    return _answer(status)


def http_error(error: HTTPException) -> Response:
    """A refusal by the framework: unknown address, wrong method, too much data."""
    if isinstance(error, CSRFError):
        return _answer(HTTPStatus.BAD_REQUEST)
    if error.code is not None and error.code < 400:
        return make_response(error.get_response(request.environ))
    response = _answer(error.code or 500)
    refusal = error.get_response(request.environ)
    for name in _TOLD_HEADERS:
        if name in refusal.headers:
            response.headers[name] = refusal.headers[name]
    return response


def unexpected_error(error: Exception) -> Response:
    """A fault of ours: logged with its trace, told without it."""
    log.exception("unexpected error", exc_info=error)
    return _answer(500)


def refuse_nul() -> None:
    """No address holds a NUL; PostgreSQL would refuse to look for one.

    Raises:
        NotFound: this one does.
    """
    if "\0" in request.path:
        raise NotFound


def init_app(app: Flask) -> None:
    app.before_request(refuse_nul)
    app.register_error_handler(WikiError, wiki_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected_error)
