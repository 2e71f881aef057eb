"""The page from which the national team orders, introduces, renews and ends what it retained."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.featuring import queries, service
from scenarios.featuring.forms import EndForm, IntroductionForm
from scenarios.featuring.models import Feature
from wiki.days import today
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid
from wiki.pages.forms import number_of
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

blueprint = Blueprint("featuring", __name__)
BOTH = ("GET", "POST")
STEPS = {"monter": -1, "descendre": 1}


@blueprint.get("/a-la-une/gerer")
def manage() -> str:
    """Everything that runs, in order, with what is to be looked at first; what ended lately."""
    session, actor = read_session(), current_actor()
    kept, day = queries.kept(session, actor), today()
    return render_template(
        "featuring/manage.html",
        kept=kept,
        today=day,
        soon=[each for each in kept if each.is_soon(day)],
        lost=[each for each in kept if each.feature.lost_at is not None],
        ended=queries.ended_by_hand(session, actor),
    )


@blueprint.route("/a-la-une/gerer/<int(max=999999999):feature_id>", methods=BOTH)
@keeps_typed_text
def introduce(feature_id: int) -> ResponseReturnValue:
    """The words and the date of one."""
    if request.method == "POST" and (token_refused() or not current_actor().is_authenticated):
        return sign_in_and_go_on() or introduce(feature_id)
    found = queries.feature(read_session(), current_actor(), feature_id)
    form = IntroductionForm.of_request()
    if request.method == "GET":
        form.fill_from(found)
        return _introduction(form, found)
    if not form.validate():
        return _introduction(form, found)
    try:
        with transaction() as writing:
            service.introduce(writing, current_actor(), feature_id, form.turn_read, form.words)
    except service.Rewritten as meanwhile:
        form.turn.data = str(meanwhile.now.turn)
        return _introduction(form, meanwhile.now, others=meanwhile.now)
    except Invalid as error:
        form.take_errors(error.errors)
        return _introduction(form, found)
    flash(_("La présentation de « %(title)s » est enregistrée.", title=found.title), "success")
    return _back(found)


@blueprint.post("/a-la-une/gerer/<int(max=999999999):feature_id>/<any(monter,descendre):way>")
def move(feature_id: int, way: str) -> ResponseReturnValue:
    """One place up or down."""
    place = number_of(request.form.get("place"))
    try:
        with transaction() as session:
            found = service.move(session, current_actor(), feature_id, place, STEPS[way])
    except Conflict:
        flash(_("L'ordre a changé entre-temps : le voici comme il est maintenant."), "warning")
        return redirect(url_for("featuring.manage"), 303)
    return _back(found)


@blueprint.post("/a-la-une/gerer/<int(max=999999999):feature_id>/renouveler")
def renew(feature_id: int) -> ResponseReturnValue:
    """Another term for the same version."""
    with transaction() as session:
        found = service.renew(session, current_actor(), feature_id)
    flash(_("« %(title)s » reste à la une.", title=found.title), "success")
    return _back(found)


@blueprint.route("/a-la-une/gerer/<int(max=999999999):feature_id>/arreter", methods=BOTH)
@keeps_typed_text
def end(feature_id: int) -> ResponseReturnValue:
    """Show one no more, with a reason."""
    if request.method == "POST" and (token_refused() or not current_actor().is_authenticated):
        return sign_in_and_go_on() or end(feature_id)
    found = queries.feature(read_session(), current_actor(), feature_id)
    form = EndForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.end(writing, current_actor(), feature_id, form.reason.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("« %(title)s » n'est plus à la une. Vous pouvez l'y remettre, plus bas.", title=found.title),
                  "success")  # fmt: skip
            return redirect(url_for("featuring.manage", _anchor="arretees"), 303)
    page = render_template("featuring/end.html", feature=found, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/a-la-une/gerer/<int(max=999999999):feature_id>/remettre")
def resume(feature_id: int) -> ResponseReturnValue:
    """Show one again."""
    try:
        with transaction() as session:
            found = service.resume(session, current_actor(), feature_id)
    except Conflict:
        flash(_("Une autre version de cette page est à la une : arrêtez-la d'abord."), "warning")
        return redirect(url_for("featuring.manage"), 303)
    flash(_("« %(title)s » est de nouveau à la une.", title=found.title), "success")
    return _back(found)


def _introduction(
    form: IntroductionForm, found: Feature, others: Feature | None = None
) -> ResponseReturnValue:
    page = render_template("featuring/introduce.html", feature=found, form=form, others=others)
    return page, 409 if others else 422 if form.errors else 200


def _back(found: Feature) -> ResponseReturnValue:
    return redirect(url_for("featuring.manage", _anchor=f"une-{found.id}"), 303)
