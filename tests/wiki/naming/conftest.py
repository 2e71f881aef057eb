"""Pages with names that change: neither search nor product, but what stands between."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.wiki.pages.conftest import Pages, pages, statements
from wiki.app import create_app
from wiki.config import Settings

__all__ = ["Pages", "pages", "statements"]

FEATURES = (
    "wiki.jobs",
    "wiki.audit",
    "wiki.activity",
    "wiki.outbox",
    "wiki.mail",
    "wiki.accounts",
    "wiki.territories",
    "wiki.themes",
    "wiki.pages",
    "wiki.drafts",
    "wiki.provenance",
    "wiki.attachments",
    "wiki.discussion",
    "wiki.watching",
    "wiki.naming",
)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, FEATURES)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wiki.database"].dispose()
