"""A first scenario out of five questions."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from scenarios.authoring.forms import GuideForm
from scenarios.authoring.starting import Answers, first_script
from scenarios.authoring.views import blueprint
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid
from wiki.pages import queries
from wiki.pages import service as pages
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused


@blueprint.route("/nouveau/guide", methods=["GET", "POST"])
@keeps_typed_text
def guide() -> ResponseReturnValue:
    """Where, for whom, why, how long, what: then the designer opens on a first script."""
    actor = current_actor()
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return sign_in_and_go_on() or guide()
    if not actor.is_authenticated:
        raise Forbidden
    territories = queries.writable_territories(read_session(), actor)
    if not territories:
        return redirect("/nouveau", 303)
    asked = request.args.get("territoire", "")
    first = next((place.id for place in territories if place.slug == asked), territories[0].id)
    form = GuideForm.of_request(territories=territories, territory=first)
    if request.method == "POST" and form.validate():
        try:
            return _started(form)
        except Invalid as refused:
            form.take_errors(refused.errors)
    return render_template("authoring/guide.html", form=form), 422 if form.errors else 200


def _started(form: GuideForm) -> ResponseReturnValue:
    actor = current_actor()
    text = first_script(
        Answers(
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
            author=actor.name,
            language=str(get_locale() or "fr"),
        )
    )
    new = pages.NewPage(
        territory_id=form.territory.data,
        kind="scenario",
        audience="draft",
        text=text,
        summary=_("Première ébauche"),
        form_key=form.form_key.data,
        same_title_meant=True,
    )
    with transaction() as session:
        path = pages.create(session, actor, new).path
    flash(_("Votre brouillon privé est prêt : complétez-le à votre rythme."), "success")
    return redirect(f"/{path}/concevoir", 303)
