"""Turn what a retour proposes into an edit, or into an offered one; or say no, with a word."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.suggestions import queries
from scenarios.suggestions.models import DECLINED, MAX_ANSWER, OFFERED, OPEN, TAKEN, Suggestion
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.contributions import service as contributions
from wiki.db import now
from wiki.errors import Conflict, Invalid
from wiki.pages import service as pages
from wiki.pages.models import Page, Revision
from wiki.pages.projection import all_see
from wiki.permissions import Actor, Permission, require
from wiki.provenance import service as provenance
from wiki.provenance.models import TAKEN as TAKEN_FROM
from wiki.provenance.models import Derivation
from wiki.rendering.document import shortened


@dataclass(frozen=True)
class Taking:
    """The scenario's text as it should be, made from its version `base_number`, to answer a proposal."""

    page_id: int
    suggestion_id: int
    base_number: int
    text: str
    answer: str = ""
    form_key: str = ""


def take_up(session: Session, actor: Actor, taking: Taking) -> Suggestion:
    """Make the edit that a proposal asks for; the retour is credited.

    Raises:
        NotFound, Forbidden: the scenario is not this person's to edit, or nothing such is proposed to it.
        Conflict: somebody answered meanwhile. EditConflict: somebody changed the same sentences.
        Invalid: nothing was changed, or the text cannot be used.
    """
    page, found = _answerable(session, actor, taking.page_id, taking.suggestion_id)
    answer = _words(taking.answer)
    change = pages.Edit(
        page.id, taking.base_number, taking.text, summary=_summary(found, page), form_key=taking.form_key
    )
    saved = pages.edit(session, actor, change)
    if saved.outcome == "unchanged":
        raise Invalid({"passage": _l("Rien n'est changé encore : écrivez ce que la proposition demande.")})
    _give_credit(session, page, found, saved.number)
    _close(session, actor, found, TAKEN, answer, saved.number)
    return found


def mark_taken(
    session: Session, actor: Actor, page_id: int, suggestion_id: int, number: int, answer: str = ""
) -> Suggestion:
    """Say that a version of the scenario does already what a proposal asks.

    Raises:
        NotFound, Forbidden, Conflict: as `take_up` does.
        Invalid: there is no such version.
    """
    page, found = _answerable(session, actor, page_id, suggestion_id)
    version = select(Revision.id).where(Revision.page_id == page.id, Revision.number == number)
    if session.scalar(version) is None:
        raise Invalid({"number": _l("Ce scénario n'a pas cette version.")})
    answer = _words(answer)
    _give_credit(session, page, found, number)
    _close(session, actor, found, TAKEN, answer, number)
    return found


def offer(session: Session, actor: Actor, taking: Taking) -> Suggestion:
    """Offer the edit to those who may make it.

    Raises:
        NotFound, Forbidden, Conflict: nothing such is proposed, one may not offer, or somebody was faster.
        Invalid: as `wiki.contributions.service.offer` says.
    """
    page = pages.locked_page(session, taking.page_id)
    require(actor, Permission.PAGE_OFFER, page)
    found = _open(session, actor, page, taking.suggestion_id)
    new = contributions.Offer(
        page.id, taking.base_number, taking.text, summary=_summary(found, page), form_key=taking.form_key
    )
    made = contributions.offer(session, actor, new)
    found.state, found.contribution_id = OFFERED, made.id
    return found


def decline(session: Session, actor: Actor, page_id: int, suggestion_id: int, answer: str) -> Suggestion:
    """Say no to a proposal, and why.

    Raises:
        NotFound, Forbidden, Conflict: as `take_up` does.
        Invalid: no word is said, or too many.
    """
    _page, found = _answerable(session, actor, page_id, suggestion_id)
    words = _words(answer)
    if not words:
        raise Invalid({"answer": _l("Dites en une phrase pourquoi : la personne a pris du temps pour vous.")})
    _close(session, actor, found, DECLINED, words)
    return found


def reopen(session: Session, actor: Actor, page_id: int, suggestion_id: int) -> Suggestion:
    """Take a no back.

    Raises:
        NotFound, Forbidden: the scenario is not this person's to edit, or nothing such is proposed to it.
        Conflict: it was not declined.
    """
    page = pages.locked_page(session, page_id)
    require(actor, Permission.PAGE_EDIT, page)
    found = queries.suggestion_to(session, actor, page, suggestion_id)
    if found.state != DECLINED:
        raise Conflict
    found.state, found.answer, found.decided_by, found.decided_at = OPEN, "", None, None
    return found


def _answerable(session: Session, actor: Actor, page_id: int, suggestion_id: int) -> tuple[Page, Suggestion]:
    page = pages.locked_page(session, page_id)
    require(actor, Permission.PAGE_EDIT, page)
    return page, _open(session, actor, page, suggestion_id)


def _open(session: Session, actor: Actor, page: Page, suggestion_id: int) -> Suggestion:
    found = queries.suggestion_to(session, actor, page, suggestion_id)
    if queries.state_of(session, found) not in (OPEN, OFFERED):
        raise Conflict
    return found


def _summary(found: Suggestion, page: Page) -> str:
    """What the history says of the edit; the proposal's words only where all its readers may read the retour."""
    told = f"Reprend une proposition du retour de {found.page.territory.name}"
    if not all_see(page.audience_key, found.page.audience_key):
        return told
    about = f"{found.place} : " if found.place else ""
    return f"{told} : {shortened(about + found.words, 180)}"


def _give_credit(session: Session, page: Page, found: Suggestion, number: int) -> None:
    """Thank the retour for a version, once however many of its proposals that version takes up."""
    thanked = select(Derivation.id).where(
        Derivation.page_id == page.id, Derivation.number == number, Derivation.source_id == found.page_id
    )
    if session.scalar(thanked) is None:
        provenance.record(session, page, found.page, found.page.current.number, TAKEN_FROM, number=number)


def _close(
    session: Session, actor: Actor, found: Suggestion, state: str, answer: str, number: int | None = None
) -> None:
    found.state, found.answer, found.number = state, answer, number
    found.decided_by, found.decided_at = actor.user_id, now()
    tell(
        session, actor.user_id, happens.SUGGESTION_ANSWERED, page_id=found.page_id,
        territory_id=found.page.territory_id, about_id=found.id,
        outcome="accepted" if state == TAKEN else "declined",
        user_ids=[found.page.owner_id] if found.page.owner_id else [],
    )  # fmt: skip


def _words(typed: str) -> str:
    """What somebody answers, on one line.

    Raises:
        Invalid: it is too long.
    """
    words = " ".join(typed.split())
    if len(words) > MAX_ANSWER:
        raise Invalid({"answer": _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_ANSWER)})
    return words
