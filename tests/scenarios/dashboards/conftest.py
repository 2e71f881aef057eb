"""A small nation: a scenario in Trappes that Nantes adapts and that is played here and there."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.provenance.models import ADAPTED
from wiki.provenance.service import record
from wiki.territories.models import Territory

TEXT = "---\nthèmes: [{themes}]\n{more}---\n\n# {title}\n\nUn texte.\n"


@pytest.fixture
def wrote(app: Flask, write: Any, people: dict[str, int]) -> Callable[..., int]:
    """`wrote("Mesurer", kind="scenario")` writes a page as the administrator and returns its number."""
    actor = Actor(user_id=people["admin"], site_role="admin", rules=app.extensions["wiki.rules"])

    def page(
        title: str,
        *,
        kind: str = "page",
        place: str = "trappes",
        audience: str = "public",
        themes: str = "Climat",
        more: str = "",
    ) -> int:
        with app.test_request_context(), write() as session:
            territory = session.scalars(select(Territory).where(Territory.slug == place)).one()
            text = TEXT.format(title=title, themes=themes, more=more)
            made = pages.create(
                session,
                actor,
                pages.NewPage(territory.id, kind, audience, text, as_found=True),
            )
            return made.id

    return page


@pytest.fixture
def nation(write: Any, wrote: Callable[..., int]) -> dict[str, int]:
    """Pages by what they are."""
    with write() as session:
        for place, (latitude, longitude) in {
            "trappes": (48.774, 2.009),
            "nantes": (47.2184, -1.5536),
        }.items():
            found = session.scalars(select(Territory).where(Territory.slug == place)).one()
            found.latitude, found.longitude = latitude, longitude
    made = {
        "scenario": wrote("Mesurer", kind="scenario", themes="Climat, Urbanité"),
        "hidden": wrote("À nous", kind="scenario", audience="territory"),
        "adapted": wrote("Mesurer à Nantes", kind="scenario", place="nantes"),
    }
    head = "scénario: trappes/mesurer\nlieu: Bruxelles\ncoordonnées: 50.8467, 4.3525\njoué le: 2026-10-03\n"
    made["retour"] = wrote("Joué ici", kind="enactment", more="scénario: trappes/mesurer\n")
    made["abroad"] = wrote("Joué loin", kind="enactment", place="nantes", more=head)
    with write() as session:
        record(session, session.get_one(Page, made["adapted"]), session.get_one(Page, made["scenario"]), 1, ADAPTED,
               number=1)  # fmt: skip
    return made
