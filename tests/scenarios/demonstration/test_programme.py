"""The demonstration's programmes could have been typed by people, and are added once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.demonstration import content, loader
from scenarios.demonstration.people import ensure_people
from scenarios.demonstration.programme import add_programmes
from scenarios.programme.completing import completeness_of
from scenarios.programme.entries import BudgetEntry, MilestoneEntry, SponsorEntry, StepEntry
from scenarios.programme.models import ProgrammeEvent
from wiki.territories.models import StateStep, Territory

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Write = Callable[[], AbstractContextManager[Session]]
KINDS = (BudgetEntry, MilestoneEntry, SponsorEntry, StepEntry)


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_every_programme_is_sound_and_added_once(write: Write) -> None:
    with write() as session:
        since = loader.begun_at()
        loader.ensure_territories(session, content.territories(), since)
        users, _accounts = ensure_people(session, since)
        for _again in range(2):
            add_programmes(session, users)

        rows = [(kind, row) for kind in KINDS for row in session.scalars(select(kind.MODEL))]
        assert [row for kind, row in rows if kind.of(row).errors()] == []
        assert len({event.uid for event in session.scalars(select(ProgrammeEvent))}) == count(
            session, ProgrammeEvent
        )
        places = session.scalars(select(Territory).where(Territory.slug != "national")).all()
        found = completeness_of(session, [place.id for place in places])
        lacking = {place.slug: {item.key for item in found[place.id].missing} for place in places}
        assert {slug for slug, keys in lacking.items() if "self_financing" in keys} == {"bma", "porquerolles"}
        assert not any({"milestones", "events", "stewards"} & keys for keys in lacking.values())
        last = {
            step.territory_id: step.state
            for step in session.scalars(select(StateStep).order_by(StateStep.decided_on))
        }
        assert [place.slug for place in places if last[place.id] != place.state] == []
