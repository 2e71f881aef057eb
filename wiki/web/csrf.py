"""Every change must come from one of our own forms.

A view that is marked with `keeps_typed_text` is still called when the token is missing or foreign, so that it can
show what was typed again; it must change nothing when `token_refused()` is true.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from markupsafe import Markup

View = TypeVar("View", bound=Callable[..., Any])
_protect = CSRFProtect()
_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def keeps_typed_text(view: View) -> View:
    """Mark a view that answers a refused token itself, by giving back what was typed."""
    view.keeps_typed_text = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def token_refused() -> bool:
    """Whether this request's token was missing or foreign: nothing may be changed."""
    return bool(g.get("csrf_refused", False))


def check_token() -> None:
    """Refuse a change without a valid token, or note the refusal for a view that keeps typed text."""
    if (
        request.method not in _METHODS
        or request.endpoint is None
        or not current_app.config["WTF_CSRF_ENABLED"]
        # No browser sends this by itself (`wiki.tokens.bearing`), and the cookies that came along do not count.
        or g.get("shows_token", False)
    ):
        return
    view = current_app.view_functions[request.endpoint]
    try:
        _protect.protect()
    except CSRFError:
        if not getattr(view, "keeps_typed_text", False):
            raise
        g.csrf_refused = True


def csrf_field() -> Markup:
    """The hidden field of a form."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def init_app(app: Flask) -> None:
    """Check every change; forms say `{{ csrf() }}`."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=True)
    _protect.init_app(app)
    app.before_request(check_token)
    app.jinja_env.globals["csrf"] = csrf_field
