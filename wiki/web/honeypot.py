"""A field that nobody sees and programs fill in, and the time that a person needs to fill in a form.

https://developer.mozilla.org/en-US/docs/Glossary/Honeypot. The time is signed, so that it cannot be made up.
"""

import time

from flask import Flask, current_app, request
from itsdangerous import BadSignature, TimestampSigner
from markupsafe import Markup

NAME = "site_web"
SINCE = "ouvert"
LEAST_SECONDS = 2
"""Nobody reads and fills in a form faster."""
_SALT = "honeypot"


def trap() -> Markup:
    """The field, hidden from people and from those who read the page aloud, and when the form was opened."""
    opened = _signer().sign(b"").decode()
    return Markup(
        '<div class="trap" aria-hidden="true"><label>{}'
        '<input name="{}" tabindex="-1" autocomplete="off"></label></div>'
        '<input type="hidden" name="{}" value="{}">'
    ).format("Site web", NAME, SINCE, opened)


def is_trapped() -> bool:
    """Whether the posted form was filled in by a program: the hidden field holds something, or it came at once."""
    if request.form.get(NAME):
        return True
    return bool(current_app.extensions["wiki.settings"].throttle) and _came_at_once()


def _came_at_once() -> bool:
    try:
        _value, opened = _signer().unsign(request.form.get(SINCE, ""), return_timestamp=True)
    except BadSignature:
        return True
    return time.time() - opened.timestamp() < LEAST_SECONDS


def init_app(app: Flask) -> None:
    """Forms that visitors may send say `{{ trap() }}`."""
    app.jinja_env.globals["trap"] = trap


def _signer() -> TimestampSigner:
    return TimestampSigner(str(current_app.config["SECRET_KEY"]), salt=_SALT)
