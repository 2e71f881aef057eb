"""*Mes brouillons*: the list, one draft beside the page as it is now, give up, bring back."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.drafts import queries, service
from wiki.drafts.queries import Kept, Resuming
from wiki.pages import queries as pages
from wiki.pages.comparison.sentences import shortened
from wiki.pages.diff import compare
from wiki.pages.drafting import address_of
from wiki.pages.keeping import GRACE, LIFETIME
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page
from wiki.pages.previews import preview_of
from wiki.pages.projection import html_from
from wiki.pages.rendered_diff import compare_rendered
from wiki.rendering.cleaning import clean
from wiki.rendering.document import read
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("drafts", __name__)
SLICE = 20
SENTENCES = 20
LOOKS = ("cote", "page", "texte")


@blueprint.get("/compte/brouillons")
def listing() -> str:
    """One's drafts, last written first, and those given up that can be brought back."""
    session, actor = read_session(), current_actor()
    kept = slice_of(queries.mine(session, actor, start_key(), SLICE + 1), SLICE, lambda each: each.draft.id)
    return render_template(
        "drafts/listing.html",
        kept=kept,
        given_up=[] if "avant" in request.args else queries.given_up(session, actor),
        address_of=address_of,
        days=LIFETIME.days,
        hours=GRACE.days * 24,
    )


@blueprint.get("/compte/brouillons/<int(max=999999999):draft_id>")
def show(draft_id: int) -> str:
    """A draft beside the page as it is now; of a page that is not there, the draft alone."""
    kept = queries.my_own(read_session(), current_actor(), draft_id)
    if kept.page is None:
        territory = kept.draft.territory_name
        return render_template(
            "drafts/alone.html",
            kept=kept,
            address_of=address_of,
            preview=preview_of(kept.draft.text, territory),
        )
    return _beside_page(kept, kept.page)


@blueprint.get("/compte/brouillons/<int(max=999999999):draft_id>/texte.md")
def source(draft_id: int) -> Response:
    """The text itself, to keep or to work on elsewhere."""
    draft = queries.my_own(read_session(), current_actor(), draft_id).draft
    response = make_response(draft.text)
    response.content_type = "text/markdown; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="brouillon-{draft.id}.md"'
    return response


@blueprint.post("/compte/brouillons/<int(max=999999999):draft_id>/abandonner")
def give_up(draft_id: int) -> ResponseReturnValue:
    """Put a draft away, for a day."""
    with transaction() as session:
        service.give_up(session, current_actor(), draft_id)
    flash(_("Le brouillon est abandonné. Vous pouvez encore le remettre pendant un jour, au bas de cette liste."),
          "info")  # fmt: skip
    return redirect("/compte/brouillons", 303)


@blueprint.post("/compte/brouillons/<int(max=999999999):draft_id>/remettre")
def bring_back(draft_id: int) -> ResponseReturnValue:
    """Take up what was given up."""
    with transaction() as session:
        service.bring_back(session, current_actor(), draft_id)
    flash(_("Le brouillon est de nouveau là."), "success")
    return redirect(f"/compte/brouillons/{draft_id}", 303)


def _beside_page(kept: Kept, page: Page) -> str:
    found = queries.resuming(read_session(), page, kept.draft)
    look = request.args.get("vue", "cote")
    return render_template(
        "drafts/beside.html",
        kept=kept,
        page=page,
        resuming=found,
        address_of=address_of,
        look=look if look in LOOKS else "cote",
        comparison=compare(found.before, found.after),
        sentences=shortened(tools_of(page.kind).sentences(found.before, found.after), SENTENCES),
        rendered=_rendered(page, found) if look == "page" else None,
    )


def _rendered(page: Page, found: Resuming) -> str | None:
    """The page as it would be, with what came and what went; None where too much changed."""
    session = read_session()
    before, _contents = pages.html_of(session, page, page.current)
    after = html_from(session, page, read(found.after, home=page.territory.slug)).html
    return compare_rendered(before, after, clean=clean)
