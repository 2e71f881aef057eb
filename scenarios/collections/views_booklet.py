"""The booklet of a parcours: a page to print from the browser, and a PDF, which a worker makes where it is long."""

from http import HTTPStatus

from flask import Response, current_app, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from scenarios.collections import binding, booklet, queries, showing
from scenarios.collections.blueprint import blueprint
from scenarios.collections.models import FAILED, READY, Booklet, Collection
from scenarios.collections.reading import Reading, reading
from scenarios.collections.tasks import MOST_PICTURES
from scenarios.printing.limits import PICTURE
from scenarios.printing.service import NoPdf, Press
from scenarios.reading.pdf_views import PRESS, sheet_font
from wiki.attachments.printing import with_pictures
from wiki.attachments.shelf import shelf
from wiki.db import now, read_session, transaction
from wiki.entrance.addresses import site_root
from wiki.web.actor import current_actor

AT_ONCE = 60_000
"""Characters of a document that is set while somebody waits: two scenarios, two seconds of processor."""
_PLACE = "/parcours/<int(max=999999999):collection_id>"
_LINK = "/parcours/lien/<key>"


@blueprint.get(f"{_PLACE}/livret")
def booklet_page(collection_id: int) -> str:
    """The booklet as a page."""
    return _page(
        queries.collection(read_session(), current_actor(), collection_id), f"/parcours/{collection_id}"
    )


@blueprint.get(f"{_LINK}/livret")
def booklet_page_by_link(key: str) -> Response:
    """The same for who has the link."""
    return unlisted(_page(queries.by_link(read_session(), key), f"/parcours/lien/{key}"))


@blueprint.get(f"{_PLACE}/livret.pdf")
def booklet_pdf(collection_id: int) -> ResponseReturnValue:
    """The booklet as PDF, or the page that says how far it is."""
    return _pdf(
        queries.collection(read_session(), current_actor(), collection_id), f"/parcours/{collection_id}"
    )


@blueprint.get(f"{_LINK}/livret.pdf")
def booklet_pdf_by_link(key: str) -> Response:
    """The same for who has the link."""
    return unlisted(_pdf(queries.by_link(read_session(), key), f"/parcours/lien/{key}"))


@blueprint.post(f"{_PLACE}/livret.pdf")
def ask_for_booklet(collection_id: int) -> ResponseReturnValue:
    """Have a long one made."""
    return _asked(
        queries.collection(read_session(), current_actor(), collection_id), f"/parcours/{collection_id}"
    )


@blueprint.post(f"{_LINK}/livret.pdf")
def ask_for_booklet_by_link(key: str) -> ResponseReturnValue:
    """The same for who has the link."""
    return _asked(queries.by_link(read_session(), key), f"/parcours/lien/{key}")


def unlisted(answer: ResponseReturnValue) -> Response:
    """An answer behind a link: no engine lists it, and no other site is told by which address one came."""
    response: Response = make_response(answer)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(found: Collection, base: str) -> str:
    shown = showing.content(read_session(), current_actor(), _read(found), site_root(), now())
    return render_template("collections/booklet.html", base=base, **shown)


def _pdf(found: Collection, base: str) -> ResponseReturnValue:
    read = _read(found)
    if booklet.is_too_long(read):
        return _no_pdf(found, base, "long")
    html = _document(read)
    made = binding.made(read_session(), _fingerprint(html))
    if made is not None and made.state == READY and made.pdf is not None:
        return _as_file(found, made.pdf)
    if made is None and len(html) <= AT_ONCE:
        return _set_now(read, base)
    return _state(found, base, made)


def _asked(found: Collection, base: str) -> ResponseReturnValue:
    read = _read(found)
    if not booklet.is_too_long(read):
        mark = _fingerprint(_document(read))
        with transaction() as writing:
            is_taken = binding.ask(
                writing, current_actor(), found, mark, base=base, root=site_root(), locale=_language()
            )
        if not is_taken:
            return _no_pdf(found, base, "busy")
    return redirect(f"{base}/livret.pdf", 303)


def _set_now(read: Reading, base: str) -> ResponseReturnValue:
    press: Press = current_app.extensions[PRESS]
    html = showing.document(read_session(), current_actor(), read, site_root(), now())
    try:
        html, pictures = with_pictures(current_actor(), shelf(), html, PICTURE, most=MOST_PICTURES)
        return _as_file(read.collection, press.pdf(html, sheet_font(), pictures))
    except NoPdf as none:
        return _no_pdf(read.collection, base, none.reason.value)


def _state(found: Collection, base: str, made: Booklet | None) -> ResponseReturnValue:
    """To be asked for, on its way, or failed, with another try at hand."""
    if made is not None and made.state == FAILED:
        return _no_pdf(found, base, made.reason)
    page = render_template("collections/booklet_state.html", found=found, base=base, made=made)
    return page, HTTPStatus.OK if made is None else HTTPStatus.ACCEPTED


def _no_pdf(found: Collection, base: str, reason: str) -> ResponseReturnValue:
    page = render_template("collections/no_pdf.html", found=found, base=base, reason=reason)
    return page, HTTPStatus.SERVICE_UNAVAILABLE


def _as_file(found: Collection, pdf: bytes) -> Response:
    response = Response(pdf, content_type="application/pdf")
    name = f"parcours-{found.slug or found.id}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Language"] = _language()
    return response


def _document(read: Reading) -> str:
    """The document as of the last change: what changes of itself must not make it another one."""
    session, actor = read_session(), current_actor()
    return showing.document(session, actor, read, site_root(), read.collection.changed_at)


def _fingerprint(html: str) -> str:
    return showing.fingerprint(html, current_actor(), _language())


def _language() -> str:
    return str(get_locale() or "fr")


def _read(found: Collection) -> Reading:
    return reading(read_session(), current_actor(), found)
