"""Adapt a page to a territory; see all that was made from it."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.adaptation import service
from scenarios.adaptation.family import family_of
from scenarios.adaptation.forms import AdaptForm
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages import queries as pages
from wiki.pages.forms import number_of
from wiki.pages.models import Page, Revision
from wiki.permissions import Permission, require
from wiki.provenance.licences import Licence, why_not
from wiki.rendering.head import read_head
from wiki.territories.queries import team
from wiki.web.actor import current_actor

blueprint = Blueprint("adaptation", __name__)
BOTH = ("GET", "POST")


@blueprint.route("/<territory>/<slug>/adapter", methods=BOTH)
def adapt(territory: str, slug: str) -> ResponseReturnValue:
    """Take a page up, as it stands or at one of its versions, for a territory of one's own."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_ADAPT, page)
    version = pages.version(session, page, number_of(request.args.get("version")) or page.current.number)
    places = pages.writable_territories(session, actor)
    only_one = places[0].id if len(places) == 1 else None
    form = AdaptForm.of_request(territories=places, territory=only_one)
    if request.method == "GET" or not form.validate():
        return _form(page, version, form)
    new = service.NewAdaptation(page.id, version.number, form.territory.data, form.form_key.data)
    try:
        with transaction() as writing:
            path = service.adapt(writing, actor, new).path
    except Invalid as error:
        form.take_errors(error.errors)
        return _form(page, version, form)
    flash(_("Votre brouillon est prêt. Voici les lignes qui nomment le lieu d'origine."), "success")
    return redirect(f"/{path}/transposer", 303)


@blueprint.get("/<territory>/<slug>/famille")
def family(territory: str, slug: str) -> str:
    """All adaptations of a page and of what it was adapted from, as a tree and on a map."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    return render_template("adaptation/family.html", page=page, family=family_of(session, actor, page))


def _form(page: Page, version: Revision, form: AdaptForm) -> ResponseReturnValue:
    licence = Licence(read_head(version.text).licence)
    body = render_template(
        "adaptation/adapt.html",
        page=page,
        version=version,
        form=form,
        licence=licence,
        refusal=why_not(licence.refusal, licence.stated) if licence.refusal else "",
        referents=team(read_session(), page.territory).referents if licence.refusal else (),
        stated_referent=read_head(version.text).get("référent"),
    )
    return body, 422 if form.errors else 200
