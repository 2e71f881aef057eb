"""Who may have happenings told to other programs."""

from wiki.permissions import Actor
from wiki.territories.models import Territory


def may_manage(actor: Actor, territory: Territory | None) -> bool:
    """Of one territory its referents, of everything administrators."""
    return actor.is_admin or (territory is not None and actor.is_referent(territory.id))
