"""Set up, change, stop, remove a webhook. Never commits."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Forbidden, Invalid
from wiki.outgoing.errors import Refused
from wiki.outgoing.targets import check_url
from wiki.permissions import Actor, Permission, require
from wiki.territories.models import Territory
from wiki.webhooks import bodies, queries
from wiki.webhooks.models import WAITING, Delivery, Webhook

MOST = 20
"""Webhooks of one territory, or of the whole site."""


@dataclass(frozen=True)
class Wanted:
    """What a webhook is to be; see `Webhook`."""

    url: str
    kinds: Sequence[str]
    territory_id: int | None = None
    with_territory: bool = False
    private: bool = False
    """Whether the installation lets calls lead into the house."""


def create(session: Session, actor: Actor, wanted: Wanted) -> Webhook:
    """Tell happenings to an address from now on.

    Raises:
        Forbidden: the actor does not look after the territory, or, for everything, the site.
        Invalid: the address or a kind cannot be used, or there are too many.
    """
    if actor.user_id is None:
        raise Forbidden
    territory = _territory(session, actor, wanted.territory_id)
    _check(wanted)
    same = Webhook.territory_id == territory.id if territory else Webhook.territory_id.is_(None)
    if (session.scalar(select(func.count()).select_from(Webhook).where(same)) or 0) >= MOST:
        raise Invalid({"": _l("Il y en a déjà %(most)s : supprimez-en un d'abord.", most=MOST)})
    made = Webhook(
        owner_id=actor.user_id, territory_id=territory.id if territory else None, url=wanted.url,
        kinds=_ordered(wanted.kinds), with_territory=bool(territory and wanted.with_territory),
    )  # fmt: skip
    session.add(made)
    session.flush()
    _record(session, actor, "webhook.created", made)
    return made


def change(session: Session, actor: Actor, webhook_id: int, wanted: Wanted) -> Webhook:
    """Another address, other kinds; of which territory it tells stays.

    Raises:
        NotFound: there is none that this person looks after.
        Invalid: the address or a kind cannot be used.
    """
    found = queries.webhook(session, actor, webhook_id)
    _check(wanted)
    found.url, found.kinds = wanted.url, _ordered(wanted.kinds)
    found.with_territory = found.territory_id is not None and wanted.with_territory
    _record(session, actor, "webhook.changed", found)
    return found


def renew_secret(session: Session, actor: Actor, webhook_id: int) -> Webhook:
    """Another secret; the former one signs nothing from now on.

    Raises:
        NotFound: there is none that this person looks after.
    """
    found = queries.webhook(session, actor, webhook_id)
    found.serial += 1
    _record(session, actor, "webhook.secret_changed", found)
    return found


def stop(session: Session, actor: Actor, webhook_id: int) -> Webhook:
    """Call it no more, for now; what waits is not sent later.

    Raises:
        NotFound: there is none that this person looks after.
    """
    found = queries.webhook(session, actor, webhook_id)
    found.disabled_at, found.disabled_by_failures = found.disabled_at or now(), False
    session.execute(delete(Delivery).where(Delivery.webhook_id == found.id, Delivery.state == WAITING))
    _record(session, actor, "webhook.stopped", found)
    return found


def resume(session: Session, actor: Actor, webhook_id: int) -> Webhook:
    """Call it again.

    Raises:
        NotFound: there is none that this person looks after.
    """
    found = queries.webhook(session, actor, webhook_id)
    found.disabled_at, found.disabled_by_failures = None, False
    found.failures, found.paused_until = 0, None
    _record(session, actor, "webhook.resumed", found)
    return found


def remove(session: Session, actor: Actor, webhook_id: int) -> None:
    """Forget it and its log.

    Raises:
        NotFound: there is none that this person looks after.
    """
    found = queries.webhook(session, actor, webhook_id)
    _record(session, actor, "webhook.removed", found)
    session.delete(found)


def try_out(session: Session, actor: Actor, webhook_id: int, site: str) -> Delivery:
    """Send a message that tells of nothing.

    Raises:
        NotFound: there is none that this person looks after.
        Invalid: it is stopped.
    """
    found = queries.webhook(session, actor, webhook_id)
    _refuse_stopped(found)
    made = Delivery(webhook_id=found.id, happening_id=None, kind=bodies.TRIAL, body=bodies.trial(site))
    # Somebody waits for it: a pause after a failure is over.
    found.paused_until = None
    session.add(made)
    session.flush()
    return made


def send_again(session: Session, actor: Actor, webhook_id: int, delivery_id: int) -> Delivery:
    """Send a message once more, whatever became of it.

    Raises:
        NotFound: there is none that this person looks after.
        Invalid: the webhook is stopped.
    """
    found = queries.webhook(session, actor, webhook_id)
    one = queries.delivery(session, found, delivery_id)
    _refuse_stopped(found)
    found.paused_until = None
    one.state, one.attempts, one.due_at, one.done_at = WAITING, 0, now(), None
    return one


def stop_those_of_the_gone(session: Session) -> None:
    """A webhook goes with the account of who set it up: nobody would hear that it fails."""
    session.execute(
        delete(Webhook).where(Webhook.owner_id.in_(select(User.id).where(User.deleted_at.is_not(None))))
    )


def _territory(session: Session, actor: Actor, territory_id: int | None) -> Territory | None:
    territory = session.get(Territory, territory_id) if territory_id is not None else None
    if territory_id is not None and territory is None:
        raise Invalid({"territory": _l("Choisissez un territoire de la liste.")})
    require(actor, Permission.WEBHOOKS_MANAGE, territory)
    return territory


def _check(wanted: Wanted) -> None:
    errors: dict[str, object] = {}
    try:
        check_url(wanted.url, private=wanted.private)
    except Refused:
        errors["url"] = _l("Donnez l'adresse d'un site, comme https://exemple.fr/appel, sans mot de passe.")
    if not set(wanted.kinds) <= set(bodies.KINDS):
        errors["kinds"] = _l("Choisissez dans la liste.")
    if errors:
        raise Invalid(errors)


def _ordered(kinds: Sequence[str]) -> list[str]:
    return [kind for kind in bodies.KINDS if kind in kinds]


def _refuse_stopped(found: Webhook) -> None:
    if found.disabled_at is not None:
        raise Invalid({"": _l("Cet appel est arrêté : reprenez-le d'abord.")})


def _record(session: Session, actor: Actor, act: str, found: Webhook) -> None:
    record(session, actor, act, kind="webhook", thing_id=found.id, name=found.url.partition("?")[0])
