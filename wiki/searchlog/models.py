"""How often something was asked on a day. There is no column for who asked, nor for when in the day."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model

MAX_TEXT = 120


class AskedText(Model):
    """A search text on one day: how often it was asked, how often nothing was found, how much at last."""

    __tablename__ = "asked_text"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    text: Mapped[str] = mapped_column(String(MAX_TEXT), primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    empty: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
