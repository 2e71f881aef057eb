"""What a mail of news says of each page: who did what, and what changed, in sentences."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.activity import kinds as happens
from wiki.discussion.models import Message
from wiki.discussion.texts import beginning
from wiki.notifications import wording
from wiki.notifications.queries import Line
from wiki.pages.comparison.sentences import shortened
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page, Revision

SENTENCES = 4
LONGEST = 300
_SAID = (happens.THREAD_OPENED, happens.THREAD_ANSWERED, happens.PERSON_MENTIONED)
_SUMMED_UP = (happens.EDIT_OFFERED, happens.IMPROVEMENT_OFFERED, happens.FILE_ADDED)


@dataclass(frozen=True)
class Told:
    """One thing that was done. `action` names the way to `address`."""

    sentence: str
    address: str
    action: str
    summary: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A page, or whatever else it is about, with all that was done to it."""

    title: str
    place: str
    address: str
    told: tuple[Told, ...]
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """For a mail, which is a job."""
        return asdict(self)


@dataclass
class _Subject:
    lines: list[Line] = field(default_factory=list)


def items(session: Session, lines: Sequence[Line]) -> list[Item]:
    """Lines put together by page, in the language of the moment; texts are compared as they are now."""
    subjects: dict[object, _Subject] = {}
    for line in lines:
        # Lines of a letter have no number.
        key = (
            ("page", line.page.id) if line.page else ("line", line.id, line.notice.kind, line.notice.about_id)
        )
        subjects.setdefault(key, _Subject()).lines.append(line)
    return [_item(session, subject.lines) for subject in subjects.values()]


def changes(session: Session, page: Page, before: int, after: int) -> tuple[str, ...]:
    """What changed between two versions of a page, told."""
    rows = select(Revision.number, Revision.text).where(
        Revision.page_id == page.id, Revision.number.in_((before, after))
    )
    texts: dict[int, str] = dict(session.execute(rows).all())
    if before not in texts or after not in texts:
        return ()
    told = shortened(tools_of(page.kind).sentences(texts[before], texts[after]), SENTENCES)
    return tuple(_(one.msgid, **one.params)[:LONGEST] for one in told)


def _item(session: Session, lines: Sequence[Line]) -> Item:
    first = lines[0]
    page, place = first.page, first.territory
    return Item(
        title=wording.title(first),
        place=place.name if place and page else "",
        address=f"/{page.path}" if page else wording.address(first),
        told=tuple(_told(session, line) for line in lines),
        reason=wording.reason(first.notice),
    )


def _told(session: Session, line: Line) -> Told:
    notice = line.notice
    first, last = notice.first_id or 0, notice.about_id or 0
    is_compared = line.page is not None and notice.kind == happens.PAGE_EDITED and 1 < first <= last
    return Told(
        sentence=wording.sentence(line),
        address=wording.address(line),
        action=_("Voir ce qui a changé") if is_compared else _("Aller voir"),
        summary=_summary(session, line),
        changes=changes(session, line.page, first - 1, last) if is_compared and line.page else (),
    )


def _summary(session: Session, line: Line) -> str:
    """What the person said of it themselves, or said."""
    notice, details = line.notice, line.notice.details
    if notice.count > 1:
        return ""
    if notice.kind == happens.PAGE_DELETED:
        return str(details.get("reason", ""))[:LONGEST]
    if notice.kind == happens.PAGE_EDITED and line.page is not None:
        return _of_revision(session, line.page, notice.about_id)
    if notice.kind in _SAID:
        return _of_message(session, details.get("message_id", notice.about_id))
    told = details.get("summary") or details.get("name", "")
    return str(told)[:LONGEST] if notice.kind in _SUMMED_UP and told != line.who else ""


def _of_revision(session: Session, page: Page, number: int | None) -> str:
    said = select(Revision.summary).where(Revision.page_id == page.id, Revision.number == number)
    return session.scalar(said) or ""


def _of_message(session: Session, number: object) -> str:
    """How a message begins, as long as everybody reads it."""
    message = session.get(Message, number) if isinstance(number, int) else None
    return beginning(message.text)[:LONGEST] if message is not None and message.is_shown else ""
