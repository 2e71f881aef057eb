"""Items with what answers them, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from sqlalchemy.orm import Session

from scenarios.inventory.answers import Answer, answers_of
from scenarios.inventory.leads import Lead, leads_among_pages, leads_of, together
from scenarios.inventory.models import CONFIRMED, NEED, OPEN, REFUSED
from scenarios.inventory.pagewords import EXTENSION
from scenarios.inventory.queries import Item
from wiki.finding.finder import finder_of
from wiki.permissions import Actor

FEW_LEADS = 2
"""Leads that lists show of each need; its own page shows more."""


@dataclass(frozen=True)
class NeedShown:
    """A need with what was confirmed to answer it, what may, and what was refused."""

    need: Item
    confirmed: tuple[Answer, ...] = ()
    leads: tuple[Lead, ...] = ()
    refused: tuple[Answer, ...] = ()

    @property
    def answers(self) -> tuple[Lead, ...]:
        """Pages and solutions that may answer."""
        return tuple(lead for lead in self.leads if not lead.is_help)

    @property
    def helps(self) -> tuple[Lead, ...]:
        """Skills and resources of which one can ask."""
        return tuple(lead for lead in self.leads if lead.is_help)

    @property
    def write_url(self) -> str:
        """Where to write a scenario that answers the need."""
        return url_for(
            "pages.create", type="scenario", territoire=self.need.place.slug, besoin=self.need.text[:200]
        )


def shown_in_lists(session: Session, actor: Actor, items: Sequence[Item]) -> dict[int, NeedShown]:
    """The needs among some items with their answers and their best leads, by number; closed ones have no leads."""
    needs = [item for item in items if item.kind == NEED]
    said = answers_of(session, actor, [need.id for need in needs])
    leads = leads_of(session, actor, [need for need in needs if need.state == OPEN])
    return {
        need.id: _need_shown(need, said.get(need.id, []), leads.get(need.id, []), FEW_LEADS) for need in needs
    }


def shown_alone(session: Session, actor: Actor, need: Item) -> NeedShown:
    """One need with everything, the pages that the search engine finds included."""
    said = answers_of(session, actor, [need.id]).get(need.id, [])
    items = leads_of(session, actor, [need]).get(need.id, [])
    known = current_app.extensions[EXTENSION]
    pages = leads_among_pages(session, actor, finder_of(current_app), known, need)
    return _need_shown(need, said, together(items, pages), None)


def _need_shown(need: Item, said: Sequence[Answer], leads: Sequence[Lead], most: int | None) -> NeedShown:
    judged = {answer.key for answer in said}
    return NeedShown(
        need,
        tuple(answer for answer in said if answer.verdict == CONFIRMED),
        tuple(lead for lead in leads if lead.key not in judged)[:most],
        tuple(answer for answer in said if answer.verdict == REFUSED),
    )
