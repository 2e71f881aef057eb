"""The one call by which a results page says what was asked."""

import logging

from flask import Flask, Response, after_this_request, current_app, request

from wiki.db import now, transaction
from wiki.searchlog import service
from wiki.searchlog.buffer import Entries, buffer_of
from wiki.searchlog.privacy import is_program, kept_form

log = logging.getLogger(__name__)


def note(text: str, total: int) -> None:
    """Count a search made by somebody on this page, and how many pages it found.

    Programs and pages fetched ahead are not counted, nor is what could tell of a person, nor what is answered from
    the answers kept for all visitors (`wiki.web.response_cache`): who asks again at once counts once. Costs no
    statement; what has gathered is written once the answer has left.
    """
    kept = kept_form(text)
    if not kept or is_program(request.user_agent.string) or "Sec-Purpose" in request.headers:
        return
    buffer = buffer_of(current_app)
    buffer.add(now().date(), kept, total)

    @after_this_request
    def write_afterwards(response: Response) -> Response:
        response.call_on_close(buffer.write_due)
        return response


def write(app: Flask, entries: Entries) -> None:
    """Write counts down; a failure is logged and costs these counts only."""
    try:
        with app.app_context(), transaction() as session:
            service.record(session, entries)
    # The answer has been sent: nobody is helped by an error.
    except Exception:
        log.exception("%s counts of searches could not be written", len(entries))
