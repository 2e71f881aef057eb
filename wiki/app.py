"""The application factory: settings, what pages share, then each feature."""

from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module

from flask import Flask

from wiki import db
from wiki.config import Settings
from wiki.events import EventBus
from wiki.permissions import Rules
from wiki.resources import templates_folder
from wiki.web import wiring as web

WIKI_FEATURES = (
    "wiki.jobs",
    "wiki.audit",
    "wiki.activity",
    "wiki.outbox",
    "wiki.mail",
    "wiki.accounts",
    "wiki.openid",
    "wiki.tokens",
    "wiki.territories",
    "wiki.themes",
    "wiki.pages",
    "wiki.drafts",
    "wiki.provenance",
    "wiki.naming",
    "wiki.languages",
    "wiki.protection",
    "wiki.trash",
    "wiki.blocks",
    "wiki.patrol",
    "wiki.spam",
    "wiki.contributions",
    "wiki.discussion",
    "wiki.synonyms",
    "wiki.searchlog",
    "wiki.finding",
    "wiki.attachments",
    "wiki.housekeeping",
    "wiki.savedsearches",
    "wiki.watching",
    "wiki.notifications",
    "wiki.searchwatch",
    "wiki.digests",
    "wiki.letters",
    "wiki.webhooks",
    "wiki.upkeep",
    "wiki.exchange",
    "wiki.entrance",
    "wiki.feeds",
)
FEATURES = (
    *WIKI_FEATURES,
    "scenarios.kind",
    "scenarios.reading",
    "scenarios.authoring",
    "scenarios.adaptation",
    "scenarios.proposals",
    "scenarios.transposition",
    "scenarios.formats",
    "scenarios.programme",
    "scenarios.photos",
    "scenarios.enactments",
    "scenarios.suggestions",
    "scenarios.lived",
    "scenarios.inventory",
    "scenarios.featuring",
    "scenarios.showcase",
    "scenarios.criteria",
    "scenarios.calls",
    "scenarios.curation",
    "scenarios.deliberation",
    "scenarios.examination",
    "scenarios.collections",
    "scenarios.maps",
    "scenarios.dashboards",
    "scenarios.demonstration",
)
"""Loaded by name, in order, so that the wiki never imports the product that stands on it."""

MAX_REQUEST_BYTES = 32 * 1024 * 1024


def create_app(settings: Settings | None = None, features: Sequence[str] = FEATURES) -> Flask:
    """Make the application.

    Args:
        settings: read from the environment when not given.
        features: packages that have a `wiring` module with `init_app(app)`.
    """
    settings = settings or Settings.from_environment()
    settings.prepare_data_dir()
    app = Flask("wiki", template_folder=str(templates_folder()), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret(),
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        DEBUG=settings.debug,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    events = EventBus()
    app.extensions.update({"wiki.settings": settings, "wiki.events": events, "wiki.rules": Rules()})
    db.init_app(app, settings.database, events)
    web.init_app(app, settings)
    for feature in features:
        import_module(f"{feature}.wiring").init_app(app)
    return app
