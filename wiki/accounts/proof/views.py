"""The page that asks who sits there: for the password, or for what the account has instead."""

from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from wiki.accounts import browser, service
from wiki.accounts.doors import doors
from wiki.accounts.models import User
from wiki.accounts.posted import BOTH, account_pages, form_page, lead_on, myself, sent, text
from wiki.accounts.proof.forms import ProofForm
from wiki.db import read_session
from wiki.errors import Invalid
from wiki.web.views import local_path

blueprint = account_pages("proof")


@blueprint.route("/compte/preuve", methods=BOTH)
def prove() -> ResponseReturnValue:
    """Ask for a fresh proof, then go on where one came from.

    With a second step in place the password is no proof: whoever has found it out would take the second step away.
    """
    user = myself()
    form = ProofForm.of_request(next=request.args.get("next", "/compte"))
    ways = _ways(user)
    target = local_path(text(form.next))
    if not ways["password"]:
        return render_template("accounts/proof.html", form=form, target=target, user=user, **ways)
    if not sent(form):
        return form_page("accounts/proof.html", form, target=target, user=user, **ways)
    try:
        browser.count_attempt({f"password of {user.id}": 10})
        service.check_password(read_session(), user.id, text(form.password), "password")
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("accounts/proof.html", form, error, target=target, user=user, **ways)
    browser.accept_proof()
    return lead_on(target)


def _ways(user: User) -> dict[str, Any]:
    ways, session = doors(current_app), read_session()
    second_step = ways.asks_second_step(session, user.id)
    passkey = ways.has_passkey(session, user.id)
    password = user.password_hash is not None and not second_step
    return {"second_step": second_step, "passkey": passkey, "password": password,
            "mailed": not (second_step or passkey or password)}  # fmt: skip
