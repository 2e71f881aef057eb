"""The versions of the list of equivalents.

Why a table of its own and not a page: search would find such a page for every word on it, and so never answer that
nothing was found; an empty wiki would hold a page; and only the national team may write it. Comparing and merging
versions is what pages do it with.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now


class EquivalentsVersion(Model):
    """The whole list at one moment. Never changed, numbered without gaps; the last one is in force."""

    __tablename__ = "equivalents_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    summary: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # The version the author started from; another than the previous one when two changes were merged.
    base_number: Mapped[int | None]

    author: Mapped[User | None] = relationship()
