"""A proposal of improvement that a retour makes in its text, and what became of it.

The words are the text's, kept in step by its projection; the state is the scenario's, which no text says.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime
from wiki.pages.models import Page

OPEN, OFFERED, TAKEN, DECLINED = "open", "offered", "taken", "declined"
MAX_ANSWER = 1000


class Suggestion(Model):
    """One proposal of a retour (`page`) to the scenario it tells of.

    Attributes:
        mark: what it is known by as long as its words stay: a digest of them.
        place: the activity or section it is about, as the text names it; "" for the whole.
        position: where it stands in the text; None once the text does not say it any more.
        number: the scenario's version that took it up.
        contribution_id: the change that somebody offered in its place. No foreign key: offers may go.
    """

    __tablename__ = "enactment_suggestion"
    __table_args__ = (
        UniqueConstraint("page_id", "mark"),
        Index("ix_enactment_suggestion_scenario_id", "scenario_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    scenario_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"))
    mark: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str] = mapped_column(Text)
    position: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    number: Mapped[int | None]
    contribution_id: Mapped[int | None]
    answer: Mapped[str] = mapped_column(String(MAX_ANSWER), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    page: Mapped[Page] = relationship(foreign_keys=[page_id])
    scenario: Mapped[Page | None] = relationship(foreign_keys=[scenario_id])
    decider: Mapped[User | None] = relationship()
