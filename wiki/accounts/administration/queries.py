"""Accounts and invitations as administrators see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from wiki.accounts.models import TERRITORY, Invitation, SignIn, User
from wiki.permissions import Actor, Permission, require
from wiki.rendering.slugs import slugify


@dataclass(frozen=True)
class Sent:
    """An invitation and where it leads."""

    invitation: Invitation
    invited_by: str
    territory: str | None


def accounts(
    session: Session, actor: Actor, words: str = "", before: int | None = None, limit: int = 50
) -> Sequence[User]:
    """Accounts whose name or address holds the words, newest first, from a key on; one more than `limit`.

    Raises:
        Forbidden: the actor does not look after accounts.
    """
    require(actor, Permission.ACCOUNT_MANAGE)
    query = select(User).where(User.deleted_at.is_(None)).order_by(User.id.desc()).limit(limit + 1)
    if before is not None:
        query = query.where(User.id < before)
    if words:
        query = query.where(_holds(words))
    return session.scalars(query).all()


def browsers_of(session: Session, actor: Actor, user_id: int) -> int:
    """In how many browsers somebody is signed in."""
    require(actor, Permission.ACCOUNT_MANAGE)
    return session.scalar(select(func.count()).where(SignIn.user_id == user_id)) or 0


def invitations(session: Session, actor: Actor, before: int | None = None, limit: int = 50) -> Sequence[Sent]:
    """Invitations, newest first, from a key on; one more than `limit`.

    Raises:
        Forbidden: the actor does not invite people.
    """
    require(actor, Permission.INVITATION_CREATE)
    query = (
        select(Invitation, User.name, TERRITORY.c.name)
        .join(User, User.id == Invitation.invited_by)
        .outerjoin(TERRITORY, TERRITORY.c.id == Invitation.territory_id)
        .order_by(Invitation.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(Invitation.id < before)
    return [Sent(invitation, by, territory) for invitation, by, territory in session.execute(query)]


def territory_choices(session: Session) -> list[tuple[str, str]]:
    """Every territory as (number, name), for a list to choose from."""
    rows = session.execute(select(TERRITORY.c.id, TERRITORY.c.name).order_by(TERRITORY.c.name))
    return [(str(number), name) for number, name in rows]


def _holds(words: str) -> ColumnElement[bool]:
    """A handle is the name without accents, so it finds names however they are typed."""
    folded = slugify(words)
    found = or_(
        User.email.icontains(words, autoescape=True),
        User.name.icontains(words, autoescape=True),
    )
    return or_(found, User.handle.contains(folded, autoescape=True)) if folded else found
