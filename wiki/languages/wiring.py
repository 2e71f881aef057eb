"""Languages of pages: kept with each save, shown above the page, told to search engines and to referents."""

from flask import Flask

from wiki.languages import projection, service, views
from wiki.languages.columns import LANGUAGES
from wiki.naming.registry import find_mentions
from wiki.pages.beside import show_beside
from wiki.pages.projections import add_projection
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    add_projection(app, projection.note)
    find_mentions(app, service.pages_translated_from)
    show_beside(app, *LANGUAGES)
    places = slots(app)
    places.fill("page.head", views.alternates)
    places.fill("page.news", views.switch)
    places.fill("page.foot", views.door)
    places.fill("page.settings", views.settings_section)
    places.fill("territory.steps", views.next_step)
