"""Bring one document in, once: made, left alone, renewed, or left to a person. Never commits."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.db import now
from wiki.errors import Invalid
from wiki.exchange.decoding import decode
from wiki.exchange.folder import Document
from wiki.exchange.models import MAX_PATH, ImportRecord
from wiki.exchange.preparing import Choices, Prepared, prepare
from wiki.pages import service as pages
from wiki.pages.checks import tidy_text
from wiki.pages.service import Edit, NewPage
from wiki.permissions import Actor
from wiki.rendering.slugs import slugify
from wiki.territories.models import Territory
from wiki.themes.queries import resolve


class State(StrEnum):
    """What became of a document."""

    IMPORTED = "imported"
    RENEWED = "renewed"
    UNCHANGED = "unchanged"
    EDITED_HERE = "to settle by hand"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """What became of one document, where it is now, and what a person should know."""

    path: str
    state: State
    page: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """Who brings documents in, where to, for whom, and with which choices."""

    actor: Actor
    territory_id: int
    audience: str
    choices: Choices


def digests(session: Session, territory_id: int) -> dict[str, str]:
    """Path → digest of every file that was brought into a territory."""
    rows = session.execute(
        select(ImportRecord.path, ImportRecord.digest).where(ImportRecord.territory_id == territory_id)
    )
    return {row.path: row.digest for row in rows}


def bring_in(session: Session, request: Request, document: Document, data: bytes) -> Outcome:
    """Make a document a page, or a new revision of the page that it became before.

    Raises:
        Invalid: the text cannot be a page.
        Forbidden: the actor does not write in this territory.
    """
    _check_path(document.path)
    # Held until the end, so that two imports of one folder follow one another.
    session.get_one(Territory, request.territory_id, with_for_update=True)
    record = _record(session, request.territory_id, document.path)
    digest = document.digest(data)
    if record is not None and record.digest == digest:
        return Outcome(document.path, State.UNCHANGED, record.page.path)
    # Faults are told by the lines of the file, not of the page made from it.
    tidy_text(decode(data).text)
    prepared = prepare(document, data, request.choices, lambda names: resolve(session, names).unknown)
    if record is None:
        return _create(session, request, document, digest, prepared)
    return _renew(session, request, record, digest, prepared)


def _check_path(path: str) -> None:
    """Refuse a name that the database cannot hold.

    Raises:
        Invalid: it is too long, or was written in an encoding that this system does not read.
    """
    if len(path) > MAX_PATH or path.encode("utf-8", "replace") != path.encode("utf-8", "surrogateescape"):
        raise Invalid({"path": "the name of the file is too long or cannot be read"})


def _record(session: Session, territory_id: int, path: str) -> ImportRecord | None:
    return session.scalar(
        select(ImportRecord).where(ImportRecord.territory_id == territory_id, ImportRecord.path == path)
    )


def _create(
    session: Session, request: Request, document: Document, digest: str, prepared: Prepared
) -> Outcome:
    new = NewPage(
        territory_id=request.territory_id,
        kind=prepared.kind,
        audience=request.audience,
        text=prepared.text,
        summary=f"Importé de {document.credit.source or document.path}"[:300],
        # Two files are two pages even when they have one title.
        same_title_meant=True,
        as_found=True,
    )
    page = pages.create(session, request.actor, new)
    session.add(
        ImportRecord(
            territory_id=request.territory_id,
            path=document.path,
            digest=digest,
            page_id=page.id,
            number=page.current.number,
        )
    )
    session.flush()
    same = () if page.slug == slugify(page.title) else ("another page of this territory has the same title",)
    return Outcome(document.path, State.IMPORTED, page.path, (*prepared.notes, *same))


def _renew(
    session: Session, request: Request, record: ImportRecord, digest: str, prepared: Prepared
) -> Outcome:
    page = pages.locked_page(session, record.page_id)
    if page.current.number != record.number:
        return Outcome(record.path, State.EDITED_HERE, page.path)
    change = Edit(page.id, record.number, prepared.text, summary="Nouvelle version du document importé")
    saved = pages.edit(session, request.actor, change)
    record.digest, record.number, record.imported_at = digest, saved.number, now()
    return Outcome(record.path, State.RENEWED, page.path, prepared.notes)
