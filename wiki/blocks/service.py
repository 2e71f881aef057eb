"""Block somebody or a network, and end a block."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.accounts.queries import by_handle
from wiki.audit.service import record
from wiki.blocks.models import Block
from wiki.blocks.networks import TooWide, holds, network_of
from wiki.days import in_words
from wiki.db import now
from wiki.errors import Invalid, NotFound
from wiki.mail.service import send
from wiki.permissions import Actor, Permission, require


def block(
    session: Session,
    actor: Actor,
    who: str,
    *,
    lasts: timedelta,
    reason: str,
    covers_accounts: bool = False,
    own_address: str = "",
) -> Block:
    """Let a person, or whoever comes from a network, only read for a while.

    Args:
        who: a handle, an address or a range.
        covers_accounts: for a network, whether people who signed in are blocked too.
        own_address: where the actor comes from, which they cannot block for themselves.

    Raises:
        Forbidden: the actor may not block.
        Invalid: nobody of that name, no such network, or one that must not be blocked.
    """
    require(actor, Permission.BLOCK_MANAGE)
    made = Block(created_by=actor.user_id, until=now() + lasts, reason=reason[:300])
    if _looks_like_network(who):
        made.network = _network(who, own_address if covers_accounts else "")
        made.covers_accounts = covers_accounts
    else:
        person = _person(session, who)
        made.user_id = person.id
        _tell(session, person, made)
    session.add(made)
    session.flush()
    _keep_in_step(session, made.user_id)
    record(session, actor, "block.made", kind="account" if made.user_id else "network", thing_id=made.user_id,
           name=made.network or "", until=made.until.isoformat(), reason=made.reason)  # fmt: skip
    return made


def lift(session: Session, actor: Actor, block_id: int) -> Block:
    """End a block now.

    Raises:
        Forbidden: the actor may not block.
        NotFound: there is no such block.
    """
    require(actor, Permission.BLOCK_MANAGE)
    found = session.get(Block, block_id, with_for_update=True)
    if found is None:
        raise NotFound
    if found.is_in_force:
        found.lifted_at, found.lifted_by = now(), actor.user_id
        session.flush()
        _keep_in_step(session, found.user_id)
        record(session, actor, "block.lifted", kind="account" if found.user_id else "network",
               thing_id=found.user_id, name=found.network or "")  # fmt: skip
    return found


def _looks_like_network(who: str) -> bool:
    return any(mark in who for mark in ".:/") or who.isdigit()


def _network(text: str, own_address: str) -> str:
    try:
        network = network_of(text)
    except TooWide:
        message = _l("Cette plage est trop large : elle toucherait des milliers de personnes. Précisez-la.")
        raise Invalid({"who": message}) from None
    except ValueError:
        message = _l("Cette adresse ne se lit pas. Écrivez par exemple 192.0.2.7 ou 192.0.2.0/24.")
        raise Invalid({"who": message}) from None
    if own_address and holds(network, own_address):
        raise Invalid({"who": _l("Vous êtes vous-même dans cette plage : vous ne pourriez plus rien faire.")})
    return str(network)


def _person(session: Session, handle: str) -> User:
    try:
        user = by_handle(session, handle.strip().removeprefix("@"))
    except NotFound:
        raise Invalid({"who": _l("Personne ne porte ce nom.")}) from None
    if user.site_role in ("curator", "admin"):
        raise Invalid({"who": _l("L'équipe nationale ne se suspend pas : retirez d'abord ce rôle.")})
    return user


def _tell(session: Session, person: User, made: Block) -> None:
    if person.email:
        until = in_words(made.until, "long", person.locale or "fr")
        send(session, person.email, "suspended", person.locale, reason=made.reason, until=until)


def _keep_in_step(session: Session, user_id: int | None) -> None:
    """Make the account say until when it is blocked, by the longest of its blocks."""
    if user_id is None:
        return
    in_force = select(func.max(Block.until)).where(
        Block.user_id == user_id, Block.lifted_at.is_(None), Block.until > now()
    )
    until: datetime | None = session.scalar(in_force)
    session.get_one(User, user_id).suspended_until = until
