"""What a page has decided about the changes of its origin, so that nothing is asked twice."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now


class TakenText(Model):
    """The origin as far as the page has taken it: its text with the changes that were taken, without the others.

    What differs between this and the origin of today is what may be taken; a merge from it meets no change twice.
    There is none until something was decided: the page then stands at the revision that it was adapted from.
    """

    __tablename__ = "taken_text"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    source_id: Mapped[int] = mapped_column(
        ForeignKey("page.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # The revision of the origin that was decided about.
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class RefusedChange(Model):
    """A change of an origin that the page does not want, known by what it says."""

    __tablename__ = "refused_change"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(40), primary_key=True)
