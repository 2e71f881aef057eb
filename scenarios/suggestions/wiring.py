"""What retours propose: kept with their texts, shown on both pages, answered on a page of its own."""

from flask import Flask

from scenarios.suggestions import projection, queries, views
from scenarios.suggestions.fillings import fill_slots
from scenarios.suggestions.holding import HOLDING, own_answers
from wiki.accounts.owndata.registry import own_data
from wiki.pages.beside import show_beside
from wiki.pages.projections import add_projection
from wiki.pages.purging import hold


def init_app(app: Flask) -> None:
    add_projection(app, projection.note)
    show_beside(app, queries.MADE, queries.WAITING_COUNT)
    app.register_blueprint(views.blueprint)
    fill_slots(app)
    hold(app, HOLDING)
    own_data(app).add(own_answers)
