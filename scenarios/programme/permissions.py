"""Who keeps a territory's programme, and who reads what is for its college only."""

from wiki.permissions import Actor
from wiki.territories.models import Territory


def keeps(actor: Actor, territory: Territory) -> bool:
    """Referents keep the sheet of their territory, the national team that of all; ambassadors carry practices."""
    return actor.is_curator or actor.is_referent(territory.id)


def reads(actor: Actor, territory_id: int | None) -> bool:
    """The part for the college of one territory, by its number; of all of them when none is named."""
    return actor.is_curator or territory_id in actor.territories
