"""Who reads a nomination: ask people, take it, step back; its territory may withdraw it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scenarios.curation import queries as nominations
from scenarios.curation import readers, service
from scenarios.curation.interests import OF_OTHERS, Interested, interests, refuse_interested
from scenarios.curation.models import RECUSED, Nomination
from scenarios.examination.forms import ReadersForm, StepBackForm, WithdrawForm
from scenarios.examination.showing import age, as_it_stands, file_page
from scenarios.examination.views import BOTH, FILE, blueprint
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Forbidden, Invalid
from wiki.pages.forms import number_of
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor


@blueprint.route(f"{FILE}/lectures", methods=BOTH)
def assign(nomination_id: int) -> ResponseReturnValue:
    """Ask people of the college for their opinion; who has an interest is named and cannot be chosen."""
    session, actor = read_session(), current_actor()
    found = nominations.nomination(session, actor, nomination_id)
    require(actor, Permission.CURATION_MANAGE, found)
    try:
        refuse_interested(session, actor, found)
    except Interested as refused:
        return file_page(found, refused=refused.sentence), 403
    if not found.is_open:
        raise Conflict
    form = ReadersForm.of_request()
    if request.form.get("release"):
        with transaction() as writing:
            readers.release(writing, actor, found.id, number_of(request.form["release"]))
        flash(_("On n'attend plus l'avis de cette personne."), "success")
        return redirect(f"{found.url}/lectures", 303)
    if request.method == "POST":
        try:
            with transaction() as writing:
                asked = readers.assign(writing, actor, found.id, form.readers.data or [])
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            told = ngettext("%(num)s personne est prévenue.", "%(num)s personnes sont prévenues.", len(asked))
            flash(told, "success")
            return redirect(f"{found.url}/lectures", 303)
    return _readers_page(found, form), 422 if form.errors else 200


@blueprint.post(f"{FILE}/lire")
def take(nomination_id: int) -> ResponseReturnValue:
    """Read it by one's own choice."""
    found = nominations.nomination(read_session(), current_actor(), nomination_id)
    try:
        with transaction() as writing:
            readers.take(writing, current_actor(), found.id)
    except Interested as refused:
        return file_page(found, refused=refused.sentence), 403
    flash(_("Vous lisez ce scénario. Un rappel vous viendra si vous l'oubliez."), "success")
    return redirect(f"{found.url}#grille", 303)


@blueprint.route(f"{FILE}/me-retirer", methods=BOTH)
def step_back(nomination_id: int) -> ResponseReturnValue:
    """Say that one has no time, or an interest."""
    session, actor = read_session(), current_actor()
    found = nominations.nomination(session, actor, nomination_id)
    require(actor, Permission.OPINION_GIVE, found)
    form = StepBackForm.of_request()
    if request.method == "POST" and form.validate():
        act = readers.recuse if form.why.data == RECUSED else readers.refuse
        try:
            with transaction() as writing:
                act(writing, actor, found.id, form.words.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("C'est noté : on n'attend plus votre avis sur ce scénario."), "success")
            return redirect("/examen", 303)
    return render_template(
        "examination/step_back.html", found=as_it_stands(found), form=form
    ), 422 if form.errors else 200


@blueprint.route(f"{FILE}/retirer", methods=BOTH)
def withdraw(nomination_id: int) -> ResponseReturnValue:
    """Take a nomination back, with a reason."""
    found = nominations.nomination(read_session(), current_actor(), nomination_id)
    if not service.may_withdraw(current_actor(), found):
        raise Forbidden
    if not found.is_open:
        raise Conflict
    form = WithdrawForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.withdraw(writing, current_actor(), found.id, form.reason.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("La proposition est retirée. Vous pourrez proposer ce scénario de nouveau."), "success")
            return redirect(found.url, 303)
    return render_template(
        "examination/withdraw.html", found=as_it_stands(found), form=form
    ), 422 if form.errors else 200


def _readers_page(found: Nomination, form: ReadersForm) -> str:
    found = as_it_stands(found)
    session = read_session()
    college = nominations.college(session)
    biased = interests(session, found, [one.id for one in college])
    return render_template(
        "examination/readers.html",
        found=found,
        form=form,
        college=college,
        biased={one: OF_OTHERS[interest] for one, interest in biased.items()},
        asked={reader.user_id: reader for reader in found.readers},
        chosen=form.readers.data or [],
        age=age,
    )
