"""What a device sends by itself: a retour that was written without a network; and the page of what waits there."""

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.enactments import service
from scenarios.enactments.projection import PLAYED_KIND
from scenarios.enactments.showing import form_of
from scenarios.enactments.views import blueprint
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.pages import queries as pages
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.errors import problem


@blueprint.post("/<territory>/<slug>/raconter/envoi")
def send(territory: str, slug: str) -> ResponseReturnValue:
    """Take a retour; the same one sent again, as its answer got lost, is the one that is there (200, not 201)."""
    actor = current_actor()
    scenario = pages.page_at(read_session(), actor, territory, slug)
    if scenario.kind != PLAYED_KIND:
        raise NotFound
    require(actor, Permission.ENACTMENT_REPORT, scenario)
    form = form_of(scenario)
    try:
        with transaction() as session:
            made = service.report(
                session, actor, scenario.id, form.report(), request.form.get("form_key", "")
            )
            told = {"url": f"/{made.page.path}", "title": made.page.title}
    except Invalid as error:
        errors = {name: str(message) for name, message in error.errors.items()}
        return problem(422, _("Il manque quelque chose"), " ".join(errors.values()), errors=errors)
    return jsonify(told), 201 if made.is_new else 200


@blueprint.get("/sur-cet-appareil")
def on_this_device() -> str:
    """Retours that wait on the device on which one looks; only it knows them."""
    return render_template("enactments/on_this_device.html")
