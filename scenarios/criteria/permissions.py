"""Who says what scenarios are looked at for."""

from wiki.permissions import Actor


def may_manage(actor: Actor, thing: object) -> bool:
    """The national team keeps the grid, like the themes."""
    return actor.is_curator
