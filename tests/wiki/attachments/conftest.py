"""Files sent to pages."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.wiki.attachments.samples import picture

Send = Callable[..., TestResponse]


@pytest.fixture
def page(publish: Callable[..., int]) -> int:
    """A page of Trappes that everybody reads, at /trappes/la-cour."""
    return publish("# La cour\n\nUn texte.\n", indexed=False)


@pytest.fixture
def send(client_of: Callable[[str], FlaskClient], page: int) -> Send:
    """`send(data, "photo.jpg")` — as the editor does; the answer of the server."""

    def post(
        data: bytes | None = None, name: str = "photo.jpg", *, by: str = "membre", to: str = "trappes/la-cour",
        **fields: Any,
    ) -> TestResponse:  # fmt: skip
        content = io.BytesIO(picture() if data is None else data)
        return client_of(by).post(
            f"/{to}/fichiers",
            data={"file": (content, name), **fields},
            headers={"Accept": "application/json"},
        )

    return post


@pytest.fixture
def shelf(app: Flask) -> Any:
    """The shelf of the test's application."""
    return app.extensions["wiki.attachments"]
