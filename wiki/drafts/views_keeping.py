"""What the editor asks while somebody types: keep this. Answers are JSON, refusals problem documents (RFC 9457)."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.drafts.views import blueprint
from wiki.errors import Forbidden, Invalid
from wiki.pages import drafting, keeping, queries
from wiki.pages.keeping import Place, Words, WrittenElsewhere
from wiki.pages.models import Draft, Page
from wiki.web.actor import current_actor


@blueprint.post("/<territory>/<slug>/brouillon")
def keep_page(territory: str, slug: str) -> ResponseReturnValue:
    """Keep what the form of a page says. Whoever may read a page may write something about it for themselves."""
    _require_account()
    page = queries.page_at(read_session(), current_actor(), territory, slug)
    return _kept(Place.of(page), page)


@blueprint.post("/nouveau/brouillon")
def keep_new() -> ResponseReturnValue:
    """Keep what the form of a page to create says."""
    _require_account()
    return _kept(drafting.new_page_place(), None)


def _require_account() -> None:
    if not current_actor().is_authenticated:
        raise Forbidden


def _kept(place: Place, page: Page | None) -> ResponseReturnValue:
    """What was done: `version` is that of the draft, 0 where there is none because nothing differs from the page."""
    try:
        words = drafting.page_words() if page is not None else drafting.new_page_words()
        draft = _keep(place, page, words)
    except WrittenElsewhere as refused:
        return drafting.told_elsewhere(refused.draft)
    except Invalid as refused:
        told = " ".join(str(message) for message in refused.errors.values())
        answer = jsonify(status=422, title=_("Ce brouillon n'a pas pu être gardé"), detail=told)
        answer.content_type = "application/problem+json"
        return answer, 422
    return jsonify(version=draft.version if draft is not None else 0)


def _keep(place: Place, page: Page | None, words: Words) -> Draft | None:
    """Keep the words; with `aside`, only so that they can be brought back."""
    actor = current_actor()
    with transaction() as session:
        if request.form.get("aside") == "1":
            keeping.set_aside(session, actor, place, words)
            return keeping.find(session, actor, page_id=place.page_id, form_key=place.form_key)
        if page is not None:
            return keeping.keep_of_page(session, actor, page, words, drafting.hand())
        return keeping.keep(session, actor, place, words, drafting.hand())
