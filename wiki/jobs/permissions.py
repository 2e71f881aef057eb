"""Who looks after later work."""

from wiki.permissions import Actor


def may_manage(actor: Actor, thing: object) -> bool:
    """Administrators."""
    return actor.is_admin
