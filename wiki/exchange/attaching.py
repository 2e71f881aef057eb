"""Files beside a document that its text shows or links to: they come in with its page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.attachments import service as attachments
from wiki.attachments.media.receiving import Received
from wiki.attachments.models import File, FileVersion
from wiki.attachments.service import Description
from wiki.attachments.shelf import shelf
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.exchange.folder import SUFFIXES
from wiki.exchange.links import links_to_files, target
from wiki.exchange.models import ImportRecord
from wiki.pages import service as pages
from wiki.pages.service import Edit
from wiki.permissions import Actor
from wiki.rendering.head import read_head
from wiki.rendering.markdown import parse
from wiki.rendering.paragraphs import plain_text

MOST = 200
"""Files that come in with one document."""
# Where an address stands: after the brackets of a link or image, or in the definition of one. In a group of its own.
_ADDRESS = re.compile(r"(\]\(\s*|^ {0,3}\[[^\]\n]{1,300}\]:\s*)(<[^<>\n]+>|[^\s()<>]+)", re.MULTILINE)


@dataclass(frozen=True)
class Attached:
    """Which addresses of a document now lead to files of its page, and why others do not."""

    addresses: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def attach(actor: Actor, territory_id: int, folder: Path, path: str) -> Attached:
    """Bring in the files that the page of a document names, unless somebody changed the page here.

    Each file in a transaction of its own, then the text with their addresses as one more revision: a run that is
    stopped goes on where it was, since what the page has already is not brought in again.
    """
    record = _record(read_session(), territory_id, path)
    if record is None or record.page.current.number != record.number:
        return Attached()
    page_id, text = record.page_id, record.page.current.text
    found = files_beside(folder, path, text)
    alts, urls, notes = _alts(text), dict[str, str](), list[str]()
    for address, file in found.items():
        try:
            urls[address] = _brought(actor, page_id, file, alts.get(address, ""))
        except Invalid as error:
            notes += [f"{address}: {message}" for message in error.errors.values()]
        except OSError as error:
            notes.append(f"{address}: {error.strerror or 'cannot be read'}")
    if urls:
        _point(actor, territory_id, path, urls)
    return Attached(frozenset(urls), tuple(notes))


def files_beside(folder: Path, path: str, text: str) -> dict[str, Path]:
    """The relative addresses of a text that lead to files below the folder, no documents."""
    inside = folder.resolve()
    found = dict[str, Path]()
    for address in links_to_files(text):
        try:
            file = (folder / target(path, address)).resolve()
            is_file = file.is_relative_to(inside) and file.is_file()
        except (OSError, ValueError):
            continue
        if is_file and file.suffix.lower() not in SUFFIXES:
            found[address] = file
    return dict(list(found.items())[:MOST])


def with_addresses(text: str, urls: Mapping[str, str]) -> str:
    """The text with other addresses of links and images; nothing else of it changes."""

    def replaced(found: re.Match[str]) -> str:
        return found[1] + urls.get(unquote(found[2].strip("<>")), found[2])

    start = read_head(text).body_start
    return text[:start] + _ADDRESS.sub(replaced, text[start:])


def _record(session: Session, territory_id: int, path: str) -> ImportRecord | None:
    return session.scalar(
        select(ImportRecord).where(ImportRecord.territory_id == territory_id, ImportRecord.path == path)
    )


def _alts(text: str) -> dict[str, str]:
    """What the text says that its images show."""
    tokens = parse(text[read_head(text).body_start :], home="", french=False)
    images = (child for token in tokens for child in token.children or () if child.type == "image")
    told = ((unquote(str(image.attrs.get("src", ""))), plain_text(image.children or [])) for image in images)
    return {address: words for address, words in told if words}


def _brought(actor: Actor, page_id: int, file: Path, alt: str) -> str:
    """The address of a file of the page that holds what this one does."""
    with file.open("rb") as source, shelf().taking(source, file.name) as received, transaction() as session:
        there = _same(session, page_id, received)
        if there is None:
            said = Description(alt=alt)
            there = attachments.add(session, actor, page_id, received, said, shelf().quotas)
        return there.url


def _same(session: Session, page_id: int, received: Received) -> File | None:
    return session.scalar(
        select(File)
        .join(FileVersion, FileVersion.id == File.current_id)
        .where(File.page_id == page_id, File.deleted_at.is_(None), FileVersion.blob_hash == received.hash)
        .limit(1)
    )


def _point(actor: Actor, territory_id: int, path: str, urls: Mapping[str, str]) -> None:
    with transaction() as session:
        record = _record(session, territory_id, path)
        page = pages.locked_page(session, record.page_id) if record is not None else None
        if record is None or page is None or page.current.number != record.number:
            return
        change = Edit(
            page.id, record.number, with_addresses(page.current.text, urls), minor=True,
            summary="Fichiers du document joints à la page",
        )  # fmt: skip
        record.number = pages.edit(session, actor, change).number
