"""Offer changes to the origin, withdraw them; accept them whole or in part, or decline with words. Never commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.adaptation.changes import Difference
from scenarios.adaptation.service import refuse_by_licence
from scenarios.proposals.models import ACCEPTED, DECLINED, MAX_WORDS, OPEN, PARTLY, WITHDRAWN, Proposal
from scenarios.proposals.queries import MOST_SHOWN, offer_of, proposal
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.pages.settling import settled
from wiki.permissions import Actor, Permission, require
from wiki.provenance import service as provenance
from wiki.provenance.models import TAKEN
from wiki.rendering.characters import normalised
from wiki.rendering.head import read_head


@dataclass(frozen=True)
class NewProposal:
    """Changes of a page, by their place in the list that was shown, and why the origin should want them.

    `number` is the revision of the page that was shown, `seen` the mark of the origin that it follows.
    """

    page_id: int
    number: int
    seen: str
    chosen: frozenset[int]
    reason: str


@dataclass(frozen=True)
class Acceptance:
    """What the origin takes of a proposal; `answers` settle passages that it changed meanwhile.

    `answered` is the revision of the page in which those passages were shown: answers say nothing of another.
    """

    proposal_id: int
    page_id: int
    chosen: frozenset[int]
    answer: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    answered: int = 0
    form_key: str | None = None


def offer(session: Session, actor: Actor, new: NewProposal) -> Proposal:
    """Offer some of a page's own changes to its origin; the same offer twice is one.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit, or has no origin that they may read.
        Conflict: the page changed since the list was shown.
        Invalid: nothing was chosen, the reason is missing or too long, or licences do not fit.
    """
    page = pages.locked_page(session, new.page_id)
    require(actor, Permission.PAGE_EDIT, page)
    found = offer_of(session, actor, page)
    if found is None:
        raise NotFound
    if (page.current.number, found.found.mark) != (new.number, new.seen):
        raise Conflict
    target, difference = found.found.origin, found.difference
    reason = _words(new.reason, "reason")
    before = _offered_before(session, actor, page, reason)
    if before is not None:
        return before
    chosen = new.chosen & {choice.index for choice in difference.asked}
    if not chosen:
        raise Invalid({"changement": _l("Cochez au moins un changement à proposer.")})
    if not reason:
        raise Invalid({"reason": _l("Dites en une phrase pourquoi l'origine y gagnerait.")})
    refuse_by_licence(read_head(page.current.text).licence, read_head(target.current.text).licence)
    _refuse_too_many(session, page)
    made = Proposal(
        page_id=page.id,
        number=page.current.number,
        territory_id=page.territory_id,
        target_id=target.id,
        base_text=difference.before,
        offered_text=difference.applied(difference.before, chosen).text,
        reason=reason,
        author_id=actor.user_id,
    )
    session.add(made)
    session.flush()
    tell(
        session, actor.user_id, happens.IMPROVEMENT_OFFERED, page_id=target.id, territory_id=target.territory_id,
        about_id=made.id, summary=reason,
    )  # fmt: skip
    return made


def withdraw(session: Session, actor: Actor, page_id: int, proposal_id: int) -> Proposal:
    """Take back what a page offered.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit, or offered no such thing.
        Conflict: it was answered meanwhile.
    """
    page = pages.locked_page(session, page_id)
    require(actor, Permission.PAGE_EDIT, page)
    found = proposal(session, proposal_id)
    if found.page_id != page.id:
        raise NotFound
    _close(actor, found, WITHDRAWN)
    return found


def accept(session: Session, actor: Actor, acceptance: Acceptance) -> Proposal:
    """Take a proposal into the page that it was made to, whole or in part; credit follows.

    Raises:
        NotFound, Forbidden: the page is not this person's to decide on, or no such thing was offered to it.
        Conflict: it was answered or withdrawn meanwhile.
        Invalid: nothing was chosen, or licences do not fit.
        Unsettled: the page changed the same passages, and an answer is missing.
    """
    page, found = _decidable(session, actor, acceptance.page_id, acceptance.proposal_id)
    difference = Difference(found.base_text, found.offered_text)
    offered = {choice.index for choice in difference.asked}
    chosen = acceptance.chosen & offered
    answer = _words(acceptance.answer, "answer")
    if not chosen:
        raise Invalid({"changement": _l("Cochez au moins un changement, ou déclinez la proposition.")})
    refuse_by_licence(read_head(found.offered_text).licence, read_head(page.current.text).licence)
    answers = acceptance.answers if acceptance.answered == page.current.number else {}
    text = settled(difference.applied(page.current.text, chosen), answers)
    summary = f"Accepte une proposition de {found.territory.name} : {found.reason}"
    saved = pages.edit(
        session,
        actor,
        pages.Edit(page.id, page.current.number, text, summary=summary, form_key=acceptance.form_key),
    )
    if saved.outcome == "saved":
        _give_credit(session, page, found)
        found.accepted_number = saved.number
    _close(actor, found, ACCEPTED if chosen == offered else PARTLY, answer)
    _tell_answered(session, actor, page, found)
    return found


def decline(session: Session, actor: Actor, page_id: int, proposal_id: int, answer: str) -> Proposal:
    """Say no to a proposal, and why.

    Raises:
        NotFound, Forbidden: the page is not this person's to decide on, or no such thing was offered to it.
        Conflict: it was answered or withdrawn meanwhile.
        Invalid: no word is said, or too many.
    """
    page, found = _decidable(session, actor, page_id, proposal_id)
    words = _words(answer, "answer")
    if not words:
        raise Invalid({"answer": _l("Dites en une phrase pourquoi : la personne a pris du temps pour vous.")})
    _close(actor, found, DECLINED, words)
    _tell_answered(session, actor, page, found)
    return found


def _decidable(session: Session, actor: Actor, page_id: int, proposal_id: int) -> tuple[Page, Proposal]:
    page = pages.locked_page(session, page_id)
    require(actor, Permission.PROPOSAL_DECIDE, page)
    found = proposal(session, proposal_id)
    if found.target_id != page.id:
        raise NotFound
    if not found.is_open:
        raise Conflict
    return page, found


def _close(actor: Actor, found: Proposal, state: str, answer: str = "") -> None:
    if not found.is_open:
        raise Conflict
    found.state, found.answer = state, answer
    if state != WITHDRAWN:
        found.answered_by, found.answered_at = actor.user_id, now()


def _tell_answered(session: Session, actor: Actor, page: Page, found: Proposal) -> None:
    tell(
        session, actor.user_id, happens.IMPROVEMENT_ANSWERED, page_id=page.id, territory_id=page.territory_id,
        about_id=found.id, outcome=found.state, user_ids=[found.author_id] if found.author_id else [],
    )  # fmt: skip


def _give_credit(session: Session, page: Page, found: Proposal) -> None:
    if found.page is not None:
        provenance.record(session, page, found.page, found.number, TAKEN)
        return
    # The offering page was erased with the account of its owner: the territory and the person stay thanked.
    provenance.record_erased(
        session,
        page,
        territory_id=found.territory_id,
        source_number=found.number,
        licence=read_head(found.offered_text).licence,
        contributors=[found.author_id] if found.author_id else [],
    )


def _offered_before(session: Session, actor: Actor, page: Page, reason: str) -> Proposal | None:
    """What this very form made when it was sent the first time."""
    query = select(Proposal).where(
        Proposal.page_id == page.id,
        Proposal.number == page.current.number,
        Proposal.author_id == actor.user_id,
        Proposal.reason == reason,
        Proposal.state == OPEN,
    )
    return session.scalar(query.limit(1))


def _refuse_too_many(session: Session, page: Page) -> None:
    waiting = select(func.count()).where(Proposal.page_id == page.id, Proposal.state == OPEN)
    if (session.scalar(waiting) or 0) >= MOST_SHOWN:
        raise Invalid({"": _l("Trop de propositions attendent déjà une réponse : retirez-en une d'abord.")})


def _words(typed: str, field_name: str) -> str:
    """What somebody wrote, on any number of lines.

    Raises:
        Invalid: it is too long.
    """
    words = normalised(typed.replace("\r\n", "\n").replace("\x00", "")).strip()
    if len(words) > MAX_WORDS:
        message = _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_WORDS)
        raise Invalid({field_name: message})
    return words
