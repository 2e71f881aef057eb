"""Pages that were taken up elsewhere, arranged through the services."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.wiki.pages.conftest import Pages
from wiki.pages.models import Page
from wiki.provenance import service
from wiki.provenance.models import ADAPTED
from wiki.provenance.queries import Credit, credit

TEXT = """---
territoire: Trappes
licence: CC-BY-SA-4.0
auteurs: [Collège local de Trappes]
---

# Mesurer la chaleur

Une marche.
"""


class Derived(Pages):
    """Pages, and what they take from one another."""

    def take(self, page_id: int, source_id: int, number: int, kind: str = ADAPTED) -> None:
        with self.write() as session:
            service.record(
                session, session.get_one(Page, page_id), session.get_one(Page, source_id), number, kind
            )

    def credit(self, page_id: int, reader: str = "") -> Credit:
        actor = self.actor(reader)
        with self.look() as session:
            return credit(session, actor, session.get_one(Page, page_id))


@pytest.fixture
def derived(app: Flask, people: dict[str, int], write: Callable[[], Any]) -> Derived:
    """Trappes and Nantes, each with a referent of its own: `referente` and `nantaise`."""
    with write() as session:
        nantes = factories.territory(session, "nantes")
        person = factories.user(session, "nantaise")
        factories.membership(session, person, nantes, "referent")
        people["nantaise"] = person.id
    return Derived(app, people, [])
