"""Shows the credit of every page, and tells machines."""

from flask import Flask

from wiki.pages.beside import show_beside
from wiki.pages.metadata import metadata_additions
from wiki.provenance import views
from wiki.provenance.columns import CREDIT
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    show_beside(app, *CREDIT)
    slots(app).fill("page.credit", views.below_the_text)
    slots(app).fill("page.print", views.on_paper)
    metadata_additions(app).append(views.metadata)
