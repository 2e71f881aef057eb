"""Offer a change, mend it, talk about it, take it back. Never commits."""

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from wiki.accounts.identity import normal_email, normal_name
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.contributions import queries
from wiki.contributions.acts import (
    RECEIVED,
    add_message,
    close,
    line_of,
    words_of,
    write_to_guest,
)
from wiki.contributions.following import hash_of
from wiki.contributions.models import OPEN, WITHDRAWN, Contribution
from wiki.contributions.queries import Key
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid
from wiki.pages import keeping
from wiki.pages import service as pages
from wiki.pages.checks import check_head, check_themes, check_title, tidy_text
from wiki.pages.guards import check_guards
from wiki.pages.keeping import Hand
from wiki.pages.posting import form_mark
from wiki.permissions import Actor, Permission, require
from wiki.rendering.document import read
from wiki.themes.queries import resolve

MOST_OF_ONE = 20
MOST_OF_NETWORK = 10
MOST_OF_PAGE = 100


@dataclass(frozen=True)
class Offer:
    """What somebody would have a page say, and why. Visitors tell whom to thank, and where to write if they wish."""

    page_id: int
    base_number: int
    text: str
    summary: str = ""
    guest_name: str = ""
    guest_email: str = ""
    locale: str = ""
    network: str = ""
    form_key: str | None = None
    draft: Hand | None = None

    def by_guest(self, name: str, email: str, locale: str, network: str) -> "Offer":
        """The same, of somebody without an account."""
        return replace(self, guest_name=name, guest_email=email, locale=locale, network=network)


def offer(session: Session, actor: Actor, new: Offer) -> Contribution:
    """Offer a change of a page; the same form twice is one offer.

    Raises:
        NotFound, Forbidden: the page is not there for this person, or theirs to edit, or they may not offer.
        Invalid: the text, the name or the address cannot be used, nothing was changed, or too much waits already.
    """
    page = pages.locked_page(session, new.page_id)
    require(actor, Permission.PAGE_OFFER, page)
    form_key = form_mark(actor, new.form_key, "offer", page.id, new.network, new.base_number, new.text)
    before = _offered_before(session, form_key)
    if before is not None:
        return before
    made = Contribution(
        page_id=page.id,
        page=page,
        base_number=new.base_number,
        author_id=actor.user_id,
        locale=actor.locale or new.locale,
        form_key=form_key,
        summary=line_of(new.summary),
    )
    if actor.user_id is None:
        _introduce(made, new)
    _refuse_too_many(session, made)
    made.text = _checked_text(session, actor, made, new.text)
    session.add(made)
    session.flush()
    _tell_offered(session, made)
    write_to_guest(session, made, RECEIVED)
    if new.draft is not None:
        keeping.drop(session, actor, new.draft, new.text, page_id=page.id)
    return made


def amend(
    session: Session, actor: Actor, key: Key, *, base_number: int, text: str, summary: str
) -> Contribution:
    """Offer other words in the place of what one offered.

    Raises:
        NotFound: it is not one's own, or its page is not there for this person.
        Forbidden: this person may only read for a while.
        Conflict: it was answered meanwhile.
        Invalid: the text cannot be used, or says what the page said.
    """
    _refuse_suspended(actor)
    found = _own_open(session, actor, key)
    require(actor, Permission.PAGE_VIEW, found.page)
    found.base_number = base_number
    checked = _checked_text(session, actor, found, text)
    if (checked, line_of(summary)) != (found.text, found.summary):
        found.text, found.summary, found.amended_at = checked, line_of(summary), now()
        _tell_offered(session, found, outcome="amended")
    return found


def withdraw(session: Session, actor: Actor, key: Key) -> Contribution:
    """Take back what one offered.

    Raises:
        NotFound: it is not one's own.
        Conflict: it was answered meanwhile.
    """
    found = _own_open(session, actor, key)
    close(found, WITHDRAWN)
    return found


def forget_address(session: Session, actor: Actor, key: Key) -> Contribution:
    """Write no mail about an offer any more.

    Raises:
        NotFound: it is not one's own.
    """
    found = queries.own(session, actor, key, to_write=True)
    found.guest_email = ""
    return found


