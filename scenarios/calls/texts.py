"""Words that introduce something which is no page: Markdown, checked and made clean HTML like the text of a page."""

from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from wiki.errors import Invalid
from wiki.pages.checks import tidy_text
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.rendering.document import SUMMARY_LENGTH, Source, read, shortened
from wiki.territories.models import NATIONAL, Territory

MOST_LINKS = 50
"""Links to pages that are looked up; further ones show as if nothing were there."""


def checked(text: str, longest: int, field: str) -> str:
    """The words as they are kept; none where nothing is said.

    Raises:
        Invalid: too long, or with characters that cannot be kept.
    """
    if not text.strip():
        return ""
    try:
        tidy = tidy_text(text).strip()
    except Invalid as error:
        raise Invalid({field: next(iter(error.errors.values()))}) from None
    if len(tidy) > longest:
        raise Invalid({field: too_long(longest)})
    return tidy


def too_long(longest: int) -> Any:
    """What is said of a text that is too long."""
    return _l("C'est trop long : %(limit)s caractères au plus.", limit=longest)


def html_of(session: Session, actor: Actor, text: str) -> Markup:
    """Clean HTML; links to pages that the reader may not read show as those to pages that are not there."""
    source = _source(text)
    # `Source.html` cleans last, on the final HTML.
    return Markup(source.html(_readable(session, actor, source)).html)  # noqa: S704


def beginning(text: str, length: int = SUMMARY_LENGTH) -> str:
    """How the words begin, on one line without marks."""
    return shortened(_source(text).plain, length)


def _source(text: str) -> Source:
    # A line before it: what people introduce something with has no head.
    return read(f"\n{text}", home=NATIONAL)


def _readable(session: Session, actor: Actor, source: Source) -> frozenset[str]:
    wanted = [tuple(link.path.split("/", 1)) for link in source.links[:MOST_LINKS]]
    if not wanted:
        return frozenset()
    rows = session.execute(
        select(Territory.slug, Page.slug)
        .join(Page, Page.territory_id == Territory.id)
        .where(tuple_(Territory.slug, Page.slug).in_(wanted), visible_to(actor))
    )
    return frozenset(f"{territory}/{slug}" for territory, slug in rows)
