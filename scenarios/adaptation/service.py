"""Adapt a page to a territory, and take what its origin improved since. Never commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import delete
from sqlalchemy.orm import Session

from scenarios.adaptation.changes import Difference
from scenarios.adaptation.models import RefusedChange, TakenText
from scenarios.adaptation.queries import Following, following, improvements
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.pages.queries import version
from wiki.pages.settling import settled
from wiki.permissions import Actor, Permission, require
from wiki.provenance import service as provenance
from wiki.provenance.licences import refusal_to_take, why_not
from wiki.provenance.models import ADAPTED, TAKEN
from wiki.provenance.queries import is_adaptation
from wiki.rendering.head import read_head, set_head_value
from wiki.territories.models import Territory


@dataclass(frozen=True)
class NewAdaptation:
    """A page to take up at one of its revisions, for a territory; `form_key` marks one filled-in form."""

    page_id: int
    number: int
    territory_id: int
    form_key: str | None = None


@dataclass(frozen=True)
class Decision:
    """What a person decided about the improvements that they were shown.

    Attributes:
        seen: the mark of the base that the changes were shown from.
        number: the revision of the origin that was shown.
        chosen: the changes to take, by their place in the list; the others shown are refused.
        answers: what the form says of passages that both changed.
        answered: the revision of the page in which those passages were shown; answers say nothing of another.
    """

    page_id: int
    seen: str
    number: int
    chosen: frozenset[int]
    answers: Mapping[str, str] = field(default_factory=dict)
    answered: int = 0
    form_key: str | None = None


@dataclass(frozen=True)
class Decided:
    """What became of a decision; `number` is the new revision, None where nothing was to be saved."""

    page: Page
    taken: int
    refused: int
    number: int | None


def adapt(session: Session, actor: Actor, new: NewAdaptation) -> Page:
    """Make a private draft in the territory from one revision of a page.

    Raises:
        NotFound: the page, its revision or the territory is not there for this person.
        Forbidden: the person may not create pages there.
        Invalid: the licence of that revision forbids it.
    """
    origin = session.get(Page, new.page_id)
    territory = session.get(Territory, new.territory_id)
    if origin is None or territory is None:
        raise NotFound
    require(actor, Permission.PAGE_ADAPT, origin)
    text = version(session, origin, new.number).text
    refuse_by_licence(read_head(text).licence, read_head(text).licence)
    page = pages.create(
        session,
        actor,
        pages.NewPage(
            territory_id=territory.id,
            kind=origin.kind,
            audience="draft",
            text=adapted_text(text, territory.name, _address_of(origin, new.number)),
            summary=f"Adapté, d'après {_name_of(origin)}, version {new.number}",
            form_key=new.form_key,
            same_title_meant=True,
        ),
    )
    if not is_adaptation(session, page):
        provenance.record(session, page, origin, new.number, ADAPTED)
    return page


def adapted_text(text: str, territory: str, origin: str) -> str:
    """The text as another territory begins with it: its own name, and where it comes from."""
    own = set_head_value(set_head_value(text, "territoire", territory), "adapté de", origin)
    # The adaptation of a translation is a page of its own.
    return set_head_value(own, "traduction-de", "")


def _address_of(origin: Page, number: int) -> str:
    """The origin in a text that others may read: an address is made from a title, and not everybody may know it."""
    place = origin.path if origin.audience == "public" else origin.territory.slug
    return f"{place}@{number}"


def _name_of(origin: Page) -> str:
    """The origin in a history that others may read."""
    name = f"« {origin.title} »" if origin.audience == "public" else "une page non publique"
    return f"{name}, {origin.territory.name}"


def decide(session: Session, actor: Actor, decision: Decision) -> Decided:
    """Take some of the origin's improvements, or none; what was shown and not chosen is refused.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit, or has no origin that they may read.
        Conflict: somebody else decided meanwhile.
        Invalid: the origin's licence forbids to take from it now.
        Unsettled: the page changed the same passages, and an answer is missing.
    """
    page = pages.locked_page(session, decision.page_id)
    require(actor, Permission.PAGE_EDIT, page)
    found = following(session, actor, page)
    if found is None:
        raise NotFound
    if found.mark != decision.seen:
        raise Conflict
    difference = improvements(session, found, decision.number)
    chosen = decision.chosen & {choice.index for choice in difference.asked}
    refused = len(difference.open) - len(chosen & {choice.index for choice in difference.open})
    number = _take(session, actor, found, difference, decision, chosen) if chosen else None
    _remember(session, found, difference, decision.number, chosen)
    return Decided(page, len(chosen), refused, number)


def refuse_by_licence(source: str, target: str) -> None:
    """Refuse to take from a text what its licence does not give.

    Raises:
        Invalid: with the reason.
    """
    refusal = refusal_to_take(source, target)
    if refusal is not None:
        raise Invalid({"": why_not(refusal, source)})


def _take(
    session: Session,
    actor: Actor,
    found: Following,
    difference: Difference,
    decision: Decision,
    chosen: frozenset[int],
) -> int | None:
    page, origin = found.page, found.origin
    current = page.current
    refuse_by_licence(read_head(difference.after).licence, read_head(current.text).licence)
    answers = decision.answers if decision.answered == current.number else {}
    text = settled(difference.applied(current.text, chosen), answers)
    summary = f"Reprend des améliorations, d'après {_name_of(origin)}, version {decision.number}"
    saved = pages.edit(
        session,
        actor,
        pages.Edit(page.id, current.number, text, summary=summary, form_key=decision.form_key),
    )
    if saved.outcome != "saved":
        return None
    provenance.record(session, page, origin, decision.number, TAKEN)
    return saved.number


def _remember(
    session: Session, found: Following, difference: Difference, number: int, chosen: frozenset[int]
) -> None:
    """What was refused is not asked again; what was taken is taken."""
    page = found.page
    shown = {choice.fingerprint for choice in difference.asked}
    session.execute(
        delete(RefusedChange).where(RefusedChange.page_id == page.id, RefusedChange.fingerprint.in_(shown))
    )
    refused = {choice.fingerprint for choice in difference.asked if choice.index not in chosen}
    session.add_all(RefusedChange(page_id=page.id, fingerprint=mark) for mark in sorted(refused))
    taken = session.get(TakenText, (page.id, found.origin.id))
    if taken is None:
        taken = TakenText(page_id=page.id, source_id=found.origin.id)
        session.add(taken)
    taken.number, taken.text, taken.decided_at = number, difference.base_with(chosen), now()
    session.flush()
