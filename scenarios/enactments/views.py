"""Tell a session of a scenario; mend what was told. Works without script, and for who is not signed in yet."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.enactments import queries, service
from scenarios.enactments.forms import ReportForm
from scenarios.enactments.projection import PLAYED_KIND
from scenarios.enactments.showing import form_of, form_of_retour, places_of
from scenarios.photos.receiving import allow_photos, receive, told
from scenarios.retold.writing import write
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.pages import queries as pages
from wiki.pages.models import TELLS_OF_OTHERS, Page
from wiki.pages.saving import save
from wiki.pages.unsaved import giving_back, sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

blueprint = Blueprint("enactments", __name__)
_SHOW_AGAIN = ("version", "more")
"""Buttons that only show the form otherwise: activities of another version, further rows."""


@blueprint.url_value_preprocessor
def _with_photos(endpoint: str | None, values: object) -> None:
    """What is sent may hold photos, which are longer than other forms."""
    if endpoint == "enactments.tell" and request.method == "POST":
        allow_photos()


def _typed() -> str:
    """What was typed, as the text that it would be; empty where nothing was sent."""
    return write("# Retour\n", ReportForm(request.form).account()) if request.method == "POST" else ""


@blueprint.route("/<territory>/<slug>/raconter", methods=["GET", "POST"])
@keeps_typed_text
@giving_back(_typed)
def tell(territory: str, slug: str) -> ResponseReturnValue:
    """« Nous l'avons joué » for a scenario; for a retour, what was told of it, to mend."""
    if request.method == "POST" and (token_refused() or not current_actor().is_authenticated):
        return sign_in_and_go_on() or tell(territory, slug)
    page = pages.page_at(read_session(), current_actor(), territory, slug)
    if page.kind == TELLS_OF_OTHERS:
        return _mend(page)
    if page.kind == PLAYED_KIND:
        return _report(page)
    if request.method == "POST":
        raise NotFound
    return redirect(f"/{page.path}", 303)


@blueprint.get("/retours/<int(max=999999999):page_id>")
def lead_to(page_id: int) -> ResponseReturnValue:
    """A retour by its number, as notices and mails know it."""
    return redirect(f"/{queries.told_at(read_session(), current_actor(), page_id).path}", 303)


def _report(scenario: Page) -> ResponseReturnValue:
    actor = current_actor()
    if actor.is_authenticated:
        require(actor, Permission.ENACTMENT_REPORT, scenario)
    form = form_of(scenario)
    if request.method == "GET" or request.form.get("action") in _SHOW_AGAIN:
        return _form_page(scenario, scenario, form)
    try:
        with transaction() as session:
            made = service.report(session, actor, scenario.id, form.report(), form.form_key.data or "")
            path, page_id, is_new = made.page.path, made.page.id, made.is_new
    except Invalid as error:
        return _refused(scenario, scenario, form, error)
    page = read_session().get_one(Page, page_id)
    for category, message in told(receive(page)):
        flash(message, category)
    flash(
        _("Merci : votre retour est enregistré.") if is_new else _("Ce retour était déjà enregistré."),
        "success",
    )
    return redirect(f"/{path}", 303)


def _mend(page: Page) -> ResponseReturnValue:
    require(current_actor(), Permission.PAGE_EDIT, page)
    scenario = queries.scenario_of(read_session(), current_actor(), page)
    form = form_of_retour(page, scenario)
    if request.method == "GET" or request.form.get("action") in _SHOW_AGAIN:
        return _form_page(page, scenario, form)
    try:
        form.require_valid()
        change = service.change_of(
            read_session(), page, form.base_number, form.account(), form.form_key.data or ""
        )
        return save(page, change)
    except Invalid as error:
        return _refused(page, scenario, form, error)


def _refused(page: Page, scenario: Page | None, form: ReportForm, error: Invalid) -> ResponseReturnValue:
    for name, message in error.errors.items():
        # What the form itself found stands beside its field already.
        if name not in form or not form[name].errors:
            form.take_errors({name: message})
    return _form_page(page, scenario, form), 422


def _form_page(page: Page, scenario: Page | None, form: ReportForm) -> str:
    return render_template(
        "enactments/form.html",
        page=page,
        scenario=scenario,
        form=form,
        places=places_of(scenario, form.version.data or 0),
        is_new=scenario is page,
    )
