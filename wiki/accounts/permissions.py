"""Who looks after other people's accounts."""

from wiki.permissions import Actor


def may_manage(actor: Actor, thing: object) -> bool:
    """Administrators."""
    return actor.is_admin


def may_invite(actor: Actor, thing: object) -> bool:
    """Administrators."""
    return actor.is_admin
