"""Links that follow a page to its new name, or lead back: jobs that go page by page, in batches that name the next.

Each page is a transaction of its own, so that people save meanwhile; what is done is written down with it, so that a
job may run twice, or stop anywhere. Nothing here depends on what the person who renamed may see: a link in a page
that is hidden from them follows, too, and nobody tells them.

Where not every reader of a page may see the renamed one, its links stay: its new name must not be told to them. They
lead on through the former address.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.db import read_session, transaction
from wiki.jobs.service import enqueue
from wiki.naming.models import DONE, KEPT, RUNNING, UNDOING, UNDONE, Renaming, RewrittenPage
from wiki.naming.queries import naming_ids
from wiki.naming.rewriting import Rename, rewritten
from wiki.naming.service import (
    RESTORE_JOB,
    REWRITE_JOB,
    locked_renaming,
    save_quietly,
    text_of,
)
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page
from wiki.pages.projection import all_see
from wiki.pages.service import locked_page
from wiki.territories.models import Membership

BATCH = 50


def rewrite(payloads: Sequence[dict[str, Any]]) -> None:
    """Let the links of some pages follow a renaming."""
    for payload in payloads:
        _go_on(payload, RUNNING, DONE, REWRITE_JOB)


def restore(payloads: Sequence[dict[str, Any]]) -> None:
    """Let the links of some pages lead back, where nobody has changed their sentences since."""
    for payload in payloads:
        _go_on(payload, UNDOING, UNDONE, RESTORE_JOB)


def _go_on(payload: dict[str, Any], while_state: str, then: str, job: str) -> None:
    renaming_id, after = payload["renaming_id"], payload["after"]
    ids = _next_pages(read_session(), renaming_id, after, job)
    for page_id in ids[:BATCH]:
        with transaction() as session:
            _follow(session, renaming_id, page_id, while_state)
    with transaction() as session:
        renaming = session.get(Renaming, renaming_id, with_for_update=True)
        if renaming is None or renaming.state != while_state:
            return
        if len(ids) > BATCH:
            enqueue(session, job, {"renaming_id": renaming_id, "after": ids[BATCH - 1]})
        else:
            renaming.state = then


def _next_pages(session: Session, renaming_id: int, after: int, job: str) -> Sequence[int]:
    """The pages whose turn it is, and one more where others follow."""
    renaming = session.get(Renaming, renaming_id)
    if renaming is None:
        return []
    if job == REWRITE_JOB:
        return naming_ids(session, renaming, after, BATCH + 1)
    rows = select(RewrittenPage.page_id).where(
        RewrittenPage.renaming_id == renaming_id, RewrittenPage.page_id > after, RewrittenPage.state == DONE
    )
    return session.scalars(rows.order_by(RewrittenPage.page_id).limit(BATCH + 1)).all()


def _follow(session: Session, renaming_id: int, page_id: int, while_state: str) -> None:
    renaming = locked_renaming(session, renaming_id)
    if renaming.state != while_state:
        return
    page = locked_page(session, page_id)
    if while_state == RUNNING:
        _rewrite(session, renaming, page)
    else:
        _restore(session, renaming, page)


def _rewrite(session: Session, renaming: Renaming, page: Page) -> None:
    target = renaming.page
    if page.current_id is None or not _readers_see(session, page, target):
        return
    # Where the page is now, though it may have been renamed again since this began.
    rename = Rename(renaming.former_path, target.path, renaming.former_title, target.title)
    text = rewritten(page.current.text, [rename], home=page.territory.slug)
    if text == page.current.text:
        return
    summary = f"Lien mis à jour après le changement de nom de « {renaming.former_title} »"
    if renaming.is_merge:
        summary = f"Lien mis à jour après la fusion de « {renaming.former_title} » dans « {target.title} »"
    made = save_quietly(session, page, text, renaming.actor_id, summary, minor=True)
    session.merge(RewrittenPage(renaming_id=renaming.id, page_id=page.id, number=made.number, state=DONE))


def _readers_see(session: Session, page: Page, target: Page) -> bool:
    """Whether whoever may read the page may read the target; a private draft has one reader."""
    if all_see(page.audience_key, target.audience_key):
        return True
    if page.audience != "draft" or target.audience != "territory":
        return False
    place = int(target.audience_key.partition(":")[2])
    admitted = select(Membership.id).where(
        Membership.user_id == page.owner_id,
        Membership.territory_id == place,
        Membership.admitted_at.is_not(None),
    )
    return session.scalar(admitted) is not None


def _restore(session: Session, renaming: Renaming, page: Page) -> None:
    row = session.get_one(RewrittenPage, (renaming.id, page.id))
    after, before = (text_of(session, page.id, number) for number in (row.number, row.number - 1))
    text = tools_of(page.kind).merge(after, before, page.current.text).text
    row.state = UNDONE
    if text is None:
        row.state = KEPT
    elif text != page.current.text:
        summary = f"Lien remis comme avant : « {renaming.former_title} » a repris son nom"
        save_quietly(session, page, text, renaming.actor_id, summary, minor=True)
