"""Who sees what people search."""

from wiki.permissions import Actor


def may_manage(actor: Actor, thing: object) -> bool:
    """Administrators."""
    return actor.is_admin
