"""What features copied, when an administrator takes a page, a version or a file out for good: the copy goes, too.

A page that somebody deleted, or that left the trash with the days, takes nothing away: what the nation retained was
public, and stays as it was decided on.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update
from sqlalchemy.orm import Session

from scenarios.featuring.models import REMOVED, Feature, FeatureFile, FeatureTheme
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.attachments.copies import Copies
from wiki.db import now
from wiki.notifications.models import Notice
from wiki.outbox.service import announce
from wiki.pages.models import Revision
from wiki.pages.purging import Holding


def _forget_copies(session: Session, page_ids: Sequence[int]) -> None:
    """The features of pages that are purged, and what others show of the files of these pages."""
    _take_away(session, Feature.page_id.in_(page_ids))
    session.execute(delete(FeatureFile).where(FeatureFile.page_id.in_(page_ids)))


def _forget_version(session: Session, revision: Revision) -> None:
    """The feature of this version, and any with the very same text."""
    same = and_(Feature.page_id == revision.page_id, Feature.number == revision.number)
    _take_away(session, or_(same, Feature.text == revision.text))


def _forget_file(session: Session, file_id: int, number: int | None) -> None:
    which = [FeatureFile.file_id == file_id]
    if number is not None:
        which.append(FeatureFile.version_number == number)
    session.execute(delete(FeatureFile).where(*which))


def _take_away(session: Session, which: ColumnElement[bool]) -> None:
    """End features and take away all that they say; the row stays as a line of the past, without words."""
    rows = session.execute(select(Feature.id, Feature.page_id).where(which)).all()
    ids = [row.id for row in rows]
    for part in (FeatureFile, FeatureTheme):
        session.execute(delete(part).where(part.feature_id.in_(ids)))
    session.execute(
        update(Feature)
        .where(Feature.id.in_(ids))
        .values(
            title="", summary="", text="", html="", contents="", introduction="", reason="", slug="", facts={},
            credit={}, ending=REMOVED, ended_at=case((Feature.ended_at.is_(None), now()), else_=Feature.ended_at),
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    # What was told of them quotes titles.
    for told in (Happening, Notice):
        session.execute(delete(told).where(told.kind == happens.FEATURE_DUE, told.about_id.in_(ids)))
    for row in rows:
        if row.page_id is not None:
            announce(session, row.page_id)


HOLDING = Holding(name="features", forget_copies=_forget_copies, forget_version=_forget_version)
COPIES = Copies(FeatureFile.blob_hash, _forget_file)
