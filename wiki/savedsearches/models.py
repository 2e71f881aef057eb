"""A search as its address says it, under a name that its owner gave it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now

LONGEST_NAME = 120


class SavedSearch(Model):
    """Nobody but its owner knows of it. `arguments`: what follows the question mark of the address."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    arguments: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @property
    def address(self) -> str:
        """Where the search is asked again."""
        return f"/recherche?{self.arguments}" if self.arguments else "/recherche"

    @property
    def feed(self) -> str:
        """Where programs follow it."""
        return f"/recherche.atom?{self.arguments}" if self.arguments else "/recherche.atom"
