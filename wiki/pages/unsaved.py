"""What was typed and cannot be saved is given back, whatever the reason."""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wiki.accounts.browser import OneMoreStep
from wiki.accounts.secondfactor.arriving import awaits_code, come_in
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages.checks import readable
from wiki.web.csrf import token_refused

View = Callable[..., ResponseReturnValue]
_NOT_KEPT = ("csrf_token", "email", "password", "code")


class SignInWords(NamedTuple):
    """What the page is called that asks to sign in, what becomes of the text, and what its two buttons say.

    They send the form again, `action` being `sign_in` or `stay`.
    """

    title: str
    lead: str
    button: str
    otherwise: str


def gives_text_back(view: View) -> View:
    """Let a view that refuses to save show the text again: the page or the right to it may be gone meanwhile."""
    return giving_back(_typed_text)(view)


def giving_back(read: Callable[[], str]) -> Callable[[View], View]:
    """`gives_text_back` for a view whose form is more than a text: `read` tells the text that the form stands for."""

    def decorate(view: View) -> View:
        @wraps(view)
        def careful(*address: str, **named: str) -> ResponseReturnValue:
            try:
                return view(*address, **named)
            except (NotFound, Forbidden) as refused:
                text = read()
                if not text:
                    raise
                page = render_template("pages/unsaved.html", text=readable(text))
                return page, 404 if isinstance(refused, NotFound) else 403

        return careful

    return decorate


def _typed_text() -> str:
    return request.form.get("text", "")


def sign_in_and_go_on(wanted: SignInWords | None = None) -> ResponseReturnValue | None:
    """The session ended while somebody was writing: ask to sign in on the spot, and keep what was typed.

    Args:
        wanted: what to say where no session ended, but somebody wants to sign in.

    Returns None once the person has signed in with this very form: the view then goes on as if nothing happened.
    """
    email, password = request.form.get("email", ""), request.form.get("password", "")
    error = ""
    code = request.form.get("code", "")
    if not token_refused() and (email or code):
        try:
            come_in(email, password, code)
        except OneMoreStep:
            pass  # The page asks for the code.
        except Invalid as refused:
            error = str(next(iter(refused.errors.values())))
        else:
            return None
    page = render_template(
        "pages/sign_in_again.html",
        fields=[
            (name, readable(value)) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT
        ],
        email=readable(email),
        asks_code=awaits_code(),
        error=error,
        action=request.full_path.rstrip("?"),
        words=wanted,
    )
    return page, 401
