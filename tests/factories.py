"""People, places and pages for tests, written through the models so that a test arranges in one line."""

import hashlib
import secrets
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.models import SignIn, User
from wiki.attachments.models import Blob, File, FileVersion
from wiki.db import now
from wiki.discussion.models import Message, Report, Thread
from wiki.discussion.service import NewThread, open_thread
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.territories.models import Membership, Territory
from wiki.themes.models import ThemeFamily
from wiki.themes.service import place_theme

_numbers = count(1)

FAMILIES = {
    "climat": ["Climat", "Environnement", "Transition énergétique"],
    "urbanite": ["Urbanité", "Citoyenneté", "Patrimoines"],
}


def user(session: Session, handle: str = "", **values: object) -> User:
    """A confirmed account without a password."""
    handle = handle or f"personne-{next(_numbers)}"
    defaults = {
        "name": handle.title(),
        "email": f"{handle}@exemple.fr",
        "confirmed_at": now(),
        "locale": "fr",
    }
    made = User(handle=handle, **{**defaults, **values})
    session.add(made)
    session.flush()
    return made


def territory(session: Session, slug: str = "trappes", **values: object) -> Territory:
    """A territory; the one that is there already when there is one."""
    found = session.scalar(select(Territory).where(Territory.slug == slug))
    if found is None:
        found = Territory(
            slug=slug, **{"name": slug.replace("-", " ").title(), "region": "Île-de-France", **values}
        )
        session.add(found)
        session.flush()
    return found


def membership(session: Session, user: User, territory: Territory, role: str = "member") -> Membership:
    """An admitted membership."""
    made = Membership(user_id=user.id, territory_id=territory.id, role=role, admitted_at=now())
    session.add(made)
    session.flush()
    return made


def themes(session: Session) -> None:
    """Two families with three themes each."""
    families = [
        ThemeFamily(slug=slug, name=" · ".join(names), position=position)
        for position, (slug, names) in enumerate(FAMILIES.items())
    ]
    session.add_all(families)
    session.flush()
    for family in families:
        for name in FAMILIES[family.slug]:
            place_theme(session, family, name)


def file(session: Session, page: Page, data: bytes, name: str = "image.png") -> File:
    """A picture of one pixel with two versions that hold the same; who needs its bytes puts them into the store."""
    digest = hashlib.sha256(data).hexdigest()
    if session.get(Blob, digest) is None:
        session.add(Blob(hash=digest, size=len(data)))
    made = File(page_id=page.id, name=name, alt="Un point", created_by=page.owner_id)
    session.add(made)
    session.flush()
    for number in (1, 2):
        made.current = FileVersion(
            file_id=made.id, number=number, blob_hash=digest, size=len(data), media_type="image/png", family="image",
            width=1, height=1,
        )  # fmt: skip
        session.flush()
    return made


def sign_in(session: Session, user: User) -> str:
    """A session token as a sign-in would give, without the cost of a password."""
    token = secrets.token_urlsafe(16)
    digest = hashlib.sha256(token.encode()).hexdigest()
    session.add(SignIn(token_hash=digest, user_id=user.id, expires_at=now().replace(year=now().year + 1)))
    session.flush()
    return token


def reported_thread(session: Session, actor: Actor, slug: str, reporter_id: int) -> Thread:
    """A thread about a page with one message, which somebody reported."""
    page_id = session.scalars(select(Page.id).where(Page.slug == slug)).one()
    made = open_thread(session, actor, NewThread(page_id=page_id, text="Une question ?"))
    said = session.scalars(select(Message.id).where(Message.thread_id == made.id)).one()
    session.add(Report(message_id=said, user_id=reporter_id, reason="Hors sujet."))
    session.flush()
    return made
