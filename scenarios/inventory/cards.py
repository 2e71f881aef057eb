"""What a card must satisfy, and what its fields hold once tidied."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.inventory.models import KINDS, MAX_DETAILS, MAX_LINE, MAX_TEXT, NEED, InventoryItem
from wiki.accounts.models import User
from wiki.days import today
from wiki.db import now
from wiki.errors import Invalid
from wiki.pages.checks import readable
from wiki.pages.models import audience_key
from wiki.territories.models import Membership
from wiki.themes.models import Theme

CARD_AUDIENCES = ("public", "members", "territory")
MOST_THEMES = 5
FURTHEST = timedelta(days=3660)
"""How far ahead an end may lie: a mistyped year is noticed."""


@dataclass(frozen=True)
class Card:
    """A card as somebody fills it in.

    Attributes:
        text: one sentence. details: what else one should know, plain text.
        keeper: the person or body, in words; `person`: the handle of the account that answers for it.
    """

    kind: str
    text: str
    details: str = ""
    theme_ids: tuple[int, ...] = ()
    keeper: str = ""
    person: str = ""
    availability: str = ""
    until: date | None = None
    audience: str = "public"


def tidied(card: Card) -> Card:
    """The card as it is kept: lines in one line, no spaces around, nothing that cannot be kept."""
    return replace(
        card,
        text=_line(card.text),
        details=readable(card.details.replace("\r\n", "\n")).strip(),
        keeper=_line(card.keeper),
        person=_line(card.person).lstrip("@").lower(),
        availability=_line(card.availability) if card.kind != NEED else "",
    )


def check(card: Card) -> None:
    """Refuse what is no card.

    Raises:
        Invalid: messages by field.
    """
    errors: dict[str, Any] = {
        name: _l("C'est trop long : %(limit)s caractères au plus.", limit=limit)
        for name, limit in _LIMITS.items()
        if len(getattr(card, name)) > limit
    }
    if card.kind not in KINDS:
        errors["kind"] = _l("Choisissez une sorte dans la liste.")
    if not card.text:
        errors["text"] = _l("Écrivez en une phrase ce dont il s'agit.")
    if len(card.theme_ids) > MOST_THEMES:
        errors["themes"] = _l("Cinq thèmes au plus : gardez les plus justes.")
    if card.audience not in CARD_AUDIENCES:
        errors["audience"] = _l("Choisissez qui peut lire cette fiche.")
    if card.until is not None and not today() <= card.until <= today() + FURTHEST:
        errors["until"] = _l("Choisissez une date à venir, dans les dix ans.")
    if errors:
        raise Invalid(errors)


def person_id(session: Session, card: Card, territory_id: int) -> int | None:
    """The account that a card names: somebody of the territory, so that nobody is made to answer from outside.

    Raises:
        Invalid: nobody there is called so.
    """
    if not card.person:
        return None
    found = session.scalar(
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.handle == card.person,
            User.deleted_at.is_(None),
            Membership.territory_id == territory_id,
            Membership.admitted_at.is_not(None),
        )
    )
    if found is None:
        raise Invalid({"person": _l("Choisissez une personne du territoire : elle recevra les demandes.")})
    return found


def fill(session: Session, item: InventoryItem, card: Card, person: int | None) -> None:
    """Write a card into its row."""
    item.kind, item.text, item.details = card.kind, card.text, card.details
    item.keeper = card.keeper
    item.person = session.get(User, person) if person is not None else None
    item.availability, item.until = card.availability, card.until
    item.audience_key = audience_key(card.audience, item.territory_id, None)
    item.themes = _themes(session, card.theme_ids)
    item.changed_at = now()


def as_card(item: InventoryItem) -> Card:
    """What a row says, as one fills it in."""
    return Card(
        kind=item.kind,
        text=item.text,
        details=item.details,
        theme_ids=tuple(theme.id for theme in item.themes),
        keeper=item.keeper,
        person=item.person.handle if item.person is not None and item.person.deleted_at is None else "",
        availability=item.availability,
        until=item.until,
        audience=item.audience_key.partition(":")[0],
    )


_LIMITS = {"text": MAX_TEXT, "details": MAX_DETAILS, "keeper": MAX_LINE, "availability": MAX_LINE}


def _line(text: str) -> str:
    return " ".join(readable(text).split())


def _themes(session: Session, theme_ids: Sequence[int]) -> list[Theme]:
    """The themes of these numbers; one that was merged meanwhile is the one that it became."""
    given = session.scalars(select(Theme).where(Theme.id.in_(theme_ids))).all()
    present = {theme.merged_into_id or theme.id for theme in given}
    return list(session.scalars(select(Theme).where(Theme.id.in_(present))))
