"""Who keeps a territory's inventory, who takes things out of it, and who may write to those who keep it."""

from wiki.permissions import Actor
from wiki.territories.models import Territory


def may_keep(actor: Actor, territory: Territory) -> bool:
    """Add cards, say what answers a need: the territory's college, and the national team."""
    return actor.is_curator or territory.id in actor.territories


def may_moderate(actor: Actor, territory_id: int) -> bool:
    """Take out what should not stand there, decide on reports: its referents and the national team."""
    return actor.is_curator or actor.is_referent(territory_id)


def may_contact(actor: Actor, territory: Territory) -> bool:
    """Write to those who keep an item: whoever has an account."""
    return actor.is_authenticated
