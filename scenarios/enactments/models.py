"""What the text of a retour d'expérience says of the session it tells: a projection, made again by a rebuild."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.db import Model
from wiki.pages.models import Page

LONGEST_PATH = 170


class Enactment(Model):
    """A scenario was played, as the current text of a page of the kind *retour d'expérience* tells.

    Attributes:
        scenario_id: the scenario, None where the text names no page that is there.
        scenario_path: `territory/slug` as the text names it, "" where it names none.
        version: the scenario's version that was played; None where the text does not say.
        headcount: how many took part.
        categories: values of `ActorCategory`, in the order of the college.
        ratings: foundation → 1 to 4, of those that were rated.
        words: foundation → what was said of it.
        minutes: `[title, planned, lived]` of each activity that was measured, in their order; planned may be None.
    """

    __tablename__ = "enactment"
    __table_args__ = (Index("ix_enactment_scenario_id", "scenario_id", "page_id"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    scenario_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"))
    scenario_path: Mapped[str] = mapped_column(String(LONGEST_PATH), default="")
    version: Mapped[int | None]
    played_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    headcount: Mapped[int | None]
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    ratings: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    minutes: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)

    page: Mapped[Page] = relationship(foreign_keys=[page_id])
    scenario: Mapped[Page | None] = relationship(foreign_keys=[scenario_id])
