"""How much room files take, and how much they may."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.attachments.media.receiving import FIELD, megabytes
from wiki.attachments.models import File, FileVersion
from wiki.errors import Invalid
from wiki.pages.models import Page


@dataclass(frozen=True)
class Quotas:
    """Bytes that files of a page, of a territory and from a person may take, with versions and removed ones."""

    page: int
    territory: int
    person: int


def room_taken(session: Session, *, page_id: int) -> int:
    """Bytes of the files of a page, with versions and removed ones."""
    return _sum(session, File.page_id == page_id)


def check_room(session: Session, page: Page, person_id: int | None, size: int, quotas: Quotas) -> None:
    """Refuse a file for which there is no room.

    Raises:
        Invalid: naming what is full, how much is taken and what the limit is.
    """
    for taken, most, message in (
        (room_taken(session, page_id=page.id), quotas.page, _PAGE),
        (_sum(session, Page.territory_id == page.territory_id), quotas.territory, _TERRITORY),
        (_sum(session, FileVersion.author_id == person_id), quotas.person, _PERSON),
    ):
        if taken + size > most:
            raise Invalid({FIELD: _full(message, taken, most)})


_PAGE = _l(
    "Les fichiers de cette page occupent %(taken)s Mo sur %(most)s Mo : il n'y a plus assez de place. "
    "Demandez à l'équipe de supprimer définitivement d'anciens fichiers."
)
_TERRITORY = _l(
    "Les fichiers de ce territoire occupent %(taken)s Mo sur %(most)s Mo : il n'y a plus assez de place. "
    "Demandez à l'équipe de supprimer définitivement d'anciens fichiers."
)
_PERSON = _l(
    "Vos fichiers occupent %(taken)s Mo sur %(most)s Mo : il n'y a plus assez de place. "
    "Demandez à l'équipe de supprimer définitivement d'anciens fichiers."
)


class _Told:
    """A message that is filled in when it is shown, in the language of that moment."""

    def __init__(self, message: Any, values: Mapping[str, str]) -> None:
        self._message, self._values = message, values

    def __str__(self) -> str:
        return str(self._message) % self._values


def _full(message: Any, taken: int, most: int) -> _Told:
    return _Told(message, {"taken": megabytes(taken), "most": megabytes(most)})


def _sum(session: Session, condition: Any) -> int:
    total = session.scalar(
        select(func.coalesce(func.sum(FileVersion.size), 0))
        .join(File, File.id == FileVersion.file_id)
        .join(Page, Page.id == File.page_id)
        .where(condition)
    )
    return int(total or 0)
