"""Who calls for scenarios."""

from wiki.permissions import Actor


def may_manage(actor: Actor, thing: object) -> bool:
    """The national team."""
    return actor.is_curator
