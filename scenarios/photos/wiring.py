"""Addresses, what pages show of photos, and the guard that holds back what nobody agreed to."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.photos import views
from scenarios.photos.fillings import fill_slots
from scenarios.photos.labels import agreement_label
from scenarios.photos.queries import KIND, PHOTOS
from scenarios.photos.service import hold_back
from wiki.attachments.consents import ask_consent
from wiki.audit.acts import name_acts
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.pages.beside import show_beside
from wiki.pages.events import PageSettled

ACTS = {
    "photo.agreed": _l("a noté l'accord des personnes de la photo %(thing)s"),
    "photo.hidden": _l("a fait masquer la photo %(thing)s"),
    "photo.withdrawn": _l("a retiré l'accord et effacé la photo %(thing)s"),
}


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    name_acts(app, ACTS)
    ask_consent(app, lambda page: page.kind == KIND)
    show_beside(app, PHOTOS)
    fill_slots(app)
    app.jinja_env.globals["agreement_label"] = agreement_label
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def guard() -> int:
        with database.transaction() as session:
            return hold_back(session)

    def look_again(event: PageSettled) -> None:
        guard()

    events.listen(PageSettled, look_again)
    # Files also move from page to page, and an event is lost when its process ends before it is told.
    job_registry(app).beside(Regular(app, guard))
