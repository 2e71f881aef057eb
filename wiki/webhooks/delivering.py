"""Write messages for what happens, send them, and give up where nobody answers."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.notifications.people import readers
from wiki.outgoing.errors import OutgoingError, Refused
from wiki.outgoing.service import fetch
from wiki.pages.models import Page
from wiki.permissions import Permission, Rules, can
from wiki.webhooks import bodies
from wiki.webhooks.models import DONE, FAILED, WAITING, Delivery, Webhook
from wiki.webhooks.queries import listening
from wiki.webhooks.signing import headers, secret_of

PAUSES = (60, 300, 1800, 7200, 21600, 43200, 86400)
"""Seconds before a message is tried again: eight attempts over two days, further and further apart."""
MOST_FAILURES = 5
"""Messages given up one after the other until the webhook is stopped."""
TIMEOUT, MAX_ANSWER = 10.0, 2000
LEASE = timedelta(minutes=2)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Call:
    """A message on its way, apart from the database: nobody waits for another site within a transaction."""

    delivery_id: int
    url: str
    content: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """What became of it. `status`: what the other side said; None when nothing came back."""

    status: int | None
    error: str = ""
    is_final: bool = False

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def write(session: Session, rules: Rules, ids: Sequence[int], site: str) -> int:
    """Write the messages that some happenings give; a second time writes none. Returns how many."""
    webhooks = _looked_after(session, rules, listening(session))
    if not webhooks:
        return 0
    wanted = (Happening.id.in_(ids), Happening.kind.in_(bodies.KINDS), Happening.page_id.is_not(None))
    written = 0
    for one in session.scalars(select(Happening).where(*wanted).order_by(Happening.id)):
        page = session.get(Page, one.page_id, options=[joinedload(Page.territory)])
        if page is None or not _is_known_about(session, one):
            continue
        for webhook in webhooks:
            if _is_for(webhook, one, page) and not _is_written(session, webhook, one):
                session.add(
                    Delivery(
                        webhook_id=webhook.id, happening_id=one.id, kind=one.kind,
                        body=bodies.body(session, one, page, site),
                    )
                )  # fmt: skip
                written += 1
    return written


def take_up(
    session: Session, rules: Rules, delivery_id: int, site_secret: str, moment: datetime
) -> Call | None:
    """A message to send now, which nobody else takes up until a lease is over; None when it may not leave.

    What may be read is asked once more: a page may have been closed since the message was written.
    """
    one = session.get(Delivery, delivery_id, with_for_update=True)
    if one is None or one.state != WAITING or one.due_at > moment or _is_paused(one.webhook, moment):
        return None
    if one.attempts > len(PAUSES):
        one.state, one.error, one.done_at = FAILED, "each worker that took it up ended before it did", moment
        return None
    if not _may_still_leave(session, rules, one):
        one.state, one.error, one.done_at = FAILED, "the page may not be told any more", moment
        one.body = {}
        return None
    one.attempts += 1
    one.due_at = moment + LEASE
    webhook = one.webhook
    content = json.dumps(one.body, ensure_ascii=False).encode()
    secret, stamp = secret_of(site_secret, webhook.id, webhook.serial), int(time.time())
    return Call(
        one.id, webhook.url, content, headers(secret, stamp, content, event=one.kind, delivery=one.id)
    )


def call(one: Call) -> Outcome:
    """Send a message; a redirect is no arrival, for the address was chosen by somebody."""
    try:
        answer = fetch(
            "POST", one.url, headers=one.headers, body=one.content, timeout=TIMEOUT, max_bytes=MAX_ANSWER
        )
    except Refused as refusal:
        return Outcome(None, str(refusal), is_final=True)
    except OutgoingError as error:
        return Outcome(None, str(error))
    said = answer.body.decode("utf-8", "replace").replace("\0", "")[:500]
    return Outcome(answer.status, "" if 200 <= answer.status < 300 else said, is_final=answer.status == 410)


def settle(session: Session, delivery_id: int, outcome: Outcome, moment: datetime) -> None:
    """Note what became of a message: done, to be tried again, or given up."""
    one = session.get(Delivery, delivery_id, with_for_update=True)
    if one is None:
        return
    webhook = session.get_one(Webhook, one.webhook_id, with_for_update=True)
    one.status, one.error = outcome.status, outcome.error
    if outcome.arrived:
        one.state, one.done_at = DONE, moment
        webhook.failures, webhook.paused_until = 0, None
    elif outcome.is_final or one.attempts > len(PAUSES):
        one.state, one.done_at = FAILED, moment
        webhook.failures += 1
        if webhook.failures >= MOST_FAILURES or outcome.status == 410:
            _disable(session, webhook, moment)
    else:
        one.due_at = moment + timedelta(seconds=PAUSES[one.attempts - 1])
        # What else waits for this address waits, too: one call finds out that it answers again.
        webhook.paused_until = one.due_at


def sweep(session: Session) -> None:
    """Forget the log of long ago."""
    session.execute(delete(Delivery).where(Delivery.state != WAITING, Delivery.created_at < now() - KEPT_FOR))


def forget_pages(session: Session, page_ids: Sequence[int]) -> None:
    """Take away what messages said of pages that vanish."""
    about = select(Happening.id).where(Happening.page_id.in_(page_ids))
    session.execute(delete(Delivery).where(Delivery.happening_id.in_(about)))


def _looked_after(session: Session, rules: Rules, webhooks: Sequence[Webhook]) -> list[Webhook]:
    """Those whose owners may still have happenings told: who steps down takes nothing along."""
    owners = readers(session, {webhook.owner_id for webhook in webhooks}, rules)
    return [
        webhook
        for webhook in webhooks
        if webhook.owner_id in owners
        and can(owners[webhook.owner_id].actor, Permission.WEBHOOKS_MANAGE, webhook.territory)
    ]


def _is_paused(webhook: Webhook, moment: datetime) -> bool:
    """Whether it was stopped, or did not answer a moment ago."""
    return webhook.disabled_at is not None or (webhook.paused_until or moment) > moment


def _is_for(webhook: Webhook, one: Happening, page: Page) -> bool:
    if webhook.kinds and one.kind not in webhook.kinds:
        return False
    if webhook.territory_id is not None and webhook.territory_id != page.territory_id:
        return False
    return _may_read(webhook, one, page)


def _may_read(webhook: Webhook, one: Happening, page: Page) -> bool:
    """Whether a message may go there: of public pages, and where its referent says so, of the territory's."""
    deleted = one.kind == happens.PAGE_DELETED
    key = str(one.details.get("audience_key", "")) if deleted else page.audience_key
    if key == "public":
        return True
    within = (f"territory:{webhook.territory_id}", "members")
    return webhook.with_territory and webhook.territory_id is not None and key in within


