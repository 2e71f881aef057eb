"""Reads of nominations: one of them for who may know of it, those of a page, the college that reads them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from scenarios.curation.models import OPEN, CurationSettings, Nomination
from wiki.accounts.models import User
from wiki.errors import NotFound
from wiki.nested import Rows
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page, Revision
from wiki.permissions import Actor, Permission, can
from wiki.territories.models import Membership

COLLEGE_ROLES = ("reviewer", "curator")
_IN_USE = (User.deleted_at.is_(None), User.blocked_at.is_(None), User.confirmed_at.is_not(None))


class Latest(NamedTuple):
    """The last nomination of a page, as everybody may know of it."""

    id: int
    number: int
    state: str
    round: int

    @property
    def url(self) -> str:
        return f"/examen/{self.id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def nomination(session: Session, actor: Actor, number: int) -> Nomination:
    """One nomination.

    Raises:
        NotFound: there is none, or none that this person may know of.
    """
    found = session.scalar(_whole().where(Nomination.id == number))
    if found is None or not may_know(actor, found):
        raise NotFound
    return found


def held(session: Session, actor: Actor, number: int) -> Nomination:
    """A nomination, held until the transaction ends, so that two decisions follow one another.

    Raises:
        NotFound: there is none, or none that this person may know of.
    """
    found = session.get(Nomination, number, with_for_update=True, populate_existing=True)
    if found is None or not may_know(actor, found):
        raise NotFound
    return found


def may_know(actor: Actor, found: Nomination) -> bool:
    """The college; who proposed it and the referents; everybody else once it is decided, if they read the page."""
    if can(actor, Permission.CURATION_READ) or is_of_territory(actor, found):
        return True
    return found.is_public and actor.sees(found.page.audience_key)


def may_answer_for(actor: Actor, found: Nomination) -> bool:
    """Whether this person may act for the scenario, even where the page was hidden or deleted meanwhile."""
    return is_of_territory(actor, found) and not actor.is_suspended


def is_of_territory(actor: Actor, found: Nomination) -> bool:
    """Whether this person answers for the scenario: they proposed it, or are a referent of its territory."""
    if not actor.is_authenticated:
        return False
    places = (found.territory_id, found.page.territory_id)
    return actor.user_id == found.proposed_by or any(actor.is_referent(place) for place in places)


def of_page(session: Session, page_id: int) -> Sequence[Nomination]:
    """All nominations of a page, the last one first."""
    query = _whole().where(Nomination.page_id == page_id).order_by(Nomination.id.desc())
    return session.scalars(query.limit(20)).all()


def open_of(session: Session, page_id: int) -> Nomination | None:
    """The one of a page that is being examined."""
    return session.scalar(_whole().where(Nomination.page_id == page_id, Nomination.state.in_(OPEN)))


def proposed_text(session: Session, found: Nomination) -> Revision:
    """The version that is proposed."""
    query = select(Revision).where(Revision.page_id == found.page_id, Revision.number == found.number)
    return session.scalars(query.options(joinedload(Revision.author))).one()


def settings(session: Session) -> CurationSettings:
    """The rules in force."""
    return session.get(CurationSettings, 1) or fresh_settings()


def fresh_settings() -> CurationSettings:
    """The rules of a wiki whose national team has not chosen any."""
    return CurationSettings(id=1, opinions=3, voices=2, remind_after=7, late_after=30, turn=0)


def college(session: Session) -> Sequence[User]:
    """Everybody who may be asked for an opinion, by name."""
    query = select(User).where(User.site_role.in_(COLLEGE_ROLES), *_IN_USE).order_by(User.name, User.id)
    return session.scalars(query).all()


def national_team(session: Session) -> list[int]:
    """The accounts of the national team."""
    return [one.id for one in college(session) if one.site_role == "curator"]


def who_answers(session: Session, found: Nomination) -> list[int]:
    """Whom the college speaks to: who proposed it, and the referents of its territory."""
    referents = session.scalars(
        select(Membership.user_id).where(
            Membership.territory_id == found.territory_id,
            Membership.role == "referent",
            Membership.admitted_at.is_not(None),
        )
    )
    proposer = [found.proposed_by] if found.proposed_by is not None else []
    return sorted({*proposer, *referents})


def latest_in(told: Told) -> Latest | None:
    """The last nomination of a page, from what its reader was told beside it."""
    rows = told[LATEST.name]
    return Latest(*rows[0]) if rows else None


def _whole() -> Select[Nomination]:
    return select(Nomination).options(
        joinedload(Nomination.page).joinedload(Page.territory),
        joinedload(Nomination.territory),
        joinedload(Nomination.proposer),
        joinedload(Nomination.closer),
        joinedload(Nomination.call),
    )


def _latest(readable: Readable) -> ColumnElement[Any]:
    last = (
        select(Nomination.id, Nomination.number, Nomination.state, Nomination.round)
        .where(Nomination.page_id == Page.id)
        .order_by(Nomination.id.desc())
        .limit(1)
        .correlate(Page)
        .subquery()
    )
    return select(Rows(*last.c)).select_from(last).correlate(Page).scalar_subquery()


LATEST = Beside("curation.latest", _latest)
