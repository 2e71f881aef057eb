"""The file of a nomination as its page shows it: the version, the grid beside it, the record as one may see it."""

from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_timedelta
from flask import render_template
from flask_babel import get_locale
from flask_babel import gettext as _

from scenarios.criteria.queries import grid_of
from scenarios.curation import queries as nominations
from scenarios.curation.interests import OF_OTHERS
from scenarios.curation.models import REWORK, Nomination
from scenarios.deliberation import queries as deliberation
from scenarios.enactments.queries import played_among
from scenarios.examination.forms import OpinionForm, form_for
from scenarios.examination.record import record_of
from scenarios.examination.standing import Standing, standing
from wiki.db import now, read_session
from wiki.pages.comparison.sentences import Sentence, shortened
from wiki.pages.kinds import tools_of
from wiki.pages.models import Revision
from wiki.pages.queries import html_of, version
from wiki.permissions import Permission, can
from wiki.provenance.queries import credit
from wiki.web.actor import current_actor

MOST_SENTENCES = 10


def age(moment: datetime) -> str:
    """How long something lasts, as people say it: « 12 jours »; seconds are counted by nobody."""
    if now() - moment < timedelta(minutes=1):
        return str(_("moins d'une minute"))
    return str(format_timedelta(now() - moment, threshold=1, locale=get_locale() or "fr"))


def as_it_stands(found: Nomination) -> Nomination:
    """The nomination read anew: a transaction ends the session that it was read in, and may have changed it."""
    return nominations.nomination(read_session(), current_actor(), found.id)


def file_page(found: Nomination, form: OpinionForm | None = None, **more: Any) -> str:
    """The page of a file; `form` is an opinion that was sent and has to be mended."""
    found = as_it_stands(found)
    session, actor = read_session(), current_actor()
    grid, at_hand = grid_of(session, found.grid_id), standing(session, actor, found)
    mine = deliberation.own_opinion(session, actor, found) if at_hand.is_judge else None
    text = nominations.proposed_text(session, found)
    html, contents = html_of(session, found.page, text)
    return render_template(
        "examination/file.html",
        found=found,
        page=found.page,
        grid=grid,
        standing=at_hand,
        mine=mine,
        form=form or (form_for(grid, mine) if at_hand.is_judge else None),
        text=text,
        html=html,
        contents=contents,
        credit=credit(session, actor, found.page),
        is_page_seen=can(actor, Permission.PAGE_VIEW, found.page),
        played=played_among(session, [found.page_id]).get(found.page_id, 0),
        quorum=deliberation.quorum(session, found) if at_hand.is_college and found.is_open else None,
        rules=nominations.settings(session),
        since=changes_since(found),
        **record_context(found, at_hand),
        **more,
    )


def record_context(found: Nomination, at_hand: Standing) -> dict[str, Any]:
    """What the pieces of a record need."""
    session = read_session()
    grid = grid_of(session, found.grid_id)
    taken = deliberation.last_taken(session, found) if found.state == REWORK and not at_hand.answers else None
    return {
        "record": record_of(session, found, grid, at_hand),
        "criteria": {one.id: one for one in grid.all_criteria},
        "interest_words": OF_OTHERS,
        # Answers that are being written are the territory's own until it sends them.
        "unsent": taken.id if taken is not None else None,
        "age": age,
    }


def changes_since(found: Nomination) -> list[Sentence]:
    """What became of the page since the version that is examined, in sentences, for who may read the page as it is.

    The college and former referents read the proposed version whatever becomes of the page, and nothing beyond it.
    """
    page = found.page
    if found.number == page.current.number or not can(current_actor(), Permission.PAGE_VIEW, page):
        return []
    before = version(read_session(), page, found.number).text
    return shortened(tools_of(page.kind).sentences(before, page.current.text), MOST_SENTENCES)


def versions_from(found: Nomination, versions: list[Revision]) -> list[int]:
    """The versions that a territory can go on with: the one that is examined, and those since, newest last."""
    return [
        one.number for one in reversed(versions) if one.number >= found.number and one.withdrawn_at is None
    ]
