"""Feeds of one page, of its discussion, and of one's own notices."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from wiki.db import read_session
from wiki.discussion.models import Message
from wiki.discussion.texts import beginning
from wiki.entrance.feeds import LENGTH, Entry, Subject, answer
from wiki.errors import NotFound
from wiki.feeds import queries
from wiki.feeds.readers import reader_of_request
from wiki.notifications import wording
from wiki.notifications.queries import Line, lines
from wiki.pages.models import Page, Revision
from wiki.pages.queries import history, page_at

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/<territory>/<slug>/flux.atom")
def page(territory: str, slug: str) -> Response:
    """The versions of a page."""
    session = read_session()
    found = page_at(session, reader_of_request(session), territory, slug)
    subject = Subject(f"page-{found.id}-versions", found.title, f"/{found.path}/historique", found.created_at)
    return answer(subject, [_of_version(found, one) for one in history(session, found, None, LENGTH)])


@blueprint.get("/<territory>/<slug>/discussion.atom")
def discussion(territory: str, slug: str) -> Response:
    """What is said about a page."""
    session = read_session()
    found = page_at(session, reader_of_request(session), territory, slug)
    title = _("Discussion : %(title)s", title=found.title)
    subject = Subject(f"page-{found.id}-discussion", title, f"/{found.path}/discussion", found.created_at)
    return answer(subject, [_of_message(one) for one in queries.messages(session, found, LENGTH)])


@blueprint.get("/flux/suivis.atom")
def notices() -> Response:
    """What one is told oneself, for a reader of feeds that shows nothing but the key."""
    session = read_session()
    actor = reader_of_request(session)
    if not actor.is_authenticated:
        raise NotFound
    subject = Subject(f"notices-{actor.user_id}", _("Mes suivis"), "/notifications")
    return answer(subject, [_of_notice(line) for line in lines(session, actor, limit=LENGTH)])


def _of_version(page: Page, version: Revision) -> Entry:
    number = version.number
    place = f"/{page.path}/comparer?de={number - 1}&a={number}" if number > 1 else f"/{page.path}/version/1"
    title = _("Version %(number)s", number=number)
    return Entry(
        f"page-{page.id}-version-{number}",
        f"{title} : {version.summary}" if version.summary else title,
        place,
        version.created_at,
        version.author.name if version.author else version.guest_name,
        version.summary,
    )


def _of_message(message: Message) -> Entry:
    return Entry(
        f"message-{message.id}",
        message.thread.title or beginning(message.text),
        f"/discussions/message/{message.id}",
        message.edited_at or message.created_at,
        message.author.name,
        beginning(message.text),
    )


def _of_notice(line: Line) -> Entry:
    told = wording.sentence(line)
    return Entry(
        f"notice-{line.notice.id}",
        f"{wording.title(line)} : {told}",
        wording.address(line),
        line.notice.at,
        line.who,
        f"{told}. {wording.reason(line.notice)}.",
    )
