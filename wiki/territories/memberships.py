"""Who belongs to a territory: asking, admitting, roles, leaving.

Every verb waits for the others of its territory, so that two people who decide at once reach one result.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid
from wiki.events import emit
from wiki.permissions import Actor, Permission, can, require
from wiki.territories.events import MembershipAsked, MembershipChanged
from wiki.territories.models import ROLES, Membership, Territory
from wiki.territories.service import lock

MAX_MESSAGE = 500


def ask(session: Session, actor: Actor, territory: Territory, message: str = "") -> Membership:
    """Ask to be admitted; asking again changes nothing.

    Raises:
        Forbidden: the actor has no account, or may only read for a while.
        Invalid: the message is too long.
    """
    if actor.user_id is None or actor.is_suspended:
        raise Forbidden
    if len(message) > MAX_MESSAGE:
        raise Invalid({"message": _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_MESSAGE)})
    lock(session, territory)
    found = _membership_of(session, territory, actor.user_id)
    if found is None:
        found = Membership(user_id=actor.user_id, territory_id=territory.id, message=message)
        session.add(found)
        session.flush()
        tell(
            session, actor.user_id, happens.MEMBERSHIP_ASKED, territory_id=territory.id, about_id=found.id
        )  # fmt: skip
        emit(session, MembershipAsked(territory.id, actor.user_id))
    return found


def leave(session: Session, actor: Actor, territory: Territory) -> Membership | None:
    """Take back one's request, or leave the territory; returns what ended, None when there was nothing.

    Raises:
        Forbidden: the actor has no account.
        Invalid: the actor is its last referent.
    """
    if actor.user_id is None:
        raise Forbidden
    lock(session, territory)
    found = _membership_of(session, territory, actor.user_id)
    if found is not None:
        _keep_a_referent(session, found)
        record(
            session, actor, "membership.left", kind="territory", thing_id=territory.id, name=territory.slug
        )
        _remove(session, found)
    return found


def admit(session: Session, actor: Actor, territory: Territory, membership_id: int) -> Membership:
    """Admit somebody who asked; the first admission counts, a second one changes nothing.

    Raises:
        Forbidden: the actor does not look after the members.
        Conflict: the request was refused or taken back meanwhile.
    """
    require(actor, Permission.TERRITORY_MEMBERS, territory)
    found = _membership(session, territory, membership_id)
    if found is None:
        raise Conflict
    if found.admitted_at is None:
        found.admitted_at, found.admitted_by = now(), actor.user_id
        _record(session, actor, "membership.admitted", territory, found)
        tell(
            session, actor.user_id, happens.MEMBERSHIP_GIVEN, territory_id=territory.id, about_id=found.id,
            user_ids=[found.user_id],
        )  # fmt: skip
        emit(session, MembershipChanged(territory.id, found.user_id))
    return found


def refuse(session: Session, actor: Actor, territory: Territory, membership_id: int) -> None:
    """Refuse a request; one that is gone already stays so.

    Raises:
        Forbidden: the actor does not look after the members.
        Conflict: somebody else has admitted the person meanwhile.
    """
    require(actor, Permission.TERRITORY_MEMBERS, territory)
    found = _membership(session, territory, membership_id)
    if found is None:
        return
    if found.admitted_at is not None:
        raise Conflict
    _record(session, actor, "membership.refused", territory, found)
    session.delete(found)


def change_role(
    session: Session, actor: Actor, territory: Territory, membership_id: int, role: str
) -> Membership:
    """Give somebody who belongs here another role.

    The national team names referents and takes that role back; a referent may step down while another
    remains.

    Raises:
        Forbidden: the actor may not give, or take back, this role.
        Conflict: the person has left meanwhile.
        Invalid: no such role, or the actor is the last referent.
    """
    require(actor, Permission.TERRITORY_MEMBERS, territory)
    found = _membership(session, territory, membership_id)
    if found is None or found.admitted_at is None:
        raise Conflict
    if role not in ROLES:
        raise Invalid({"role": _l("Choisissez un rôle de la liste.")})
    if role != found.role:
        _may_change(session, actor, territory, found, role)
        _record(session, actor, "membership.role_changed", territory, found, former=found.role, now=role)
        found.role = role
        emit(session, MembershipChanged(territory.id, found.user_id))
    return found


def remove(session: Session, actor: Actor, territory: Territory, membership_id: int) -> None:
    """End somebody's belonging; one that has ended already stays so.

    Raises:
        Forbidden: the actor may not remove this person.
        Invalid: the actor is the last referent.
    """
    require(actor, Permission.TERRITORY_MEMBERS, territory)
    found = _membership(session, territory, membership_id)
    if found is not None:
        _may_change(session, actor, territory, found, "")
        _record(session, actor, "membership.removed", territory, found)
        _remove(session, found)


def name_person(session: Session, actor: Actor, territory: Territory, handle: str, role: str) -> Membership:
    """Give a person a role in a territory, whether or not they asked.

    Raises:
        Forbidden: the actor is not of the national team.
        Invalid: nobody has this handle, or there is no such role.
    """
    require(actor, Permission.TERRITORY_REFERENTS, territory)
    if role not in ROLES:
        raise Invalid({"role": _l("Choisissez un rôle de la liste.")})
    # Nor somebody who has not proved an address: anybody may have signed up under the name of another.
    active = (User.deleted_at.is_(None), User.blocked_at.is_(None), User.confirmed_at.is_not(None))
    person = session.scalar(select(User).where(User.handle == handle.removeprefix("@").lower(), *active))
    if person is None:
        raise Invalid(
            {"handle": _l("Aucun compte n'a cet identifiant. Vérifiez-le sur le profil de la personne.")}
        )
    lock(session, territory)
    found = _membership_of(session, territory, person.id)
    if found is None:
        found = Membership(user_id=person.id, territory_id=territory.id)
        session.add(found)
    found.role = role
    if found.admitted_at is None:
        found.admitted_at, found.admitted_by = now(), actor.user_id
    session.flush()
    _record(session, actor, "membership.named", territory, found, role=role)
    emit(session, MembershipChanged(territory.id, person.id))
    return found


def _record(
    session: Session, actor: Actor, act: str, territory: Territory, found: Membership, **details: str
) -> None:
    """Write down what was decided about somebody's place in a territory."""
    record(session, actor, act, kind="account", thing_id=found.user_id, territory=territory.slug, **details)


