"""Seven families, their themes, the old names that texts still use, and free tags."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.db import Model


class ThemeFamily(Model):
    """A family of themes; its slug is also the key of its colour and pattern."""

    __tablename__ = "theme_family"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    position: Mapped[int] = mapped_column(default=0)

    themes: Mapped[list["Theme"]] = relationship(order_by="Theme.position", back_populates="family")


class Theme(Model):
    """A theme. A retired one keeps its pages but is not offered; a merged one points at its successor."""

    __tablename__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    family_id: Mapped[int] = mapped_column(ForeignKey("theme_family.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))

    family: Mapped[ThemeFamily] = relationship(back_populates="themes")

    @property
    def family_key(self) -> str:
        """Slug of the family, which is also the key of its colour and pattern."""
        return self.family.slug


class ThemeAlias(Model):
    """Every name, present or past, by which texts may call a theme; `key` is the folded name."""

    __tablename__ = "theme_alias"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)


class Tag(Model):
    """A free keyword, as first written."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
