"""Changes that one page offers to the page it was adapted from."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page
from wiki.territories.models import Territory

OPEN, ACCEPTED, PARTLY, DECLINED, WITHDRAWN = "open", "accepted", "partly", "declined", "withdrawn"
MAX_WORDS = 1000


class Proposal(Model):
    """Some changes, with a reason. Kept as offered: `offered_text` is `base_text` with them alone."""

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Empty once the offering page was erased.
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"), index=True)
    number: Mapped[int]
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    base_text: Mapped[str] = mapped_column(Text)
    offered_text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(MAX_WORDS))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    answer: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The revision of the target that took something of it.
    accepted_number: Mapped[int | None]

    page: Mapped[Page | None] = relationship(foreign_keys=[page_id])
    target: Mapped[Page] = relationship(foreign_keys=[target_id])
    territory: Mapped[Territory] = relationship()
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    answerer: Mapped[User | None] = relationship(foreign_keys=[answered_by])

    @property
    def is_open(self) -> bool:
        return self.state == OPEN
