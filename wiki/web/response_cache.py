"""Whole answers, kept compressed until the database changes.

What is the same for every visitor is kept for all of them: a GET without cookies other than the language, answered
with 200 and without a cookie of its own. What a signed-in person reads again is kept for that person alone, of
views that say so with `kept_for_readers`, and only while no message waits to be told and no form is in the page.
The memo it stands on is emptied by any commit, so a kept answer is never old.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session
from flask_babel import get_locale

from wiki.web.actor import current_actor
from wiki.web.i18n import COOKIE
from wiki.web.memo import remembered

View = TypeVar("View", bound=Callable[..., Any])
_MAX_BYTES = 512 * 1024
_SECONDS = 300
_MAX_ASKED = 200


def kept_for_readers(view: View) -> View:
    """Mark a view whose answer to a person depends on nothing but the address, who it is, and the database."""
    view.kept_for_readers = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def _cacheable_request() -> bool:
    return (
        request.method in ("GET", "HEAD")
        and (not request.cookies.keys() - {COOKIE} or _is_reader())
        and "Authorization" not in request.headers
        and len(request.query_string) < _MAX_ASKED
        and len(_encodings()) < _MAX_ASKED
    )


def _is_reader() -> bool:
    """Whether a signed-in person looks at something that is kept, with nothing to be told beside it."""
    view = current_app.view_functions.get(request.endpoint or "")
    return (
        current_actor().is_authenticated and hasattr(view, "kept_for_readers") and "_flashes" not in session
    )


def _encodings() -> str:
    """What the browser unpacks, as it says so: browsers say it in a handful of ways."""
    return request.headers.get("Accept-Encoding", "")


def _slot() -> dict[str, tuple[bytes, int, list[tuple[str, str]]]]:
    host = request.host_url
    # Pages say "il y a 3 jours": even when nothing changes they are made again from time to time.
    moment = int(time.monotonic()) // _SECONDS
    reader = current_actor().user_id
    key = ("answer", reader, host, request.full_path, str(get_locale()), _encodings(), moment)
    return remembered(key, dict)


def answer_from_cache() -> Response | None:
    """The kept answer, or None; where a new answer may be kept is noted for `keep_answer`."""
    if not _cacheable_request():
        return None
    g.answer_slot = slot = _slot()
    if "answer" not in slot:
        return None
    body, status, headers = slot["answer"]
    g.answered_from_cache = True
    response = Response(body, status, headers)
    response.make_conditional(request)
    return response


def keep_answer(response: Response) -> Response:
    """Keep a finished answer where the next visitor finds it."""
    slot = g.get("answer_slot")
    if (
        slot is None
        or "answered_from_cache" in g
        or request.method != "GET"
        or response.status_code != 200
        or response.is_streamed
        or "Set-Cookie" in response.headers
        # The session's cookie is not yet set here; a page that holds a form's token belongs to one browser.
        or session.modified
        or "csrf_token" in g
        or "no-store" in response.headers.get("Cache-Control", "")
    ):
        return response
    body = response.get_data()
    if len(body) <= _MAX_BYTES:
        slot["answer"] = (body, response.status_code, list(response.headers.items()))
    return response


def init_app(app: Flask) -> None:
    """Answer from the cache before any work; keep answers after compression (hence: first registered, last run)."""
    app.before_request(answer_from_cache)
    app.after_request(keep_answer)
