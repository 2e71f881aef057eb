"""Addresses, the number beside the account, and what pages show."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.examination import queries, views, views_answering, views_judging, views_reading
from scenarios.examination.fillings import fill_slots
from wiki.accounts.counted import count_beside
from wiki.entrance.addresses import list_in_sitemap
from wiki.web.navigation import Door, navigation

_MORE_VIEWS = (views_reading, views_judging, views_answering)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    count_beside(app, "examinations", queries.awaited_of_reader)
    fill_slots(app)
    list_in_sitemap(app, views.addresses)
    navigation(app).footer.append(Door("/examen", _l("Décisions de la nation")))
