"""Who belongs to a territory: joining and leaving, and the page from which its members are looked after."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.permissions import Actor, Permission, can
from wiki.territories import forms, memberships, queries
from wiki.territories.blueprint import BOTH, blueprint
from wiki.territories.models import Territory
from wiki.web.actor import current_actor


@blueprint.route("/territoires/<territory>/rejoindre", methods=BOTH)
def join(territory: str) -> ResponseReturnValue:
    """Ask to be admitted; somebody without an account signs in first."""
    actor = current_actor()
    place = queries.local(read_session(), territory)
    if not actor.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=url_for(".join", territory=place.slug)), 303)
    form = forms.JoinForm.of_request()
    if request.method == "POST":
        try:
            with transaction() as session:
                place = queries.local(session, territory)
                asked = memberships.ask(session, actor, place, form.message.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            if asked.admitted_at is None:
                flash(_("Votre demande est envoyée. Une personne référente va y répondre."), "success")
            return redirect(url_for("territories.show", territory=territory), 303)
    session = read_session()
    place = queries.local(session, territory)
    own = queries.membership_of(session, actor, place)
    page = render_template("territories/join.html", territory=place, form=form, membership=own)
    return page, 422 if form.errors else 200


@blueprint.post("/territoires/<territory>/quitter")
def leave(territory: str) -> ResponseReturnValue:
    """Take back one's request, or leave."""
    actor = current_actor()
    try:
        with transaction() as session:
            left = memberships.leave(session, actor, queries.local(session, territory))
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
    else:
        if left is not None and left.admitted_at is None:
            flash(_("Votre demande est retirée."), "success")
        else:
            flash(_("Vous ne faites plus partie de ce territoire."), "success")
    return redirect(url_for("territories.show", territory=territory), 303)


@blueprint.route("/territoires/<territory>/membres", methods=BOTH)
def members(territory: str) -> ResponseReturnValue:
    """Requests and members; the national team names people here."""
    actor = current_actor()
    form = forms.NamingForm.of_request(prefix="nommer-", role="referent")
    form.offer(referent=True)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as session:
                place = queries.local(session, territory)
                name = memberships.name_person(
                    session, actor, place, form.handle.data or "", form.role.data
                ).user.name
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("%(name)s fait partie du territoire.", name=name), "success")
            return redirect(url_for("territories.members", territory=territory), 303)
    return _page(territory, actor, form)


def _page(territory: str, actor: Actor, form: forms.NamingForm) -> ResponseReturnValue:
    session = read_session()
    place = queries.local(session, territory)
    names_referents = can(actor, Permission.TERRITORY_REFERENTS, place)
    found = queries.members(session, actor, place)
    page = render_template(
        "territories/members.html",
        territory=place,
        requests=queries.requests(session, actor, place),
        members=[(each, _role_form(each.id, each.role, names_referents)) for each in found],
        form=form,
        names_referents=names_referents,
    )
    return page, 422 if form.errors else 200


def _role_form(membership_id: int, role: str, names_referents: bool) -> forms.RoleForm:
    form = forms.RoleForm(prefix=f"personne-{membership_id}-", role=role)
    form.offer(referent=names_referents or role == "referent")
    return form


@blueprint.post("/territoires/<territory>/membres/<int(max=2147483647):membership_id>")
def member(territory: str, membership_id: int) -> ResponseReturnValue:
    """Admit, refuse, change the role of, or remove one person."""
    actor = current_actor()
    try:
        with transaction() as session:
            told = _decide(session, actor, queries.local(session, territory), membership_id)
    except Invalid as error:
        flash(" ".join(str(message) for message in error.errors.values()), "warning")
    else:
        flash(told, "success")
    # Who has just given up looking after the members does not read their list any more.
    page = "territories.members" if _still_looks_after(actor, territory) else "territories.show"
    return redirect(url_for(page, territory=territory), 303)


def _still_looks_after(actor: Actor, territory: str) -> bool:
    place = queries.local(read_session(), territory)
    own = queries.membership_of(read_session(), actor, place)
    return can(actor, Permission.TERRITORY_REFERENTS, place) or (own is not None and own.role == "referent")


def _decide(session: Session, actor: Actor, place: Territory, membership_id: int) -> str:
    match request.form.get("action"):
        case "admit":
            admitted = memberships.admit(session, actor, place, membership_id)
            return str(_("%(name)s fait partie du territoire.", name=admitted.user.name))
        case "refuse":
            memberships.refuse(session, actor, place, membership_id)
            return str(_("La demande est refusée."))
        case "remove":
            memberships.remove(session, actor, place, membership_id)
            return str(_("La personne ne fait plus partie du territoire."))
        case _:
            role = request.form.get(f"personne-{membership_id}-role", "")
            memberships.change_role(session, actor, place, membership_id, role)
            return str(_("Le rôle est changé."))
