"""The territory answers: requests for rework one by one, a decision not to retain once. Never commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scenarios.curation import queries as nominations
from scenarios.curation.models import DECLINED, REWORK, WAITING, Nomination
from scenarios.curation.service import send_version, unbiased_team, worded
from scenarios.deliberation import queries
from scenarios.deliberation.expecting import expect
from scenarios.deliberation.models import Appeal, ReworkRequest
from scenarios.deliberation.opinions import MAX_OPINION
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid
from wiki.permissions import Actor


@dataclass(frozen=True)
class Answers:
    """Answers to requests, by their ids: words, and the version that mends; `number` is the version to go on with."""

    words: Mapping[int, str]
    versions: Mapping[int, int | None] = field(default_factory=dict)
    number: int = 0


def keep_answers(session: Session, actor: Actor, nomination_id: int, answers: Answers) -> Nomination:
    """Keep answers as far as they go; the college reads them once they are sent.

    Raises:
        NotFound, Forbidden: the nomination is not this person's to answer for.
        Conflict: no rework is asked for any more.
        Invalid: an answer is too long, or names a version that there is not.
    """
    found = _answered_for(session, actor, nomination_id, REWORK)
    for request in queries.open_requests(session, found):
        _answer(actor, found, request, answers)
    return found


def send(session: Session, actor: Actor, nomination_id: int, answers: Answers) -> Nomination:
    """Answer every request, and go on with the version that mends what was asked.

    Raises:
        NotFound, Forbidden, Conflict: as `keep_answers`.
        Invalid: also where a request has no answer, or the version cannot be proposed.
    """
    found = keep_answers(session, actor, nomination_id, answers)
    requests = queries.open_requests(session, found)
    missing = {f"words_{request.id}": _l("Répondez par des mots, une version, ou les deux.")
               for request in requests if not request.is_answered}  # fmt: skip
    if missing:
        raise Invalid(missing)
    late = [request for request in requests if (request.answer_number or 0) > answers.number]
    if late:
        raise Invalid({"number": _l("Une réponse renvoie à une version plus récente que celle-ci.")})
    send_version(session, actor, found, answers.number)
    expect(session, found)
    record(
        session,
        actor,
        "rework.answered",
        kind="nomination",
        thing_id=found.id,
        name=found.page.path,
        number=found.number,
    )
    tell(
        session, actor.user_id, happens.REWORK_ANSWERED, page_id=found.page_id, territory_id=found.territory_id,
        about_id=found.id, user_ids=[one.author_id for one in queries.given(session, found)], number=found.number,
    )  # fmt: skip
    return found


def contest(session: Session, actor: Actor, nomination_id: int, words: str) -> Appeal:
    """Ask, once, that a scenario that was not retained be examined again, by others where that is possible.

    Raises:
        NotFound, Forbidden: the nomination is not this person's to answer for.
        Conflict: it was not declined, an appeal was made, or the page was proposed anew.
        Invalid: no argument is given, or the page is not public any more.
    """
    found = _answered_for(session, actor, nomination_id, DECLINED)
    before = queries.appeal(session, found)
    if before is not None or nominations.open_of(session, found.page_id) is not None:
        raise Conflict
    said = worded(words, "words", _l("Dites pourquoi la décision devrait être revue."), MAX_OPINION)
    if found.page.audience != "public":
        raise Invalid({"words": _l("La page n'est plus publique : ouvrez-la à tout le monde d'abord.")})
    made = Appeal(nomination_id=found.id, author_id=actor.user_id, words=said)
    session.add(made)
    found.round, found.state, found.state_at, found.ready_at, found.reminded_at = (
        2,
        WAITING,
        now(),
        None,
        None,
    )
    expect(session, found)
    record(session, actor, "nomination.contested", kind="nomination", thing_id=found.id, name=found.page.path)
    others = set(unbiased_team(session, found)) - queries.deciders(session, found)
    tell(
        session, actor.user_id, happens.NOMINATION_MADE, page_id=found.page_id, territory_id=found.territory_id,
        about_id=found.id, outcome="nomination.contested", user_ids=sorted(others), summary=said[:300],
    )  # fmt: skip
    return made


def _answered_for(session: Session, actor: Actor, nomination_id: int, state: str) -> Nomination:
    found = nominations.held(session, actor, nomination_id)
    if not nominations.may_answer_for(actor, found):
        raise Forbidden
    if found.state != state:
        raise Conflict
    return found


def _answer(actor: Actor, found: Nomination, request: ReworkRequest, answers: Answers) -> None:
    words = worded(answers.words.get(request.id, ""), f"words_{request.id}", "")
    number = answers.versions.get(request.id)
    if number is not None and not found.number < number <= found.page.current.number:
        raise Invalid(
            {f"version_{request.id}": _l("Choisissez une version plus récente que celle qui est examinée.")}
        )
    if (words, number) == (request.answer, request.answer_number):
        return
    request.answer, request.answer_number = words, number
    is_answered = bool(words) or number is not None
    request.answered_by = actor.user_id if is_answered else None
    request.answered_at = now() if is_answered else None
