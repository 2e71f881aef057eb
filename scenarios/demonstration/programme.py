"""Budgets, sponsors, milestones, events and decisions of the demonstration's territories."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.demonstration.content import read_yaml
from scenarios.programme.models import BudgetLine, Milestone, ProgrammeEvent, Sponsor
from wiki.accounts.models import User
from wiki.days import today
from wiki.db import now
from wiki.pages.models import Page
from wiki.territories.models import Membership, StateStep, Territory

FILE = Path(__file__).parent / "content" / "programme.yaml"
FIRST_SHOWN = date(2015, 9, 15)
"""When the founding document named its territories."""
_KEEPER = "nadia"


def add_programmes(session: Session, users: Mapping[str, User]) -> None:
    """Add programmes to a wiki where no territory has one yet."""
    if session.scalar(select(Milestone.id).limit(1)) is not None:
        return
    told = read_yaml(FILE)
    pages = {page.path: page.id for page in session.scalars(select(Page))}
    for place in session.scalars(select(Territory).where(Territory.slug.in_(told))):
        programme = told[place.slug]
        keeper = _keeper(session, place) or users[_KEEPER]
        _give_college(place, keeper)
        session.add_all(_steps(place, programme, users[_KEEPER]))
        session.add_all(_rows(place, programme, keeper, pages))
    session.flush()


def _keeper(session: Session, place: Territory) -> User | None:
    """The referent, who writes the programme."""
    return session.scalar(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.territory_id == place.id, Membership.role == "referent")
    )


def _give_college(place: Territory, keeper: User) -> None:
    """Whoever carries the project guarantees it; in some colleges that is somebody with an account."""
    for seat in place.college:
        if seat.category == "pilot":
            seat.is_steward, seat.contact = True, f"college-{place.slug}@example.org"
            if keeper.handle != _KEEPER:
                seat.name, seat.body, seat.person_id = keeper.name, seat.name, keeper.id


def _steps(place: Territory, programme: Mapping[str, Any], author: User) -> Iterator[StateStep]:
    first = {
        "state": "vivier",
        "decided_on": FIRST_SHOWN,
        "body": "Comité mondial pour les apprentissages tout au long de la vie",
        "words": "Nommé dans le vivier territorial du document fondateur.",
    }
    for told in (first, *programme.get("states", ())):
        moment = told.get("decided_on") or today() - timedelta(days=told["ago"])
        yield StateStep(
            territory_id=place.id, state=told["state"], decided_on=moment, body=told.get("body", ""),
            words=told.get("words", ""), author_id=author.id,
        )  # fmt: skip


def _rows(
    place: Territory, programme: Mapping[str, Any], keeper: User, pages: Mapping[str, int]
) -> Iterator[Any]:
    mine = {"territory_id": place.id, "author_id": keeper.id}
    for year, label, euros, source in programme.get("budget", ()):
        cents = int(Decimal(euros) * 100)
        yield BudgetLine(**mine, year=today().year + year, label=label, cents=cents, source=source)
    for told in programme.get("sponsors", ()):
        since = today().year + told["since"] if "since" in told else None
        yield Sponsor(
            **mine, name=told["name"], quality=told.get("quality", ""), words=told.get("words", ""),
            since_year=since,
        )  # fmt: skip
    for told in programme.get("milestones", ()):
        yield Milestone(
            **mine, title=told["title"], starts_on=_day(told), ends_on=_last_day(told),
            is_done=told.get("done", False), is_public=not told.get("college", False), words=told.get("words", ""),
        )  # fmt: skip
    for number, told in enumerate(programme.get("events", ())):
        yield _event(mine, f"demonstration-{place.slug}-{number}", told, pages)


def _event(
    mine: Mapping[str, Any], name: str, told: Mapping[str, Any], pages: Mapping[str, int]
) -> ProgrammeEvent:
    is_off = told.get("cancelled", False)
    return ProgrammeEvent(
        **mine, uid=f"{name}@territoire-apprenant", sequence=int(is_off), title=told["title"],
        words=told.get("words", ""), place=told.get("place", ""), starts_on=_day(told),
        ends_on=_last_day(told) or _day(told), starts_at=_time(told.get("at")), ends_at=_time(told.get("end")),
        is_public=not told.get("college", False), cancelled_at=now() if is_off else None,
        page_id=pages.get(told.get("page", "")),
    )  # fmt: skip


def _day(told: Mapping[str, Any]) -> date:
    if "date" in told:
        return date.fromisoformat(told["date"])
    day = today() + timedelta(days=told["in"])
    return day + timedelta(days=(told["on"] - day.weekday()) % 7) if "on" in told else day


def _last_day(told: Mapping[str, Any]) -> date | None:
    return today() + timedelta(days=told["until"]) if "until" in told else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
