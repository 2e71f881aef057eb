"""Whole answers, kept compressed until the database changes.

What is the same for every visitor is kept for all of them: a GET without cookies that matter, answered
with 200 and without a cookie of its own. What a signed-in person reads again is kept for that person alone, of
views that say so with `kept_for_readers`, and only while no message waits to be told and no form is in the page.
The memo it stands on is emptied by any commit, so a kept answer is never old.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session

from wiki.web.actor import current_actor
from wiki.web.i18n import COOKIE, select_locale
from wiki.web.memo import remembered

View = TypeVar("View", bound=Callable[..., Any])
BROWSER_COOKIE = "appareil"
"""Tells a browser that has been signed in before from others, when it signs in again; no page depends on it."""

_INDIFFERENT = {COOKIE, BROWSER_COOKIE}
_MAX_BYTES = 512 * 1024
_MAX_KEPT_BYTES = 32 * 1024 * 1024
_BYTES_BESIDE_BODY = 2048
_SECONDS = 300
_MAX_ASKED = 200


@dataclass(frozen=True)
class Answer:
    """An answer as it was sent."""

    body: bytes
    status: int
    headers: list[tuple[str, str]]

    @property
    def size(self) -> int:
        return len(self.body) + _BYTES_BESIDE_BODY


class KeptAnswers:
    """Answers of one state of the database, within a number of bytes: the least recently asked for go first.

    Anybody may ask for addresses without end (`?a=1`, `?a=2`…, another Host): they must not fill the memory.
    """

    def __init__(self, most_bytes: int = _MAX_KEPT_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Hashable) -> Answer | None:
        """The answer kept under this key, if there is one."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def keep(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer, and forget others where there are too many bytes."""
        with self._lock:
            former = self._answers.pop(key, None)
            self._answers[key] = answer
            self._bytes += answer.size - (former.size if former else 0)
            while self._bytes > self._most_bytes:
                self._bytes -= self._answers.popitem(last=False)[1].size


def kept_for_readers(view: View) -> View:
    """Mark a view whose answer to a person depends on nothing but the address, who it is, and the database."""
    view.kept_for_readers = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def _cacheable_request() -> bool:
    return (
        request.method in ("GET", "HEAD")
        and (not request.cookies.keys() - _INDIFFERENT or _is_reader())
        and "Authorization" not in request.headers
        # Fetched ahead, perhaps never read: the view itself must answer when somebody does read it.
        and "Sec-Purpose" not in request.headers
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


def _key() -> Hashable:
    # Pages say "il y a 3 jours": even when nothing changes they are made again from time to time.
    moment = int(time.monotonic()) // _SECONDS
    reader = current_actor().user_id
    return reader, request.host_url, request.full_path, select_locale(), _encodings(), moment


def answer_from_cache() -> Response | None:
    """The kept answer, or None; where a new one may be kept is noted for `keep_answer`."""
    if not _cacheable_request():
        return None
    # What is worked out now belongs to the state of the database that was seen before.
    kept, key = remembered("kept answers", KeptAnswers), _key()
    answer = kept.get(key)
    if answer is None:
        g.answer_place = kept, key
        return None
    g.answered_from_cache = True
    response = Response(answer.body, answer.status, answer.headers)
    response.make_conditional(request)
    return response


def keep_answer(response: Response) -> Response:
    """Keep a finished answer where the next visitor finds it."""
    if (
        "answer_place" not in g
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
        kept, key = g.answer_place
        kept.keep(key, Answer(body, response.status_code, list(response.headers.items())))
    return response


def init_app(app: Flask) -> None:
    """Answer from the cache before any work; keep answers after compression (hence: first registered, last run)."""
    app.before_request(answer_from_cache)
    app.after_request(keep_answer)
