"""Where the addresses of files are put, so that they can stand in several modules.

A request that brings a file may be longer than others, if somebody is signed in: the length is asked before anything
of it is read.
"""

from typing import Any

from flask import Blueprint, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from wiki.attachments.media.kinds import Family
from wiki.attachments.media.receiving import MEGABYTE, megabytes
from wiki.attachments.shelf import shelf

blueprint = Blueprint("attachments", __name__)
BOTH = ("GET", "POST")
TAKES_FILES = frozenset({"attachments.listing", "attachments.replace"})
_BESIDE_FILES = MEGABYTE


@blueprint.url_value_preprocessor
def allow_longer_requests(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Called before the token of the form is looked for, which reads the form."""
    if endpoint in TAKES_FILES and current_user.is_authenticated:
        request.max_content_length = shelf().limits.longest + _BESIDE_FILES


@blueprint.errorhandler(RequestEntityTooLarge)
def too_long(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """What people sent was not read to its end; the limits are told."""
    limits = shelf().limits
    most = ", ".join(
        _("%(kind)s : %(most)s Mo", kind=label, most=megabytes(limits.bytes_of[family]))
        for family, label in (
            (Family.IMAGE, _("image")),
            (Family.DOCUMENT, _("document")),
            (Family.FILM, _("son ou vidéo")),
        )
    )
    message = _("C'est trop lourd pour être reçu en une fois. Les limites par fichier : %(most)s.", most=most)
    if wants_json():
        return problem(413, message)
    title = _("Fichier trop lourd")
    page = render_template("errors/error.html", code=413, title=title, message=message)
    return make_response(page, 413)


def wants_json() -> bool:
    """Whether a program asks: the editor, rather than a form."""
    return request.accept_mimetypes.best in ("application/json", "application/problem+json")


def problem(status: int, message: str) -> ResponseReturnValue:
    """A refusal for a program (RFC 9457)."""
    response = jsonify(title=_("Le fichier n'est pas enregistré"), detail=message, status=status)
    response.content_type = "application/problem+json"
    return make_response(response, status)