def say(session: Session, actor: Actor, key: Key, text: str) -> None:
    """Say something about one's own offer.

    Raises:
        NotFound: it is not one's own.
        Forbidden: this person may only read for a while.
        Conflict: it was answered meanwhile.
        Invalid: there is no word, or too many.
    """
    _refuse_suspended(actor)
    found = _own_open(session, actor, key)
    add_message(session, actor, found, words_of(text, is_needed=True), is_offerer=True)
    _tell_offered(session, found, outcome="said")


def _introduce(made: Contribution, new: Offer) -> None:
    """Say who a visitor is."""
    errors: dict[str, object] = {}
    try:
        made.guest_name = normal_name(new.guest_name)
    except Invalid as refused:
        errors["guest_name"] = refused.errors["name"]
    if "://" in new.guest_name or "@" in new.guest_name:
        errors["guest_name"] = _l("Écrivez un nom, sans adresse de site ni de courrier.")
    try:
        made.guest_email = normal_email(new.guest_email) if new.guest_email.strip() else ""
    except Invalid as refused:
        errors["guest_email"] = refused.errors["email"]
    if errors:
        raise Invalid(errors)
    made.network_hash = hash_of(new.network)


def _checked_text(session: Session, actor: Actor, found: Contribution, typed: str) -> str:
    """A text that could be saved as it is.

    Raises:
        Invalid: it could not, or it says what the page said.
    """
    text, home = tidy_text(typed), found.page.territory.slug
    if found.base_text is None and not 1 <= found.base_number <= found.page.current.number:
        raise Invalid({"": _l("La version dont vous êtes parti n'existe pas. Rechargez la page.")})
    if text in (queries.base_text(session, found), found.page.current.text):
        raise Invalid(
            {"text": _l("Vous n'avez encore rien changé : corrigez ou complétez le texte, puis envoyez.")}
        )
    check_guards(session, actor, found.page.current.text, text)
    source = read(text, home=home)
    check_title(source.title, "text")
    check_head(source.head.diagnostics)
    check_themes(resolve(session, source.head.themes)[1])
    return text


def _refuse_too_many(session: Session, made: Contribution) -> None:
    """Raise Invalid where too much waits for an answer: of this person, of this network, on this page."""
    if _count(session, Contribution.page_id == made.page_id) >= MOST_OF_PAGE:
        raise Invalid(
            {
                "": _l(
                    "Trop de propositions attendent déjà une réponse sur cette page. Revenez dans quelque temps."
                )
            }
        )
    if made.author_id is not None:
        is_full = _count(session, Contribution.author_id == made.author_id) >= MOST_OF_ONE
    else:
        is_full = bool(made.network_hash) and (
            _count(session, Contribution.network_hash == made.network_hash) >= MOST_OF_NETWORK
        )
    if is_full:
        message = _l(
            "Trop de vos propositions attendent déjà une réponse. Attendez-en une, ou retirez-en une."
        )
        raise Invalid({"": message})


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return (
        session.scalar(
            select(func.count()).select_from(Contribution).where(Contribution.state == OPEN, which)
        )
        or 0
    )


def _offered_before(session: Session, form_key: str | None) -> Contribution | None:
    """What this very form offered when it was posted the first time."""
    return session.scalar(select(Contribution).where(Contribution.form_key == form_key)) if form_key else None


def _refuse_suspended(actor: Actor) -> None:
    """What one offered is mended and talked about under the same rule as it is offered; taking it back is free."""
    if actor.is_suspended:
        raise Forbidden


def _own_open(session: Session, actor: Actor, key: Key) -> Contribution:
    found = queries.own(session, actor, key, to_write=True)
    if not found.is_open:
        raise Conflict
    return found


def _tell_offered(session: Session, found: Contribution, *, outcome: str = "") -> None:
    """Let those hear of an offer who answer it: that it was made, `amended`, or that its author `said` something."""
    tell(
        session, found.author_id, happens.EDIT_OFFERED, page_id=found.page_id, about_id=found.id,
        territory_id=found.page.territory_id, name=found.author_name, summary=found.summary, outcome=outcome,
    )  # fmt: skip
