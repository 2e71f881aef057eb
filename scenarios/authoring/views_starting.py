"""A page begun with fields: a scenario out of five questions, another kind with its sections laid out."""

from typing import TypeVar

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from scenarios.authoring.designs import DESIGNS
from scenarios.authoring.forms import GuideForm, SheetForm
from scenarios.authoring.starting import Answers, first_script, first_sheet
from scenarios.authoring.views import blueprint
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages import labels, queries
from wiki.pages import service as pages
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

Placed = TypeVar("Placed", GuideForm, SheetForm)


@blueprint.route("/nouveau/guide", methods=["GET", "POST"])
@keeps_typed_text
def guide() -> ResponseReturnValue:
    """Where, for whom, why, how long, what: then the designer opens on a first script."""
    if request.method == "POST" and (token_refused() or not current_actor().is_authenticated):
        return sign_in_and_go_on() or guide()
    form = _placed(GuideForm)
    if form is None:
        return redirect("/nouveau", 303)
    if request.method == "POST" and form.validate():
        try:
            return _started(form, "scenario", first_script(_answers(form)))
        except Invalid as refused:
            form.take_errors(refused.errors)
    return render_template("authoring/guide.html", form=form), 422 if form.errors else 200


@blueprint.route("/nouveau/fiche/<kind>", methods=["GET", "POST"])
@keeps_typed_text
def sheet(kind: str) -> ResponseReturnValue:
    """A title, then the designer opens on the sections that this kind of page has."""
    if kind not in DESIGNS:
        raise NotFound
    if request.method == "POST" and (token_refused() or not current_actor().is_authenticated):
        return sign_in_and_go_on() or sheet(kind)
    form = _placed(SheetForm)
    if form is None or kind == "scenario":
        return redirect("/nouveau/guide" if form else "/nouveau", 303)
    if request.method == "POST" and form.validate():
        text = first_sheet(kind, form.title.data or "", form.territory_name, _language())
        try:
            return _started(form, kind, text)
        except Invalid as refused:
            form.take_errors(refused.errors)
    page = render_template("authoring/sheet.html", form=form, kind=kind, heading=labels.WRITE[kind])
    return page, 422 if form.errors else 200


def _placed(form: type[Placed]) -> Placed | None:
    """The form with the territories where this person may write; None where there is none.

    Raises:
        Forbidden: nobody is signed in, or who is may not write for now.
    """
    actor = current_actor()
    if not actor.is_authenticated or actor.is_suspended:
        raise Forbidden
    territories = queries.writable_territories(read_session(), actor)
    if not territories:
        return None
    asked = request.args.get("territoire", "")
    first = next((place.id for place in territories if place.slug == asked), territories[0].id)
    return form.of_request(territories=territories, territory=first)


def _answers(form: GuideForm) -> Answers:
    return Answers(
        territory=form.territory_name,
        place=form.place.data or "",
        audience=form.audience.data or "",
        size=form.size.data or "",
        need=form.need.data or "",
        goal=form.goal.data or "",
        minutes=form.minutes or 0,
        duration=form.duration.data or "",
        title=form.whole_title,
        steps=form.step_list,
        author=current_actor().name,
        language=_language(),
    )


def _started(form: GuideForm | SheetForm, kind: str, text: str) -> ResponseReturnValue:
    new = pages.NewPage(
        territory_id=form.territory.data,
        kind=kind,
        audience="draft",
        text=text,
        summary=_("Première ébauche"),
        form_key=form.form_key.data,
        same_title_meant=True,
    )
    with transaction() as session:
        path = pages.create(session, current_actor(), new).path
    flash(_("Votre brouillon privé est prêt : complétez-le à votre rythme."), "success")
    return redirect(f"/{path}/concevoir", 303)


def _language() -> str:
    return str(get_locale() or "fr")
