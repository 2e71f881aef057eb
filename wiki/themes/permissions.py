"""Who looks after the themes."""

from wiki.permissions import Actor


def may_manage(actor: Actor, thing: object) -> bool:
    """The national team keeps the themes."""
    return actor.is_curator
