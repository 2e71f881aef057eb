"""Former addresses lead on: whatever of a page was asked for where it once was is found where it is now.

This looks at answers that say "not found", so that pages that are there pay nothing for it, and that every view of
every feature follows. Who may not see the page where it is now gets the answer of a page that is not there.

A form posted to a former address is sent on with all that was typed (308, RFC 9110 section 15.4.9), but not where
the page was merged into another: its words would be taken for those of the other.
"""

import re

from flask import Flask, Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from wiki.db import read_session
from wiki.naming.queries import revision_id_of
from wiki.pages.addresses import Former, formerly_at
from wiki.pages.models import Page
from wiki.web.actor import current_actor

_VERSION = re.compile(r"/version/(\d{1,9})\Z")
_NUMBERED = re.compile(r"/(?:version/\d+|comparer|retablir/\d+)\Z")
"""Views that name versions by numbers, which another page does not share."""
_READING = ("GET", "HEAD")


def follow_former_addresses(app: Flask) -> None:
    """Answer with the new address wherever the old one is not found any more."""
    app.after_request(lead_on)


def lead_on(response: Response) -> AnyResponse:
    """The answer itself, or one that leads to where the page is now."""
    asked = request.view_args or {}
    # A NUL was refused before anything was looked for, and PostgreSQL would refuse to look for it.
    if response.status_code != 404 or not {"territory", "slug"} <= asked.keys() or "\0" in request.path:
        return response
    former = formerly_at(read_session(), current_actor(), asked["territory"], asked["slug"])
    if former is None or (former.merged_id is not None and request.method not in _READING):
        return response
    return _redirect(_address(former))


def _redirect(address: str) -> AnyResponse:
    query = request.query_string.decode("latin-1")
    answer = redirect(f"{address}?{query}" if query else address, 301 if request.method in _READING else 308)
    # A page may be renamed back: a browser that kept this answer would go in circles.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _address(former: Former) -> str:
    own = None if former.merged_id is None else _of_merged(read_session(), former.page, former.merged_id)
    if own is not None:
        return own
    here = {"territory": former.page.territory.slug, "slug": former.page.slug}
    return url_for(str(request.endpoint), _method=request.method, **{**(request.view_args or {}), **here})


def _of_merged(session: Session, page: Page, merged_id: int) -> str | None:
    """Where a version of a page is that was merged into another, if one was asked for."""
    version = _VERSION.search(request.path)
    revision_id = revision_id_of(session, merged_id, int(version[1])) if version else None
    if revision_id is not None:
        return f"/versions/{revision_id}"
    return f"/{page.path}/historique" if _NUMBERED.search(request.path) else None
