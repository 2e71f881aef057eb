"""Reads of proposals: of a scenario, of a retour; each reader is told of those in retours that they may read."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from scenarios.enactments.queries import tells
from scenarios.suggestions.models import OFFERED, OPEN, TAKEN, Suggestion
from wiki.contributions.models import ACCEPTED, PARTLY, Contribution
from wiki.contributions.models import OPEN as WAITING
from wiki.errors import NotFound
from wiki.nested import Rows
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.territories.models import Territory

MOST_SHOWN = 200


class Shown(NamedTuple):
    """A proposal, and what became of it; `number` is the version that took it up, `offer` the change that waits."""

    id: int
    place: str
    words: str
    position: int
    state: str
    number: int | None
    offer: int | None
    answer: str

    @property
    def is_open(self) -> bool:
        return self.state == OPEN


def _effective() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The state and the version of a proposal: one that was offered goes the way of that offer."""
    was_taken = Contribution.state.in_((ACCEPTED, PARTLY))
    state = case(
        (Suggestion.state != OFFERED, Suggestion.state),
        (was_taken, TAKEN),
        (Contribution.state == WAITING, OFFERED),
        else_=OPEN,
    )
    return state, case((was_taken, Contribution.number), else_=Suggestion.number)


def _columns() -> tuple[Any, ...]:
    state, number = _effective()
    return (
        Suggestion.id, Suggestion.place, Suggestion.words, Suggestion.position, state, number,
        Suggestion.contribution_id, Suggestion.answer,
    )  # fmt: skip


_OFFER = and_(Contribution.id == Suggestion.contribution_id, Suggestion.state == OFFERED)


class FromRetour(NamedTuple):
    """A proposal with the retour that makes it."""

    shown: Shown
    title: str
    path: str
    territory: str


def proposals_to(session: Session, actor: Actor, page: Page) -> list[FromRetour]:
    """What retours propose to a scenario: what is open first, the newest first."""
    state = _effective()[0]
    rows = session.execute(
        select(*_columns(), Page.title, Territory.slug, Page.slug, Territory.name)
        .join(Page, Page.id == Suggestion.page_id)
        .join(Territory, Territory.id == Page.territory_id)
        .outerjoin(Contribution, _OFFER)
        .where(
            Suggestion.scenario_id == page.id, Suggestion.position.is_not(None), tells(), visible_to(actor)
        )
        .order_by(
            case((state == OPEN, 0), (state == OFFERED, 1), (state == TAKEN, 2), else_=3),
            Suggestion.id.desc(),
        )
        .limit(MOST_SHOWN)
    )
    return [
        FromRetour(Shown(*row[:8]), title, f"{place}/{slug}", name)
        for row in rows
        for title, place, slug, name in [row[8:]]
    ]


def suggestion_to(session: Session, actor: Actor, page: Page, suggestion_id: int) -> Suggestion:
    """One proposal to a scenario, with its retour.

    Raises:
        NotFound: there is none that this person may read of.
    """
    found = session.scalar(
        select(Suggestion)
        .join(Suggestion.page)
        .where(Suggestion.id == suggestion_id, Suggestion.scenario_id == page.id, tells(), visible_to(actor))
        .where(Suggestion.position.is_not(None))
        .options(contains_eager(Suggestion.page))
    )
    if found is None:
        raise NotFound
    return found


def state_of(session: Session, found: Suggestion) -> str:
    """What became of a proposal, the offer made of it included."""
    query = select(_effective()[0]).select_from(Suggestion).outerjoin(Contribution, _OFFER)
    return str(session.scalars(query.where(Suggestion.id == found.id)).one())


# Beside pages


def made_in(told: Told) -> list[Shown]:
    """What a retour proposes, in the order of its text."""
    return sorted((Shown(*row) for row in told[MADE.name] or ()), key=lambda shown: shown.position)


def _made(readable: Readable) -> ColumnElement[Any]:
    return (
        select(Rows(*_columns()))
        .select_from(Suggestion)
        .outerjoin(Contribution, _OFFER)
        .where(Suggestion.page_id == Page.id, Suggestion.position.is_not(None), tells())
        .correlate(Page)
        .scalar_subquery()
    )


def _open(readable: Readable) -> ColumnElement[Any]:
    told, offer = aliased(Page), aliased(Contribution)
    return (
        select(func.count())
        .select_from(Suggestion)
        .join(told, told.id == Suggestion.page_id)
        .outerjoin(offer, offer.id == Suggestion.contribution_id)
        .where(
            Suggestion.scenario_id == Page.id, Suggestion.position.is_not(None), tells(told), readable(told)
        )
        .where(or_(Suggestion.state == OPEN, and_(Suggestion.state == OFFERED, _came_to_nothing(offer))))
        .correlate(Page)
        .scalar_subquery()
    )


def _came_to_nothing(offer: Any) -> ColumnElement[bool]:
    return or_(offer.id.is_(None), offer.state.not_in((WAITING, ACCEPTED, PARTLY)))


MADE = Beside("suggestions.made", _made)
WAITING_COUNT = Beside("suggestions.open", _open)
"""How many proposals of retours a scenario has not answered."""