def _is_known_about(session: Session, one: Happening) -> bool:
    """Whether the adaptation that is told of is public."""
    if one.kind != happens.PAGE_ADAPTED:
        return True
    made = session.get(Page, one.about_id) if one.about_id is not None else None
    return made is not None and made.audience == "public"


def _is_written(session: Session, webhook: Webhook, one: Happening) -> bool:
    same = (Delivery.happening_id == one.id, Delivery.webhook_id == webhook.id)
    return session.scalar(select(Delivery.id).where(*same).limit(1)) is not None


def _may_still_leave(session: Session, rules: Rules, one: Delivery) -> bool:
    if not _looked_after(session, rules, [one.webhook]):
        return False
    if one.happening_id is None:
        return True
    happening = session.get(Happening, one.happening_id)
    page = session.get(Page, happening.page_id) if happening is not None and happening.page_id else None
    return happening is not None and page is not None and _may_read(one.webhook, happening, page)


def _disable(session: Session, webhook: Webhook, moment: datetime) -> None:
    webhook.disabled_at, webhook.disabled_by_failures = moment, True
    session.execute(delete(Delivery).where(Delivery.webhook_id == webhook.id, Delivery.state == WAITING))
    name = webhook.url.partition("?")[0]
    record(session, None, "webhook.given_up", kind="webhook", thing_id=webhook.id, name=name)
    tell(
        session, None, happens.WEBHOOK_STOPPED, territory_id=webhook.territory_id, about_id=webhook.id,
        user_ids=[webhook.owner_id],
    )  # fmt: skip
