"""Make, change, share, copy and delete parcours; put some forward. Never commits."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.calls.texts import checked, too_long
from scenarios.collections import queries
from scenarios.collections.models import (
    AUDIENCES,
    LONGEST_INTRODUCTION,
    LONGEST_TITLE,
    MOST_COLLECTIONS,
    MOST_EDITORS,
    PRIVATE,
    PUBLIC,
    Collection,
    CollectionEditor,
    CollectionItem,
)
from scenarios.collections.reading import reading
from wiki.accounts.queries import public_profile
from wiki.activity import kinds as happens
from wiki.activity.models import Happening
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages.guards import check_guards
from wiki.pages.posting import form_mark
from wiki.permissions import Actor, Permission, require
from wiki.rendering.slugs import fold, slugify
from wiki.watching.service import forget_things

KEPT = timedelta(days=30)
"""How long what was deleted can be brought back."""


@dataclass(frozen=True)
class Words:
    """What a parcours is called and how it is introduced."""

    title: str
    introduction: str = ""


def create(
    session: Session, actor: Actor, words: Words, audience: str = PRIVATE, form_key: str | None = None
) -> Collection:
    """Make an empty parcours; the same form sent twice makes one.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: the title is missing, something is too long, or the person has too many.
    """
    require(actor, Permission.COLLECTION_CREATE)
    mark = form_mark(actor, form_key, "collection")
    before = session.scalar(select(Collection).where(Collection.form_key == mark)) if mark else None
    if before is not None:
        return before
    _refuse_too_many(session, actor)
    made = Collection(owner_id=actor.user_id, slug="", title="", form_key=mark, editors=[])
    made.introduction = ""
    _write(session, actor, made, words)
    session.add(made)
    session.flush()
    _open_to(session, actor, made, audience)
    return made


def change(session: Session, actor: Actor, collection_id: int, version: int, words: Words) -> Collection:
    """Call it otherwise, or introduce it otherwise.

    Raises:
        NotFound, Forbidden: it is not this person's to change.
        Conflict: somebody changed it since it was read.
        Invalid: the title is missing, or something is too long.
    """
    found = locked(session, actor, collection_id)
    if found.version != version:
        raise Conflict
    _write(session, actor, found, words)
    found.version += 1
    touch(found)
    return found


def share(session: Session, actor: Actor, collection_id: int, audience: str) -> Collection:
    """Decide who reads it: nobody else, who has the link, everybody.

    Raises:
        NotFound, Forbidden: it is not this person's own.
        Invalid: there is no such audience, or the national team took it out of what is public.
    """
    found = _owned(session, actor, collection_id)
    if found.audience != audience:
        _open_to(session, actor, found, audience)
        touch(found)
    return found


def renew_link(session: Session, actor: Actor, collection_id: int) -> Collection:
    """Give it another link: the former one leads nowhere from now on.

    Raises:
        NotFound, Forbidden: it is not this person's own.
        Conflict: it has no link.
    """
    found = _owned(session, actor, collection_id)
    if found.audience == PRIVATE:
        raise Conflict
    found.link_key = _new_key()
    return found


def invite(session: Session, actor: Actor, collection_id: int, handle: str) -> CollectionEditor:
    """Let somebody else compose it, too.

    Raises:
        NotFound, Forbidden: it is not this person's own.
        Invalid: nobody has this handle, or it is one's own, or there are too many people.
    """
    found = _owned(session, actor, collection_id)
    try:
        person = public_profile(session, handle.removeprefix("@").strip().lower())
    except NotFound:
        message = _l("Personne n'a cet identifiant. Il se lit sur le profil, après « /personnes/ ».")
        raise Invalid({"handle": message}) from None
    if person.id == found.owner_id:
        raise Invalid({"handle": _l("C'est vous : ce parcours est déjà le vôtre.")})
    if person.id in found.editor_ids:
        raise Invalid({"handle": _l("Cette personne compose déjà ce parcours avec vous.")})
    if len(found.editors) >= MOST_EDITORS:
        raise Invalid({"handle": _l("%(most)s personnes au plus composent un parcours.", most=MOST_EDITORS)})
    made = CollectionEditor(collection_id=found.id, user_id=person.id, user=person)
    found.editors.append(made)
    if not _was_told(session, found, person.id):
        tell(session, actor.user_id, happens.COLLECTION_SHARED, about_id=found.id, title=found.title,
             user_ids=[person.id])  # fmt: skip
    return made


def _was_told(session: Session, found: Collection, user_id: int) -> bool:
    """Whether somebody was invited here before: who invites and dismisses by turns does not fill a letter box."""
    told = select(Happening.details).where(
        Happening.kind == happens.COLLECTION_SHARED, Happening.about_id == found.id
    )
    return any(user_id in details["user_ids"] for details in session.scalars(told))


def dismiss(session: Session, actor: Actor, collection_id: int, user_id: int) -> Collection:
    """Let somebody compose it no more; whoever was invited may leave by themselves.

    Raises:
        NotFound: it is not this person's to change, or nobody of that number composes it.
        Forbidden: somebody else's place, and not one's own parcours.
    """
    found = locked(session, actor, collection_id)
    if actor.user_id not in (found.owner_id, user_id):
        raise Forbidden
    place = next((editor for editor in found.editors if editor.user_id == user_id), None)
    if place is None:
        raise NotFound
    found.editors.remove(place)
    return found


def delete(session: Session, actor: Actor, collection_id: int) -> Collection:
    """Delete it; its owner may bring it back for a while.

    Raises:
        NotFound, Forbidden: it is not this person's own.
    """
    found = _owned(session, actor, collection_id)
    found.deleted_at = now()
    found.featured_position = None
    return found


def restore(session: Session, actor: Actor, collection_id: int) -> Collection:
    """Bring a deleted parcours back, as it was, with nobody but its owner and those who compose it as readers.

    Raises:
        NotFound: there is none of this person.
    """
    found = queries.deleted(session, actor, collection_id)
    found.deleted_at = None
    _close(found)
    touch(found)
    return found


def copy(session: Session, actor: Actor, source: Collection, *, name: str) -> Collection:
    """Take somebody's parcours up as one's own: what the person may read of it, with credit, for nobody else yet.

    Args:
        source: a parcours that the person was found to read (`queries`).
        name: who made it, as the credit says.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: the person has too many.
    """
    require(actor, Permission.COLLECTION_CREATE)
    _refuse_too_many(session, actor)
    made = Collection(
        owner_id=actor.user_id, slug=source.slug, title=source.title, introduction=source.introduction,
        folded=source.folded, copied_from_id=source.id, credit=f"« {source.title} », {name}"[:300], editors=[],
    )  # fmt: skip
    session.add(made)
    session.flush()
    steps = reading(session, actor, source).steps
    session.add_all(
        CollectionItem(
            collection_id=made.id, position=position, kind=step.item.kind,
            page_id=step.page.id if step.page else None, number=step.item.number, note=step.item.note,
            added_by=actor.user_id,
        )
        for position, step in enumerate(steps)
    )  # fmt: skip
    session.flush()
    return made


def forget_the_gone(session: Session) -> None:
    """What becomes of the parcours of deleted accounts.

    As with pages: what everybody reads stays, under the name of a former member; what was for oneself, or for some,
    goes, unless somebody else composes it, whose it is from then on.
    """
    from_the_gone = select(Collection).join(Collection.owner).where(queries.OWNER_IS_GONE)
    for found in session.scalars(from_the_gone.with_for_update(of=Collection)).all():
        if found.editors and found.deleted_at is None:
            heir = found.editors[0]
            found.owner_id = heir.user_id
            found.editors.remove(heir)
        elif not found.is_public or found.deleted_at is not None:
            _erase(session, found)
    session.flush()


def sweep(session: Session, moment: datetime | None = None) -> int:
    """Erase what was deleted or taken out long ago; returns how many parcours and steps."""
    long_ago = (moment or now()) - KEPT
    steps = session.scalars(select(CollectionItem).where(CollectionItem.removed_at < long_ago)).all()
    gone = session.scalars(select(Collection).where(Collection.deleted_at < long_ago)).all()
    for step in steps:
        session.delete(step)
    for found in gone:
        _erase(session, found)
    session.flush()
    return len(steps) + len(gone)


def locked(session: Session, actor: Actor, collection_id: int) -> Collection:
    """A parcours that this person may change, held until the transaction ends.

    Raises:
        NotFound, Forbidden: it is not this person's to change.
    """
    session.scalar(select(Collection.id).where(Collection.id == collection_id).with_for_update())
    return queries.editable(session, actor, collection_id)


def touch(found: Collection) -> None:
    """Note that something of it changed."""
    found.changed_at = now()


def _erase(session: Session, found: Collection) -> None:
    """Nobody follows it any more: its number may be another's one day."""
    forget_things(session, "collection", [found.id])
    session.delete(found)


