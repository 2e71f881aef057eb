"""Who proposes scenarios to the nation, who reads what is proposed, who looks after the order of it."""

from scenarios.curation.models import Nomination
from wiki.pages.models import Page
from wiki.permissions import Actor


def may_nominate(actor: Actor, page: Page) -> bool:
    """The referents of the page's territory, and the national team, who then judge it no more."""
    if not actor.is_authenticated or not actor.sees(page.audience_key):
        return False
    return actor.is_referent(page.territory_id) or actor.is_curator


def may_read(actor: Actor, thing: object) -> bool:
    """The scientific college and the national team read what is being examined."""
    return actor.site_role == "reviewer" or actor.is_curator


def may_give_opinion(actor: Actor, nomination: Nomination) -> bool:
    """The same people; who has an interest in the text is refused by name (`interests`)."""
    return may_read(actor, nomination)


def may_decide(actor: Actor, nomination: Nomination) -> bool:
    """The national team proposes decisions; the others who gave an opinion confirm them or not."""
    return actor.is_curator


def may_manage(actor: Actor, thing: object) -> bool:
    """The national team says who reads what, and under which rules one decides."""
    return actor.is_curator
