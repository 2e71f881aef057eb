"""The address of the map."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.maps import views
from wiki.web.navigation import Door, navigation


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    navigation(app).footer.append(Door("/carte", _l("Carte")))
