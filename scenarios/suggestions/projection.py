"""Keep the proposals of a retour in step with its text; what became of each stays with its words."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.enactments.models import Enactment
from scenarios.retold.model import Proposal
from scenarios.retold.reading import read
from scenarios.script.vocabulary import folded
from scenarios.suggestions.models import OPEN, Suggestion
from wiki.pages.models import TELLS_OF_OTHERS, Page
from wiki.rendering.document import Source


def note(session: Session, page: Page, source: Source) -> None:
    """Keep what a retour proposes, in the transaction of its save and again by a rebuild."""
    if page.kind != TELLS_OF_OTHERS:
        return
    told = session.get(Enactment, page.id)
    scenario_id = told.scenario_id if told is not None else None
    rows = list(
        session.scalars(select(Suggestion).where(Suggestion.page_id == page.id).order_by(Suggestion.id))
    )
    proposals = read(source.text).proposals
    known = {row.mark: row for row in rows}
    marks = {mark_of(proposal) for proposal in proposals}
    reworded = [row for row in rows if row.mark not in marks and row.state == OPEN]
    for position, proposal in enumerate(proposals):
        row = known.get(mark_of(proposal)) or _reworded(reworded, proposal) or _new(session, page)
        known[mark_of(proposal)] = row
        row.mark, row.place, row.words = mark_of(proposal), proposal.place, proposal.words
        row.position, row.scenario_id = position, scenario_id
    _let_go(session, [row for row in rows if row.mark not in marks])
    session.flush()


def mark_of(proposal: Proposal) -> str:
    """What a proposal is known by: its words, however they are spelt."""
    said = f"{folded(proposal.place)}\x1f{' '.join(proposal.words.casefold().split())}"
    return hashlib.blake2b(said.encode(), digest_size=20).hexdigest()


def _reworded(candidates: list[Suggestion], proposal: Proposal) -> Suggestion | None:
    """A proposal about the same place that is not in the text any more: this one is it, in other words."""
    for row in candidates:
        if folded(row.place) == folded(proposal.place):
            candidates.remove(row)
            return row
    return None


def _new(session: Session, page: Page) -> Suggestion:
    row = Suggestion(page_id=page.id)
    session.add(row)
    return row


def _let_go(session: Session, rows: Sequence[Suggestion]) -> None:
    """What the text does not say any more: gone, unless something was decided about it."""
    for row in rows:
        if row.state == OPEN:
            session.delete(row)
        else:
            row.position = None
