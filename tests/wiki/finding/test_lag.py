"""The page of results says when the index is behind, and only then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from wiki.db import now
from wiki.jobs.worker import drain
from wiki.outbox.models import Change

Client = Callable[..., FlaskClient]
NOTICE = "Les derniers enregistrements arrivent dans la recherche dans un instant."


def test_a_change_that_waits_for_long_is_told(
    app: Flask, client_of: Client, publish: Callable[..., int], write: Any
) -> None:
    client = client_of()
    publish("# Des abeilles\n\nUne ruche.\n", indexed=False)
    with write() as session:
        session.execute(update(Change).values(created_at=now() + timedelta(minutes=1)))
    assert NOTICE not in client.get("/recherche?q=ruche").text
    with write() as session:
        session.execute(update(Change).values(created_at=now() - timedelta(seconds=2)))
    assert NOTICE in client.get("/recherche?q=ruche").text
    drain(app)
    assert NOTICE not in client.get("/recherche?q=ruche").text
