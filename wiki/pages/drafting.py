"""What a posted form says of a draft: which window sends it, and what was typed."""

from collections.abc import Sequence
from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.pages import keeping, queries
from wiki.pages.checks import draft_text, readable
from wiki.pages.forms import number_of
from wiki.pages.keeping import Hand, Place, Words, WrittenElsewhere
from wiki.pages.models import AUDIENCES, KINDS, Draft, Page
from wiki.permissions import Permission, can
from wiki.web.actor import current_actor
from wiki.web.forms import tidy

MOST_THEMES = 100
_CARRIED_APART = ("csrf_token", "action", "decided")


def hand() -> Hand:
    """The window that sends the form. Without scripts only the version tells it."""
    form = request.form
    return Hand(
        number_of(form.get("draft")),
        _line("window", 40),
        number_of(form.get("turn")),
        is_decided=form.get("decided") == "1",
    )


def page_words() -> Words:
    """What the form of a page says.

    Raises:
        Invalid: there is no text, or more than a page can hold.
    """
    form = request.form
    fields = {"minor": True} if "minor" in form else {}
    return Words(draft_text(form.get("text", "")), number_of(form.get("base")), _line("summary", 300), fields)


def new_page_words() -> Words:
    """What the form of a page to create says, as far as it is filled in.

    Raises:
        Invalid: there is no text, or more than a page can hold.
    """
    chosen = [tidy(name)[:200] for name in request.form.getlist("themes")[:MOST_THEMES]]
    fields: dict[str, Any] = {
        "title": _line("title", 200),
        "territory": number_of(request.form.get("territory")),
        "themes": chosen,
        "tags": _line("tags", 300),
        "audience": next((code for code in AUDIENCES if code == request.form.get("audience")), "public"),
    }
    return Words(draft_text(request.form.get("text", "")), fields=fields)


def new_page_place() -> Place:
    """The page that the form is to create."""
    kind, asked = request.values.get("type", ""), number_of(request.form.get("territory"))
    places = queries.writable_territories(read_session(), current_actor())
    name = next((place.name for place in places if place.id == asked), "")
    return Place.to_create(
        _line("form_key", 40), kind if kind in KINDS else "page", _line("title", 200), name
    )


def keep_and_go_on(place: Place, words: Words) -> ResponseReturnValue:
    """The button « Garder en brouillon »: the form opens again on the draft, or asks which of two windows goes on.

    Raises:
        Forbidden, Invalid: the draft cannot be kept.
    """
    try:
        with transaction() as session:
            draft = keeping.keep(session, current_actor(), place, words, hand())
    except WrittenElsewhere as refused:
        return ask_which(refused.draft), 409
    flash(
        _("Votre brouillon est gardé : vous le retrouvez dans votre compte, sur tous vos appareils."),
        "success",
    )
    return redirect(address_of(read_session().get_one(Draft, draft.id)), 303)


def address_of(draft: Draft) -> str:
    """Where a draft is taken up again."""
    if draft.page is not None:
        # Who may not edit the page was writing a proposal.
        verb = "modifier" if can(current_actor(), Permission.PAGE_EDIT, draft.page) else "contribuer"
        return f"/{draft.page.path}/{verb}?reprendre=1"
    return f"/nouveau?type={draft.kind}&brouillon={draft.id}"


def carried() -> list[tuple[str, str]]:
    """Everything typed in the posted form, for a form that sends it again."""
    return [
        (name, readable(value))
        for name, value in request.form.items(multi=True)
        if name not in _CARRIED_APART
    ]


def offered(page: Page) -> Draft | None:
    """The draft that this person has of a page."""
    return keeping.find(read_session(), current_actor(), page_id=page.id)


def of_new_pages() -> Sequence[Draft]:
    """The drafts that this person has of pages to create, the last one first."""
    return keeping.of_new_pages(read_session(), current_actor())


def ask_which(other: Draft) -> str:
    """Another window has written since: which goes on? What is typed here goes along."""
    return render_template(
        "pages/elsewhere.html",
        other=other,
        fields=carried(),
        action=request.full_path.rstrip("?"),
        act=request.form.get("action", ""),
    )


def told_elsewhere(other: Draft) -> ResponseReturnValue:
    """The same for a browser module: a problem document (RFC 9457) with what the other window wrote."""
    other = read_session().get_one(Draft, other.id)
    answer = jsonify(
        status=409,
        title=_("Une autre fenêtre a continué ce texte"),
        version=other.version,
        kept_at=other.kept_at.isoformat(),
        text=other.text,
        address=f"/compte/brouillons/{other.id}",
        resume=address_of(other),
    )
    answer.content_type = "application/problem+json"
    return answer, 409


def _line(name: str, most: int) -> str:
    return " ".join(tidy(request.form.get(name)).split())[:most]
