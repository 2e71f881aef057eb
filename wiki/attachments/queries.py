"""Reads of files, each by the rights of the page that a file belongs to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from wiki.attachments.consents import AWAITED, is_agreed_version, is_shown, is_shown_to_reader
from wiki.attachments.models import File, FileUse, FileVersion
from wiki.errors import NotFound
from wiki.finding.additions import Addition
from wiki.pages.beside import readable, reading
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor, Permission, can
from wiki.territories.models import Territory

MOST_WITH_WORDS = 2_000
"""Files of a batch of pages whose words are searched."""


@dataclass(frozen=True)
class Served:
    """A version of a file to be served, and for whom its page is."""

    file: File
    version: FileVersion
    is_public: bool


def served(session: Session, actor: Actor, file_id: int, number: int | None) -> Served:
    """A file's content, or that of one of its versions, in one statement.

    Raises:
        NotFound: there is none that this person may see, it was removed, or it waits for an agreement.
    """
    asked = {"file_id": file_id, "number": number, "reader": actor.user_id, **reading(actor)}
    row = session.execute(_served_statement(actor.is_admin, number is not None), asked).one_or_none()
    if row is None:
        raise NotFound
    return Served(row[0], row[1], row[2] == "public")


@cache
def _served_statement(for_admin: bool, by_number: bool) -> Select[*tuple[Any, ...]]:
    """Built once: a page may show thirty pictures, and building it costs more than asking."""
    wanted = FileVersion.id == File.current_id
    if by_number:
        wanted = and_(
            FileVersion.file_id == File.id, FileVersion.number == bindparam("number"), is_agreed_version()
        )
    return (
        select(File, FileVersion, Page.audience_key)
        .join(Page, Page.id == File.page_id)
        .join(FileVersion, wanted)
        .where(File.id == bindparam("file_id"), File.deleted_at.is_(None), readable(Page, for_admin))
        .where(is_shown_to_reader())
    )


def file_at(session: Session, actor: Actor, file_id: int) -> File:
    """A file with its page and current version; one that others do not see, for those who may edit its page.

    Raises:
        NotFound: there is none that this person may see.
    """
    file = session.scalar(_files(actor).where(File.id == file_id))
    if file is None:
        raise NotFound
    is_shown_to_all = file.deleted_at is None and file.consent != AWAITED
    if not is_shown_to_all and not can(actor, Permission.PAGE_EDIT, file.page):
        raise NotFound
    return file


def of_page(session: Session, page: Page, before: int | None = None, limit: int = 1_000) -> Sequence[File]:
    """The files of a page that its reader found, newest first."""
    query = _current().where(File.page_id == page.id, File.deleted_at.is_(None), is_shown())
    return session.scalars(_below(query, before).limit(limit)).all()


def count_of_page(session: Session, page_id: int) -> int:
    """How many files a page has, without removed ones."""
    there = select(func.count()).where(File.page_id == page_id, File.deleted_at.is_(None))
    return session.scalar(there) or 0


def removed_from(session: Session, page: Page, limit: int = 100) -> Sequence[File]:
    """The files that were removed from a page, the last one first."""
    query = _current().where(File.page_id == page.id, File.deleted_at.is_not(None))
    return session.scalars(query.order_by(File.deleted_at.desc(), File.id.desc()).limit(limit)).all()


def of_territory(
    session: Session,
    actor: Actor,
    territory_id: int,
    *,
    families: Sequence[str] = (),
    only_unused: bool = False,
    before: int | None = None,
    limit: int = 48,
) -> Sequence[File]:
    """The files of a territory's pages that this person may read, newest first."""
    query = _files(actor).where(Page.territory_id == territory_id, File.deleted_at.is_(None), is_shown())
    if families:
        query = query.where(FileVersion.family.in_(families))
    if only_unused:
        query = query.where(_is_unused())
    return session.scalars(_below(query, before).limit(limit)).all()


