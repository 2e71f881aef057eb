"""The public part of a programme for programs: the same whoever asks."""

from typing import Any

from flask import Blueprint, jsonify, url_for
from flask.typing import ResponseReturnValue

from scenarios.programme import queries
from scenarios.programme.drawing import state_of
from scenarios.programme.models import Milestone, ProgrammeEvent, Source, Sponsor
from scenarios.programme.money import Budget
from wiki.days import today
from wiki.db import read_session
from wiki.permissions import VISITOR
from wiki.territories.models import Territory
from wiki.territories.queries import local

blueprint = Blueprint("programme_api", __name__, url_prefix="/api/v1/territories")


@blueprint.get("/<territory>/programme")
def show(territory: str) -> ResponseReturnValue:
    """State, sponsors, budgets without their lines, public milestones and what comes of public events."""
    session = read_session()
    place = local(session, territory)
    found = queries.programme(session, VISITOR, place)
    return jsonify(
        territory=place.slug,
        name=place.name,
        project=place.project,
        url=url_for("programme.sheet", territory=place.slug, _external=True),
        state=place.state,
        states=[
            {"state": step.state, "decided_on": _day(step.decided_on), "body": step.body}
            for step in found.steps
        ],
        completeness=found.completeness.percent,
        sponsors=[_sponsor(one) for one in found.sponsors],
        budgets=[_budget(one) for one in found.budgets],
        milestones=[_milestone(one) for one in found.milestones],
        events=[_event(place, one) for one in found.events],
        calendar=url_for("programme.agenda_feed", territory=place.slug, _external=True),
    )


def _sponsor(one: Sponsor) -> dict[str, Any]:
    return {
        "name": one.name, "quality": one.quality, "words": one.words, "link": one.link or None,
        "since": one.since_year,
    }  # fmt: skip


def _budget(one: Budget) -> dict[str, Any]:
    """Amounts in cents, so that they stay exact."""
    return {
        "year": one.year,
        "money_cents": one.money,
        "self_financing_cents": one.of(Source.OWN),
        "in_kind_cents": one.in_kind,
    }


def _milestone(one: Milestone) -> dict[str, Any]:
    return {
        "title": one.title,
        "starts_on": _day(one.starts_on),
        "ends_on": _day(one.ends_on),
        "state": state_of(one, today()),
        "words": one.words,
    }


def _event(place: Territory, one: ProgrammeEvent) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "title": one.title,
        "url": url_for("programme.event", territory=place.slug, event_id=one.id, _external=True),
        "starts_on": _day(one.starts_on),
        "starts_at": one.starts_at.isoformat("minutes") if one.starts_at else None,
        "ends_on": _day(one.ends_on),
        "ends_at": one.ends_at.isoformat("minutes") if one.ends_at else None,
        "zone": one.zone,
        "place": one.place,
        "words": one.words,
        "cancelled": one.cancelled_at is not None,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None
