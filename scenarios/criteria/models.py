"""The grid in versions, and its criteria.

A version is never changed once it is published. The one that is not is the draft on which the national team works.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.rendering.rules.typography import typeset

AXES = ("conception", "knowledge", "heritages")
MARKS = (0, 1, 2, 3)
MAX_NAME = 120
MAX_HELP = 400
MAX_LEVEL = 200
MOST_CRITERIA = 30


class Grid(Model):
    """One version of the grid, numbered without gaps; the draft has the number that it will be published under."""

    __tablename__ = "grid"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    # Who published it, or began the draft; None for the first one.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    summary: Mapped[str] = mapped_column(String(300), default="")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # None for the draft.
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Goes up with each change of the draft: whoever publishes says which state they read.
    turn: Mapped[int] = mapped_column(default=0)

    author: Mapped[User | None] = relationship()
    all_criteria: Mapped[list["Criterion"]] = relationship(
        order_by="Criterion.position", cascade="all, delete-orphan", back_populates="grid"
    )

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def criteria(self) -> list["Criterion"]:
        """Those in use, axis after axis, each in its order."""
        return sorted(
            (criterion for criterion in self.all_criteria if not criterion.is_retired),
            key=lambda criterion: (AXES.index(criterion.axis), criterion.position),
        )

    @property
    def retired(self) -> list["Criterion"]:
        """Those that were taken out and can be put back."""
        return [criterion for criterion in self.all_criteria if criterion.is_retired]

    def on_axis(self, axis: str) -> list["Criterion"]:
        """The criteria of an axis that are in use, in order."""
        return [criterion for criterion in self.criteria if criterion.axis == axis]


class Wording(NamedTuple):
    """What a criterion says in one language; `levels` are what each of `MARKS` means."""

    language: str
    name: str
    help: str
    levels: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return bool(self.name and self.help and len(self.levels) == len(MARKS) and all(self.levels))

    @property
    def as_printed(self) -> "Wording":
        """The same with the spaces and apostrophes of French."""
        levels = tuple(typeset(level) for level in self.levels)
        return self._replace(name=typeset(self.name), help=typeset(self.help), levels=levels)


class Criterion(Model):
    """What is looked at on an axis, in French and in English: a name, a question that helps, what 0 to 3 mean.

    `key` is the same in every version, whatever the criterion is called by then.
    """

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("grid_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id", ondelete="CASCADE"))
    axis: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)
    is_retired: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    help: Mapped[str] = mapped_column(String(MAX_HELP), default="")
    levels: Mapped[list[str]] = mapped_column(JSON, default=list)
    name_en: Mapped[str] = mapped_column(String(MAX_NAME), default="")
    help_en: Mapped[str] = mapped_column(String(MAX_HELP), default="")
    levels_en: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Goes up with each change of its words: who changes them says which they read.
    turn: Mapped[int] = mapped_column(default=0)

    grid: Mapped[Grid] = relationship(back_populates="all_criteria")

    @property
    def french(self) -> Wording:
        """What it says in French, which is always there."""
        return Wording("fr", self.name, self.help, tuple(self.levels))

    @property
    def english(self) -> Wording:
        """What it says in English, as far as somebody wrote it."""
        return Wording("en", self.name_en, self.help_en, tuple(self.levels_en))

    def told_in(self, language: str) -> Wording:
        """What it says to who reads in a language: French, unless the whole of it stands in English."""
        is_english = language.startswith("en") and self.english.is_complete
        return self.english if is_english else self.french.as_printed

    def name_in(self, language: str) -> str:
        """The name for who reads in a language."""
        return self.told_in(language).name

    def help_in(self, language: str) -> str:
        """The question that helps, for who reads in a language."""
        return self.told_in(language).help

    def levels_in(self, language: str) -> Sequence[str]:
        """What 0, 1, 2 and 3 mean, for who reads in a language."""
        return self.told_in(language).levels