def images_without_alt(
    session: Session, actor: Actor, territory_id: int, before: int | None = None, limit: int = 50
) -> Sequence[File]:
    """Pictures of a territory of which nobody has said what they show, on pages that this person may read."""
    query = _files(actor).where(Page.territory_id == territory_id, File.deleted_at.is_(None), _lacks_alt())
    return session.scalars(_below(query, before).limit(limit)).all()


def count_without_alt(session: Session, actor: Actor, territory_id: int) -> int:
    """How many they are."""
    return session.scalar(
        select(func.count())
        .select_from(File)
        .join(Page, Page.id == File.page_id)
        .join(FileVersion, FileVersion.id == File.current_id)
        .where(Page.territory_id == territory_id, File.deleted_at.is_(None), _lacks_alt(), visible_to(actor))
    ) or 0  # fmt: skip


def unused_among(session: Session, files: Sequence[File]) -> frozenset[int]:
    """Those of the files that the text of no page names."""
    ids = [file.id for file in files]
    if not ids:
        return frozenset()
    return frozenset(session.scalars(select(File.id).where(File.id.in_(ids), _is_unused())))


def versions_of(session: Session, file: File) -> Sequence[FileVersion]:
    """Every version of a file, newest first; no texts."""
    return session.scalars(
        select(FileVersion)
        .where(FileVersion.file_id == file.id)
        .options(joinedload(FileVersion.author))
        .order_by(FileVersion.number.desc())
    ).all()


def version_of(session: Session, file: File, number: int) -> FileVersion:
    """One version of a file.

    Raises:
        NotFound: it has none of this number.
    """
    found = session.scalar(
        select(FileVersion).where(FileVersion.file_id == file.id, FileVersion.number == number)
    )
    if found is None:
        raise NotFound
    return found


def pages_naming(session: Session, actor: Actor, file: File, limit: int = 50) -> Sequence[Page]:
    """The pages whose text names a file and that this person may read, by title."""
    return session.scalars(
        select(Page)
        .join(FileUse, FileUse.page_id == Page.id)
        .join(Page.territory)
        .where(FileUse.file_id == file.id, visible_to(actor))
        .options(contains_eager(Page.territory))
        .order_by(Page.title_key, Page.id)
        .limit(limit)
    ).all()


def _current() -> Select[File]:
    return (
        select(File)
        .join(FileVersion, FileVersion.id == File.current_id)
        .options(contains_eager(File.current))
    )


def _files(actor: Actor) -> Select[File]:
    return (
        _current()
        .join(Page, Page.id == File.page_id)
        .join(Territory, Territory.id == Page.territory_id)
        .where(visible_to(actor))
        .options(contains_eager(File.page).contains_eager(Page.territory))
    )


def _below(query: Select[File], before: int | None) -> Select[File]:
    if before is not None:
        query = query.where(File.id < before)
    return query.order_by(File.id.desc())


def _is_unused() -> ColumnElement[bool]:
    return ~exists().where(FileUse.file_id == File.id)


def _lacks_alt() -> ColumnElement[bool]:
    return and_(is_shown(), FileVersion.width.is_not(None), File.alt == "", File.is_decorative == false())


def words_by_page(session: Session, page_ids: Sequence[int]) -> Mapping[int, Sequence[Addition]]:
    """The words of the files of pages, for search; a file without words is found by its name and caption."""
    rows = session.execute(
        select(File.page_id, File.id, File.name, File.alt, File.caption, FileVersion.text)
        .join(FileVersion, FileVersion.id == File.current_id)
        .where(File.page_id.in_(page_ids), File.deleted_at.is_(None), is_shown())
        .order_by(File.id)
        .limit(MOST_WITH_WORDS)
    )
    found: dict[int, list[Addition]] = defaultdict(list)
    for row in rows:
        text = "\n".join(filter(None, (row.alt, row.caption, row.text)))
        found[row.page_id].append(Addition(row.name, f"/fichiers/{row.id}", text))
    return found
