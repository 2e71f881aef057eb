"""Nobody judges their own territory or text: who has an interest in a nomination, and which.

What is found is worked out anew each time it matters: people join territories and write pages meanwhile.
"""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scenarios.curation.models import RECUSED, Nomination, NominationVersion, Reader
from wiki.errors import Forbidden
from wiki.pages.models import Page, Revision
from wiki.permissions import Actor
from wiki.provenance.models import LINE, Derivation
from wiki.territories.models import Membership

TERRITORY, ORIGIN, PROPOSER, OWNER, AUTHOR, SOURCE, DECLARED = (
    "territory", "origin", "proposer", "owner", "author", "source", "declared",
)  # fmt: skip

TO_ONESELF = {
    TERRITORY: _l(
        "Vous faites partie du territoire qui propose ce scénario : personne ne juge son propre territoire."
    ),
    ORIGIN: _l(
        "Ce scénario est adapté d'un scénario de votre territoire : personne ne juge son propre territoire."
    ),
    PROPOSER: _l("Vous avez proposé ce scénario : d'autres que vous le jugent."),
    OWNER: _l("Vous avez créé cette page : personne ne juge son propre texte."),
    AUTHOR: _l("Vous avez écrit une version de ce scénario : personne ne juge son propre texte."),
    SOURCE: _l("Ce scénario reprend un texte que vous avez écrit : personne ne juge son propre texte."),
    DECLARED: _l("Vous avez déclaré un intérêt dans ce scénario : d'autres que vous le jugent."),
}
OF_OTHERS = {
    TERRITORY: _l("fait partie du territoire qui propose"),
    ORIGIN: _l("fait partie du territoire dont vient le scénario d'origine"),
    PROPOSER: _l("a proposé le scénario"),
    OWNER: _l("a créé la page"),
    AUTHOR: _l("a écrit une version du scénario"),
    SOURCE: _l("a écrit un texte que le scénario reprend"),
    DECLARED: _l("a déclaré un intérêt"),
}


class Interested(Forbidden):
    """The person has an interest in what they were to judge; `sentence` tells them which."""

    def __init__(self, interest: str) -> None:
        super().__init__(interest)
        self.interest = interest
        self.sentence = TO_ONESELF[interest]


def refuse_interested(session: Session, actor: Actor, nomination: Nomination) -> None:
    """Let nobody judge where they have an interest.

    Raises:
        Interested: this person has one.
    """
    found = interest_of(session, nomination, actor.user_id or 0)
    if found:
        raise Interested(found)


def interest_of(session: Session, nomination: Nomination, user_id: int) -> str:
    """The first interest of a person, or ""."""
    return interests(session, nomination, [user_id]).get(user_id, "")


def interests(session: Session, nomination: Nomination, user_ids: Iterable[int]) -> dict[int, str]:
    """Who of these people has an interest, and the first one of each, in the order in which they weigh."""
    asked = set(user_ids)
    page = session.get_one(Page, nomination.page_id)
    line = session.scalars(select(Derivation).where(Derivation.page_id == page.id)).all()
    found: dict[int, str] = {}
    for interest, people in (
        (TERRITORY, session.scalars(_members({nomination.territory_id, page.territory_id}, asked))),
        (ORIGIN, session.scalars(_members(_territories_of(line), asked))),
        (PROPOSER, _proposers(session, nomination)),
        (OWNER, [page.owner_id]),
        (AUTHOR, session.scalars(_authors(page.id, asked))),
        (SOURCE, [number for taken in line for number in taken.contributors]),
        (DECLARED, session.scalars(_recused(nomination.id))),
    ):
        found.update({one: interest for one in people if one in asked and one not in found})
    return found


def _territories_of(line: Sequence[Derivation]) -> set[int]:
    return {taken.territory_id for taken in line if taken.kind in LINE}


def _members(territory_ids: set[int], user_ids: set[int]) -> Select[int]:
    return select(Membership.user_id).where(
        Membership.territory_id.in_(territory_ids),
        Membership.user_id.in_(user_ids),
        Membership.admitted_at.is_not(None),
    )


def _proposers(session: Session, nomination: Nomination) -> list[int | None]:
    """Who proposed it, and who sent another version of it."""
    sent = select(NominationVersion.author_id).where(NominationVersion.nomination_id == nomination.id)
    return [nomination.proposed_by, *session.scalars(sent)]


def _authors(page_id: int, user_ids: set[int]) -> Select[int | None]:
    own = (Revision.page_id == page_id, Revision.author_id.in_(user_ids))
    return select(Revision.author_id).where(*own).distinct()


def _recused(nomination_id: int) -> Select[int]:
    return select(Reader.user_id).where(Reader.nomination_id == nomination_id, Reader.state == RECUSED)