def _owned(session: Session, actor: Actor, collection_id: int) -> Collection:
    locked(session, actor, collection_id)
    return queries.owned(session, actor, collection_id)


def _write(session: Session, actor: Actor, found: Collection, words: Words) -> None:
    title = " ".join(words.title.split())
    if not title:
        raise Invalid({"title": _l("Donnez un titre à ce parcours.")})
    if len(title) > LONGEST_TITLE:
        raise Invalid({"title": too_long(LONGEST_TITLE)})
    introduction = checked(words.introduction, LONGEST_INTRODUCTION, "introduction")
    look_at(session, actor, found.introduction, introduction, "introduction")
    found.title, found.introduction = title, introduction
    found.slug = slugify(title)
    found.folded = fold(f"{title} {introduction}")


def look_at(session: Session, actor: Actor, before: str, after: str, field: str) -> None:
    """Let the site's guards look at what was typed.

    Raises:
        Invalid: one refuses it; said beside the field.
    """
    try:
        check_guards(session, actor, before, after)
    except Invalid as error:
        raise Invalid({field: next(iter(error.errors.values()))}) from None


def _open_to(session: Session, actor: Actor, found: Collection, audience: str) -> None:
    if audience not in AUDIENCES:
        raise Invalid({"audience": _l("Choisissez qui peut lire ce parcours.")})
    if found.withdrawn_at is not None and audience != PRIVATE:
        message = _l("L'équipe nationale a retiré ce parcours de la lecture : écrivez-lui pour en parler.")
        raise Invalid({"audience": message})
    if audience == PRIVATE:
        _close(found)
        return
    found.audience = audience
    found.link_key = found.link_key or _new_key()
    if audience == PUBLIC:
        record(session, actor, "collection.published", kind="collection", thing_id=found.id, name=found.title)
    else:
        found.featured_position = None


def _close(found: Collection) -> None:
    found.audience, found.link_key, found.featured_position = PRIVATE, None, None


def _new_key() -> str:
    """192 bits: nobody guesses it."""
    return secrets.token_urlsafe(24)


def _refuse_too_many(session: Session, actor: Actor) -> None:
    own = select(func.count()).where(Collection.owner_id == actor.user_id, Collection.deleted_at.is_(None))
    if (session.scalar(own) or 0) >= MOST_COLLECTIONS:
        message = _l(
            "Vous avez déjà %(most)s parcours : supprimez-en un pour en faire un autre.",
            most=MOST_COLLECTIONS,
        )
        raise Invalid({"": message})
