"""Retours: their form, what is kept of their texts, and how often scenarios were played."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.enactments import events, permissions, queries, service, views, views_sending
from scenarios.enactments.fillings import PLAYED, fill_slots
from scenarios.enactments.projection import note
from wiki.finding.marks import count_played
from wiki.naming.registry import find_mentions
from wiki.pages.beside import show_beside
from wiki.pages.projections import add_projection
from wiki.pages.readers import ask_before_opening
from wiki.permissions import Permission, Rules
from wiki.web.navigation import Door, navigation

_MORE_VIEWS = (views_sending,)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.ENACTMENT_REPORT, permissions.may_report)
    add_projection(app, note)
    count_played(app, queries.played_among)
    find_mentions(app, queries.retours_naming)
    events.listen(app)
    ask_before_opening(app, service.check_readers)
    show_beside(app, PLAYED)
    app.register_blueprint(views.blueprint)
    fill_slots(app)
    navigation(app).account.append(Door("/sur-cet-appareil", _l("Sur cet appareil")))
