"""Booklets made by the worker, beside its jobs: one takes many seconds, and mails must not wait for it."""

import logging
from typing import Any

from flask import current_app, g
from flask_babel import force_locale

from scenarios.collections import binding, queries, showing, telling
from scenarios.collections.models import Booklet, Collection
from scenarios.collections.reading import reading
from scenarios.printing.limits import PICTURE
from scenarios.printing.service import NoPdf, Press
from scenarios.reading.pdf_views import sheet_font
from wiki.accounts.queries import actor_of
from wiki.attachments.printing import with_pictures
from wiki.attachments.shelf import shelf
from wiki.db import now, read_session, transaction
from wiki.errors import NotFound
from wiki.permissions import Actor

log = logging.getLogger(__name__)
PRESS = "scenarios.collections.press"
SECONDS, CPU_SECONDS = 240, 120
MOST_PICTURES = 120
PAUSE = 2.0
"""Seconds between two looks at what waits."""


def tell_of_changes() -> int:
    """Tell who follows parcours what changed; returns how many."""
    with transaction() as session:
        return telling.tell_of_changes(session)


def make_press() -> Press:
    """A press with the time that sixty scenarios take."""
    return Press(seconds=SECONDS, cpu_seconds=CPU_SECONDS, patience=SECONDS)


def make_waiting() -> int:
    """Make one booklet that waits; returns how many that was."""
    if not binding.any_waiting(read_session()):
        return 0
    with transaction() as session:
        taken = binding.take(session)
        told = _told(taken) if taken is not None else None
    if told is not None:
        _make(**told)
    return 1


def _told(taken: Booklet) -> dict[str, Any]:
    return {
        "booklet_id": taken.id, "collection_id": taken.collection_id, "reader_id": taken.reader_id,
        "base": taken.base, "root": taken.root, "locale": taken.locale,
    }  # fmt: skip


def _make(
    booklet_id: int, collection_id: int, reader_id: int | None, base: str, root: str, locale: str
) -> None:
    try:
        with force_locale(locale):
            pdf = _pdf(_reader(reader_id), collection_id, base, root)
    except NoPdf as none:
        with transaction() as session:
            binding.fail(session, booklet_id, none.reason.value)
    except NotFound:
        # Nobody reads it there any more.
        with transaction() as session:
            binding.fail(session, booklet_id, "failed")
    else:
        with transaction() as session:
            binding.keep(session, booklet_id, pdf)


def _pdf(actor: Actor, collection_id: int, base: str, root: str) -> bytes:
    session = read_session()
    read = reading(session, actor, _collection(actor, collection_id, base))
    html = showing.document(session, actor, read, root, now())
    html, pictures = with_pictures(actor, shelf(), html, PICTURE, most=MOST_PICTURES)
    press: Press = current_app.extensions[PRESS]
    return press.pdf(html, sheet_font(), pictures)


def _collection(actor: Actor, collection_id: int, base: str) -> Collection:
    """The parcours as who asked may read it now: by its number, or by the link that they followed."""
    session = read_session()
    key = base.removeprefix("/parcours/lien/")
    if key != base:
        return queries.by_link(session, key)
    return queries.collection(session, actor, collection_id)


def _reader(reader_id: int | None) -> Actor:
    """Whose rights decide what is in it; what pages show in slots asks for them, too."""
    rules = current_app.extensions["wiki.rules"]
    actor = Actor(rules=rules) if reader_id is None else actor_of(read_session(), reader_id, rules)
    g.actor = actor
    return actor
