"""Seats of colleges in the archive of one's own data: what others wrote about the person who holds them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.owndata.gathering import as_json
from wiki.accounts.owndata.registry import Entry
from wiki.permissions import Actor
from wiki.territories.models import CollegeSeat, Territory


def own_seats(session: Session, actor: Actor) -> Iterable[Entry]:
    """The seats that name a person's account, where there are any."""
    found = session.execute(
        select(
            Territory.slug.label("territoire"), CollegeSeat.category, CollegeSeat.name, CollegeSeat.body,
            CollegeSeat.is_steward, CollegeSeat.contact,
        )
        .join(Territory, Territory.id == CollegeSeat.territory_id)
        .where(CollegeSeat.person_id == actor.user_id)
        .order_by(CollegeSeat.id)
    ).mappings()  # fmt: skip
    seats = [dict(seat) for seat in found]
    if seats:
        yield "sieges.json", as_json(seats)
