"""Ask other sites, one address at a time, whether links still lead somewhere; and decide what the answers mean.

Polite: rarely (a month between two questions), never two to one site within half a minute, the head before the first
bytes of the content, and who refuses programs is left alone. Patient: a link is dead only after it failed on three
different days.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wiki.db import now
from wiki.housekeeping.models import ExternalAddress
from wiki.outgoing.errors import OutgoingError, Refused, TooSlow
from wiki.outgoing.service import Answer, follow

ANSWERS_WELL = timedelta(days=30)
FAILS = timedelta(days=1)
IS_DEAD = timedelta(days=7)
NEVER_CALLED = timedelta(days=180)
BETWEEN_TWO = timedelta(seconds=30)
"""At least so long between two questions to one site."""
LEASE = timedelta(minutes=10)
"""Longer than any question takes: nobody else asks this site meanwhile."""
DAYS_TO_DIE = 3
TIMEOUT = 8.0
MAX_BYTES = 2048
_NOT_FOR_PROGRAMS = (401, 403, 405, 406, 407, 418, 429, 451, 501, 999)
"""What sites say to programs while they show the page to people: the link is not to blame."""


@dataclass(frozen=True)
class Finding:
    """What came of a question: `fault` as `ExternalAddress` has it, `status` of the answer if there was one."""

    fault: str
    status: int | None = None


def is_any_due(session: Session) -> bool:
    """Whether an address waits; asked without a lock, so that an idle worker disturbs nobody."""
    return (
        session.scalar(select(ExternalAddress.id).where(ExternalAddress.due_at <= now()).limit(1)) is not None
    )


def take_one(session: Session) -> ExternalAddress | None:
    """Take up the address that has waited longest; its whole site waits until it is put back."""
    due = select(ExternalAddress).where(ExternalAddress.due_at <= now()).order_by(ExternalAddress.due_at)
    found = session.scalar(due.limit(1).with_for_update(skip_locked=True))
    if found is not None:
        _let_wait(session, found.host, now() + LEASE)
        session.refresh(found)
    return found


def put_back(session: Session, address_id: int, finding: Finding) -> None:
    """Write down what came of the question, and let the site be asked again a little later."""
    address = session.get(ExternalAddress, address_id, with_for_update=True)
    if address is None:
        return
    moment = now()
    _let_wait(session, address.host, moment + BETWEEN_TWO, leased=True)
    _learn(address, finding, moment)


def ask(url: str) -> Finding:
    """Ask an address: its head, and where that does not do, its first bytes."""
    try:
        answer = follow("HEAD", url, timeout=TIMEOUT, max_bytes=MAX_BYTES)
        if answer.status >= 400:
            first = {"Range": f"bytes=0-{MAX_BYTES - 1}"}
            answer = follow("GET", url, headers=first, timeout=TIMEOUT, max_bytes=MAX_BYTES)
    except Refused:
        return Finding("refused")
    except TooSlow:
        return Finding("slow")
    except OutgoingError:
        return Finding("unreachable")
    return _judged(answer)


def _judged(answer: Answer) -> Finding:
    is_good = answer.status < 400 or answer.status in _NOT_FOR_PROGRAMS or answer.status == 416
    return Finding("" if is_good else "status", answer.status)


def _learn(address: ExternalAddress, finding: Finding, moment: datetime) -> None:
    """Count days that failed; one good answer and everything is forgotten."""
    failed_today = bool(
        address.failures and address.checked_at and address.checked_at.date() == moment.date()
    )
    address.status, address.fault, address.checked_at = finding.status, finding.fault, moment
    if finding.fault in ("", "refused"):
        address.failures, address.failing_since, address.is_dead = 0, None, False
        address.due_at = moment + (NEVER_CALLED if finding.fault else ANSWERS_WELL)
        return
    if not failed_today:
        address.failures += 1
        address.failing_since = address.failing_since or moment
    address.is_dead = address.failures >= DAYS_TO_DIE
    address.due_at = moment + (IS_DEAD if address.is_dead else FAILS)


def _let_wait(session: Session, host: str, until: datetime, *, leased: bool = False) -> None:
    """Let what is due of a site wait; with `leased`, also what waits because somebody asked it."""
    soon = now() + LEASE if leased else now()
    session.execute(
        update(ExternalAddress)
        .where(ExternalAddress.host == host, ExternalAddress.due_at <= soon)
        .values(due_at=until)
        .execution_options(synchronize_session=False)
    )
