"""Who looks after territories: each its referents, all of them the national team."""

from wiki.permissions import Actor
from wiki.territories.models import Territory


def is_national_team(actor: Actor, territory: Territory | None) -> bool:
    """What concerns all territories: creating one, deciding its state, naming referents."""
    return actor.is_curator


def looks_after(actor: Actor, territory: Territory) -> bool:
    """What concerns one territory: its sheet, its college, its members."""
    return actor.is_curator or actor.is_referent(territory.id)
