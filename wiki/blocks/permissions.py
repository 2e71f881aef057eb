"""Who may block."""

from wiki.permissions import Actor


def may_block(actor: Actor, thing: object) -> bool:
    """The national team."""
    return actor.is_curator
