"""The booklet of a parcours: a page to print from the browser, and a PDF with a table of contents."""

import io
from http import HTTPStatus
from typing import Any

import segno
from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from scenarios.calls.texts import html_of
from scenarios.collections import booklet, queries
from scenarios.collections.blueprint import blueprint
from scenarios.collections.models import PRIVATE, Collection
from scenarios.collections.reading import Reading, reading
from scenarios.printing.limits import PICTURE
from scenarios.printing.service import NoPdf, Press
from scenarios.reading.pdf_views import PRESS, sheet_font
from scenarios.reading.views import facts_of, timeline_of
from wiki.attachments.printing import with_pictures
from wiki.attachments.shelf import shelf
from wiki.db import now, read_session
from wiki.entrance.addresses import site_root
from wiki.web.actor import current_actor
from wiki.web.response_cache import kept_for_readers

MOST_PICTURES = 120
_PLACE = "/parcours/<int(max=999999999):collection_id>"


@blueprint.get(f"{_PLACE}/livret")
def booklet_page(collection_id: int) -> str:
    """The booklet as a page."""
    return _page(
        queries.collection(read_session(), current_actor(), collection_id), f"/parcours/{collection_id}"
    )


@blueprint.get(f"{_PLACE}/livret.pdf")
@kept_for_readers
def booklet_pdf(collection_id: int) -> ResponseReturnValue:
    """The booklet as PDF."""
    return _pdf(
        queries.collection(read_session(), current_actor(), collection_id), f"/parcours/{collection_id}"
    )


@blueprint.get("/parcours/lien/<key>/livret")
def booklet_page_by_link(key: str) -> ResponseReturnValue:
    """The same for who has the link."""
    return _unlisted(Response(_page(queries.by_link(read_session(), key), f"/parcours/lien/{key}")))


@blueprint.get("/parcours/lien/<key>/livret.pdf")
def booklet_pdf_by_link(key: str) -> ResponseReturnValue:
    """The same for who has the link."""
    found = queries.by_link(read_session(), key)
    return _unlisted(current_app.make_response(_pdf(found, f"/parcours/lien/{key}")))


def _page(found: Collection, base: str) -> str:
    read = _read(found)
    return render_template("collections/booklet.html", base=base, **_content(read))


def _pdf(found: Collection, base: str) -> ResponseReturnValue:
    read = _read(found)
    if booklet.is_too_long(read):
        return _no_pdf(found, base, "long")
    html = render_template("collections/pdf/booklet.html", **_content(read))
    press: Press = current_app.extensions[PRESS]
    try:
        html, pictures = with_pictures(current_actor(), shelf(), html, PICTURE, MOST_PICTURES)
        pdf = press.pdf(html, sheet_font(), pictures)
    except NoPdf as none:
        return _no_pdf(found, base, none.reason.value)
    response = Response(pdf, content_type="application/pdf")
    name = f"parcours-{found.slug or found.id}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Language"] = str(get_locale() or "fr")
    return response


def _no_pdf(found: Collection, base: str, reason: str) -> ResponseReturnValue:
    page = render_template("collections/no_pdf.html", found=found, base=base, reason=reason)
    return page, HTTPStatus.SERVICE_UNAVAILABLE


def _read(found: Collection) -> Reading:
    return reading(read_session(), current_actor(), found)


def _content(read: Reading) -> dict[str, Any]:
    session, actor, found = read_session(), current_actor(), read.collection
    sheets = booklet.sheets(session, read)
    address = site_root() + _way_back(found)
    return {
        "collection": found,
        "read": read,
        "sheets": sheets,
        "by_item": booklet.by_item(sheets),
        "words": lambda text: html_of(session, actor, text),
        "facts_of": facts_of,
        "timeline_of": timeline_of,
        "address": address,
        "root": site_root(),
        "made_at": now(),
        "picture": _picture(address),
    }


def _way_back(found: Collection) -> str:
    """The address that who holds the paper can open: a link only where the link is what opens it."""
    if found.is_public or found.audience == PRIVATE or found.link_key is None:
        return found.path
    return f"/parcours/lien/{found.link_key}"


def _picture(address: str) -> Markup:
    """The address as a QR code, dark on light in any light: readers of such codes expect it."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True, light="#fff", dark="#1d2a33"
    )
    # Drawn by the library, out of an address that is escaped in it.
    return Markup(drawing.getvalue().decode())  # noqa: S704


def _unlisted(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
