"""Pages of one's own tokens."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts import browser
from wiki.accounts.posted import BOTH, account_pages, form_page, myself, sent, text
from wiki.accounts.proof.guard import freshly_proved
from wiki.db import now, read_session, transaction
from wiki.errors import Invalid
from wiki.tokens import queries, service
from wiki.tokens.forms import TokenForm
from wiki.tokens.scopes import LABELS
from wiki.web.actor import current_actor

blueprint = account_pages("tokens")


@blueprint.get("/compte/jetons")
def listing() -> str:
    """One's own tokens."""
    tokens = queries.tokens_of(read_session(), current_actor())
    return render_template("tokens/listing.html", tokens=tokens, labels=LABELS, now=now())


@blueprint.route("/compte/jetons/nouveau", methods=BOTH)
@freshly_proved
def make() -> ResponseReturnValue:
    """Make a token, and show it this once."""
    myself()
    form = TokenForm.of_request()
    if not sent(form):
        return form_page("tokens/make.html", form)
    person = browser.person_here()
    try:
        with transaction() as db:
            token = service.make(
                db,
                current_actor(),
                name=text(form.name),
                scopes=form.scopes,
                days=form.duration,
                is_strong=person is not None and person.is_strong,
            )
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("tokens/make.html", form, error)
    return render_template("tokens/made.html", token=token, name=text(form.name))


@blueprint.route("/compte/jetons/<int(max=2147483647):token_id>/revocation", methods=BOTH)
def revoke(token_id: int) -> ResponseReturnValue:
    """Ask, then let a token open nothing any more. No fresh proof: who sees a token leak must be quick."""
    token = queries.token_of(read_session(), current_actor(), token_id)
    if request.method == "GET":
        return render_template("tokens/revoke.html", token=token)
    with transaction() as db:
        service.revoke(db, current_actor(), token_id)
    flash(_("Le jeton « %(name)s » n'ouvre plus rien.", name=token.name), "success")
    return redirect(url_for("tokens.listing"), 303)
