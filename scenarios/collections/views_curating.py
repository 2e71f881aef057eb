"""What the national team does with public parcours: put forward, order, take out of sight."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.collections import curating, queries
from scenarios.collections.blueprint import blueprint
from scenarios.collections.forms import FeatureForm, WithdrawalForm
from scenarios.collections.models import Collection
from scenarios.collections.reading import outlines
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor

_BOTH = ("GET", "POST")
_PLACE = "/parcours/<int(max=999999999):collection_id>"
WITHDRAWN_SHOWN = 40


@blueprint.get("/parcours/selection")
def selection() -> str:
    """What is put forward, to order; what was taken out of sight, to give back."""
    session, actor = read_session(), current_actor()
    require(actor, Permission.COLLECTION_FEATURE)
    return render_template(
        "collections/selection.html",
        outlines=outlines(session, actor, queries.featured(session)),
        withdrawn=queries.withdrawn(session, actor, limit=WITHDRAWN_SHOWN),
    )


@blueprint.route(f"{_PLACE}/mise-en-avant", methods=_BOTH)
def feature(collection_id: int) -> ResponseReturnValue:
    """Put it forward, with a word."""
    found = _public(collection_id)
    form = FeatureForm.of_request(national_introduction=found.national_introduction)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                curating.feature(writing, current_actor(), found.id, form.national_introduction.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("« %(title)s » est mis en avant.", title=found.title), "success")
            return redirect("/parcours/selection", 303)
    return render_template("collections/feature.html", found=found, form=form), 422 if form.errors else 200


@blueprint.post(f"{_PLACE}/fin-de-mise-en-avant")
def end_feature(collection_id: int) -> ResponseReturnValue:
    """Put it forward no more."""
    with transaction() as writing:
        found = curating.end_feature(writing, current_actor(), collection_id)
    flash(_("« %(title)s » n'est plus mis en avant ; il reste public.", title=found.title), "success")
    return redirect("/parcours/selection", 303)


@blueprint.post(f"{_PLACE}/rang")
def place(collection_id: int) -> ResponseReturnValue:
    """Move it among those that are put forward."""
    with transaction() as writing:
        curating.place(writing, current_actor(), collection_id, request.form.get("vers", ""))
    return redirect(f"/parcours/selection#parcours-{collection_id}", 303)


@blueprint.route(f"{_PLACE}/retrait", methods=_BOTH)
def withdraw(collection_id: int) -> ResponseReturnValue:
    """Take it out of sight, with a reason."""
    found = _public(collection_id)
    form = WithdrawalForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                curating.withdraw(writing, current_actor(), found.id, form.reason.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(
                _("« %(title)s » n'est plus public. La personne lit pourquoi.", title=found.title), "success"
            )
            return redirect("/parcours/selection#retires", 303)
    return render_template("collections/withdraw.html", found=found, form=form), 422 if form.errors else 200


@blueprint.post(f"{_PLACE}/remise-en-lecture")
def readmit(collection_id: int) -> ResponseReturnValue:
    """Give it back to its readers."""
    with transaction() as writing:
        found = curating.readmit(writing, current_actor(), collection_id)
    flash(_("« %(title)s » est de nouveau lisible.", title=found.title), "success")
    return redirect("/parcours/selection", 303)


def _public(collection_id: int) -> Collection:
    """A public parcours, for the national team.

    Raises:
        Forbidden: the person is not of it.
        NotFound: there is no such public parcours.
    """
    require(current_actor(), Permission.COLLECTION_FEATURE)
    found = queries.collection(read_session(), current_actor(), collection_id)
    if not found.is_public:
        raise NotFound
    return found
