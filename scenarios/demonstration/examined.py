"""The demonstration's nominations, with what the college thought and decided; dates are told as days before today."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.criteria.queries import current
from scenarios.curation.models import ASKED, REWORK, WAITING, Nomination, NominationVersion, Reader
from scenarios.deliberation.expecting import expect
from scenarios.deliberation.models import (
    TAKEN,
    Appeal,
    Decision,
    DecisionVoice,
    Opinion,
    OpinionScore,
    ReworkRequest,
)
from scenarios.demonstration.content import FOLDER, read_yaml
from scenarios.featuring.service import copied
from wiki.accounts.models import User
from wiki.db import now
from wiki.pages.models import Page, Revision
from wiki.territories.models import Territory

Told = Mapping[str, Any]
_PLACE_AT_LA_UNE = 2
_NEEDED = {"opinions": 3, "voices": 2}


def add_examinations(session: Session, users: Mapping[str, User]) -> None:
    """Add the nominations of pages that have none."""
    for told in read_yaml(FOLDER / "curation.yaml"):
        page = _page(session, told["page"])
        if page is not None and not _was_proposed(session, page):
            _add(session, page, told, users)


def _page(session: Session, path: str) -> Page | None:
    territory, _, slug = path.partition("/")
    query = select(Page).join(Page.territory).where(Territory.slug == territory, Page.slug == slug)
    return session.scalar(query.where(Page.audience_key == "public"))


def _was_proposed(session: Session, page: Page) -> bool:
    return session.scalar(select(Nomination.id).where(Nomination.page_id == page.id).limit(1)) is not None


def _add(session: Session, page: Page, told: Told, users: Mapping[str, User]) -> None:
    moment, by = _ago(told), users[told["by"]].id
    made = Nomination(
        page_id=page.id, number=told["version"], territory_id=page.territory_id, proposed_by=by, proposed_at=moment,
        words=told["words"].strip(), grid_id=current(session).id, state_at=moment, ready_at=moment,
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add(NominationVersion(nomination_id=made.id, number=made.number, at=moment, author_id=by))
    _add_readers(session, made, told, users)
    for opinion in told.get("opinions", ()):
        _add_opinion(session, made, opinion, users)
    for decision in told.get("decisions", ()):
        _add_decision(session, made, decision, users)
    if "appeal" in told:
        _add_appeal(session, made, told, users)
    _retain(session, page, made, told, users)
    session.flush()
    expect(session, made)


def _add_readers(session: Session, made: Nomination, told: Told, users: Mapping[str, User]) -> None:
    """Who was asked, and whoever gave an opinion without being asked."""
    asked = {each["by"]: each for each in (*told.get("opinions", ()), *told.get("readers", ()))}
    for by, each in asked.items():
        state, moment = each.get("state", ASKED), _ago(each)
        session.add(
            Reader(
                nomination_id=made.id, user_id=users[by].id, asked_by=users[each.get("asked_by", by)].id,
                asked_at=moment, state=state, words=each["words"] if state != ASKED else "",
                answered_at=moment if state != ASKED else None,
            )
        )  # fmt: skip
    session.flush()


def _add_opinion(session: Session, made: Nomination, told: Told, users: Mapping[str, User]) -> None:
    author, moment = users[told["by"]], _ago(told)
    session.add(
        Opinion(
            nomination_id=made.id, author_id=author.id, role=author.site_role, number=made.number,
            verdict=told["verdict"], words=told["words"].strip(), first_given_at=moment, given_at=moment,
            scores=[_score(one.id, told["marks"].get(one.key, "")) for one in current(session).criteria],
        )
    )  # fmt: skip


def _score(criterion_id: int, told: str) -> OpinionScore:
    mark, _, reason = told.partition(" : ")
    return OpinionScore(criterion_id=criterion_id, score=int(mark) if mark else None, words=reason)


def _add_decision(session: Session, made: Nomination, told: Told, users: Mapping[str, User]) -> None:
    voices = [{"by": told["by"], "agrees": True, "days_ago": told["days_ago"]}, *told["voices"]]
    settled = _ago(voices[-1])
    decision = Decision(
        nomination_id=made.id, round=1, number=made.number, outcome=told["outcome"], words=told["words"].strip(),
        author_id=users[told["by"]].id, made_at=_ago(told), state=TAKEN, needed=_NEEDED,
        settled_by=users[voices[-1]["by"]].id, settled_at=settled,
    )  # fmt: skip
    session.add(decision)
    session.flush()
    for voice in voices:
        author = users[voice["by"]]
        session.add(
            DecisionVoice(
                decision_id=decision.id, author_id=author.id, role=author.site_role, agrees=voice["agrees"],
                words=voice.get("words", ""), at=_ago(voice),
            )
        )  # fmt: skip
    for place, request in enumerate(told.get("requests", ())):
        _add_request(session, decision, place, request, users)
    made.state, made.state_at = told["outcome"], settled
    made.decided_at = None if made.state == REWORK else settled


def _add_request(
    session: Session, decision: Decision, place: int, told: Told, users: Mapping[str, User]
) -> None:
    is_answered = "answer" in told
    session.add(
        ReworkRequest(
            nomination_id=decision.nomination_id, decision_id=decision.id, position=place,
            words=told["words"].strip(),
            answer=told.get("answer", ""), answer_number=told.get("version"),
            answered_by=users[told["by"]].id if is_answered else None,
            answered_at=_ago(told) if is_answered else None,
        )
    )  # fmt: skip


def _add_appeal(session: Session, made: Nomination, told: Told, users: Mapping[str, User]) -> None:
    appeal, moment = told["appeal"], _ago(told["appeal"])
    session.add(
        Appeal(
            nomination_id=made.id,
            author_id=users[appeal["by"]].id,
            words=appeal["words"].strip(),
            made_at=moment,
        )
    )
    made.round, made.state, made.state_at, made.ready_at = 2, WAITING, moment, None
    _add_readers(session, made, told["second"], users)


def _retain(session: Session, page: Page, made: Nomination, told: Told, users: Mapping[str, User]) -> None:
    if "featured" not in told or made.decided_at is None:
        return
    query = select(Revision).where(Revision.page_id == page.id, Revision.number == made.number)
    feature = copied(
        session, page, session.scalars(query).one(), retained_by=users[told["decisions"][-1]["by"]].id,
        nomination_id=made.id, position=_PLACE_AT_LA_UNE, introduction=told["featured"],
    )  # fmt: skip
    feature.retained_at = made.decided_at


def _ago(told: Told) -> datetime:
    return now() - timedelta(days=told["days_ago"])