def _may_change(session: Session, actor: Actor, territory: Territory, found: Membership, role: str) -> None:
    """Ask leave to change a membership to a role, or (no role) to end it."""
    if "referent" not in (found.role, role) or can(actor, Permission.TERRITORY_REFERENTS, territory):
        return
    if found.user_id != actor.user_id:
        raise Forbidden
    _keep_a_referent(session, found)


def _keep_a_referent(session: Session, leaving: Membership) -> None:
    if leaving.role != "referent" or leaving.admitted_at is None:
        return
    others = select(Membership.id).where(
        Membership.territory_id == leaving.territory_id,
        Membership.role == "referent",
        Membership.admitted_at.is_not(None),
        Membership.id != leaving.id,
    )
    if session.scalar(others.limit(1)) is None:
        message = _l(
            "Vous êtes la dernière personne référente de ce territoire. Demandez à l'équipe nationale "
            "d'en nommer une autre : vous pourrez partir ensuite."
        )
        raise Invalid({"": message})


def _remove(session: Session, membership: Membership) -> None:
    emit(session, MembershipChanged(membership.territory_id, membership.user_id))
    session.delete(membership)


def _membership(session: Session, territory: Territory, membership_id: int) -> Membership | None:
    lock(session, territory)
    return session.scalar(
        select(Membership)
        .where(Membership.id == membership_id, Membership.territory_id == territory.id)
        .execution_options(populate_existing=True)
    )


def _membership_of(session: Session, territory: Territory, user_id: int) -> Membership | None:
    return session.scalar(
        select(Membership)
        .where(Membership.user_id == user_id, Membership.territory_id == territory.id)
        .execution_options(populate_existing=True)
    )
