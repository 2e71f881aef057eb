"""Themes with pages of their own kind, as the feature above would hold them."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from wiki.app import create_app
from wiki.config import Settings
from wiki.permissions import Actor
from wiki.themes import service


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, features=("wiki.jobs", "wiki.themes"))
    app.testing = True
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture
def curator(app: Flask) -> Actor:
    """Somebody of the national team."""
    return Actor(user_id=1, site_role="curator", rules=app.extensions["wiki.rules"])


@pytest.fixture
def seeded(write: Callable[[], object]) -> None:
    """The seven families."""
    with write() as session:
        service.ensure_families(session)
