"""Trappes' climate walk, adapted by Nantes: arranged through the services."""

from collections.abc import Callable, Collection
from typing import Any

import pytest
from flask import Flask

from scenarios.adaptation import queries, service
from scenarios.adaptation.changes import Difference
from scenarios.demonstration.content import FOLDER
from scenarios.demonstration.earlier import earlier_text
from tests import factories
from tests.scenarios.beginnings import Beginning
from tests.wiki.pages.conftest import Pages
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.provenance.queries import Credit, credit
from wiki.territories.models import Territory

_FILE = FOLDER / "trappes" / "lire-le-climat-de-son-quartier-mesurer-un-ilot-de-fraicheur.md"
_LEFT_OUT = (
    "## Contexte et besoin",
    "### Activité : Météo ou climat ?",
    "### Activité : Dessiner l'affiche",
    "## Évaluation",
    "## Différenciation et accessibilité",
    "## Variantes",
)
_SHORTENED = (
    # The tests' wiki knows six themes.
    (", Sciences et technologies innovantes]", "]"),
    # Three activities last as long as the five of the whole page.
    ("### Activité : Partager\n\n- Durée : 10 min", "### Activité : Partager\n\n- Durée : 45 min"),
)
CLIMATE = earlier_text(_FILE.read_text(encoding="utf-8"), _LEFT_OUT, _SHORTENED)
"""A page of the demonstration, half as long: hundreds of its versions are read and rendered here."""


class Adapted(Pages):
    """Pages, and what adaptation makes of them."""

    def __init__(self, app: Flask, people: dict[str, int], indexed: list[int]) -> None:
        super().__init__(app, people, indexed)
        self.beginning = Beginning(app)

    def actor(self, handle: str) -> Actor:
        """The person, signed in once: nobody changes roles here."""
        known: dict[str, Actor] = self.__dict__.setdefault("_actors", {})
        if handle not in known:
            known[handle] = super().actor(handle)
        return known[handle]

    def origin(self, text: str = CLIMATE, **new: Any) -> int:
        if text is not CLIMATE or new:
            return self.create(text, kind="scenario", **new)
        return self.beginning.once("origin", lambda: self.create(text, kind="scenario"))

    def adapt(
        self, page_id: int, number: int = 1, *, by: str = "nantaise", place: str = "nantes", **new: Any
    ) -> int:
        def adapt() -> int:
            actor = self.actor(by)
            asked = service.NewAdaptation(page_id, number, self.place_id(place), **new)
            with self.write() as session:
                return service.adapt(session, actor, asked).id

        return adapt() if new else self.beginning.once(("adapt", page_id, number, by, place), adapt)

    def change(self, page_id: int, *pairs: tuple[str, str], by: str = "referente") -> None:
        """Replace words that are there once."""
        page = self.page(page_id)
        text = page.current.text
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.edit(page_id, page.current.number, text, by=by)

    def page(self, page_id: int) -> Page:
        with self.look() as session:
            page = session.get_one(Page, page_id)
            assert page.current.text is not None
            assert page.territory.slug
            return page

    def text(self, page_id: int) -> str:
        return self.page(page_id).current.text

    def following(self, page_id: int, by: str = "nantaise") -> queries.Following | None:
        actor = self.actor(by)
        with self.look() as session:
            return queries.following(session, actor, session.get_one(Page, page_id))

    def improvements(self, page_id: int, by: str = "nantaise") -> Difference:
        actor = self.actor(by)
        with self.look() as session:
            found = queries.following(session, actor, session.get_one(Page, page_id))
            assert found is not None
            return queries.improvements(session, found)

    def told(self, page_id: int, by: str = "nantaise") -> list[str]:
        """What may be taken, in sentences."""
        return [str(choice.change) for choice in self.improvements(page_id, by).open]

    def decide(
        self, page_id: int, wanted: Collection[str] = (), *, by: str = "nantaise", **decision: Any
    ) -> service.Decided:
        """Take the changes whose sentence holds one of the words; refuse the others."""
        found = self.following(page_id, by)
        assert found is not None
        chosen = frozenset(
            choice.index
            for choice in self.improvements(page_id, by).asked
            if any(word in str(choice.change) for word in wanted)
        )
        asked = {"seen": found.mark, "number": found.origin.current.number, "chosen": chosen, **decision}
        actor = self.actor(by)
        with self.write() as session:
            return service.decide(session, actor, service.Decision(page_id, **asked))

    def credit(self, page_id: int, reader: str = "") -> Credit:
        actor = self.actor(reader)
        with self.look() as session:
            return credit(session, actor, session.get_one(Page, page_id))


def add_people(write: Callable[[], Any], people: dict[str, int]) -> None:
    """Nantes and Rennes have a referent each: `nantaise`, `rennaise`."""
    with write() as session:
        for handle, slug, name in (("nantaise", "nantes", "Nantes"), ("rennaise", "rennes", "Rennes")):
            place: Territory = factories.territory(session, slug, name=name)
            person = factories.user(session, handle)
            factories.membership(session, person, place, "referent")
            people[handle] = person.id


@pytest.fixture
def adapted(app: Flask, people: dict[str, int], write: Callable[[], Any]) -> Adapted:
    add_people(write, people)
    return Adapted(app, people, [])
