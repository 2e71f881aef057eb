"""The answer to a text that was sent: it is saved, or its author chooses between two versions of a passage."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages import queries, service
from wiki.pages.conflicts import questions
from wiki.pages.keeping import HERE, Hand, Place, Words, keep
from wiki.pages.models import Page
from wiki.web.actor import current_actor


def save(page: Page, change: service.Edit, then: str = "") -> ResponseReturnValue:
    """Save a change and lead to the page, or to the address `then`; or show both versions of what two people changed.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit any more.
        Invalid: the text cannot be used.
    """
    actor = current_actor()
    try:
        with transaction() as session:
            saved = service.edit(session, actor, change)
    except service.EditConflict as conflict:
        change = _kept(page, change)
        author = queries.version(read_session(), page, conflict.current.number).author
        return ask_to_choose(page, change, conflict.merge, conflict.current.number, author), 409
    flash(_told(saved), "success")
    return redirect(then or f"/{page.path}", 303)


def _kept(page: Page, change: service.Edit) -> service.Edit:
    """The change, its text kept as a draft until its author has chosen."""
    words = Words(change.text, change.base_number, change.summary)
    hand = replace(change.draft or HERE, is_decided=True)
    # Somebody who keeps too many drafts still has the text in the form.
    with suppress(Invalid), transaction() as session:
        draft = keep(session, current_actor(), Place.of(page), words, hand)
        return replace(change, draft=Hand(draft.version))
    return change


def _told(saved: service.Saved) -> str:
    told = {
        "merged": _(
            "Enregistré. Quelqu'un avait changé un autre passage : les deux changements sont dans la page."
        ),
        "unchanged": _("Rien n'avait changé : la page reste telle quelle."),
    }
    return str(told.get(saved.outcome) or _("Enregistré : version %(number)s.", number=saved.number))


def ask_to_choose(
    page: Page, change: service.Edit, merged: Any, number: int, author: Any, *, is_sent: bool = False
) -> str:
    """The page where both versions of each passage stand side by side; `is_sent` once a choice was missing."""
    hidden = {
        "text": change.text,
        "summary": change.summary,
        "base": str(change.base_number),
        "resolving": str(number),
        "form_key": change.form_key or "",
        "draft": str(change.draft.version if change.draft else 0),
    }
    if change.minor:
        hidden["minor"] = "y"
    return render_template(
        "pages/conflict.html",
        page=page,
        questions=questions(merged, request.form if is_sent else {}),
        hidden=hidden,
        number=number,
        other_name=author.name if author else "",
        is_sent=is_sent,
    )
