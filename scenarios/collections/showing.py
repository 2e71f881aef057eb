"""What a booklet shows, for the page and for the PDF, whoever makes it: a request or a worker."""

import hashlib
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from scenarios.calls.texts import html_of
from scenarios.collections.booklet import booklet
from scenarios.collections.models import PRIVATE, Collection
from scenarios.collections.reading import Reading
from scenarios.reading.views import facts_of, timeline_of
from wiki.permissions import Actor
from wiki.web.qrcode import qr_code

# Drawing one takes as long as the page around it, and an address always looks the same.
_picture_of = lru_cache(maxsize=256)(qr_code)


def content(session: Session, actor: Actor, read: Reading, root: str, made_at: datetime) -> dict[str, Any]:
    """What the templates of a booklet are given; `root` is the address of the site."""
    found = read.collection
    address = root + _way_back(found)
    return {
        "collection": found,
        "read": read,
        "booklet": booklet(session, read),
        "words": lambda text: html_of(session, actor, text),
        "facts_of": facts_of,
        "timeline_of": timeline_of,
        "address": address,
        "root": root,
        "made_at": made_at,
        "picture": _picture_of(address),
    }


def document(session: Session, actor: Actor, read: Reading, root: str, made_at: datetime) -> str:
    """The document for the typesetter."""
    return render_template("collections/pdf/booklet.html", **content(session, actor, read, root, made_at))


def fingerprint(document_of_a_moment: str, actor: Actor, locale: str) -> str:
    """What tells two booklets apart, given a document made as of the last change of its parcours.

    Who reads is part of it: of the same words, two people may see different pictures.
    """
    parts = (locale, *sorted(actor.audiences), "", document_of_a_moment)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _way_back(found: Collection) -> str:
    """The address that who holds the paper can open: the link only where nothing else opens it."""
    if found.is_public or found.audience == PRIVATE or found.link_key is None:
        return found.path
    return f"/parcours/lien/{found.link_key}"
