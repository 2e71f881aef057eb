"""The journal of what pages took from one another.

A row is written with the revision that it speaks of and never changes, as that revision does not. What a source owes
itself is copied beside it when it is taken (`ANCESTOR`, `OWED`): the past of a revision is closed, so credit needs no
recursion, knows no cycle, and outlives any page in between.
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.db import Model, UtcDateTime, now
from wiki.territories.models import Territory

ADAPTED = "adapted"
"""The page was made from the source: its first revision is the source's text in another place."""
ANCESTOR = "ancestor"
"""What the source of an adaptation was itself adapted from, nearest first."""
TAKEN = "taken"
"""A later revision took changes from the source."""
OWED = "owed"
"""What a source had taken before something was taken from it."""

LINE = (ADAPTED, ANCESTOR)


class Derivation(Model):
    """A revision of a page took from a revision of another.

    `source_id` is empty once the source was erased; its title goes with it, the credit due stays: territory, licence
    as it was then, accounts (`contributors`: ids in order of their first revision), and authors whom the head named.
    """

    __tablename__ = "derivation"
    __table_args__ = (UniqueConstraint("page_id", "number", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"), index=True)
    source_number: Mapped[int]
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    licence: Mapped[str] = mapped_column(String(60))
    authors: Mapped[str] = mapped_column(String(500), default="")
    contributors: Mapped[list[int]] = mapped_column(JSON, default=list)
    # The names of those who wrote without an account.
    guests: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    territory: Mapped[Territory] = relationship()
