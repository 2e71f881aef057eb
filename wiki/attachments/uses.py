"""Which pages name which files, and what pages may know of the pictures they show."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from wiki.attachments.consents import is_shown
from wiki.attachments.media.pictures import widths_below
from wiki.attachments.models import File, FileUse, FileVersion
from wiki.jobs.service import enqueue
from wiki.pages.models import Page, RenderedRevision
from wiki.pages.projection import RENDER_JOB, all_see
from wiki.rendering.rules.images import Picture, Pictures

MOST_OF_A_PAGE = 1_000
"""Files that a text is known to name; a text with more is no page."""


class KnownFiles:
    """Answers what pages ask (`wiki.pages.pictures.PageFiles`)."""

    def pictures(self, session: Session, page: Page, numbers: Collection[int]) -> Pictures:
        """Those that every reader of the page may see: the HTML is the same for all of them."""
        rows = session.execute(
            select(File.id, File.alt, Page.audience_key, FileVersion)
            .join(Page, Page.id == File.page_id)
            .join(FileVersion, FileVersion.id == File.current_id)
            .where(File.id.in_(list(numbers)[:MOST_OF_A_PAGE]), File.deleted_at.is_(None), is_shown())
            .where(FileVersion.width.is_not(None))
        )
        return {
            number: _picture(version, alt)
            for number, alt, key, version in rows
            if all_see(page.audience_key, key)
        }

    def note(self, session: Session, page: Page, numbers: Sequence[int]) -> None:
        """Make these the files that the page names; most saves change none of them."""
        kept = set(session.scalars(select(FileUse.file_id).where(FileUse.page_id == page.id)))
        named = set(numbers[:MOST_OF_A_PAGE])
        if kept - named:
            gone = delete(FileUse).where(FileUse.page_id == page.id, FileUse.file_id.in_(kept - named))
            session.execute(gone.execution_options(synchronize_session=False))
        if named - kept:
            rows = [{"page_id": page.id, "file_id": number} for number in sorted(named - kept)]
            session.execute(insert(FileUse), rows)


def show_again(session: Session, file_id: int) -> None:
    """Let pages that name a file be made again: it is not as it was."""
    pages = select(Page.id, Page.current_id).join(FileUse, FileUse.page_id == Page.id)
    rows = session.execute(pages.where(FileUse.file_id == file_id)).all()
    if rows:
        current = [row.current_id for row in rows]
        session.execute(delete(RenderedRevision).where(RenderedRevision.revision_id.in_(current)))
        enqueue(session, RENDER_JOB, {"page_ids": [row.id for row in rows]})


def _picture(version: FileVersion, alt: str) -> Picture:
    width, height = version.width or 1, version.height or 1
    widths = widths_below(width) if version.is_resizable else ()
    return Picture(width, height, version.number, alt, widths)
