"""A decision is proposed by one and confirmed by others: several voices, one decision. Never commits.

The nomination's row is held from the first line of each act, so that of two people who decide at the same moment the
second reads what the first did, and is told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.curation import queries as nominations
from scenarios.curation.interests import interests
from scenarios.curation.models import BARRED, WAITING, Nomination, Reader
from scenarios.curation.readers import ask
from scenarios.curation.service import worded
from scenarios.deliberation import queries
from scenarios.deliberation.expecting import expect
from scenarios.deliberation.models import (
    DROPPED,
    MEND,
    OUTCOMES,
    PROPOSED,
    RETAIN,
    TAKEN,
    Decision,
    DecisionVoice,
    ReworkRequest,
)
from scenarios.deliberation.opinions import MAX_OPINION, refuse_who_may_not_judge
from scenarios.featuring.service import retain
from wiki.accounts.queries import actor_of
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.permissions import Actor, Permission, can, require

MOST_REQUESTS = 10


class Overtaken(Conflict):
    """Somebody acted first; `decision` is what they proposed or took, None where something else changed."""

    def __init__(self, decision: Decision | None) -> None:
        super().__init__("overtaken")
        self.decision = decision


@dataclass(frozen=True)
class NewDecision:
    """A decision to propose: what, why, what the territory is asked for, and the state (`serial`) that was read."""

    outcome: str
    words: str
    seen: int
    requests: Sequence[str] = field(default_factory=tuple)


def propose(session: Session, actor: Actor, nomination_id: int, new: NewDecision) -> Decision:
    """Propose a decision; where one voice is enough, it is taken at once.

    Raises:
        NotFound, Forbidden, Interested, LeftToOthers: it is not this person's to decide.
        Overtaken: somebody proposed or decided meanwhile, or an opinion changed.
        Invalid: too few opinions, none of one's own, or something is missing.
    """
    found = nominations.held(session, actor, nomination_id)
    require(actor, Permission.CURATION_DECIDE, found)
    refuse_who_may_not_judge(session, actor, found)
    _refuse_the_overtaken(session, found, new.seen)
    _refuse_who_gave_no_opinion(session, actor, found)
    wishes = _checked(session, found, new)
    rules = nominations.settings(session)
    made = Decision(
        nomination_id=found.id, round=found.round, number=found.number, outcome=new.outcome,
        words=new.words.replace("\r\n", "\n").strip(), author_id=actor.user_id,
        needed={"opinions": rules.opinions, "voices": rules.voices},
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add_all(
        ReworkRequest(nomination_id=found.id, decision_id=made.id, position=place, words=wish)
        for place, wish in enumerate(wishes)
    )
    record(
        session,
        actor,
        "decision.proposed",
        kind="nomination",
        thing_id=found.id,
        name=found.page.path,
        outcome=new.outcome,
    )
    _speak(session, actor, made, True, "")
    if not _settled(session, actor, found, made):
        expect(session, found)
        others = [one.author_id for one in queries.given(session, found) if one.author_id != actor.user_id]
        ask(session, actor.user_id, found, others, "voice.asked")
    return made


def speak(session: Session, actor: Actor, decision_id: int, agrees: bool, words: str) -> Decision:
    """Agree to a decision that is proposed, or say why not; it is taken with the last voice that it needs.

    Raises:
        NotFound, Forbidden, Interested, LeftToOthers: it is not this person's to decide.
        Overtaken: it was taken or set aside meanwhile.
        Invalid: one gave no opinion, proposed it oneself, or gives no reason for a disagreement; or opinions that
            it needs count no more.
    """
    made, found = _pending(session, actor, decision_id)
    refuse_who_may_not_judge(session, actor, found)
    _refuse_who_gave_no_opinion(session, actor, found)
    if made.author_id == actor.user_id:
        raise Invalid({"": _l("Vous avez proposé cette décision : à d'autres de la confirmer.")})
    faults = _faults_of_quorum(queries.quorum(session, found, made.needed["opinions"])) if agrees else {}
    if faults:
        raise Invalid(faults)
    missing = (
        ""
        if agrees
        else _l("Dites pourquoi vous n'êtes pas d'accord : votre désaccord est gardé au dossier.")
    )
    _speak(session, actor, made, agrees, worded(words, "words", missing))
    record(
        session,
        actor,
        "decision.voiced",
        kind="nomination",
        thing_id=found.id,
        name=found.page.path,
        agrees=agrees,
    )
    if not _settled(session, actor, found, made):
        expect(session, found)
    return made


def drop(session: Session, actor: Actor, decision_id: int, words: str) -> Decision:
    """Set a proposed decision aside, so that another can be proposed; it stays in the record.

    Raises:
        NotFound, Forbidden, Interested, LeftToOthers: it is not this person's to decide.
        Overtaken: it was taken or set aside meanwhile.
        Invalid: no reason is given.
    """
    made, found = _pending(session, actor, decision_id)
    require(actor, Permission.CURATION_DECIDE, found)
    refuse_who_may_not_judge(session, actor, found)
    _refuse_who_gave_no_opinion(session, actor, found)
    made.ending = worded(words, "words", _l("Dites en une phrase pourquoi cette décision est écartée."))
    made.state, made.settled_by, made.settled_at = DROPPED, actor.user_id, now()
    record(session, actor, "decision.dropped", kind="nomination", thing_id=found.id, name=found.page.path)
    expect(session, found)
    return made


def _pending(session: Session, actor: Actor, decision_id: int) -> tuple[Decision, Nomination]:
    """A decision that waits for voices, with its nomination held first: what was read before may be old."""
    where = select(Decision.nomination_id).where(Decision.id == decision_id)
    found = nominations.held(session, actor, session.scalar(where) or 0)
    if not can(actor, Permission.CURATION_READ):
        raise NotFound
    made = session.get_one(Decision, decision_id, populate_existing=True)
    if made.state != PROPOSED:
        raise Overtaken(made)
    return made, found


def _refuse_the_overtaken(session: Session, found: Nomination, seen: int) -> None:
    waiting = queries.pending(session, found)
    if waiting is not None:
        raise Overtaken(waiting)
    if found.state != WAITING:
        raise Overtaken(queries.last_taken(session, found))
    if found.serial != seen:
        raise Overtaken(None)


def _refuse_who_gave_no_opinion(session: Session, actor: Actor, found: Nomination) -> None:
    """Who decides has read, and said what they think before they saw what others do."""
    if not queries.has_given(session, actor, found):
        raise Invalid({"": _l("Donnez d'abord votre avis : qui décide a lu, et dit ce qu'il en pense.")})


def _checked(session: Session, found: Nomination, new: NewDecision) -> list[str]:
    """The requests of a decision that can be proposed."""
    errors = _faults_of_quorum(queries.quorum(session, found))
    wishes = [wish.replace("\r\n", "\n").strip() for wish in new.requests if wish.strip()]
    if new.outcome not in OUTCOMES:
        errors["outcome"] = _l("Choisissez une décision.")
    errors.update(_faults_of_words(new, wishes))
    if new.outcome == RETAIN and found.page.audience != "public":
        errors["outcome"] = _l("La page n'est plus publique : elle ne peut pas être retenue.")
    if errors:
        raise Invalid(errors)
    return wishes if new.outcome == MEND else []


def _faults_of_quorum(found: queries.Quorum) -> dict[str, Any]:
    told = ", ".join(map(str, found.missing))
    return {"": _l("Il manque des avis pour décider : %(missing)s.", missing=told)} if told else {}


def _faults_of_words(new: NewDecision, wishes: Sequence[str]) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    try:
        worded(
            new.words, "words", _l("Dites les raisons de la décision : elles sont publiques."), MAX_OPINION
        )
        for wish in wishes:
            worded(wish, "requests", "")
    except Invalid as error:
        errors.update(error.errors)
    if new.outcome == MEND and not 0 < len(wishes) <= MOST_REQUESTS:
        errors["requests"] = _l(
            "Écrivez ce que vous demandez : de une à %(most)s demandes.", most=MOST_REQUESTS
        )
    return errors


def _speak(session: Session, actor: Actor, made: Decision, agrees: bool, words: str) -> None:
    """Put a voice down, or change the one that the person gave."""
    role = "curator" if actor.is_curator else "reviewer"
    session.merge(
        DecisionVoice(
            decision_id=made.id, author_id=actor.user_id, role=role, agrees=agrees, words=words, at=now()
        )
    )
    session.flush()
    session.refresh(made, ["voices"])


def _settled(session: Session, actor: Actor, found: Nomination, made: Decision) -> bool:
    """Take the decision if enough people agree, more than disagree, and the opinions behind it still suffice."""
    silent = queries.without_voice(session, found, [voice.author_id for voice in made.voices])
    voices = [voice.agrees for voice in made.voices if voice.author_id not in silent]
    agreeing = sum(voices)
    if agreeing < made.needed["voices"] or agreeing <= len(voices) - agreeing:
        return False
    # Somebody may have declared an interest, or been found to have one, since the decision was proposed.
    if not queries.quorum(session, found, made.needed["opinions"]).is_met:
        return False
    _take(session, actor, found, made)
    return True


def _take(session: Session, actor: Actor, found: Nomination, made: Decision) -> None:
    moment = now()
    made.state, made.settled_by, made.settled_at = TAKEN, actor.user_id, moment
    found.state, found.state_at = made.outcome, moment
    if made.outcome == RETAIN:
        # In the name of who proposed the decision: a voice of the scientific college may be the last it needs.
        retain(session, _of_the_team(session, actor, made), found.page, found.number, found.id)
    if made.outcome != MEND:
        found.decided_at = moment
        _keep_who_stood_aside(session, found)
    record(
        session,
        actor,
        "nomination.decided",
        kind="nomination",
        thing_id=found.id,
        name=found.page.path,
        outcome=made.outcome,
    )
    expect(session, found)
    _tell(session, actor, found, made)


def _of_the_team(session: Session, actor: Actor, made: Decision) -> Actor:
    """Who proposed the decision, if they still belong to the national team."""
    try:
        author = actor_of(session, made.author_id, actor.rules)
        require(author, Permission.FEATURES_MANAGE)
    except (NotFound, Forbidden):
        message = _l(
            "La personne qui a proposé cette décision ne fait plus partie de l'équipe nationale : écartez-la."
        )
        raise Invalid({"": message}) from None
    return author


def _keep_who_stood_aside(session: Session, found: Nomination) -> None:
    """Who of the college had an interest, as it was found when it was decided."""
    college = [one.id for one in nominations.college(session)]
    known = set(session.scalars(select(Reader.user_id).where(Reader.nomination_id == found.id)))
    session.add_all(
        Reader(nomination_id=found.id, user_id=one, state=BARRED, words=interest, answered_at=now())
        for one, interest in interests(session, found, college).items()
        if one not in known
    )


def _tell(session: Session, actor: Actor, found: Nomination, made: Decision) -> None:
    answering = nominations.who_answers(session, found)
    kind, people = happens.REWORK_ASKED, answering
    if made.outcome != MEND:
        judges = [one.author_id for one in queries.given(session, found)]
        kind, people = happens.NOMINATION_DECIDED, sorted({*answering, *judges})
    tell(
        session, actor.user_id, kind, page_id=found.page_id, territory_id=found.territory_id, about_id=found.id,
        outcome=f"nomination.{made.outcome}", user_ids=people, number=found.number,
    )  # fmt: skip
