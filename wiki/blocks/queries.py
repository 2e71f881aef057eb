"""Blocks, newest first, and those in force on networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from wiki.blocks.models import Block
from wiki.blocks.networks import Network, network_of
from wiki.db import now
from wiki.permissions import Actor, Permission, require


@dataclass(frozen=True)
class NetworkBlock:
    """A network that is blocked, as each request asks for it."""

    network: Network
    covers_accounts: bool
    until: datetime


def listing(session: Session, actor: Actor, before: int | None, limit: int) -> Sequence[Block]:
    """All blocks, newest first, below an id.

    Raises:
        Forbidden: the actor may not block.
    """
    require(actor, Permission.BLOCK_MANAGE)
    query = select(Block).options(joinedload(Block.user))
    if before is not None:
        query = query.where(Block.id < before)
    return session.scalars(query.order_by(Block.id.desc()).limit(limit)).all()


def networks_in_force(session: Session) -> tuple[NetworkBlock, ...]:
    """The networks that are blocked now."""
    rows = session.scalars(
        select(Block).where(Block.network.is_not(None), Block.lifted_at.is_(None), Block.until > now())
    )
    return tuple(
        NetworkBlock(network_of(row.network), row.covers_accounts, row.until)
        for row in rows if row.network is not None
    )  # fmt: skip
