"""Pages in several languages: neither search nor product, but what stands between."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.wiki.naming.conftest import FEATURES, Pages, pages, statements
from wiki.app import create_app
from wiki.config import Settings

__all__ = ["Pages", "pages", "statements"]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, (*FEATURES, "wiki.languages"))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wiki.database"].dispose()
