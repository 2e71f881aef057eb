"""Nantes offers what it changed to Trappes, arranged through the services."""

from collections.abc import Callable, Collection
from typing import Any

import pytest
from flask import Flask

from scenarios.proposals import queries, service
from scenarios.proposals.models import Proposal
from tests.scenarios.adaptation.conftest import Adapted, add_people
from wiki.pages.models import Page


class Offered(Adapted):
    """Pages, and what they offer one another."""

    def offerable(self, page_id: int, by: str = "nantaise") -> list[str]:
        """What may be offered, in sentences."""
        found = self._offer(page_id, by)
        return [str(choice.change) for choice in found.difference.asked] if found else []

    def offer(
        self,
        page_id: int,
        wanted: Collection[str],
        *,
        by: str = "nantaise",
        reason: str = "Plus vivant",
        **new: Any,
    ) -> int:
        """Offer the changes whose sentence holds one of the words."""
        found = self._offer(page_id, by)
        assert found is not None
        chosen = frozenset(
            choice.index
            for choice in found.difference.asked
            if any(word in str(choice.change) for word in wanted)
        )
        asked = {
            "number": self.page(page_id).current.number, "seen": found.found.mark, "chosen": chosen, **new
        }  # fmt: skip
        actor = self.actor(by)
        with self.write() as session:
            return service.offer(session, actor, service.NewProposal(page_id, reason=reason, **asked)).id

    def accept(
        self,
        proposal_id: int,
        chosen: Collection[int] | None = None,
        *,
        by: str = "referente",
        **accepted: Any,
    ) -> Proposal:
        """Accept some of a proposal, or all of it."""
        found = self.proposal(proposal_id)
        actor = self.actor(by)
        asked = service.Acceptance(
            proposal_id, found.target_id, frozenset(range(50) if chosen is None else chosen), **accepted
        )
        with self.write() as session:
            return service.accept(session, actor, asked)

    def decline(
        self, proposal_id: int, answer: str = "Trop long pour nous", *, by: str = "referente"
    ) -> None:
        target_id = self.proposal(proposal_id).target_id
        actor = self.actor(by)
        with self.write() as session:
            service.decline(session, actor, target_id, proposal_id, answer)

    def withdraw(self, page_id: int, proposal_id: int, by: str = "nantaise") -> None:
        actor = self.actor(by)
        with self.write() as session:
            service.withdraw(session, actor, page_id, proposal_id)

    def proposal(self, proposal_id: int) -> Proposal:
        with self.look() as session:
            return session.get_one(Proposal, proposal_id)

    def _offer(self, page_id: int, by: str) -> queries.Offer | None:
        actor = self.actor(by)
        with self.look() as session:
            return queries.offer_of(session, actor, session.get_one(Page, page_id))


@pytest.fixture
def offered(app: Flask, people: dict[str, int], write: Callable[[], Any]) -> Offered:
    add_people(write, people)
    return Offered(app, people, [])
