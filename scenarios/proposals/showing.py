"""Proposals as the page sees them that they were made to."""

from dataclasses import dataclass
from typing import Any

from flask import request

from scenarios.adaptation.changes import Difference, indexes
from scenarios.proposals import queries
from scenarios.proposals.forms import AnswerForm
from scenarios.proposals.models import Proposal
from wiki.db import read_session
from wiki.pages.forms import new_form_key
from wiki.pages.models import Page
from wiki.permissions import Permission, can
from wiki.web.actor import current_actor

BOX = "changement"


@dataclass(frozen=True)
class Shown:
    """A proposal as the page that it was made to sees it."""

    proposal: Proposal
    difference: Difference
    form: AnswerForm
    is_page_seen: bool


def waiting_on(page: Page, sent: int = 0, form: AnswerForm | None = None) -> dict[str, Any]:
    """What templates need for those that wait; the one that was `sent` back is filled in as it was."""
    waiting = queries.offered_to(read_session(), page, is_open=True)
    return {
        "page": page,
        "waiting": [_shown(found, sent, form) for found in waiting],
        "may_decide": can(current_actor(), Permission.PROPOSAL_DECIDE, page),
        "sent": sent,
        "chosen": indexes(request.form.getlist(BOX)),
    }


def _shown(found: Proposal, sent: int, form: AnswerForm | None) -> Shown:
    own_form = form if form is not None and found.id == sent else AnswerForm(form_key=new_form_key())
    # Several forms stand on one page.
    own_form.answer.id = f"answer-{found.id}"
    return Shown(
        proposal=found,
        difference=Difference(found.base_text, found.offered_text),
        form=own_form,
        is_page_seen=found.page is not None and can(current_actor(), Permission.PAGE_VIEW, found.page),
    )
