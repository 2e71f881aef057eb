"""Territories, their colleges, the people of a territory, and what it still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from wiki.accounts.models import User
from wiki.errors import NotFound
from wiki.permissions import Actor, Permission, require
from wiki.rendering.slugs import fold
from wiki.territories.categories import ActorCategory
from wiki.territories.map import Point
from wiki.territories.models import NATIONAL, CollegeSeat, Membership, Territory


@dataclass(frozen=True)
class TerritorySummary:
    """A territory as lists and pickers show it; outlives the session it was read in."""

    id: int
    slug: str
    name: str
    region: str
    state: str
    summary: str


@dataclass(frozen=True)
class Person:
    """Somebody as named on a page."""

    handle: str
    name: str


@dataclass(frozen=True)
class Team:
    """The people of a territory: two roles by name, everybody by number."""

    referents: tuple[Person, ...]
    ambassadors: tuple[Person, ...]
    members: int


@dataclass(frozen=True)
class CollegeRow:
    """One category of actors with the seats that are filled."""

    category: ActorCategory
    seats: tuple[CollegeSeat, ...]


@dataclass(frozen=True)
class Gaps:
    """What a territory's sheet still lacks, and who waits for an answer."""

    project: bool
    place: bool
    referent: bool
    empty_categories: int
    requests: int

    def __bool__(self) -> bool:
        return any((self.project, self.place, self.referent, self.empty_categories, self.requests))


def by_slug(session: Session, slug: str) -> Territory:
    """The territory with this address, the national space included.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Territory).where(Territory.slug == slug))
    if found is None:
        raise NotFound
    return found


def local(session: Session, slug: str) -> Territory:
    """The territory with this address; the national space is no territory.

    Raises:
        NotFound: there is none.
    """
    found = by_slug(session, slug)
    if found.is_national:
        raise NotFound
    return found


def editable(session: Session, actor: Actor, slug: str) -> Territory:
    """The territory with this address, for somebody who looks after its sheet and college.

    Raises:
        NotFound: there is none.
        Forbidden: the actor does not look after it.
    """
    found = local(session, slug)
    require(actor, Permission.TERRITORY_EDIT, found)
    return found


def listing(session: Session, national: bool = False) -> list[TerritorySummary]:
    """All territories by name; the national space only when asked for."""
    columns = (Territory.id, Territory.slug, Territory.name, Territory.region, Territory.state)
    rows = session.execute(select(*columns, Territory.project))
    found = [TerritorySummary(*row) for row in rows if national or row.slug != NATIONAL]
    return sorted(found, key=lambda territory: fold(territory.name))


def points(session: Session) -> dict[str, Point]:
    """Where the territories are that say it, by address."""
    rows = session.execute(select(Territory.slug, Territory.latitude, Territory.longitude))
    return {
        slug: Point(latitude, longitude)
        for slug, latitude, longitude in rows
        if latitude is not None and longitude is not None
    }


def regions(session: Session) -> list[str]:
    """The regions written so far, to suggest them."""
    found = session.scalars(select(Territory.region).where(Territory.region != "").distinct())
    return sorted(found, key=fold)


def college(territory: Territory) -> list[CollegeRow]:
    """Every category of actors in order, with its filled seats in theirs; none means that it is empty."""
    return [
        CollegeRow(category, tuple(seat for seat in territory.college if seat.category == category))
        for category in ActorCategory
    ]


def team(session: Session, territory: Territory) -> Team:
    """The people admitted in a territory."""
    rows = session.execute(
        select(Membership.role, User.handle, User.name)
        .join(User, Membership.user_id == User.id)
        .where(Membership.territory_id == territory.id, Membership.admitted_at.is_not(None))
        .order_by(Membership.admitted_at, Membership.id)
    ).all()

    def named(role: str) -> tuple[Person, ...]:
        return tuple(Person(row.handle, row.name) for row in rows if row.role == role)

    return Team(named("referent"), named("ambassador"), len(rows))


def membership_of(session: Session, actor: Actor, territory: Territory) -> Membership | None:
    """The actor's own place in a territory, asked for or given."""
    if actor.user_id is None:
        return None
    return session.scalar(
        select(Membership).where(Membership.territory_id == territory.id, Membership.user_id == actor.user_id)
    )


def requests(session: Session, actor: Actor, territory: Territory) -> Sequence[Membership]:
    """Who asks to be admitted, longest waiting first.

    Raises:
        Forbidden: the actor does not look after the members.
    """
    require(actor, Permission.TERRITORY_MEMBERS, territory)
    return session.scalars(
        _people(territory).where(Membership.admitted_at.is_(None)).order_by(Membership.asked_at)
    ).all()


def members(session: Session, actor: Actor, territory: Territory) -> Sequence[Membership]:
    """Who is admitted, by name.

    Raises:
        Forbidden: the actor does not look after the members.
    """
    require(actor, Permission.TERRITORY_MEMBERS, territory)
    found = session.scalars(_people(territory).where(Membership.admitted_at.is_not(None))).all()
    return sorted(found, key=lambda membership: fold(membership.user.name))


def gaps(session: Session, territory: Territory) -> Gaps:
    """What the territory's sheet still lacks."""
    admitted = Membership.admitted_at.is_not(None)
    counts = session.execute(
        select(
            func.count().filter(~admitted),
            func.count().filter(admitted, Membership.role == "referent"),
        ).where(Membership.territory_id == territory.id)
    ).one()
    return Gaps(
        project=not territory.project,
        place=not territory.place or not territory.region,
        referent=counts[1] == 0,
        empty_categories=sum(not row.seats for row in college(territory)),
        requests=counts[0],
    )


def _people(territory: Territory) -> Select[Membership]:
    return (
        select(Membership).where(Membership.territory_id == territory.id).options(joinedload(Membership.user))
    )
