"""Give an opinion, criterion by criterion; keep it while one writes; change it until a decision is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scenarios.criteria.models import MARKS
from scenarios.criteria.queries import grid_of
from scenarios.curation import queries as nominations
from scenarios.curation import readers
from scenarios.curation.interests import refuse_interested
from scenarios.curation.models import WAITING, Nomination
from scenarios.curation.service import worded
from scenarios.deliberation.expecting import expect
from scenarios.deliberation.models import OUTCOMES, FormerOpinion, Opinion, OpinionScore
from scenarios.deliberation.queries import deciders, own_opinion
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid
from wiki.permissions import Actor, Permission, require

MAX_OPINION = 6000
NO_OPINION = "sans-avis"


class LeftToOthers(Forbidden):
    """The person took the decision that is contested: others examine it again."""

    sentence = _l("Vous avez pris part à la décision contestée : d'autres que vous examinent le recours.")


@dataclass(frozen=True)
class Written:
    """An opinion as it was typed: for each criterion's id "0" to "3", `NO_OPINION` or nothing, and words."""

    verdict: str = ""
    words: str = ""
    marks: Mapping[int, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)


def keep(session: Session, actor: Actor, nomination_id: int, written: Written) -> Opinion:
    """Keep what somebody is writing, whatever is still missing in it; nobody else reads it.

    Raises:
        NotFound, Forbidden, Interested, LeftToOthers: this person gives no opinion here.
        Conflict: it is not being examined any more.
    """
    found = _judged(session, actor, nomination_id)
    opinion = _own(session, actor, found)
    opinion.draft = {
        "verdict": written.verdict[:10],
        "words": written.words[:MAX_OPINION],
        "marks": {str(key): mark[:10] for key, mark in written.marks.items()},
        "reasons": {str(key): words[:MAX_OPINION] for key, words in written.reasons.items()},
    }
    opinion.draft_at = now()
    return opinion


def drop_draft(session: Session, actor: Actor, nomination_id: int) -> None:
    """Give up what one was writing; an opinion that was given stays as it is.

    Raises:
        NotFound, Forbidden, Interested, LeftToOthers, Conflict: as `keep`.
    """
    found = _judged(session, actor, nomination_id)
    opinion = own_opinion(session, actor, found)
    if opinion is not None:
        opinion.draft = opinion.draft_at = None


def give(session: Session, actor: Actor, nomination_id: int, written: Written) -> Opinion:
    """Give an opinion on the proposed version, or change the one that one gave: the former stays in the record.

    Raises:
        NotFound, Forbidden, Interested, LeftToOthers: this person gives no opinion here.
        Conflict: it is not being examined any more.
        Invalid: a criterion has no mark, a mark no reason, or there is no conclusion.
    """
    found = _judged(session, actor, nomination_id)
    scores = _checked(session, found, written)
    opinion = _own(session, actor, found)
    _keep_former(session, opinion)
    opinion.verdict = written.verdict
    opinion.words = written.words.replace("\r\n", "\n").strip()
    opinion.scores = scores
    _given(session, actor, found, opinion)
    return opinion


def confirm(session: Session, actor: Actor, nomination_id: int) -> Opinion:
    """Say that one's opinion on a former version holds for the one proposed now.

    Raises:
        NotFound, Forbidden, Interested, LeftToOthers: this person gives no opinion here.
        Conflict: it is not being examined any more, or there is no such opinion.
    """
    found = _judged(session, actor, nomination_id)
    opinion = own_opinion(session, actor, found)
    if opinion is None or not opinion.is_given or opinion.number == found.number:
        raise Conflict
    _keep_former(session, opinion)
    _given(session, actor, found, opinion)
    return opinion


def refuse_who_may_not_judge(session: Session, actor: Actor, found: Nomination) -> None:
    """Let only people of the college judge who have no interest, and on appeal none who decided.

    Raises:
        Forbidden, Interested, LeftToOthers: this person does not.
    """
    require(actor, Permission.OPINION_GIVE, found)
    refuse_interested(session, actor, found)
    if actor.user_id in deciders(session, found):
        raise LeftToOthers


def _judged(session: Session, actor: Actor, nomination_id: int) -> Nomination:
    found = nominations.held(session, actor, nomination_id)
    refuse_who_may_not_judge(session, actor, found)
    if found.state != WAITING:
        raise Conflict
    return found


def _own(session: Session, actor: Actor, found: Nomination) -> Opinion:
    """The person's opinion, begun where there is none; who gives one reads the nomination, asked or not."""
    readers.take(session, actor, found.id)
    opinion = own_opinion(session, actor, found)
    if opinion is None:
        opinion = Opinion(
            nomination_id=found.id, round=found.round, author_id=actor.user_id, number=found.number, scores=[]
        )
        session.add(opinion)
        session.flush()
    return opinion


def _checked(session: Session, found: Nomination, written: Written) -> list[OpinionScore]:
    errors: dict[str, Any] = {}
    scores = []
    for criterion in grid_of(session, found.grid_id).criteria:
        mark, reason = written.marks.get(criterion.id, ""), written.reasons.get(criterion.id, "")
        try:
            scores.append(_score(criterion.id, mark, reason))
        except Invalid as error:
            errors.update(error.errors)
    if written.verdict not in OUTCOMES:
        errors["verdict"] = _l("Dites si vous le retiendriez, le feriez retravailler, ou non.")
    elif not errors and all(score.score is None for score in scores):
        errors["verdict"] = _l("Donnez un avis sur un critère au moins.")
    try:
        worded(written.words, "words", _l("Dites en quelques phrases ce que vous en pensez."), MAX_OPINION)
    except Invalid as error:
        errors.update(error.errors)
    if errors:
        raise Invalid(errors)
    return scores


def _score(criterion_id: int, mark: str, reason: str) -> OpinionScore:
    if mark != NO_OPINION and mark not in map(str, MARKS):
        raise Invalid({f"mark_{criterion_id}": _l("Choisissez de 0 à 3, ou « sans avis ».")})
    missing = _l("Dites en une phrase pourquoi cette note.") if mark != NO_OPINION else ""
    words = worded(reason, f"reason_{criterion_id}", missing)
    return OpinionScore(
        criterion_id=criterion_id, score=None if mark == NO_OPINION else int(mark), words=words
    )


def _keep_former(session: Session, opinion: Opinion) -> None:
    """Put what was given before into the record."""
    if opinion.given_at is None:
        return
    scores = [[score.criterion_id, score.score, score.words] for score in opinion.scores]
    session.add(
        FormerOpinion(
            opinion_id=opinion.id, number=opinion.number, verdict=opinion.verdict, words=opinion.words,
            scores=scores, given_at=opinion.given_at,
        )
    )  # fmt: skip


def _given(session: Session, actor: Actor, found: Nomination, opinion: Opinion) -> None:
    opinion.number, opinion.given_at = found.number, now()
    opinion.first_given_at = opinion.first_given_at or opinion.given_at
    opinion.role = "curator" if actor.is_curator else "reviewer"
    opinion.draft = opinion.draft_at = None
    record(session, actor, "opinion.given", kind="nomination", thing_id=found.id, name=found.page.path)
    expect(session, found)
