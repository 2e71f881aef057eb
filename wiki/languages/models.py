"""Which page is a translation of which, read out of the heads of pages."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.db import Model
from wiki.pages.models import Page

KEY = "traduction-de"
"""The key of the head, with `territoire/slug@numéro`: the page, and its version that was translated."""


class Translation(Model):
    """A page says that it is a translation of version `number` of another."""

    __tablename__ = "translation"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]

    page: Mapped[Page] = relationship(foreign_keys=[page_id])
    source: Mapped[Page] = relationship(foreign_keys=[source_id])
