"""Who looks after what the nation retains."""

from wiki.permissions import Actor


def may_manage(actor: Actor, thing: object) -> bool:
    """The national team orders, introduces, renews and ends what it retained."""
    return actor.is_curator
