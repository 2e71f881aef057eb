"""The administrator's pages: accounts, one account, invitations."""

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from wiki.accounts import queries as people
from wiki.accounts.administration import forms, queries, service
from wiki.accounts.models import User
from wiki.accounts.proof.guard import freshly_proved
from wiki.accounts.secondfactor import queries as factors
from wiki.accounts.secondfactor import service as second_factor
from wiki.accounts.views import blueprint
from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.forms import choices_of, tidy
from wiki.web.pagination import slice_of, start_key

__all__ = ["blueprint"]  # the pages of accounts, these among them

_SHOWN = 50
Act = Callable[..., User]
_ACTS: dict[str, Act] = {
    "block": service.block,
    "unblock": service.unblock,
    "end": service.sign_out_everywhere,
    "confirm": service.confirm_for,
    "second_factor": second_factor.reset_for,
}


@blueprint.get("/admin/comptes")
def listing() -> str:
    """Every account, or those that the words find."""
    words = tidy(request.args.get("q"))
    rows = queries.accounts(read_session(), current_actor(), words, start_key(), _SHOWN)
    found = slice_of(rows, _SHOWN, lambda user: user.id)
    return render_template("accounts/listing.html", accounts=found, words=words, role_names=forms.ROLE_NAMES)


@blueprint.route("/admin/comptes/<handle>", methods=("GET", "POST"))
def manage(handle: str) -> ResponseReturnValue:
    """One account: its role, its sessions, whether it is let in."""
    require(current_actor(), Permission.ACCOUNT_MANAGE)
    user = people.by_handle(read_session(), handle)
    form = forms.RoleForm.of_request(site_role=user.site_role)
    return _account_page(user, form) if request.method == "GET" else _decided(handle, form)


@freshly_proved
def _decided(handle: str, form: forms.RoleForm) -> ResponseReturnValue:
    try:
        _decide(handle, form)
    except Invalid as error:
        form.take_errors(error.errors)
        return _account_page(people.by_handle(read_session(), handle), form), 422
    flash(_("C'est fait."), "success")
    return redirect(url_for("accounts.manage", handle=handle), 303)


@blueprint.route("/admin/invitations", methods=("GET", "POST"))
def invitations() -> ResponseReturnValue:
    """Invite somebody, and see who was invited."""
    require(current_actor(), Permission.INVITATION_CREATE)
    form = forms.InvitationForm.of_request()
    form.territory.choices = choices_of([("", _("Aucun")), *queries.territory_choices(read_session())])
    if request.method == "GET" or not form.validate():
        return _invitations_page(form)
    territory = form.territory.data or ""
    try:
        with transaction() as db:
            locale, number = str(get_locale() or ""), int(territory) if territory else None
            service.invite(db, current_actor(), form.email.data or "", number, locale)
    except Invalid as error:
        form.take_errors(error.errors)
        return _invitations_page(form)
    flash(_("L'invitation est en route vers %(email)s.", email=form.email.data), "success")
    return redirect(url_for("accounts.invitations"), 303)


@blueprint.post("/admin/invitations/<int(max=2147483647):invitation_id>")
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    with transaction() as db:
        service.withdraw(db, current_actor(), invitation_id)
    flash(_("L'invitation est retirée : son lien ne sert plus."), "success")
    return redirect(url_for("accounts.invitations"), 303)


def _decide(handle: str, form: forms.RoleForm) -> None:
    act = _ACTS.get(request.form.get("action", ""))
    with transaction() as db:
        if act is not None:
            act(db, current_actor(), handle)
        else:
            service.change_role(db, current_actor(), handle, form.site_role.data or "")


def _account_page(user: User, form: forms.RoleForm) -> str:
    db = read_session()
    return render_template(
        "accounts/manage.html",
        person=user,
        form=form,
        browsers=queries.browsers_of(db, current_actor(), user.id),
        places=people.places_of(db, user.id),
        has_factor=factors.has_factor(db, user.id),
        role_names=forms.ROLE_NAMES,
    )


def _invitations_page(form: forms.InvitationForm) -> tuple[str, int]:
    rows = queries.invitations(read_session(), current_actor(), start_key(), _SHOWN)
    values: dict[str, Any] = {
        "form": form,
        "sent": slice_of(rows, _SHOWN, lambda row: row.invitation.id),
        "settings": _settings(),
    }
    return render_template("accounts/invitations.html", **values), 422 if form.errors else 200


def _settings() -> Settings:
    settings: Settings = current_app.extensions["wiki.settings"]
    return settings
