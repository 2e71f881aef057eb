"""Who deletes, restores and purges."""

from wiki.pages.models import Page
from wiki.pages.permissions import may_settle
from wiki.permissions import Actor
from wiki.territories.models import Territory
from wiki.trash.models import TrashedPage


def may_delete(actor: Actor, page: Page) -> bool:
    """Who decides about a page: its first author, the referent, the national team; a draft's owner alone."""
    return may_settle(actor, page)


def may_restore(actor: Actor, trashed: TrashedPage) -> bool:
    """The referent, the national team, and whoever deleted it; a draft's owner alone.

    Not its author where somebody else deleted it: that was decided about them. `queries.restorable_by` says the same
    to the database.
    """
    if not actor.is_authenticated or not actor.sees(trashed.former_key):
        return False
    place = trashed.page.territory_id
    if trashed.former_audience == "draft" or actor.is_curator or actor.is_referent(place):
        return True
    return trashed.deleted_by == actor.user_id and place in actor.territories


def may_look_after(actor: Actor, territory: Territory | None) -> bool:
    """What pages of a territory need: its referents and the national team; None stands for all territories."""
    return actor.is_curator or (territory is not None and actor.is_referent(territory.id))


def may_purge(actor: Actor, thing: object) -> bool:
    """Taking words out for good is for administrators."""
    return actor.is_admin
