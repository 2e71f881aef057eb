"""Propose a scenario to the nation at one version, propose another version of it, withdraw it. Never commits."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from scenarios.calls.queries import open_calls
from scenarios.criteria.queries import current
from scenarios.criteria.service import ensure_grid
from scenarios.curation import queries
from scenarios.curation.interests import interests
from scenarios.curation.models import (
    MAX_WORDS,
    WAITING,
    WITHDRAWN,
    Nomination,
    NominationVersion,
    Reader,
)
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page, Revision
from wiki.pages.service import locked_page
from wiki.permissions import Actor, Permission, can, require
from wiki.provenance.licences import Licence, why_not
from wiki.rendering.characters import normalised
from wiki.rendering.head import read_head

KIND = "scenario"
_SOON = timedelta(minutes=10)


class AlreadyProposed(Conflict):
    """The page is being examined already."""

    def __init__(self, nomination_id: int) -> None:
        super().__init__(str(nomination_id))
        self.nomination_id = nomination_id


@dataclass(frozen=True)
class NewNomination:
    """What is proposed: a page at one version, why, and which call it answers."""

    page_id: int
    number: int
    words: str
    call_id: int | None = None


def propose(session: Session, actor: Actor, new: NewNomination) -> Nomination:
    """Propose a scenario to the nation; the same form sent twice is one nomination.

    Raises:
        NotFound, Forbidden: the page is not this person's to propose.
        AlreadyProposed: it is being examined.
        Invalid: the version cannot be proposed, was examined before, nothing was said, or the call is not open.
    """
    page = locked_page(session, new.page_id)
    require(actor, Permission.NOMINATION_MAKE, page)
    words = worded(
        new.words, "words", _l("Dites en quelques phrases ce que la nation gagnerait à le retenir.")
    )
    before = queries.open_of(session, page.id)
    if before is not None:
        return _again(actor, before, new.number, words)
    refuse_what_cannot_be_proposed(session, page, new.number)
    _refuse_what_was_decided(session, page, new.number)
    ensure_grid(session)
    made = Nomination(
        page_id=page.id, number=new.number, territory_id=page.territory_id, proposed_by=actor.user_id, words=words,
        grid_id=current(session).id, call_id=_open_call(session, new.call_id),
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add(NominationVersion(nomination_id=made.id, number=new.number, author_id=actor.user_id))
    session.flush()
    record(
        session,
        actor,
        "nomination.made",
        kind="nomination",
        thing_id=made.id,
        name=page.path,
        number=new.number,
    )
    tell(
        session, actor.user_id, happens.NOMINATION_MADE, page_id=page.id, territory_id=page.territory_id,
        about_id=made.id, user_ids=unbiased_team(session, made), number=new.number,
    )  # fmt: skip
    return made


def withdraw(session: Session, actor: Actor, nomination_id: int, reason: str) -> Nomination:
    """Take a nomination back.

    Raises:
        NotFound, Forbidden: it is not this person's to take back (see `may_withdraw`).
        Conflict: it is not open any more.
        Invalid: no reason is given.
    """
    found = queries.held(session, actor, nomination_id)
    if not may_withdraw(actor, found):
        raise Forbidden
    if not found.is_open:
        raise Conflict
    found.closing = worded(
        reason, "reason", _l("Dites en une phrase pourquoi vous retirez cette proposition.")
    )
    found.state, found.state_at, found.closed_by = WITHDRAWN, now(), actor.user_id
    found.serial += 1
    asked = session.scalars(
        select(Reader.user_id).where(Reader.nomination_id == found.id, Reader.awaited != "")
    )
    waiting = list(asked)
    nothing_awaited(session, found)
    record(session, actor, "nomination.withdrawn", kind="nomination", thing_id=found.id, name=found.page.path)
    # No decision: it concerns those who were reading it, and not whoever follows the page.
    tell(
        session, actor.user_id, happens.OPINION_ASKED, page_id=found.page_id, territory_id=found.territory_id,
        about_id=found.id, outcome="nomination.withdrawn", user_ids=waiting, summary=found.closing,
    )  # fmt: skip
    return found


def may_withdraw(actor: Actor, found: Nomination) -> bool:
    """Who answers for the scenario; the national team where the page is not public any more."""
    if queries.may_answer_for(actor, found):
        return True
    return found.page.audience != "public" and can(actor, Permission.CURATION_MANAGE)


def send_version(session: Session, actor: Actor, found: Nomination, number: int) -> None:
    """Go on with another version, or the same one, after requests for rework; `found` is locked.

    Raises:
        Invalid: the version is older, or cannot be proposed.
    """
    if number < found.number:
        raise Invalid({"number": _l("Choisissez la version proposée, ou une plus récente.")})
    refuse_what_cannot_be_proposed(session, found.page, number)
    found.number, found.state, found.state_at, found.reminded_at = number, WAITING, now(), None
    session.add(NominationVersion(nomination_id=found.id, number=number, author_id=actor.user_id))


def refuse_what_cannot_be_proposed(session: Session, page: Page, number: int) -> None:
    """Let only go on what everybody may read and take up, and what has no fault.

    Raises:
        Invalid: the page is not public or no scenario; the version is missing, withdrawn, faulty, or not free.
    """
    faults = faults_of(session, page, number)
    if faults:
        raise Invalid({"number": faults[0]})


def faults_of(session: Session, page: Page, number: int) -> list[object]:
    """What keeps a version of a page from being proposed, each as a sentence."""
    revision = session.scalar(select(Revision).where(Revision.page_id == page.id, Revision.number == number))
    if revision is None or revision.withdrawn_at is not None:
        return [_l("Cette version n'existe pas, ou a été retirée : choisissez-en une autre.")]
    found: list[object] = []
    if page.kind != KIND:
        found.append(_l("Seul un scénario peut être proposé : cette page n'en est pas un."))
    if page.audience != "public":
        found.append(_l("La page n'est pas publique : ouvrez-la à tout le monde dans ses réglages."))
    count = len(tools_of(page.kind).faults(revision.text))
    if count:
        found.append(
            _ln(
                "Cette version a %(num)s faute à corriger : modifiez la page, puis proposez la nouvelle version.",
                "Cette version a %(num)s fautes à corriger : modifiez la page, puis proposez la nouvelle version.",
                count,
            )
        )
    stated = read_head(revision.text).licence
    refusal = Licence(stated).refusal
    if refusal is not None:
        found.append(why_not(refusal, stated))
    return found


def nothing_awaited(session: Session, found: Nomination) -> None:
    """Nobody is waited for any more."""
    session.execute(
        update(Reader).where(Reader.nomination_id == found.id).values(awaited="")
        .execution_options(synchronize_session="fetch")
    )  # fmt: skip


def unbiased_team(session: Session, found: Nomination) -> list[int]:
    """The national team but those who have an interest in the nomination."""
    team = queries.national_team(session)
    biased = interests(session, found, team)
    return [one for one in team if one not in biased]


def worded(typed: str, field: str, missing: object, most: int = MAX_WORDS) -> str:
    """What somebody wrote, on any number of lines.

    Raises:
        Invalid: nothing (`missing` says what to do), or too much.
    """
    words = normalised(typed.replace("\r\n", "\n").replace("\x00", "")).strip()
    if not words and missing:
        raise Invalid({field: missing})
    if len(words) > most:
        raise Invalid({field: _l("C'est trop long : %(limit)s caractères au plus.", limit=most)})
    return words


def _again(actor: Actor, before: Nomination, number: int, words: str) -> Nomination:
    """What this very form made when it was sent the first time.

    Raises:
        AlreadyProposed: it was another form.
    """
    sent = (before.proposed_by, before.number, before.words) == (actor.user_id, number, words)
    if not sent or before.proposed_at < now() - _SOON:
        raise AlreadyProposed(before.id)
    return before


def _refuse_what_was_decided(session: Session, page: Page, number: int) -> None:
    decided = select(func.max(Nomination.number)).where(
        Nomination.page_id == page.id, Nomination.decided_at.is_not(None)
    )
    last = session.scalar(decided)
    if last is not None and number <= last:
        raise Invalid(
            {
                "number": _l(
                    "Une décision a été prise sur la version %(last)s : proposez-en une plus récente.",
                    last=last,
                )
            }
        )


def _open_call(session: Session, call_id: int | None) -> int | None:
    if call_id is None:
        return None
    if call_id not in {call.id for call in open_calls(session)}:
        raise Invalid({"call": _l("Cet appel n'est pas ouvert : choisissez-en un autre, ou aucun.")})
    return call_id
