"""Ask for a letter without an account, confirm it, change it, stop it: by links that mails hold."""

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from wiki.accounts.browser import count_attempt, network
from wiki.accounts.identity import normal_email
from wiki.accounts.security.throttle import TooManyAttempts
from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.letters import queries, service
from wiki.letters.forms import LetterForm, RhythmForm
from wiki.letters.service import Links
from wiki.watching.models import WEEKLY
from wiki.watching.subjects import Subject, subject
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

blueprint = Blueprint("letters", __name__)
EXTENSION = "wiki.letters.links"
_BOTH = ("GET", "POST")
_OFFERED = ("territoire", "theme")


@blueprint.route("/lettres/<what>/<slug>", methods=_BOTH)
def ask(what: str, slug: str) -> ResponseReturnValue:
    """Ask for the letter of a territory, a theme or a family; the answer is the same for every address."""
    if what not in _OFFERED:
        raise NotFound
    about = subject(read_session(), current_actor(), what, slug)
    form = LetterForm.of_request(rhythm=WEEKLY)
    status = 200
    if request.method == "POST" and form.validate():
        try:
            _ask(about, form)
            return render_template("letters/asked.html", subject=about, email=form.email.data)
        except Invalid as error:
            form.take_errors(error.errors)
            status = 429 if isinstance(error, TooManyAttempts) else 422
    return render_template(
        "letters/ask.html", form=form, subject=about
    ), 422 if form.errors and status == 200 else status


@blueprint.route("/lettres/confirmation/<token>", methods=_BOTH)
def confirm(token: str) -> ResponseReturnValue:
    """Ask, then let it leave; a mail program that opens every link must not change anything."""
    number = _links().confirm.read(token)
    if request.method == "GET":
        letter = service.letter_of(read_session(), number)
        return render_template(
            "letters/confirm.html", letter=letter, name=queries.name_of(read_session(), letter)
        )
    with transaction() as session:
        letter = service.confirm(session, service.letter_of(session, number).id, _zone())
        name, manage = queries.name_of(session, letter), _links().manage_path(letter)
    return render_template("letters/confirmed.html", letter=letter, name=name, manage=manage)


@blueprint.route("/lettres/<token>", methods=_BOTH)
@keeps_typed_text
def manage(token: str) -> ResponseReturnValue:
    """Another rhythm, or no letter any more; a mail program posts here by itself to stop it (RFC 8058).

    The token stands for the address, so that neither a session nor a form of ours is needed to stop.
    """
    letter = service.letter_of(read_session(), _links().manage.read(token))
    name, number = queries.name_of(read_session(), letter), letter.id
    if request.method == "POST" and request.form.get("action") != "changer":
        with transaction() as session:
            service.stop(session, number)
        return render_template("letters/stopped.html", name=name)
    form = RhythmForm.of_request(rhythm=letter.rhythm)
    changed = False
    if request.method == "POST" and not token_refused() and form.validate():
        with transaction() as session:
            service.change(session, number, str(form.rhythm.data), _zone())
        changed = True
    body = render_template("letters/manage.html", form=form, letter=letter, name=name, changed=changed)
    return body, 422 if form.errors else 200


@blueprint.after_request
def keep_to_oneself(response: Response) -> Response:
    """Addresses of links are keys, and pages may show an address for mails."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _ask(about: Subject, form: LetterForm) -> None:
    email = normal_email(form.email.data or "")
    count_attempt({f"letter from {network()}": 20, f"letter {email}": 5})
    with transaction() as session:
        service.ask(session, _links(), about, email, str(form.rhythm.data), str(get_locale() or "fr"))


def _links() -> Links:
    links: Links = current_app.extensions[EXTENSION]
    return links


def _zone() -> ZoneInfo:
    settings: Settings = current_app.extensions["wiki.settings"]
    return ZoneInfo(settings.time_zone)
