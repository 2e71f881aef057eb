"""What hangs on a page beside its text, handed over when it is merged into another, and given back.

Of each it is written down which rows moved, so that what the other page had, or got since, stays there.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from wiki.attachments.models import File
from wiki.attachments.uses import show_again
from wiki.contributions import moving as offers
from wiki.discussion.models import Passage, Thread
from wiki.outbox.service import announce_all
from wiki.pages.models import ReadMark
from wiki.watching.models import Subscription

_FOLLOWED_PAGE = "page"


def hand_over(session: Session, source_id: int, target_id: int, *, read_until: int) -> dict[str, list[int]]:
    """Give the files, threads, followers and waiting offers of a page to another; name → ids of what moved.

    Args:
        read_until: a version of the target: who has read the source is told of what changed since.
    """
    handed = {
        "files": list(session.scalars(select(File.id).where(File.page_id == source_id))),
        "threads": list(session.scalars(select(Thread.id).where(Thread.page_id == source_id))),
        "followers": list(_followers(session, source_id, target_id)),
        "offers": list(offers.open_ids(session, source_id)),
    }
    _move(session, handed, target_id)
    _mark_read(session, source_id, target_id, read_until)
    announce_all(session, (source_id, target_id))
    return handed


def give_back(session: Session, handed: Mapping[str, Sequence[int]], source_id: int, target_id: int) -> None:
    """Give what moved back to the page that it came from."""
    _move(session, handed, source_id)
    announce_all(session, (source_id, target_id))


def _move(session: Session, handed: Mapping[str, Sequence[int]], page_id: int) -> None:
    for name, ids in handed.items():
        if ids:
            _MOVES[name](session, ids, page_id)


def _move_files(session: Session, ids: Sequence[int], page_id: int) -> None:
    session.execute(update(File).where(File.id.in_(ids)).values(page_id=page_id))
    for file_id in ids:
        show_again(session, file_id)


def _move_threads(session: Session, ids: Sequence[int], page_id: int) -> None:
    session.execute(update(Thread).where(Thread.id.in_(ids)).values(page_id=page_id))
    # Passages are looked for anew: numbers of versions say nothing of another page.
    session.execute(update(Passage).where(Passage.thread_id.in_(ids)).values(looked_number=0, found_number=0))


def _move_followers(session: Session, ids: Sequence[int], page_id: int) -> None:
    session.execute(update(Subscription).where(Subscription.id.in_(ids)).values(thing_id=page_id))


_MOVES: Mapping[str, Callable[[Session, Sequence[int], int], None]] = {
    "files": _move_files,
    "threads": _move_threads,
    "followers": _move_followers,
    "offers": offers.move,
}


def _followers(session: Session, source_id: int, target_id: int) -> Sequence[int]:
    """The subscriptions of a page by those who do not say anything of the other."""
    page = Subscription.kind == _FOLLOWED_PAGE
    there = select(Subscription.user_id).where(page, Subscription.thing_id == target_id)
    return session.scalars(
        select(Subscription.id).where(
            page, Subscription.thing_id == source_id, Subscription.user_id.not_in(there)
        )
    ).all()


def _mark_read(session: Session, source_id: int, target_id: int, number: int) -> None:
    there = select(ReadMark.user_id).where(ReadMark.page_id == target_id)
    readers = session.scalars(
        select(ReadMark.user_id).where(ReadMark.page_id == source_id, ReadMark.user_id.not_in(there))
    ).all()
    if readers:
        rows = [{"user_id": reader, "page_id": target_id, "number": number} for reader in readers]
        session.execute(insert(ReadMark), rows)
