"""Themes with pages of their own kind, as the feature above would hold them."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table

from tests import rows
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


@pytest.fixture(scope="session")
def rows_of_families() -> dict[Table, Sequence[dict[str, Any]]]:
    """What `seeded` wrote for the first test that asked, for the next ones; empty until then."""
    return {}


@pytest.fixture
def seeded(write: Any, rows_of_families: dict[Table, Sequence[dict[str, Any]]]) -> None:
    """The seven families."""
    with write() as session:
        if rows_of_families:
            rows.put(session, rows_of_families)
        else:
            service.ensure_families(session)
            rows_of_families.update(rows.take(session))
