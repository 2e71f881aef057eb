"""Trappes proposes its climate walk, and a college judges it: arranged through the services."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scenarios.criteria.queries import grid_of
from scenarios.curation import readers, rules, service
from scenarios.curation.models import Nomination, Reader
from scenarios.deliberation import deciding, opinions, reworking
from scenarios.deliberation.models import Decision, Opinion, ReworkRequest
from scenarios.deliberation.opinions import Written
from tests import factories
from tests.scenarios.adaptation.conftest import Adapted, add_people
from wiki.accounts.queries import actor_of
from wiki.activity.models import Happening
from wiki.permissions import Actor

COLLEGE = {"savante": "reviewer", "curateur": "curator", "troisieme": "curator"}
"""Beside `relectrice` (reviewer) and `curatrice` (curator)."""


class Exam(Adapted):
    """Pages, and what the nation makes of them."""

    def actor(self, handle: str) -> Actor:
        """The person as they are now; read, for somebody else may be writing."""
        if not handle:
            return super().actor("")
        with self.look() as session:
            return actor_of(session, self.people[handle], self.app.extensions["wiki.rules"])

    def role(self, handle: str, site_role: str) -> None:
        """Give somebody another role for the site."""
        with self.write() as session:
            session.get_one(factories.User, self.people[handle]).site_role = site_role

    def join(self, handle: str, slug: str = "trappes", role: str = "member") -> None:
        """Let somebody belong to a territory from now on."""
        with self.write() as session:
            person = session.get_one(factories.User, self.people[handle])
            factories.membership(session, person, factories.territory(session, slug), role)

    def version(self, page_id: int, by: str = "referente") -> None:
        """Another version of a page, with another title."""
        self.change(page_id, ("\n# ", "\n# Bien "), by=by)

    def propose(self, page_id: int, *, by: str = "referente", number: int = 1, **new: Any) -> int:
        words = new.pop("words", "Joué trois fois, repris par deux écoles.")
        with self.write() as session:
            asked = service.NewNomination(page_id, number, words, **new)
            return service.propose(session, self.actor(by), asked).id

    def proposed(self, **new: Any) -> int:
        """A nomination of a scenario of Trappes."""
        if new:
            return self.propose(self.origin(), **new)
        return self.beginning.once("proposed", lambda: self.propose(self.origin()))

    def withdraw(
        self, nomination_id: int, reason: str = "Nous le revoyons", *, by: str = "referente"
    ) -> None:
        with self.write() as session:
            service.withdraw(session, self.actor(by), nomination_id, reason)

    def assign(self, nomination_id: int, *handles: str, by: str = "curatrice") -> None:
        with self.write() as session:
            readers.assign(session, self.actor(by), nomination_id, [self.people[one] for one in handles])

    def written(
        self, nomination_id: int, verdict: str = "retained", mark: str = "2", **changes: Any
    ) -> Written:
        """An opinion with the same mark on every criterion; `changes` are marks or reasons by place."""
        with self.look() as session:
            grid = grid_of(session, session.get_one(Nomination, nomination_id).grid_id)
            ids = [one.id for one in grid.criteria]
        marks = dict.fromkeys(ids, mark) | {ids[at]: to for at, to in changes.get("marks", {}).items()}
        reasons = dict.fromkeys(ids, "Vu en le lisant.") | {
            ids[at]: to for at, to in changes.get("reasons", {}).items()
        }
        return Written(verdict, changes.get("words", "Solide et transposable."), marks, reasons)

    def give(
        self, nomination_id: int, by: str, verdict: str = "retained", mark: str = "2", **changes: Any
    ) -> None:
        written = self.written(nomination_id, verdict, mark, **changes)
        with self.write() as session:
            opinions.give(session, self.actor(by), nomination_id, written)

    def judged(self, nomination_id: int, *handles: str) -> None:
        """Opinions of several people, by default of enough."""

        def judge() -> None:
            for handle in handles or ("relectrice", "savante", "curatrice", "curateur"):
                self.give(nomination_id, handle)

        self.beginning.once(("judged", nomination_id, *handles), judge)

    def decide(
        self, nomination_id: int, outcome: str = "retained", *, by: str = "curatrice", requests: Sequence[str] = (),
        words: str = "Les avis concordent.", seen: int | None = None,
    ) -> int:  # fmt: skip
        with self.write() as session:
            state = session.get_one(Nomination, nomination_id).serial if seen is None else seen
            new = deciding.NewDecision(outcome, words, state, requests)
            return deciding.propose(session, self.actor(by), nomination_id, new).id

    def speak(self, decision_id: int, by: str, agrees: bool = True, words: str = "") -> str:
        with self.write() as session:
            return deciding.speak(session, self.actor(by), decision_id, agrees, words).state

    def decided(self, nomination_id: int, outcome: str = "retained", requests: Sequence[str] = ()) -> None:
        """Proposed by one, confirmed by the other of the national team."""

        def decide() -> None:
            made = self.decide(nomination_id, outcome, requests=requests)
            assert self.speak(made, "curateur") == "taken"

        self.beginning.once(("decided", nomination_id, outcome, *requests), decide)

    def send(
        self, nomination_id: int, words: str = "C'est corrigé.", number: int = 1, *, by: str = "referente"
    ) -> None:
        with self.write() as session:
            asked = session.scalars(select(ReworkRequest).where(ReworkRequest.nomination_id == nomination_id))
            answers = reworking.Answers({one.id: words for one in asked}, {}, number)
            reworking.send(session, self.actor(by), nomination_id, answers)

    def contest(
        self, nomination_id: int, words: str = "Un avis a été mal compris.", *, by: str = "referente"
    ) -> None:
        with self.write() as session:
            reworking.contest(session, self.actor(by), nomination_id, words)

    def nomination(self, nomination_id: int) -> Nomination:
        with self.look() as session:
            return session.get_one(Nomination, nomination_id)

    def decision(self, decision_id: int) -> Decision:
        with self.look() as session:
            return session.get_one(Decision, decision_id)

    def awaited(self, nomination_id: int) -> dict[str, str]:
        """What is awaited from whom."""
        names = {number: handle for handle, number in self.people.items()}
        with self.look() as session:
            found = session.scalars(select(Reader).where(Reader.nomination_id == nomination_id))
            return {names[one.user_id]: one.awaited for one in found if one.awaited}

    def reader(self, nomination_id: int, handle: str) -> Reader:
        with self.look() as session:
            mine = (Reader.nomination_id == nomination_id, Reader.user_id == self.people[handle])
            return session.scalars(select(Reader).where(*mine)).one()

    def opinion(self, nomination_id: int, handle: str, number: int = 1) -> Opinion:
        with self.look() as session:
            mine = (Opinion.nomination_id == nomination_id, Opinion.author_id == self.people[handle])
            return session.scalars(select(Opinion).where(*mine, Opinion.round == number)).one()

    def told(self, kind: str) -> list[tuple[str, list[str]]]:
        """What was told of a kind: outcome, and the people whom it names."""
        names = {number: handle for handle, number in self.people.items()}
        with self.look() as session:
            found = session.scalars(
                select(Happening).where(Happening.kind == kind).order_by(Happening.id)
            ).all()
            return [
                (one.details.get("outcome", ""), sorted(names[who] for who in one.details["user_ids"]))
                for one in found
            ]

    def rule(
        self, opinions: int = 3, voices: int = 2, remind: int = 7, late: int = 30, *, turn: int = 0
    ) -> None:
        with self.write() as session:
            rules.change(session, self.actor("curatrice"), rules.Rules(opinions, voices, remind, late), turn)


@pytest.fixture
def exam(app: Flask, people: dict[str, int], write: Callable[[], Any]) -> Exam:
    add_people(write, people)
    with write() as session:
        for handle, role in COLLEGE.items():
            people[handle] = factories.user(session, handle, site_role=role).id
    return Exam(app, people, [])
