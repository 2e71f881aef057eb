"""Trappes' climate walk, played here and there: told through the form or the service."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scenarios.enactments import service
from scenarios.enactments.models import Enactment
from scenarios.retold.model import Account, Played
from tests.scenarios.adaptation.conftest import Adapted, add_people

Client = Callable[[str], FlaskClient]


class Lived(Adapted):
    """Pages, and the sessions that people tell of."""

    def report(
        self, scenario_id: int, *, by: str = "membre", version: int = 1, audience: str = "public",
        place_id: int | None = None, key: str = "", **told: Any,
    ) -> int:  # fmt: skip
        """Tell a session through the service; returns the page."""
        actor = self.actor(by)
        told.setdefault("played_on", date(2026, 6, 14))
        account = Account(Played("", version), **told)
        with self.write() as session:
            report = service.Report(account, audience, place_id)
            return service.report(session, actor, scenario_id, report, key).page.id

    def page_id(self, address: str) -> int:
        """The page at an address of the site."""
        page = self.at(address.strip("/"))
        assert page is not None
        return page.id

    def row(self, page_id: int) -> Enactment | None:
        with self.look() as session:
            return session.get(Enactment, page_id)

    def scenario_told_of(self, page_id: int) -> int | None:
        """The scenario that a retour was found to tell of."""
        row = self.row(page_id)
        assert row is not None
        return row.scenario_id

    def path(self, page_id: int) -> str:
        return f"/{self.page(page_id).path}"


@pytest.fixture
def lived(app: Flask, people: dict[str, int], write: Callable[[], Any]) -> Lived:
    add_people(write, people)
    return Lived(app, people, [])
