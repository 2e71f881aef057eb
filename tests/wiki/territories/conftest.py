"""The application without what stands on territories."""

from collections.abc import Iterator

import pytest
from flask import Flask

from wiki.app import create_app
from wiki.config import Settings


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, features=("wiki.jobs", "wiki.accounts", "wiki.territories"))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wiki.database"].dispose()
