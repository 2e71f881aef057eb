"""The draft of the next version: what the national team works on before it publishes."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.criteria import queries, service
from scenarios.criteria.blueprint import blueprint
from scenarios.criteria.changes import sentences
from scenarios.criteria.forms import CriterionForm, PublishForm
from scenarios.criteria.models import Criterion, Grid
from scenarios.criteria.views import grid_page
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid, NotFound
from wiki.pages.forms import number_of
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

BOTH = ("GET", "POST")
STEPS = {"monter": -1, "descendre": 1}


@blueprint.get("/criteres/brouillon")
def draft() -> ResponseReturnValue:
    """The draft, with every way to change it; where there is none, how to begin one."""
    return _page(PublishForm())


@blueprint.post("/criteres/brouillon")
def begin() -> ResponseReturnValue:
    """Begin a draft, from the version in force or from the one that is asked for."""
    number = number_of(request.form.get("version"))
    try:
        with transaction() as session:
            service.begin(session, current_actor(), number)
    except Conflict:
        flash(_("Un brouillon est déjà en cours : publiez-le ou abandonnez-le d'abord."), "warning")
    return redirect(url_for("criteria.draft"), 303)


@blueprint.route("/criteres/brouillon/ajouter", methods=BOTH)
@keeps_typed_text
def add() -> ResponseReturnValue:
    """One more criterion."""
    if request.method == "POST" and _is_lost():
        return sign_in_and_go_on() or add()
    _open_draft()
    form = CriterionForm.of_request(axis=request.args.get("axe", ""))
    form.offer_axes()
    if request.method == "GET" or not form.validate():
        return _form(form)
    try:
        with transaction() as writing:
            added = service.add(writing, current_actor(), form.words)
    except Invalid as error:
        form.take_errors(error.errors)
        return _form(form)
    flash(_("« %(name)s » est ajouté au brouillon.", name=added.name), "success")
    return _back_to(added)


@blueprint.route("/criteres/brouillon/<int(max=999999999):criterion_id>", methods=BOTH)
@keeps_typed_text
def change(criterion_id: int) -> ResponseReturnValue:
    """Other words, or another axis."""
    if request.method == "POST" and _is_lost():
        return sign_in_and_go_on() or change(criterion_id)
    found = queries.criterion(read_session(), _open_draft(), criterion_id)
    form = CriterionForm.of_request()
    form.offer_axes()
    if request.method == "GET":
        form.fill_from(found)
        return _form(form, found)
    if not form.validate():
        return _form(form, found)
    try:
        with transaction() as writing:
            changed = service.change(writing, current_actor(), found.id, form.turn_read, form.words)
    except service.Reworded as meanwhile:
        form.turn.data = str(meanwhile.now.turn)
        return _form(form, meanwhile.now, others=meanwhile.now)
    except Invalid as error:
        form.take_errors(error.errors)
        return _form(form, found)
    flash(_("« %(name)s » est enregistré dans le brouillon.", name=changed.name), "success")
    return _back_to(changed)


@blueprint.post("/criteres/brouillon/<int(max=999999999):criterion_id>/<any(monter,descendre):way>")
def move(criterion_id: int, way: str) -> ResponseReturnValue:
    """One place up or down on the axis."""
    try:
        with transaction() as session:
            found = service.move(
                session, current_actor(), criterion_id, number_of(request.form.get("place")), STEPS[way]
            )
    except Conflict:
        flash(_("L'ordre a changé entre-temps : le voici comme il est maintenant."), "warning")
        return redirect(url_for("criteria.draft"), 303)
    return _back_to(found)


@blueprint.post("/criteres/brouillon/<int(max=999999999):criterion_id>/<any(retirer,remettre):deed>")
def retire(criterion_id: int, deed: str) -> ResponseReturnValue:
    """Take a criterion out of the grid, or put it back."""
    verb = service.retire if deed == "retirer" else service.bring_back
    with transaction() as session:
        found = verb(session, current_actor(), criterion_id)
    if deed == "retirer":
        flash(_("« %(name)s » est retiré. Vous pouvez le remettre, plus bas.", name=found.name), "success")
        return redirect(url_for("criteria.draft"), 303)
    flash(_("« %(name)s » est remis sur son axe.", name=found.name), "success")
    return _back_to(found)


@blueprint.post("/criteres/brouillon/publier")
@keeps_typed_text
def publish() -> ResponseReturnValue:
    """Put the draft in force."""
    if _is_lost():
        return sign_in_and_go_on() or publish()
    form = PublishForm(request.form)
    if not form.validate():
        return _page(form)
    number, turn = number_of(form.number.data), number_of(form.turn.data)
    try:
        with transaction() as session:
            made = service.publish(session, current_actor(), number, turn, form.summary.data or "")
    except Invalid as error:
        form.take_errors(error.errors)
        return _page(form)
    except Conflict:
        form.take_errors(
            {"": _("Le brouillon a changé pendant que vous le lisiez : relisez-le, puis publiez.")}
        )
        return _page(form, status=409)
    flash(_("La version %(number)s de la grille est publiée.", number=made.number), "success")
    return redirect(url_for("criteria.show"), 303)


@blueprint.route("/criteres/brouillon/abandonner", methods=BOTH)
def give_up() -> ResponseReturnValue:
    """Throw the draft away, once asked whether that is meant."""
    found = _open_draft()
    if request.method == "GET":
        told = sentences(queries.current(read_session()).criteria, found.criteria)
        return render_template("criteria/give_up.html", draft=found, told=told)
    try:
        with transaction() as session:
            service.give_up(session, current_actor(), number_of(request.form.get("turn")))
    except Conflict:
        flash(_("Le brouillon a changé entre-temps : relisez-le avant de l'abandonner."), "warning")
        return redirect(url_for("criteria.draft"), 303)
    flash(_("Le brouillon est abandonné. La version en vigueur n'a pas changé."), "success")
    return redirect(url_for("criteria.show"), 303)


def _is_lost() -> bool:
    """Whether the session ended, or the token is not ours: what was typed is given back."""
    return token_refused() or not current_actor().is_authenticated


def _open_draft() -> Grid:
    """The draft.

    Raises:
        NotFound: there is none.
    """
    found = queries.draft(read_session(), current_actor())
    if found is None:
        raise NotFound
    return found


def _page(form: PublishForm, status: int = 422) -> ResponseReturnValue:
    session, actor = read_session(), current_actor()
    require(actor, Permission.CRITERIA_MANAGE)
    found, current = queries.draft(session, actor), queries.current(session)
    if found is None:
        page = render_template("criteria/no_draft.html", current=current)
        return page, 409 if form.errors else 200
    form.number.data, form.turn.data = str(found.number), str(found.turn)
    told = sentences(current.criteria, found.criteria)
    page = grid_page("criteria/draft.html", found, current=current, form=form, told=told)
    return page, status if form.errors else 200


def _form(
    form: CriterionForm, found: Criterion | None = None, others: Criterion | None = None
) -> ResponseReturnValue:
    page = render_template("criteria/criterion.html", form=form, criterion=found, others=others)
    return page, 409 if others else 422 if form.errors else 200


def _back_to(found: Criterion) -> ResponseReturnValue:
    return redirect(url_for("criteria.draft", _anchor=f"critere-{found.key}"), 303)
