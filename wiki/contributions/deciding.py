"""Answer an offer: ask, accept it whole or in part, edit it first, decline it, remove spam. Never commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.audit.service import record
from wiki.contributions import queries
from wiki.contributions.acts import (
    MESSAGE,
    add_message,
    close,
    line_of,
    tell_answered,
    words_of,
    write_to_guest,
)
from wiki.contributions.erasing import erase
from wiki.contributions.models import ACCEPTED, DECLINED, PARTLY, Contribution
from wiki.contributions.passages import passages
from wiki.db import now
from wiki.errors import Conflict, Invalid
from wiki.pages import service as pages
from wiki.pages.checks import tidy_text
from wiki.pages.kinds import tools_of
from wiki.pages.settling import settled
from wiki.permissions import Actor, Permission, require


@dataclass(frozen=True)
class Acceptance:
    """What a page takes of an offer; `answers` settle passages that it changed meanwhile.

    `mark` is of the offer as it was shown; `answered` the version of the page in which those passages were shown.
    `chosen` is None for everything.
    """

    page_id: int
    contribution_id: int
    mark: str
    chosen: frozenset[int] | None = None
    message: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    answered: int = 0
    form_key: str | None = None


@dataclass(frozen=True)
class TakenUp:
    """An offer as somebody edited it before they took it: a text made from version `base_number` of the page."""

    page_id: int
    contribution_id: int
    mark: str
    base_number: int
    text: str
    summary: str = ""
    form_key: str | None = None


def ask(session: Session, actor: Actor, page_id: int, contribution_id: int, text: str) -> Contribution:
    """Say something to who offered a change, before deciding.

    Raises:
        NotFound, Forbidden, Conflict: see `decline`.
        Invalid: there is no word, or too many.
    """
    found = _decidable(session, actor, page_id, contribution_id)
    add_message(session, actor, found, words_of(text, is_needed=True))
    tell_answered(session, actor, found, MESSAGE)
    write_to_guest(session, found, MESSAGE)
    return found


def accept(session: Session, actor: Actor, acceptance: Acceptance) -> Contribution:
    """Take an offer into the page, whole or in part; who offered it is the author of the version.

    Raises:
        NotFound, Forbidden: the page is not this person's to decide on, or no such thing was offered to it.
        Conflict: it was answered, withdrawn or mended meanwhile.
        Invalid: nothing was chosen, or what was chosen cannot stand alone.
        Unsettled: the page changed the same passages, and an answer is missing.
    """
    found = _decidable(session, actor, acceptance.page_id, acceptance.contribution_id, acceptance.mark)
    base, page = queries.base_text(session, found), found.page
    cut = passages(base, found.text)
    chosen = cut.numbers if acceptance.chosen is None else acceptance.chosen & cut.numbers
    if not chosen:
        raise Invalid({"": _l("Cochez au moins un passage, ou déclinez la proposition.")})
    words = words_of(acceptance.message)
    merged = tools_of(page.kind).merge(base, cut.applied(chosen), page.current.text)
    text = settled(merged, acceptance.answers if acceptance.answered == page.current.number else {})
    edit = pages.Edit(
        page.id, page.current.number, text, summary=_summary(found), form_key=acceptance.form_key,
        offerer=pages.Offerer(found.author_id, found.guest_name),
    )  # fmt: skip
    return _taken(session, actor, found, edit, ACCEPTED if chosen == cut.numbers else PARTLY, words)


def take_up(session: Session, actor: Actor, taken: TakenUp) -> Contribution:
    """Take an offer into the page as it was edited; who offered it is the author of the version all the same.

    Raises:
        NotFound, Forbidden, Conflict: see `accept`.
        Invalid: the text cannot be used.
        EditConflict: somebody changed the same sentences of the page meanwhile.
    """
    found = _decidable(session, actor, taken.page_id, taken.contribution_id, taken.mark)
    text = tidy_text(taken.text)
    edit = pages.Edit(
        taken.page_id, taken.base_number, text, summary=line_of(taken.summary) or _summary(found),
        form_key=taken.form_key, offerer=pages.Offerer(found.author_id, found.guest_name),
    )  # fmt: skip
    merged = tools_of(found.page.kind).merge(
        queries.base_text(session, found), found.text, found.page.current.text
    )
    return _taken(session, actor, found, edit, ACCEPTED if text == merged.text else PARTLY)


def decline(session: Session, actor: Actor, page_id: int, contribution_id: int, text: str) -> Contribution:
    """Say no to an offer, and why.

    Raises:
        NotFound, Forbidden: the page is not this person's to decide on, or no such thing was offered to it.
        Conflict: it was answered or withdrawn meanwhile.
        Invalid: no word is said, or too many.
    """
    found = _decidable(session, actor, page_id, contribution_id)
    words = words_of(text)
    if not words:
        raise Invalid(
            {"message": _l("Dites en une phrase pourquoi : la personne a pris du temps pour vous.")}
        )
    _decide(session, actor, found, DECLINED, words)
    return found


def remove(session: Session, actor: Actor, page_id: int, contribution_id: int) -> None:
    """Remove an offer that is spam: nothing of it stays but a line in the audit log.

    Raises:
        NotFound, Forbidden, Conflict: see `decline`.
    """
    found = _decidable(session, actor, page_id, contribution_id)
    record(
        session, actor, "contribution.removed", kind="contribution", thing_id=found.id, name=found.page.title,
        page=found.page_id, author=found.author_id, guest=found.guest_name,
    )  # fmt: skip
    erase(session, Contribution.id == found.id)


def _decidable(
    session: Session, actor: Actor, page_id: int, contribution_id: int, mark: str | None = None
) -> Contribution:
    """An open offer to a page, both held until the transaction ends; as it was when it had this mark."""
    page = pages.locked_page(session, page_id)
    require(actor, Permission.CONTRIBUTION_DECIDE, page)
    found = queries.of_page(session, page, contribution_id)
    if not found.is_open or mark not in (None, found.mark):
        raise Conflict
    return found


def _taken(
    session: Session, actor: Actor, found: Contribution, edit: pages.Edit, state: str, words: str = ""
) -> Contribution:
    saved = pages.edit(session, actor, edit)
    found.number = saved.number if saved.outcome != "unchanged" else None
    _decide(session, actor, found, state, words)
    return found


def _decide(session: Session, actor: Actor, found: Contribution, state: str, words: str) -> None:
    if words:
        add_message(session, actor, found, words)
    found.decided_by, found.decided_at = actor.user_id, now()
    tell_answered(session, actor, found, state)
    write_to_guest(session, found, state)
    close(found, state)


def _summary(found: Contribution) -> str:
    return found.summary or "Modification proposée"
