"""The people who may be told: who they are, what they may read, and where mails reach them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.accounts.queries import actor_from, with_places
from wiki.permissions import Actor, Rules
from wiki.territories.models import Membership

_ASKED_AT_ONCE = 500


@dataclass(frozen=True)
class Reader:
    """Somebody whose account may be used."""

    actor: Actor
    email: str

    @property
    def locale(self) -> str:
        """The language to write in."""
        return self.actor.locale or "fr"


def readers(session: Session, user_ids: Iterable[int], rules: Rules) -> dict[int, Reader]:
    """Those of some people whose accounts may be used."""
    wanted = sorted(set(user_ids))
    found: dict[int, Reader] = {}
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        part = wanted[start : start + _ASKED_AT_ONCE]
        rows = session.execute(with_places(User.email).where(User.id.in_(part)).order_by(User.id)).all()
        for user_id, of_one in groupby(rows, key=lambda row: row.id):
            places = list(of_one)
            found[user_id] = Reader(actor_from(places, rules), places[0].email or "")
    return found


def who_decides(session: Session, territory_id: int) -> list[int]:
    """The referents of a territory; where there is none, the national team."""
    referents = session.scalars(
        select(Membership.user_id).where(
            Membership.territory_id == territory_id,
            Membership.role == "referent",
            Membership.admitted_at.is_not(None),
        )
    ).all()
    return [*referents] or [*session.scalars(select(User.id).where(User.site_role == "curator"))]


def names(session: Session, user_ids: Iterable[int | None]) -> dict[int, str]:
    """What people are called; of a deleted account that is what takes the place of a name."""
    wanted = sorted({number for number in user_ids if number is not None})
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return dict(rows.all())
