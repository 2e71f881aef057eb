"""What is kept of proposals beside the texts: taken away with a withdrawn version, given to who answered.

What hangs on a purged page goes with its rows, by foreign key.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scenarios.suggestions.models import Suggestion
from wiki.accounts.owndata.gathering import MOST_ROWS, as_json
from wiki.accounts.owndata.registry import Entry
from wiki.pages.models import Revision
from wiki.pages.purging import Holding
from wiki.permissions import Actor


def _forget_version(session: Session, revision: Revision) -> None:
    """Forget proposals that no text says any more: their words were those of an earlier version."""
    session.execute(
        delete(Suggestion).where(Suggestion.page_id == revision.page_id, Suggestion.position.is_(None))
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def own_answers(session: Session, actor: Actor) -> Iterable[Entry]:
    """What somebody answered to proposals of retours."""
    query = select(Suggestion).where(Suggestion.decided_by == actor.user_id).order_by(Suggestion.id)
    answers = [
        {"proposition": one.id, "date": one.decided_at, "etat": one.state, "reponse": one.answer}
        for one in session.scalars(query.limit(MOST_ROWS))
    ]
    if answers:
        yield "reponses-aux-retours.json", as_json(answers)


HOLDING = Holding(name="suggestions", forget_version=_forget_version)
